// The violations of the SOAP service: what it can be told to do wrong.
import { violation } from '../violation.ts';

/** Every violation of the SOAP service; it commits at most one of them. */
export const VIOLATIONS = [
  violation('any-password', 'authenticate', 'next', 'lets an employee in with a wrong password'),
  violation('unknown-login', 'authenticate', 'next', 'lets in whoever gives some name'),
  violation('login-by-system', 'authenticate', 'actor', 'records the system as who logged in'),
  violation('login-refused-silently', 'refuse-credentials', 'completion', 'refuses logins without a message'),
  violation(
    'login-refused-in-kazakh',
    'refuse-credentials',
    'completion',
    'refuses logins in Kazakh, whatever is asked for',
  ),
  violation(
    'login-refusal-as-service',
    'refuse-credentials',
    'completion',
    'refuses the service where it refuses the login',
  ),
  violation('form-left-out', 'fill-request', 'action', 'does not record that the form was filled in'),
  violation('form-by-system', 'fill-request', 'actor', 'records the system as who filled in the form'),
  violation('readable-by-anyone', 'fill-request', 'action', 'shows a file to whoever is logged in'),
  violation('fillable-by-anyone', 'fill-request', 'action', 'takes the form of a file from whoever is logged in'),
  violation('form-closes-early', 'fill-request', 'term', 'takes no form after half a minute'),
  violation('look-up-left-out', 'look-up', 'action', 'does not record that the databases were asked'),
  violation('look-up-twice', 'look-up', 'action', 'records the look-up twice'),
  violation('look-up-by-provider', 'look-up', 'actor', 'records the provider as who looked up'),
  violation(
    'look-up-confirmed',
    'look-up',
    'completion',
    'says that the look-up was done where the request was routed',
  ),
  violation('look-up-before-form', 'look-up', 'action', 'asks the databases before the form is filled in'),
  violation('person-not-needed', 'look-up', 'next', 'goes on where there is no such person'),
  violation('organisation-not-needed', 'look-up', 'next', 'goes on where there is no such organisation'),
  violation('attorney-not-needed', 'look-up', 'next', 'goes on without a power of attorney'),
  violation('outage-ignored', 'look-up', 'next', 'goes on where a database is out of order'),
  violation('silence-ignored', 'look-up', 'next', 'goes on where a database falls silent'),
  violation('not-found-silently', 'refuse-not-found', 'completion', 'says nothing where the data were not found'),
  violation(
    'not-found-confused',
    'refuse-not-found',
    'completion',
    'says that there is no such person, whatever is missing',
  ),
  violation(
    'not-found-as-refusal',
    'refuse-not-found',
    'completion',
    'refuses the service where the data were not found',
  ),
  violation('goes-on-not-found', 'refuse-not-found', 'next', 'takes documents after the data were not found'),
  violation('attaches-early', 'attach-documents', 'action', 'takes documents before the look-up'),
  violation('attachable-by-anyone', 'attach-documents', 'action', 'takes documents from whoever is logged in'),
  violation('attached-by-system', 'attach-documents', 'actor', 'records the system as who attached the documents'),
  violation('never-registers', 'register', 'action', 'does not register the file'),
  violation('registers-twice', 'register', 'action', 'registers the file twice'),
  violation('no-number', 'register', 'completion', 'gives the file no number'),
  violation('same-number', 'register', 'completion', 'gives every file the same number'),
  violation('issues-undecided', 'register', 'next', 'issues the licence without a decision'),
  violation('decides-again', 'register', 'next', 'takes a decision on what has been decided'),
  violation('refusal-confused', 'refuse-unqualified', 'completion', 'says of every refusal that the data are untrue'),
  violation('refused-by-provider', 'refuse-unqualified', 'actor', 'records the provider as who refused'),
  violation('issues-refused', 'refuse-unqualified', 'next', 'issues the licence of a refused file'),
  violation('issues-late', 'receive-result', 'term', 'issues every licence a working day after the decision'),
  violation('licence-unsigned', 'receive-result', 'completion', 'gives a licence without a signature'),
  violation('licence-signature-wrong', 'receive-result', 'completion', 'signs other bytes than those of the licence'),
  violation('licence-for-anyone', 'receive-result', 'completion', 'gives the licence to whoever is logged in'),
  violation('issued-not-listed', 'receive-result', 'completion', 'leaves issued files out of the list'),
] as const;

/** What it can do wrong in its calls besides, where it asks databases that are not its own. */
export const CALL_VIOLATIONS = [
  violation('asks-nobody', 'look-up', 'action', 'takes everybody for known, and asks no database'),
  violation('asks-the-notary-alone', 'look-up', 'action', 'asks the notary, and takes the applicant for known'),
  violation(
    'asks-for-a-stranger',
    'look-up',
    'action',
    'sends the number of somebody who has nothing to do with the file',
  ),
] as const;

/** The id of one of these. */
export type CallViolationId = (typeof CALL_VIOLATIONS)[number]['id'];

/** The id of a violation of the SOAP service. */
export type ViolationId = (typeof VIOLATIONS)[number]['id'] | CallViolationId;
