// Tests the predicates over what the counterparties were asked.
import { describe, expect, it } from 'vitest';
import { say } from '../../../../schemas/said.ts';
import type { AskedCall } from '../../../../schemas/target/driver.ts';
import type { ArgumentsOf } from '../../../calls.ts';
import { after, entry, sampleTrace } from '../../sample-trace.ts';
import type { Asked, Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

const APPLICANT = '850615400026';
const ANOTHER = '900101300017';
const SERIAL = '0a1b2c';

const call = (n: number, changes: Partial<AskedCall>): AskedCall => ({
  ...{ n, at: after(n), counterparty: 'ocsp', operation: 'status', sender: null, persons: [], request: null },
  ...{ payment: null, certificates: [], answered: 'record', until: null },
  ...changes,
});
const asked = (calls: readonly AskedCall[] | null, changes: Partial<Asked> = {}): Asked => ({
  ...{ before: 10, when: { next: 20, 'before look-up': 10 }, calls, now: after(100), why: null },
  ...{ applicant: APPLICANT, persons: [APPLICANT], certificates: [SERIAL], payment: 'pay-1', request: 'r-1' },
  exchange: 'walk#asked',
  ...changes,
});
const walked = (changes: Asked | null, more: Partial<Trace> = {}) =>
  sampleTrace({ history: ['check', 'next', 'look-up'].map((action) => entry(action)), asked: changes, ...more });
const unread = asked(null, { why: say`the record cannot be read: ${'no'}` });

/** What nothing can be told from, whatever is judged. */
const UNTOLD: readonly (readonly [string, Trace])[] = [
  ['where nobody looked', walked(null)],
  ['where the record could not be read', walked(unread)],
  ['where nobody knows what was there before', walked(asked([], { before: null }))],
  ['where the record was begun anew', walked(asked([call(1, {})]))],
  ['without the step', walked(asked([call(11, {})]), { history: [] })],
];

describe('asks-authority', () => {
  const judged = (changes: Asked | null, more: Partial<Trace> = {}) =>
    judge({ predicate: 'asks-authority', arguments: { action: 'check', next: 'next' } }, walked(changes, more));
  const list = (n: number, until = after(1000)) => call(n, { counterparty: 'crl', operation: 'list', until });
  const other = call(11, { counterparty: 'individuals-registry' });

  it('holds when the responder was asked for the certificate, or the list was fetched', () => {
    const found = judged(asked([call(11, { certificates: ['99', SERIAL] })]));
    expect(found).toMatchObject({ holds: true, evidence: ['walk#asked', 'walk#9'] });
    expect(judged(asked([list(11)])).holds).toBe(true);
    expect(judged(asked([call(20, { certificates: [SERIAL], answered: 'fault' })])).holds).toBe(true);
  });

  it('holds when a list was fetched before the walk that may still be kept', () => {
    expect(judged(asked([list(3), other])).holds).toBe(true);
  });

  it('fails when nobody was asked, or only before or afterwards, or for another certificate', () => {
    expect(judged(asked([call(1, {}), other]))).toMatchObject({
      holds: false,
      actual: 'neither its list nor its responder was asked',
    });
    expect(judged(asked([call(1, {}), call(9, { certificates: [SERIAL] }), other])).holds).toBe(false);
    expect(judged(asked([call(1, {}), call(21, { certificates: [SERIAL] }), list(22)])).holds).toBe(false);
    expect(judged(asked([call(1, {}), call(12, { certificates: ['99'] })])).actual).toBe(
      'its responder was asked for other certificates only',
    );
    expect(judged(asked([list(1, after(99)), other])).holds).toBe(false);
  });

  it('fails when only a delta list was fetched, and holds when a list that may be kept goes with it', () => {
    const delta = (n: number) => ({ ...list(n), operation: 'delta-list' });
    const alone = asked([call(1, {}), delta(2), delta(11)]);
    expect(judged(alone).actual).toBe('only its delta list was fetched, without a list that it goes with');
    expect(judged(asked([list(1), delta(11)])).holds).toBe(true);
    expect(judged(asked([list(1, after(99)), delta(11)])).holds).toBe(false);
    expect(judged(asked([delta(5)])).holds).toBeNull();
  });

  it('cannot be told when the moment is not known, or a list may have been fetched that is kept no more', () => {
    expect(judged(asked([call(11, { certificates: [SERIAL] })], { when: {} })).holds).toBeNull();
    expect(judged(asked([call(5, {}), other])).holds).toBeNull();
  });

  it.each(UNTOLD)('cannot be told %s', (_, trace) => {
    const found = judge({ predicate: 'asks-authority', arguments: { action: 'check', next: 'next' } }, trace);
    expect(found.holds).toBeNull();
  });
});

describe('asks-payment-gateway', () => {
  const args = { action: 'check', next: 'next' };
  const judged = (changes: Asked) => judge({ predicate: 'asks-payment-gateway', arguments: args }, walked(changes));
  const paid = (n: number, changes: Partial<AskedCall>) => call(n, { counterparty: 'payment-gateway', ...changes });
  const first = call(1, {});

  it('holds when it was asked for the payment, or gave notice of the request', () => {
    expect(judged(asked([paid(11, { payment: 'pay-1' })])).holds).toBe(true);
    expect(judged(asked([paid(20, { request: 'r-1', operation: 'SIM_PEP_PAYMENT_NOTICE' })])).holds).toBe(true);
  });

  it('fails when it was not asked, or only afterwards', () => {
    expect(judged(asked([first, call(11, {})]))).toMatchObject({ holds: false, actual: 'nobody was asked' });
    expect(judged(asked([first, paid(21, { payment: 'pay-1' })])).holds).toBe(false);
    expect(judged(asked([first, paid(9, { payment: 'pay-1' }), call(12, {})])).holds).toBe(false);
  });

  it('fails when it was asked for other payments, though it knows this one', () => {
    const made = paid(11, { payment: 'pay-1', request: 'r-1', operation: 'SIM_PEP_PAYMENT' });
    const told = judged(asked([first, made, paid(12, { payment: 'pay-2' })]));
    expect(told).toMatchObject({ holds: false, actual: 'it was asked for other payments only' });
    // To pay is not to ask, and what names no payment may be about this one.
    expect(judged(asked([first, made])).actual).toBe('nobody was asked');
    expect(judged(asked([first, made, paid(12, { request: 'r-2' })])).holds).toBeNull();
    expect(judged(asked([first, made, paid(12, { payment: 'pay-1' })])).holds).toBe(true);
  });

  it('cannot be told when it was asked for another payment that it may know by another name, or the moment is not known', () => {
    expect(judged(asked([paid(11, { payment: 'pay-2' })])).holds).toBeNull();
    expect(judged(asked([paid(11, {})], { payment: null, request: null })).holds).toBeNull();
    expect(judged(asked([paid(11, { payment: 'pay-1' })], { when: {} })).holds).toBeNull();
    expect(judged(asked([call(13, {})])).holds).toBeNull();
  });

  it.each(UNTOLD)('cannot be told %s', (_, trace) => {
    expect(judge({ predicate: 'asks-payment-gateway', arguments: args }, trace).holds).toBeNull();
  });
});

describe('asks-database', () => {
  const of = ['individuals-registry', 'organisations-registry'];
  const judged = (trace: Trace, more: Partial<ArgumentsOf<'asks-database'>> = {}) =>
    judge({ predicate: 'asks-database', arguments: { action: 'look-up', of, ...more } }, trace);
  const looked = (n: number, counterparty: AskedCall['counterparty'], ...persons: string[]) =>
    call(n, { counterparty, persons });
  const first = call(1, {});

  it('holds when one of them was asked for the applicant', () => {
    expect(judged(walked(asked([looked(11, 'organisations-registry', APPLICANT)]))).holds).toBe(true);
  });

  it('fails when nobody was asked, or only another database, for somebody else, or before', () => {
    expect(judged(walked(asked([first, call(11, {})]))).actual).toBe('nobody was asked');
    expect(judged(walked(asked([first, looked(11, 'notary-is', APPLICANT)]))).actual).toBe('only notary-is was asked');
    expect(judged(walked(asked([first, looked(11, 'individuals-registry', ANOTHER)]))).actual).toBe(
      'it was asked for somebody else only',
    );
    expect(judged(walked(asked([first, looked(9, 'individuals-registry', APPLICANT), call(11, {})]))).holds).toBe(
      false,
    );
  });

  it('cannot be told for a power of attorney where nobody has one, or where calls are kept no more', () => {
    const power = walked(asked([looked(11, 'notary-is', APPLICANT)]));
    expect(judged(power, { of: ['notary-is'], power: true })).toMatchObject({ holds: null, lacks: true });
    expect(judged(walked(asked([call(12, {})]))).holds).toBeNull();
  });

  it.each(UNTOLD)('cannot be told %s', (_, trace) => expect(judged(trace).holds).toBeNull());
});

describe('asks-for-nobody-else', () => {
  const judged = (trace: Trace) =>
    judge({ predicate: 'asks-for-nobody-else', arguments: { action: 'look-up' } }, trace);
  const sent = (n: number, ...persons: string[]) => call(n, { counterparty: 'gateway', persons });

  it('holds when every call names only those whom the request is about', () => {
    expect(judged(walked(asked([sent(11, APPLICANT), call(12, {})]))).holds).toBe(true);
  });

  it('fails when a call names somebody else too', () => {
    expect(judged(walked(asked([sent(11, APPLICANT), sent(12, APPLICANT, ANOTHER)])))).toMatchObject({
      holds: false,
      actual: `gateway was sent ${ANOTHER}`,
    });
  });

  it('cannot be told when nobody was asked, or only before the step', () => {
    expect(judged(walked(asked([call(11, {})]))).holds).toBeNull();
    expect(judged(walked(asked([sent(10, ANOTHER), call(11, {})]))).holds).toBeNull();
    expect(judged(walked(asked([sent(11, APPLICANT)], { when: {} }))).holds).toBeNull();
    expect(judged(walked(asked([sent(12, APPLICANT)]))).holds).toBeNull();
  });

  it.each(UNTOLD)('cannot be told %s', (_, trace) => expect(judged(trace).holds).toBeNull());
});
