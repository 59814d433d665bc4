// Tests the predicates over requests that are under way or refused in the service history.
import { describe, expect, it } from 'vitest';
import { answered, entry, faulty, refusing, sampleTrace } from '../../sample-trace.ts';
import type { Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

type Listed = { request: string; number: string | null; state: 'open' | 'refused' | 'completed' };
const listing = (...requests: Listed[]) => ({ request: 'r1', answer: answered({ requests }) });
const other: Listed = { request: 'r0', number: null, state: 'completed' };
const history = [entry('register')];

describe.each([
  ['open-in-history', 'openHistory', 'open', 'completed'],
  ['refused-in-history', 'serviceHistory', 'refused', 'open'],
] as const)('%s in the service history', (predicate, part, state, wrong) => {
  const own: Listed = { request: 'r1', number: null, state };
  const judged = (seen: Trace['serviceHistory'], trace: Partial<Trace> = {}) =>
    judge({ predicate, arguments: { action: 'register' } }, sampleTrace({ history, [part]: seen, ...trace }));

  it('is found where the request is listed once, whether it has a number yet or not', () => {
    expect(judged(listing(other, own))).toMatchObject({ holds: true, evidence: ['walk#beside', 'walk#9'] });
    expect(judged(listing({ ...own, number: 'N1' })).holds).toBe(true);
  });

  it.each<[string, Listed[], string]>([
    ['hides it', [other], 'the request is not in the history'],
    ['lists it twice', [own, own], 'the request is in the history twice'],
    ['gives it another state', [{ ...own, state: wrong }], `the history says that it is ${wrong}`],
  ])('is not found on a portal that %s', (_, requests, actual) => {
    expect(judged(listing(...requests))).toMatchObject({ holds: false, actual });
  });

  it('is not found where the history is refused to its owner, and is left open where nothing was read', () => {
    expect(judged({ request: 'r1', answer: refusing() }).holds).toBe(false);
    expect(judged({ request: 'r1', answer: faulty }).holds).toBeNull();
    expect(judged(null).holds).toBeNull();
    expect(judged(listing(own), { history: [], interrupted: ['stopped'] })).toMatchObject({
      holds: null,
      reason: 'the walk did not reach register: stopped',
    });
  });
});

const on = (predicate: 'open-in-history' | 'refused-in-history', trace: Partial<Trace>) =>
  judge({ predicate, arguments: { action: 'register' } }, sampleTrace({ history, ...trace }));

describe('open-in-history', () => {
  const own: Listed = { request: 'r1', number: null, state: 'open' };
  it('holds by the reading during the walk, whatever the last one says', () => {
    const serviceHistory = listing({ ...own, state: 'completed' });
    expect(on('open-in-history', { openHistory: listing(own), serviceHistory }).holds).toBe(true);
  });
  it('fails when that reading hides it, though the last one lists it', () => {
    expect(on('open-in-history', { openHistory: listing(), serviceHistory: listing(own) }).holds).toBe(false);
  });
  it('cannot be told from the last reading alone', () => {
    expect(on('open-in-history', { serviceHistory: listing(own) }).holds).toBeNull();
  });
});

describe('refused-in-history', () => {
  const own: Listed = { request: 'r1', number: null, state: 'refused' };
  it('holds by the last reading', () => {
    expect(on('refused-in-history', { serviceHistory: listing(own) }).holds).toBe(true);
  });
  it('fails when the last reading hides it', () => {
    expect(on('refused-in-history', { serviceHistory: listing(other) }).holds).toBe(false);
  });
  it('cannot be told from a reading during the walk', () => {
    expect(on('refused-in-history', { openHistory: listing(own) }).holds).toBeNull();
  });
});
