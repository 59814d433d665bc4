// The violations of the JSON portal: what it can be told to do wrong.
import { violation } from '../violation.ts';

/** Every violation of the JSON portal; it commits at most one of them. */
export const VIOLATIONS = [
  violation('any-password', 'authenticate', 'next', 'gives a token for a wrong password'),
  violation('unknown-account', 'authenticate', 'next', 'gives a token to whoever has a well-formed number'),
  violation('sign-in-by-portal', 'authenticate', 'actor', 'records the portal as who signed in'),
  violation('denial-without-message', 'refuse-credentials', 'completion', 'denies access without a message'),
  violation('denial-in-english', 'refuse-credentials', 'completion', 'denies access in English, whatever is asked for'),
  violation('application-not-recorded', 'fill-request', 'action', 'does not record the application'),
  violation(
    'application-confirmed',
    'fill-request',
    'completion',
    'says of the application that something was confirmed',
  ),
  violation('application-closes-early', 'fill-request', 'term', 'takes no application after half a minute'),
  violation('applies-for-anyone', 'choose-certificate', 'next', 'takes an application for whoever it names'),
  violation('readable-by-anyone', 'fill-request', 'action', 'shows an order to whoever knows its address'),
  violation('view-missing', 'fill-request', 'action', 'lacks one of the views'),
  violation('unpaid-accepted', 'pay', 'next', 'goes on without a payment'),
  violation('underpaid-accepted', 'pay', 'next', 'goes on with half of the fee'),
  violation('other-order-accepted', 'pay', 'next', 'goes on with the payment of another order'),
  violation('chargeback-accepted', 'pay', 'next', 'goes on with a payment that was taken back'),
  violation('payable-by-anyone', 'pay', 'action', 'takes a payment from whoever has a token'),
  violation('payment-by-portal', 'pay', 'actor', 'records the portal as who took the payment'),
  violation('slow-payment', 'pay', 'term', 'takes ten minutes for a payment'),
  violation('unpaid-reason-confused', 'refuse-unpaid', 'completion', 'says of every payment that it is too small'),
  violation('unpaid-rejected-twice', 'refuse-unpaid', 'action', 'rejects an unpaid order twice'),
  violation('goes-on-unpaid', 'refuse-unpaid', 'next', 'takes a certificate after the payment was rejected'),
  violation('certificate-before-payment', 'choose-certificate', 'action', 'takes a certificate before the payment'),
  violation('certificate-closes-early', 'choose-certificate', 'term', 'takes no certificate after five seconds'),
  violation('expired-accepted', 'choose-certificate', 'next', 'takes an expired certificate'),
  violation('not-yet-valid-accepted', 'choose-certificate', 'next', 'takes a certificate that is not yet valid'),
  violation('begins-early', 'choose-certificate', 'next', 'takes a certificate a second before it begins'),
  violation('begins-late', 'choose-certificate', 'next', 'takes no certificate in its first second'),
  violation('ends-early', 'choose-certificate', 'next', 'takes no certificate in its last second'),
  violation('ends-late', 'choose-certificate', 'next', 'takes a certificate a second after its end'),
  violation('revoked-accepted', 'choose-certificate', 'next', 'takes a certificate from the revocation list'),
  violation('any-issuer', 'choose-certificate', 'next', 'takes a certificate of any authority'),
  violation('anyones-certificate', 'choose-certificate', 'next', 'takes the certificate of another person'),
  violation('login-key-accepted', 'choose-certificate', 'next', 'takes a certificate for logging in'),
  violation(
    'certificate-topic-confused',
    'refuse-certificate',
    'completion',
    'rejects the case where the signature is at fault',
  ),
  violation(
    'signs-after-rejection',
    'refuse-certificate',
    'next',
    'takes a signature after the certificate was rejected',
  ),
  violation('signature-unchecked', 'sign', 'action', 'takes any bytes for a signature'),
  violation('signature-by-anyone', 'sign', 'action', 'takes a signature from whoever has a token'),
  violation('never-registers', 'register', 'action', 'does not register the order'),
  violation('registers-twice', 'register', 'action', 'registers the order twice'),
  violation('no-number', 'register', 'completion', 'gives the order no number'),
  violation('same-number', 'register', 'completion', 'gives every order the same number'),
  violation('slow-licence', 'register', 'term', 'takes forty days from the decision to the licence'),
  violation('issues-late', 'register', 'term', 'issues every licence a working day after the decision'),
  violation('issues-undecided', 'register', 'next', 'issues the licence without a decision'),
  violation('decides-again', 'register', 'next', 'takes a decision on what has been decided'),
  violation(
    'rejection-reason-confused',
    'refuse-unqualified',
    'completion',
    'says of every rejection that a document is missing',
  ),
  violation('issues-rejected', 'refuse-unqualified', 'next', 'issues the licence of a rejected order'),
  violation('licence-unsigned', 'receive-result', 'completion', 'gives a licence without a signature'),
  violation('licence-signature-wrong', 'receive-result', 'completion', 'signs other bytes than those of the licence'),
  violation('licence-as-text', 'receive-result', 'completion', 'gives plain text for a PDF'),
  violation('licence-for-anyone', 'receive-result', 'completion', 'gives the licence to whoever knows its address'),
  violation('issued-still-open', 'receive-result', 'completion', 'lists an issued order as under review'),
  violation('trail-loses-its-end', 'fill-request', 'action', 'leaves the last entry out of every trail'),
  violation('survey-takes-anything', 'receive-result', 'completion', 'takes answers that the survey does not have'),
] as const;

/** What it can do wrong in its calls besides, where it is wired to a certification authority and a payment gateway. */
export const CALL_VIOLATIONS = [
  violation('asks-no-authority', 'choose-certificate', 'next', 'takes a certificate for good, and asks nobody'),
  violation('asks-for-another-certificate', 'choose-certificate', 'next', 'asks the authority for another certificate'),
  violation('asks-the-authority-late', 'choose-certificate', 'next', 'asks the authority when the licence is issued'),
  violation('authority-ignored', 'choose-certificate', 'next', 'asks the authority, and takes what it has revoked'),
  violation('keeps-a-list-for-ever', 'choose-certificate', 'next', 'keeps a revocation list beyond its time'),
  violation('reads-a-delta-alone', 'choose-certificate', 'next', 'reads the delta list, and never the list'),
  violation('asks-no-gateway', 'pay', 'next', 'takes any receipt for the fee, and asks nobody'),
  violation('asks-for-another-payment', 'pay', 'next', 'asks the gateway for another payment'),
  violation('gateway-ignored', 'pay', 'next', 'asks the gateway, and takes what was paid back'),
  violation('takes-no-notice', 'pay', 'next', 'turns the notice of the gateway away, and takes any receipt'),
] as const;

/** The id of one of these. */
export type CallViolationId = (typeof CALL_VIOLATIONS)[number]['id'];

/** The id of a violation of the JSON portal. */
export type ViolationId = (typeof VIOLATIONS)[number]['id'] | CallViolationId;
