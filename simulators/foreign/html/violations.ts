// What the HTML portal can be told to do wrong.
import type { ForeignViolation } from '../violation.ts';

const row = <Id extends string>(
  id: Id,
  action: string,
  broken: ForeignViolation['breaks']['row'],
  description: string,
) => ({ id, breaks: { action, row: broken }, description });

/** Every violation of the HTML portal, each consulted at one point. */
export const VIOLATIONS = [
  row('any-password', 'authenticate', 'next', 'lets a person in with a wrong password'),
  row('unknown-number', 'authenticate', 'next', 'lets in whoever has a well-formed IIN'),
  row('checksum-ignored', 'authenticate', 'next', 'takes an IIN with a wrong check digit for the right one'),
  row('login-refused-in-russian', 'refuse-credentials', 'completion', 'refuses logins in Russian, whatever is chosen'),
  row('login-refused-silently', 'refuse-credentials', 'completion', 'refuses logins without a message'),
  row('login-refusal-as-service', 'refuse-credentials', 'completion', 'refuses the service where it refuses the login'),
  row('form-left-out', 'fill-request', 'action', 'does not record that the form was filled in'),
  row('form-twice', 'fill-request', 'action', 'records the form twice'),
  row('form-by-portal', 'fill-request', 'actor', 'records the portal as who filled in the form'),
  row('iin-not-filled-in', 'fill-request', 'action', 'leaves the field of the IIN empty'),
  row('readable-by-anyone', 'fill-request', 'action', 'shows an application to whoever knows its address'),
  row('expired-accepted', 'choose-certificate', 'next', 'takes an expired certificate'),
  row('not-yet-valid-accepted', 'choose-certificate', 'next', 'takes a certificate that is not yet valid'),
  row('revoked-accepted', 'choose-certificate', 'next', 'takes a revoked certificate'),
  row('suspended-accepted', 'choose-certificate', 'next', 'takes a certificate that is on hold'),
  row('any-issuer', 'choose-certificate', 'next', 'takes a certificate of any authority'),
  row('anyones-certificate', 'choose-certificate', 'next', 'takes the certificate of another person'),
  row('login-key-accepted', 'choose-certificate', 'next', 'takes a certificate for logging in'),
  row('certificate-refused-silently', 'refuse-certificate', 'completion', 'refuses a certificate without a message'),
  row(
    'certificate-cause-confused',
    'refuse-certificate',
    'completion',
    'says of every certificate that it has expired',
  ),
  row('signs-after-refusal', 'refuse-certificate', 'next', 'lets a person sign after the certificate was refused'),
  row('signs-without-certificate', 'sign', 'action', 'takes a signature before a certificate was chosen'),
  row('signature-unchecked', 'sign', 'action', 'takes any bytes for a signature'),
  row('signature-by-anyone', 'sign', 'action', 'takes a signature from whoever is logged in'),
  row('sign-not-routed', 'sign', 'completion', 'says that the request was formed where it was routed'),
  row('never-registers', 'register', 'action', 'does not register the request'),
  row('registers-twice', 'register', 'action', 'registers the request twice'),
  row('no-number', 'register', 'completion', 'gives the request no number'),
  row('same-number', 'register', 'completion', 'gives every request the same number'),
  row('registered-by-portal', 'register', 'actor', 'records the portal as who registered the request'),
  row('issues-undecided', 'register', 'next', 'issues the certificate without a decision'),
  row('decides-again', 'register', 'next', 'takes a decision on what has been decided'),
  row('refusal-confused', 'refuse-unqualified', 'completion', 'says that the signature was at fault'),
  row('issues-refused', 'refuse-unqualified', 'next', 'issues the certificate of a refused request'),
  row('result-unsigned', 'receive-result', 'completion', 'gives a result without a signature'),
  row('result-signature-wrong', 'receive-result', 'completion', 'signs other bytes than those of the result'),
  row('result-as-text', 'receive-result', 'completion', 'gives plain text for a PDF'),
  row('result-for-anyone', 'receive-result', 'completion', 'gives the result to whoever knows its address'),
  row('result-not-listed', 'receive-result', 'completion', 'leaves what is completed out of the service history'),
  row('result-button-early', 'receive-result', 'completion', 'shows the buttons of the result before it is there'),
  row('survey-takes-anything', 'receive-result', 'completion', 'takes answers that the survey does not have'),
] as const;

/** The id of a violation of the HTML portal. */
export type ViolationId = (typeof VIOLATIONS)[number]['id'];
