// Portals that ask the systems around them in other ways than the simulator pass, and those that ask nobody, or for others, fail.
import type { AskedCall, AskedView } from '../schemas/target/driver.ts';
import type { Alter } from './altered-simulator.ts';
import { answering, both, isTo } from './altering.ts';
import { EMPLOYEE, PAID, tryPortals } from './honest.ts';

const ASKS = '**/asks-*';
const AUTHORITY = 'choose-certificate/asks-authority';
const GATEWAY = 'pay/asks-payment-gateway';
const NOBODY = '900101300017';
const LATER = '2014-01-01T00:00:00+06:00';
const EARLIER = '2013-01-01T00:00:00+06:00';

/** Changes what the counterparties have written down. */
const recording = (change: (view: AskedView) => Partial<AskedView>): Alter =>
  answering((body, asked) => {
    if (isTo(asked, '/asked', 'GET')) Object.assign(body, change(Object(body)));
  });
/** Changes each call on its own; what becomes null was never made. */
const calling = (change: (call: AskedCall, all: readonly AskedCall[]) => AskedCall | null): Alter =>
  recording(({ calls }) => ({ calls: calls.flatMap((call) => change(call, calls) ?? []) }));

const isOfAuthority = ({ counterparty }: AskedCall) => counterparty === 'ocsp' || counterparty === 'crl';
const isCheck = ({ operation }: AskedCall) => operation === 'SIM_PEP_PAYMENT_CHECK';
const isOfDatabase = ({ persons }: AskedCall) => persons.length > 0;
/** Changes the calls of one kind. */
const only = (
  isMeant: (call: AskedCall) => boolean,
  change: (call: AskedCall, all: readonly AskedCall[]) => AskedCall | null,
) => calling((call, all) => (isMeant(call) ? change(call, all) : call));

const list = (until: string): Pick<AskedCall, 'counterparty' | 'operation' | 'certificates' | 'until'> => ({
  ...{ counterparty: 'crl', operation: 'list', certificates: [], until },
});
/** Fetches a list in place of asking the responder. */
const byList = only(isOfAuthority, (call) => ({ ...call, ...list(LATER) }));
/** Fetched a list before anything else was asked, and asks no more. */
const keptUntil = (until: string) =>
  recording(({ calls, last }) => {
    const others = calls.filter((call) => !isOfAuthority(call)).map((call) => ({ ...call, n: call.n + 1 }));
    const first: AskedCall = {
      ...{ n: 1, at: EARLIER, sender: null, persons: [], request: null, payment: null, answered: 'record' },
      ...list(until),
    };
    return { last: last + 1, calls: [first, ...others] };
  });
const byDelta = only(isOfAuthority, (call) => ({ ...call, ...list(LATER), operation: 'delta-list' }));
/** Asks for several certificates in one message. */
const withOthers = only(isOfAuthority, (call) => ({ ...call, certificates: ['0a', ...call.certificates, '0b'] }));
const forAnother = only(isOfAuthority, (call) => ({
  ...call,
  ...{ counterparty: 'ocsp', operation: 'status', certificates: ['0a'], until: null },
}));

/** Is told of a payment in place of asking for it. */
const toldOf = (answered: AskedCall['answered']) =>
  only(isCheck, (call) => ({ ...call, operation: 'SIM_PEP_PAYMENT_NOTICE', answered }));
/** Asks for the payment by the number of the request. */
const byRequest = only(isCheck, (call, all) => {
  const made = all.find(({ operation, payment }) => operation === 'SIM_PEP_PAYMENT' && payment === call.payment);
  return { ...call, payment: null, request: made?.request ?? null };
});
/** The record of a gateway that does not write down who has paid. */
const withoutPayments = calling((call) => (call.operation === 'SIM_PEP_PAYMENT' ? null : call));
const forAnotherPayment = only(isCheck, (call) => ({ ...call, payment: 'payment-of-another' }));

/** What passes a message on writes nothing down. */
const behindGateway = calling((call) => (call.counterparty === 'gateway' ? null : call));
/** A system of the same vendor asks the same databases, for somebody else, before each walk. */
const besideOthers = recording(({ calls, last }) => {
  const stranger: AskedCall = {
    ...{ n: 1, at: EARLIER, counterparty: 'individuals-registry', operation: 'SIM_GBDFL_CHECK', sender: 'other' },
    ...{ persons: [NOBODY], request: null, payment: null, certificates: [], answered: 'record', until: null },
  };
  return { last: last + 1, calls: [stranger, ...calls.map((call) => ({ ...call, n: call.n + 1 }))] };
});
const namingOthers = only(isOfDatabase, (call) => ({ ...call, persons: [...call.persons, NOBODY] }));

/** Has something stamped in place of asking; were the calls left out, the record would look as if it did not go back that far. */
const never = (isMeant: (call: AskedCall) => boolean) =>
  only(isMeant, (call) => ({
    ...call,
    ...{ counterparty: 'tsa', operation: 'stamp', persons: [], certificates: [], payment: null, until: null },
  }));

tryPortals(
  ['asked'],
  [
    ['fetches the revocation list', PAID, () => byList, ASKS],
    ['keeps a list that was fetched before', PAID, () => keptUntil(LATER), ASKS],
    ['keeps a list, and fetches what has changed since', PAID, () => both(keptUntil(LATER), byDelta), ASKS],
    ['asks for several certificates at once', PAID, () => withOthers, ASKS],
    ['is told of payments', PAID, () => toldOf('record'), ASKS],
    ['asks for a payment by the number of the request', PAID, () => byRequest, ASKS],
    ['asks a gateway that does not write down who has paid', PAID, () => withoutPayments, ASKS],
    ['asks databases that stand behind a gateway which writes nothing down', EMPLOYEE, () => behindGateway, ASKS],
    ['shares the record with a system that asks for others', EMPLOYEE, () => besideOthers, ASKS],
  ],
  [
    ['asks nobody whether a certificate is revoked', PAID, () => never(isOfAuthority), ASKS, [AUTHORITY]],
    ['asks for another certificate', PAID, () => forAnother, ASKS, [AUTHORITY]],
    ['keeps a list beyond its time', PAID, () => keptUntil(EARLIER), ASKS, [AUTHORITY]],
    ['fetches what has changed since a list that it has not', PAID, () => byDelta, ASKS, [AUTHORITY]],
    ['asks nobody whether the fee is paid', PAID, () => never(isCheck), ASKS, [GATEWAY]],
    ['turns the notice of a payment away', PAID, () => toldOf('fault'), ASKS, [GATEWAY]],
    ['asks for another payment', PAID, () => forAnotherPayment, ASKS, [GATEWAY]],
    ['asks no database', EMPLOYEE, () => never(isOfDatabase), ASKS, ['look-up/asks-database', 'look-up/asks-notary']],
    ['sends the number of somebody else', EMPLOYEE, () => namingOthers, ASKS, ['look-up/asks-for-nobody-else']],
  ],
);
