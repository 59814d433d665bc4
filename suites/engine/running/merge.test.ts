// Tests that parts of a run are joined as they ended, however often they were resumed, and that none is joined before that.
import { expect, it } from 'vitest';
import type { TestAssertion } from '../../../schemas/run/assertion.ts';
import { mustBeInOrder } from '../../../schemas/run/event-order.ts';
import type { RunEvent } from '../../../schemas/run/report.ts';
import type { Verdict } from '../../../schemas/run/verdict.ts';
import { sampleScenario } from '../sample-trace.ts';
import { merge, type PartJournal } from './merge.ts';

const AT = '2026-11-26T10:00:00.000Z';
const of = { regulation: 'act', flow: 'portal' };
const assertion = (id: string, reaches: string): TestAssertion => ({
  ...{ ...of, id, family: 'actor', title: 't', titled: ['t'], action: reaches, source: [{ clause: 6 }], printed: 'p' },
  ...{
    level: 'required',
    because: null,
    predicate: 'done-by',
    arguments: {},
    walk: { reaches },
    needs: [],
    errata: [],
  },
});
const assertions = [assertion('act/portal/pay/actor', 'pay'), assertion('act/portal/issue/term', 'issue')];
const scenarios = ['pay', 'issue'].map((action, at) =>
  sampleScenario({ ...of, id: at === 0 ? 'one' : 'two', path: [action] }),
);

const started = (number: number, changes: object = {}): RunEvent => ({
  ...{ type: 'run-started', at: AT, tool: 'reglament 0', target: 't', portal: 'p', seed: 1, nonce: 'n' },
  ...{ convention: 'next-day', requireFull: false, regulations: ['act'] },
  options: { concurrency: 8, seed: 1, termStart: 'next-day', shard: { number, of: 2 } },
  ...{ digests: { regulations: {}, suite: '' }, assertions, scenarios },
  ...{ part: { number, of: 2, scenarios: [number === 1 ? 'one' : 'two'] }, ...changes },
});
const begins = (id: string): RunEvent => ({ type: 'scenario-started', at: AT, scenario: id });
const ends = (id: string): RunEvent => ({ type: 'scenario-finished', at: AT, scenario: id, interrupted: null });
const asks = (id: string): RunEvent => ({
  ...{ type: 'exchange', scenario: id.replace(/#.*/u, '') },
  exchange: {
    ...{ id, operation: 'pay', at: AT, tookMs: 1, clock: null },
    request: { method: 'POST', url: '/', headers: {}, body: null },
    response: { status: 200, headers: {}, bytes: 0, body: null, fault: null },
  },
});
const says = (at: 0 | 1, changes: Partial<Verdict>): RunEvent => ({
  type: 'verdict',
  verdict: {
    ...{ assertion: assertions[at]?.id ?? '', verdict: 'inconclusive', at: AT, clock: null, reason: null },
    ...{
      expected: 'e',
      actual: 'a',
      evidence: [],
      scenario: null,
      disputed: false,
      says: { expected: ['e'], actual: ['a'] },
      ...changes,
    },
  },
});
const END: RunEvent = { type: 'run-finished', at: AT, stopped: null };

const FIRST = [
  ...[started(1), begins('one'), asks('one#1'), ends('one')],
  ...[says(0, { verdict: 'pass', evidence: ['one#1'], scenario: 'one' }), says(1, {}), END],
];
const WAITS: RunEvent = {
  ...{ type: 'scenario-suspended', at: AT, scenario: 'two' },
  obligation: { awaits: 'issue', since: AT, dues: [] },
};
const WAITING = [
  ...[started(2), begins('two'), asks('two#1'), WAITS],
  ...[says(0, {}), says(1, { verdict: 'pending', evidence: ['two#1'], scenario: 'two' }), END],
];
const RESUMED = [
  ...[...WAITING, { type: 'run-resumed', at: AT, tool: 'reglament 0', host: 'h' } as const, begins('two')],
  ...[asks('two#2'), ends('two'), says(1, { verdict: 'pass', evidence: ['two#2'], scenario: 'two' }), END],
];

const part = (name: string, events: readonly RunEvent[]): PartJournal => ({
  name,
  journal: { tail: null, isSealed: true, content: name, [Symbol.iterator]: () => events[Symbol.iterator]() },
});
const joined = (...parts: (readonly RunEvent[])[]) => [...merge(parts.map((events, n) => part(`part-${n}`, events)))];

it('joins a part that was resumed into what a run can write, with what it came to in the end', () => {
  for (const events of [FIRST, RESUMED]) expect(() => mustBeInOrder(events)).not.toThrow();
  const events = joined(FIRST, RESUMED);
  expect(() => mustBeInOrder(events)).not.toThrow();
  const verdicts = events.flatMap((event) => (event.type === 'verdict' ? [event.verdict.verdict] : []));
  expect(verdicts).toEqual(['pass', 'pass']);
  expect(events[0]).not.toHaveProperty('options');
});

it('joins no part that still waits for the portal', () => {
  expect(() => joined(FIRST, WAITING)).toThrow(/part of which 1 walks wait for the portal/u);
});

it('joins no parts that go by different baselines, on whatever day', () => {
  const known = (reason: string, on: string) => {
    const failures = [{ assertion: assertions[0]?.id, reason, link: 'l', expires: '2026-12-31' }];
    return { baseline: { on, failures, flaky: [], unknown: [] } };
  };
  const runs = (one: object, other: object) =>
    joined([started(1, one), ...FIRST.slice(1)], [started(2, other), ...RESUMED.slice(1)]);
  expect(() => runs(known('r', '2026-11-26'), known('r', '2026-11-27'))).not.toThrow();
  expect(() => runs(known('r', '2026-11-26'), known('s', '2026-11-26'))).toThrow(/their --baseline differ/u);
});
