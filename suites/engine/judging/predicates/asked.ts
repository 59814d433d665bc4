// The predicates on what the portal asked the systems around it, as these have written it down.
import { all, any, quote, type Said, say } from '../../../../schemas/said.ts';
import { type AskedCall, type Counterparty, DATABASES } from '../../../../schemas/target/driver.ts';
import type { ArgumentsOf } from '../../../calls.ts';
import type { Asked, Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, lacking, open } from '../finding.ts';
import type { Needs } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { notReached } from './steps.ts';

/** What it takes to see what any of these was asked. */
const recordOf = (...counterparties: readonly Counterparty[]): Needs => ({
  operations: ['readAsked'],
  asks: counterparties,
});

/** The record of a walk, once it is known to be whole; otherwise the finding that nothing can be told. */
type Read = { asked: Asked; calls: readonly AskedCall[]; before: number; evidence: string[] };

/** @param step that has to be on record before anything can be told */
function readRecord(trace: Trace, expected: Said, step: string): Read | Finding {
  const { asked } = trace;
  if (!trace.history.some(({ action }) => action === step))
    return open(expected, notReached(trace, step), cite(trace.lastRead));
  if (asked === null) return open(expected, say`the record was not read`, cite(trace.lastRead));
  const evidence = cite(asked.exchange, trace.lastRead);
  const { calls, before, why } = asked;
  if (calls === null || before === null) return open(expected, why ?? say`the record was not read`, evidence);
  // What numbers its calls anew has lost those before.
  const last = calls.at(-1)?.n ?? 0;
  if (last < before) return open(expected, say`the record was begun anew during the walk`, evidence);
  return { asked, calls, before, evidence };
}

const isFinding = (read: Read | Finding): read is Finding => 'says' in read;

/** The calls of the walk, up to the moment at which a step was seen done; null where that moment is not known. */
function callsUntil({ asked, calls, before }: Read, step: string): AskedCall[] | null {
  const last = asked.when[step];
  return last === undefined ? null : calls.filter(({ n }) => n > before && n <= last);
}

/** Whether the oldest calls are kept no more, so that it cannot be told that something is not among them. */
const isCut = ({ calls }: Read, from: number): boolean => (calls[0]?.n ?? 1) > from + 1;

/** By this the gateway gives notice; one that the portal did not take tells it nothing. */
const PAYMENT_NOTICE = 'SIM_PEP_PAYMENT_NOTICE';
/** By this a person pays, so that the gateway knows the payment by that name; the portal has asked nothing with it. */
const PAYMENT_MADE = 'SIM_PEP_PAYMENT';
/** What has changed since a list; without the list it leaves out whatever was revoked before. */
const DELTA_LIST = 'delta-list';

const CUT = say`the oldest calls are kept no more`;
const notMarked = (step: string): Said => say`the record could not be read when ${step} was seen`;

/**
 * Holds where the authority was asked before the step that follows a good certificate: its responder on this walk for the certificate, or
 * for its revocation list, on this walk or before as long as the list may be kept.
 */
export const asksAuthority = predicate('asks-authority', once(recordOf('crl', 'ocsp')), (trace, { action, next }) => {
  const expected = say`the certification authority is asked for the certificate of ${action} before ${next}`;
  const read = readRecord(trace, expected, next);
  if (isFinding(read)) return read;
  const { asked, calls, evidence } = read;
  const own = callsUntil(read, next);
  if (own === null) return open(expected, notMarked(next), evidence);
  const status = own.find(
    ({ counterparty, certificates }) =>
      counterparty === 'ocsp' && certificates.some((serial) => asked.certificates.includes(serial)),
  );
  if (status !== undefined) return holds(expected, say`its responder was asked at ${status.at}`, evidence);
  const list = own.find(isList) ?? keptList(read, next);
  if (list !== undefined) return holds(expected, say`its revocation list was fetched at ${list.at}`, evidence);
  if (isCut(read, 0) && !calls.some(isList)) return open(expected, CUT, evidence);
  if (own.some(({ counterparty }) => counterparty === 'crl'))
    return fails(expected, say`only its delta list was fetched, without a list that it goes with`, evidence);
  return own.some(({ counterparty }) => counterparty === 'ocsp')
    ? fails(expected, say`its responder was asked for other certificates only`, evidence)
    : fails(expected, say`neither its list nor its responder was asked`, evidence);
});

const isList = ({ counterparty, operation }: AskedCall): boolean => counterparty === 'crl' && operation !== DELTA_LIST;

/** A list that was fetched before the walk and may still be kept. */
function keptList({ asked, calls }: Read, next: string): AskedCall | undefined {
  const last = asked.when[next] ?? 0;
  const now = Date.parse(asked.now ?? '');
  return calls.find((call) => isList(call) && call.n <= last && call.until !== null && Date.parse(call.until) >= now);
}

/** Holds where the payment gateway was asked for the payment, or gave notice of it, before the step that follows a payment. */
export const asksPaymentGateway = predicate(
  'asks-payment-gateway',
  once(recordOf('payment-gateway')),
  (trace, { action, next }) => {
    const expected = say`the payment gateway is asked for the payment of ${action} before ${next}`;
    const read = readRecord(trace, expected, next);
    if (isFinding(read)) return read;
    const { asked, calls, evidence, before } = read;
    const own = callsUntil(read, next)?.filter(
      ({ counterparty, operation, answered }) =>
        counterparty === 'payment-gateway' &&
        operation !== PAYMENT_MADE &&
        (operation !== PAYMENT_NOTICE || answered === 'record'),
    );
    if (own === undefined) return open(expected, notMarked(next), evidence);
    const meant = own.find(
      ({ payment, request }) =>
        (payment !== null && payment === asked.payment) || (request !== null && request === asked.request),
    );
    if (meant !== undefined) return holds(expected, say`${meant.counterparty} was asked at ${meant.at}`, evidence);
    const isKnown = calls.some(({ operation, payment }) => operation === PAYMENT_MADE && payment === asked.payment);
    if (own.length > 0 && isKnown && own.every(({ payment }) => payment !== null))
      return fails(expected, say`it was asked for other payments only`, evidence);
    if (own.length > 0) return open(expected, say`it was asked, and nothing tells for which payment`, evidence);
    return isCut(read, before) ? open(expected, CUT, evidence) : fails(expected, say`nobody was asked`, evidence);
  },
);

/** What it takes to see whom the databases are asked for. For a power of attorney the portal has to take somebody who has one. */
const inquiring = ({ of, power }: ArgumentsOf<'asks-database'>): Needs => ({
  ...recordOf(...DATABASES.filter((name) => of.includes(name))),
  ...(power === true ? { shown: ['attorney'], persons: ['attorney'] } : {}),
});

/** Holds where one of the databases was asked on the walk for the applicant, or for the power that the applicant has given. */
export const asksDatabase = predicate('asks-database', once(inquiring), (trace, { action, of, power = false }) => {
  const expected = power
    ? say`${action} asks ${any(of)} for the power of attorney`
    : say`${action} asks ${any(of)} for the applicant`;
  const read = readRecord(trace, expected, action);
  if (isFinding(read)) return read;
  if (power && trace.entering?.attorney == null)
    return lacking(expected, say`the target supplies no credentials attorney`);
  const { asked, calls, before, evidence } = read;
  const own = calls.filter(({ n, counterparty }) => n > before && DATABASES.some((name) => name === counterparty));
  const found = own.find(
    ({ counterparty, persons }) => of.includes(counterparty) && persons.some((person) => person === asked.applicant),
  );
  if (found !== undefined) return holds(expected, say`${found.counterparty} was asked at ${found.at}`, evidence);
  if (isCut(read, before)) return open(expected, CUT, evidence);
  const named = [...new Set(own.map(({ counterparty }) => counterparty))];
  if (named.length === 0) return fails(expected, say`nobody was asked`, evidence);
  return own.some(({ counterparty }) => of.includes(counterparty))
    ? fails(expected, say`it was asked for somebody else only`, evidence)
    : fails(expected, say`only ${all(named)} was asked`, evidence);
});

/** Holds where every call of the step names nobody but those whom the request is about, and there was a call that names somebody. */
export const asksForNobodyElse = predicate(
  'asks-for-nobody-else',
  once(recordOf('individuals-registry', 'organisations-registry', 'notary-is')),
  (trace, { action }) => {
    const expected = say`${action} sends other systems the number of nobody else than the request is about`;
    const read = readRecord(trace, expected, action);
    if (isFinding(read)) return read;
    const { asked, calls, evidence } = read;
    const from = asked.when[`before ${action}`];
    if (from === undefined) return open(expected, say`the record could not be read before ${action}`, evidence);
    const own = calls.filter(({ n, persons }) => n > from && persons.length > 0);
    const others = own.flatMap((call) =>
      call.persons.filter((person) => !asked.persons.includes(person)).map((person) => ({ call, person })),
    );
    const [other] = others;
    if (other !== undefined)
      return fails(expected, say`${other.call.counterparty} was sent ${quote(other.person)}`, evidence);
    if (isCut(read, from)) return open(expected, CUT, evidence);
    return own.length === 0
      ? open(expected, say`nobody was asked`, evidence)
      : holds(expected, say`the calls name nobody else`, evidence);
  },
);
