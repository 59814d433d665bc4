// The violations of the SOAP service: what it can be told to do wrong.
import { row } from '../violation.ts';

/** Every violation of the SOAP service; it commits at most one of them. */
export const VIOLATIONS = [
  row('any-password', 'authenticate', 'next', 'lets an employee in with a wrong password'),
  row('unknown-login', 'authenticate', 'next', 'lets in whoever gives some name'),
  row('login-by-system', 'authenticate', 'actor', 'records the system as who logged in'),
  row('login-refused-silently', 'refuse-credentials', 'completion', 'refuses logins without a message'),
  row('login-refused-in-kazakh', 'refuse-credentials', 'completion', 'refuses logins in Kazakh, whatever is asked for'),
  row('login-refusal-as-service', 'refuse-credentials', 'completion', 'refuses the service where it refuses the login'),
  row('form-left-out', 'fill-request', 'action', 'does not record that the form was filled in'),
  row('form-by-system', 'fill-request', 'actor', 'records the system as who filled in the form'),
  row('readable-by-anyone', 'fill-request', 'action', 'shows a file to whoever is logged in'),
  row('fillable-by-anyone', 'fill-request', 'action', 'takes the form of a file from whoever is logged in'),
  row('look-up-left-out', 'look-up', 'action', 'does not record that the databases were asked'),
  row('look-up-twice', 'look-up', 'action', 'records the look-up twice'),
  row('look-up-by-provider', 'look-up', 'actor', 'records the provider as who looked up'),
  row('look-up-confirmed', 'look-up', 'completion', 'says that the look-up was done where the request was routed'),
  row('look-up-before-form', 'look-up', 'action', 'asks the databases before the form is filled in'),
  row('person-not-needed', 'look-up', 'next', 'goes on where there is no such person'),
  row('organisation-not-needed', 'look-up', 'next', 'goes on where there is no such organisation'),
  row('attorney-not-needed', 'look-up', 'next', 'goes on without a power of attorney'),
  row('outage-ignored', 'look-up', 'next', 'goes on where a database is out of order'),
  row('silence-ignored', 'look-up', 'next', 'goes on where a database falls silent'),
  row('not-found-silently', 'refuse-not-found', 'completion', 'says nothing where the data were not found'),
  row('not-found-confused', 'refuse-not-found', 'completion', 'says that there is no such person, whatever is missing'),
  row('not-found-as-refusal', 'refuse-not-found', 'completion', 'refuses the service where the data were not found'),
  row('goes-on-not-found', 'refuse-not-found', 'next', 'takes documents after the data were not found'),
  row('attaches-early', 'attach-documents', 'action', 'takes documents before the look-up'),
  row('attachable-by-anyone', 'attach-documents', 'action', 'takes documents from whoever is logged in'),
  row('attached-by-system', 'attach-documents', 'actor', 'records the system as who attached the documents'),
  row('never-registers', 'register', 'action', 'does not register the file'),
  row('registers-twice', 'register', 'action', 'registers the file twice'),
  row('no-number', 'register', 'completion', 'gives the file no number'),
  row('same-number', 'register', 'completion', 'gives every file the same number'),
  row('issues-undecided', 'register', 'next', 'issues the licence without a decision'),
  row('decides-again', 'register', 'next', 'takes a decision on what has been decided'),
  row('refusal-confused', 'refuse-unqualified', 'completion', 'says of every refusal that the data are untrue'),
  row('refused-by-provider', 'refuse-unqualified', 'actor', 'records the provider as who refused'),
  row('issues-refused', 'refuse-unqualified', 'next', 'issues the licence of a refused file'),
  row('licence-unsigned', 'receive-result', 'completion', 'gives a licence without a signature'),
  row('licence-signature-wrong', 'receive-result', 'completion', 'signs other bytes than those of the licence'),
  row('licence-for-anyone', 'receive-result', 'completion', 'gives the licence to whoever is logged in'),
  row('issued-not-listed', 'receive-result', 'completion', 'leaves issued files out of the list'),
] as const;

/** The id of a violation of the SOAP service. */
export type ViolationId = (typeof VIOLATIONS)[number]['id'];
