// What the JSON portal can be told to do wrong.
import type { ForeignViolation } from '../violation.ts';

const row = <Id extends string>(
  id: Id,
  action: string,
  broken: ForeignViolation['breaks']['row'],
  description: string,
) => ({ id, breaks: { action, row: broken }, description });

/** Every violation of the JSON portal, each consulted at one point. */
export const VIOLATIONS = [
  row('any-password', 'authenticate', 'next', 'gives a token for a wrong password'),
  row('unknown-account', 'authenticate', 'next', 'gives a token to whoever has a well-formed number'),
  row('sign-in-by-portal', 'authenticate', 'actor', 'records the portal as who signed in'),
  row('denial-without-message', 'refuse-credentials', 'completion', 'denies access without a message'),
  row('denial-in-english', 'refuse-credentials', 'completion', 'denies access in English, whatever is asked for'),
  row('application-not-recorded', 'fill-request', 'action', 'does not record the application'),
  row('application-confirmed', 'fill-request', 'completion', 'says of the application that something was confirmed'),
  row('application-closes-early', 'fill-request', 'term', 'takes no application after half a minute'),
  row('readable-by-anyone', 'fill-request', 'action', 'shows an order to whoever knows its address'),
  row('view-missing', 'fill-request', 'action', 'lacks one of the views'),
  row('unpaid-accepted', 'pay', 'next', 'goes on without a payment'),
  row('underpaid-accepted', 'pay', 'next', 'goes on with half of the fee'),
  row('other-order-accepted', 'pay', 'next', 'goes on with the payment of another order'),
  row('chargeback-accepted', 'pay', 'next', 'goes on with a payment that was taken back'),
  row('payable-by-anyone', 'pay', 'action', 'takes a payment from whoever has a token'),
  row('payment-by-portal', 'pay', 'actor', 'records the portal as who took the payment'),
  row('slow-payment', 'pay', 'term', 'takes ten minutes for a payment'),
  row('unpaid-reason-confused', 'refuse-unpaid', 'completion', 'says of every payment that it is too small'),
  row('unpaid-rejected-twice', 'refuse-unpaid', 'action', 'rejects an unpaid order twice'),
  row('goes-on-unpaid', 'refuse-unpaid', 'next', 'takes a certificate after the payment was rejected'),
  row('certificate-before-payment', 'choose-certificate', 'action', 'takes a certificate before the payment'),
  row('certificate-closes-early', 'choose-certificate', 'term', 'takes no certificate after five seconds'),
  row('expired-accepted', 'choose-certificate', 'next', 'takes an expired certificate'),
  row('not-yet-valid-accepted', 'choose-certificate', 'next', 'takes a certificate that is not yet valid'),
  row('revoked-accepted', 'choose-certificate', 'next', 'takes a certificate from the revocation list'),
  row('any-issuer', 'choose-certificate', 'next', 'takes a certificate of any authority'),
  row('anyones-certificate', 'choose-certificate', 'next', 'takes the certificate of another person'),
  row('login-key-accepted', 'choose-certificate', 'next', 'takes a certificate for logging in'),
  row(
    'certificate-topic-confused',
    'refuse-certificate',
    'completion',
    'rejects the case where the signature is at fault',
  ),
  row('signs-after-rejection', 'refuse-certificate', 'next', 'takes a signature after the certificate was rejected'),
  row('signature-unchecked', 'sign', 'action', 'takes any bytes for a signature'),
  row('signature-by-anyone', 'sign', 'action', 'takes a signature from whoever has a token'),
  row('never-registers', 'register', 'action', 'does not register the order'),
  row('registers-twice', 'register', 'action', 'registers the order twice'),
  row('no-number', 'register', 'completion', 'gives the order no number'),
  row('same-number', 'register', 'completion', 'gives every order the same number'),
  row('slow-licence', 'register', 'term', 'takes forty days from the decision to the licence'),
  row('issues-undecided', 'register', 'next', 'issues the licence without a decision'),
  row('decides-again', 'register', 'next', 'takes a decision on what has been decided'),
  row(
    'rejection-reason-confused',
    'refuse-unqualified',
    'completion',
    'says of every rejection that a document is missing',
  ),
  row('issues-rejected', 'refuse-unqualified', 'next', 'issues the licence of a rejected order'),
  row('licence-unsigned', 'receive-result', 'completion', 'gives a licence without a signature'),
  row('licence-signature-wrong', 'receive-result', 'completion', 'signs other bytes than those of the licence'),
  row('licence-as-text', 'receive-result', 'completion', 'gives plain text for a PDF'),
  row('licence-for-anyone', 'receive-result', 'completion', 'gives the licence to whoever knows its address'),
  row('issued-still-open', 'receive-result', 'completion', 'lists an issued order as under review'),
  row('trail-loses-its-end', 'fill-request', 'action', 'leaves the last entry out of every trail'),
  row('survey-takes-anything', 'receive-result', 'completion', 'takes answers that the survey does not have'),
] as const;

/** The id of a violation of the JSON portal. */
export type ViolationId = (typeof VIOLATIONS)[number]['id'];
