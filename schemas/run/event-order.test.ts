// Tests that only what a run can write is taken for a run: forty ways to tamper with its events, each told.
import { describe, expect, it } from 'vitest';
import type { Scenario, TestAssertion } from './assertion.ts';
import { EventOrder } from './event-order.ts';
import type { Finding } from './finding.ts';
import type { Exchange, RunEvent } from './report.ts';
import type { Verdict } from './verdict.ts';

const AT = '2026-11-26T10:00:00.000Z';
const scenario = (id: string, changes: Partial<Scenario> = {}): Scenario => ({
  ...{ id, regulation: 'act', flow: 'portal', path: ['pay'], cause: null, needs: [], variant: null, means: null },
  ...{ tags: [], applications: 1, ...changes },
});
const assertion = (id: string, changes: Partial<TestAssertion> = {}): TestAssertion => ({
  ...{
    id,
    family: 'actor',
    title: 't',
    titled: ['t'],
    regulation: 'act',
    flow: 'portal',
    action: 'pay',
    source: [{ clause: 6 }],
  },
  ...{ printed: 'p', level: 'required', because: null, predicate: 'done-by', arguments: {}, walk: { reaches: 'pay' } },
  ...{ needs: [], errata: [], ...changes },
});
const STARTED: Extract<RunEvent, { type: 'run-started' }> = {
  ...{
    type: 'run-started',
    at: AT,
    tool: 'reglament 0',
    target: 't',
    portal: 'p',
    seed: 1,
    nonce: null,
    convention: 'next-day',
  },
  ...{ requireFull: false, regulations: ['act'], digests: { regulations: {}, suite: '' } },
  assertions: [assertion('a'), assertion('b'), assertion('c', { walk: { reaches: 'sign' } })],
  scenarios: [scenario('one'), scenario('two'), scenario('three', { path: ['sign'] })],
};
const begins = (id: string): RunEvent => ({ type: 'scenario-started', at: AT, scenario: id });
const ends = (id: string): RunEvent => ({ type: 'scenario-finished', at: AT, scenario: id, interrupted: null });
const exchange = (id: string, walk = id.replace(/#.*/u, '')): RunEvent => {
  const recorded: Exchange = {
    ...{ id, operation: 'pay', at: AT, tookMs: 1, clock: null },
    request: { method: 'POST', url: '/', headers: {}, body: null },
    response: { status: 200, headers: {}, bytes: 0, body: null, fault: null },
  };
  return { type: 'exchange', scenario: walk, exchange: recorded };
};
const verdict = (id: string, changes: Partial<Verdict> = {}): RunEvent => ({
  type: 'verdict',
  verdict: {
    ...{ assertion: id, verdict: 'pass', at: AT, clock: null, reason: null, expected: 'e', actual: 'a' },
    ...{ evidence: ['one#1'], scenario: 'one', disputed: false, says: { expected: ['e'], actual: ['a'] }, ...changes },
  },
});
const WARNING: RunEvent = { type: 'warning', at: AT, code: 'w', message: 'm' };
const END: RunEvent = { type: 'run-finished', at: AT, stopped: null };
const CUT: RunEvent = { type: 'run-finished', at: AT, stopped: 'the run was interrupted' };
const NOBODY: Partial<Verdict> = { verdict: 'inconclusive', evidence: [], scenario: null };

/** A whole run: two walks side by side, a failure, a verdict that compares two walks, and one that no walk decided. */
const RUN: readonly RunEvent[] = [
  ...[STARTED, begins('one'), begins('two'), exchange('one#1'), exchange('two#1'), WARNING, exchange('one#2')],
  ...[ends('one'), verdict('a', { verdict: 'fail', evidence: ['one#2'] }), ends('two')],
  ...[verdict('b', { evidence: ['one#1', 'two#1'], scenario: 'two' }), begins('three'), exchange('three#1')],
  ...[ends('three'), verdict('c', { evidence: ['three#1'], scenario: 'three' }), END],
];

const RESUMED: RunEvent = { type: 'run-resumed', at: AT, tool: 'reglament 0', host: 'h' };
const waits = (id: string): RunEvent => ({
  ...{ type: 'scenario-suspended', at: AT, scenario: id },
  obligation: { awaits: 'issue', since: AT, dues: [{ convention: 'next-day', due: AT }] },
});
const PENDING: Partial<Verdict> = { verdict: 'pending', evidence: ['three#1'], scenario: 'three' };
const CUT_SHORT: readonly RunEvent[] = [...RUN.slice(0, 11), verdict('c', NOBODY), CUT];
/** A run that waits on one walk when its first part ends. */
const WAITING: readonly RunEvent[] = [...RUN.slice(0, 13), waits('three'), verdict('c', PENDING), END];
const LATER: readonly RunEvent[] = [RESUMED, exchange('three#2'), ends('three')];
const DECIDED = verdict('c', { evidence: ['three#2'], scenario: 'three' });

function whyNot(events: readonly RunEvent[]): string | null {
  const order = new EventOrder();
  for (const event of events) {
    const why = order.whyNot(event);
    if (why !== null) return why;
  }
  return null;
}
const without = (at: number) => RUN.toSpliced(at, 1);
const inserted = (at: number, ...events: RunEvent[]) => RUN.toSpliced(at, 0, ...events);
const replaced = (at: number, event: RunEvent) => RUN.toSpliced(at, 1, event);

describe('what a run writes', () => {
  it.each<[string, readonly RunEvent[]]>([
    ['a whole run', RUN],
    ['a run that was killed, wherever that was', RUN.slice(0, 9)],
    ['a run that was stopped, with a walk not begun', [...RUN.slice(0, 11), verdict('c', NOBODY), CUT]],
    [
      'a run that was stopped in the middle of a walk',
      [...RUN.slice(0, 5), ...['a', 'b', 'c'].map((id) => verdict(id, NOBODY)), CUT],
    ],
    ['an answer that came when its walk had been given up', inserted(9, exchange('one#3'))],
    ['a run that waits', WAITING],
    ['a run that waits and is decided', [...WAITING, ...LATER, DECIDED, END]],
    ['a run that waits twice', [...WAITING, RESUMED, exchange('three#2'), waits('three'), END]],
    ['a stopped run that goes on', [...CUT_SHORT, RESUMED, begins('three'), ...RUN.slice(12)]],
    ['a run that was killed and goes on', [...RUN.slice(0, 6), RESUMED, ...RUN.slice(6)]],
    ['a walk that begins once more', [...RUN.slice(0, 6), RESUMED, begins('one'), ...RUN.slice(6)]],
    ['a run that was killed again and again', [...RUN.slice(0, 6), RESUMED, RESUMED, ...RUN.slice(6)]],
    [
      'a walk that waits and has failed already',
      [...RUN.slice(0, 13), waits('three'), verdict('c', { ...PENDING, verdict: 'fail' }), END],
    ],
    ['a run that had nothing to walk', [{ ...STARTED, assertions: [], scenarios: [] }, END]],
  ])('is accepted: %s', (_, events) => {
    expect(whyNot(events)).toBeNull();
  });
});

describe('what no run writes', () => {
  it.each<[string, readonly RunEvent[], RegExp]>([
    ['a second verdict that turns a failure', inserted(14, verdict('a')), /a is judged a second time/u],
    ['a verdict after the end', [...RUN, verdict('a')], /verdict comes after the end/u],
    ['a warning after the end', [...RUN, WARNING], /warning comes after the end/u],
    ['a second end', [...RUN, END], /run-finished comes after the end/u],
    ['a second beginning', inserted(3, STARTED), /begins a second time/u],
    ['a beginning after the end', [...RUN, STARTED], /after the end/u],
    ['no beginning', RUN.slice(1), /before the run began/u],
    ['a warning before the beginning', [WARNING, ...RUN], /before the run began/u],
    ['a failure taken out', without(8), /without a verdict on a/u],
    ['the last verdict taken out', without(14), /without a verdict on c/u],
    ['a verdict on what was not asked', inserted(14, verdict('d')), /no assertion d/u],
    ['a pass without evidence', replaced(8, verdict('a', { evidence: [] })), /passes without any evidence/u],
    ['evidence that is not there', replaced(8, verdict('a', { evidence: ['one#3'] })), /one#3, which comes nowhere/u],
    [
      'evidence that was taken out',
      RUN.filter((event) => event.type !== 'exchange' || event.exchange.id !== 'one#2'),
      /one#2, which comes nowhere/u,
    ],
    [
      'evidence that comes later',
      replaced(8, verdict('a', { evidence: ['three#1'] })),
      /three#1, which comes nowhere before/u,
    ],
    ['evidence of a walk that does not decide it', replaced(14, verdict('c')), /which does not decide it/u],
    ['evidence of a walk still under way', replaced(8, verdict('a', { evidence: ['two#1'] })), /walk two, which does/u],
    ['a verdict by a walk that was not planned', replaced(8, verdict('a', { scenario: 'four' })), /walk four/u],
    ['a verdict by a walk that has not begun', replaced(8, verdict('a', { scenario: 'three' })), /walk three/u],
    ['a walk that was not planned', inserted(2, begins('four')), /no walk four was planned/u],
    ['a walk twice', inserted(11, begins('one')), /one begins a second time/u],
    ['a walk that ends twice', inserted(10, ends('one')), /one is not under way/u],
    ['a walk that ends before it begins', inserted(1, ends('one')), /one is not under way/u],
    ['a walk taken out', RUN.slice(0, 11).concat(verdict('c', NOBODY), END), /ends before the walk three/u],
    ['the end of a walk taken out', without(9), /walk two, which does not decide it/u],
    ['the beginning of a walk taken out', without(1), /one has not begun/u],
    ['an exchange before its walk', inserted(1, exchange('one#3')), /one has not begun/u],
    ['an exchange twice', inserted(5, exchange('one#1')), /one#1 comes a second time/u],
    ['an exchange of another walk', inserted(5, exchange('two#2', 'one')), /two#2 is not one of the walk one/u],
    ['more of a run that has ended', [...RUN, RESUMED], /left nothing open/u],
    ['a run that begins by going on', [RESUMED, ...RUN], /before the run began/u],
    ['a failure turned by going on', [...RUN.slice(0, 11), RESUMED, verdict('a')], /a is judged a second time/u],
    [
      'a failure turned after the run was stopped',
      [...CUT_SHORT, RESUMED, begins('three'), verdict('a')],
      /a is judged a second time/u,
    ],
    [
      'a verdict that was pending, turned twice',
      [...WAITING, ...LATER, DECIDED, DECIDED],
      /c is judged a second time/u,
    ],
    ['a pending verdict without a walk that waits', inserted(14, verdict('c', PENDING)), /no walk waits/u],
    ['a pass by a walk that waits', [...RUN.slice(0, 13), waits('three'), DECIDED], /comes nowhere before it/u],
    [
      'a pass by what was seen on a walk that waits',
      [...RUN.slice(0, 13), waits('three'), verdict('c', { evidence: ['three#1'], scenario: 'three' })],
      /walk three, which does not decide it/u,
    ],
    [
      'a pending verdict left where its walk has ended',
      [...WAITING, ...LATER, END],
      /c is pending, and no walk waits/u,
    ],
    ['a walk that ends twice, over an interruption', [...CUT_SHORT, RESUMED, ends('one')], /one is not under way/u],
    ['a walk that begins once more after its end', [...CUT_SHORT, RESUMED, begins('one')], /one begins a second time/u],
    ['an assertion that was to be judged twice', replaced(0, twice('assertions')), /one id/u],
    ['a walk that was planned twice', replaced(0, twice('scenarios')), /one id/u],
  ])('is told: %s', (_, events, why) => {
    expect(whyNot(events)).toMatch(why);
  });
});

function twice(list: 'assertions' | 'scenarios'): RunEvent {
  return { ...STARTED, [list]: [...STARTED[list], STARTED[list][0]] };
}

describe('a run with a flaky assertion', () => {
  const flaky = [{ assertion: 'a', reason: 'r', link: 'l', expires: '2026-12-31', attempts: 2 }];
  const started = { ...STARTED, baseline: { on: '2026-11-26', failures: [], flaky, unknown: [] } };
  const again = 'one-attempt-2';
  const tried = (holds: boolean, evidence: string[]): Partial<Verdict> => ({
    ...{ verdict: 'fail', evidence: ['one#1'] },
    attempts: [
      { scenario: 'one', repeats: 'one', holds: false, actual: 'late', says: ['late'], evidence: ['one#1'] },
      { scenario: again, repeats: 'one', holds, actual: 'in time', says: ['in time'], evidence },
    ],
  });
  const first: RunEvent[] = [begins('one'), exchange('one#1'), ends('one')];
  const second: RunEvent[] = [begins(again), exchange(`${again}#1`, again), ends(again)];
  const whyNot = (events: readonly RunEvent[]) => {
    const order = new EventOrder();
    return events.map((event) => order.whyNot(event)).find((why) => why !== null) ?? null;
  };

  it('may walk again what can decide it, and need not', () => {
    expect(whyNot([started, ...first, ...second, verdict('a', tried(true, [`${again}#1`]))])).toBeNull();
    expect(whyNot([started, ...first, verdict('a', { verdict: 'fail' })])).toBeNull();
  });

  it.each<[string, RunEvent[], string]>([
    ['without a baseline', [STARTED, ...first, begins(again)], 'no walk one-attempt-2 was planned'],
    ['once more than it says', [started, begins('one-attempt-3')], 'no walk one-attempt-3 was planned'],
    ['of a walk that does not decide it', [started, begins('three-attempt-2')], 'no walk three-attempt-2'],
    ['that holds on nothing', [started, ...first, ...second, verdict('a', tried(true, []))], 'without any evidence'],
    ['on what nobody saw', [started, ...first, verdict('a', tried(true, [`${again}#1`]))], 'comes nowhere before it'],
  ])('has no attempt %s', (_, events, why) => expect(whyNot(events)).toContain(why));
});

describe('a part of a run', () => {
  const part = { number: 1, of: 2, scenarios: ['one'] };
  const FINDING: Finding = {
    holds: true,
    expected: 'e',
    actual: 'a',
    evidence: ['one#1'],
    reason: null,
    says: { expected: ['e'], actual: ['a'] },
  };
  const FOUND: Extract<RunEvent, { type: 'finding' }> = {
    ...{ type: 'finding', at: AT, clock: null, assertion: 'b', scenario: 'one', defect: null },
    finding: FINDING,
  };
  const own = [{ ...STARTED, part }, begins('one'), exchange('one#1'), ends('one')];
  const rest = [verdict('a', { scenario: 'one' }), verdict('b', NOBODY), verdict('c', NOBODY), END];

  it('walks its own walks and tells what it found for the whole', () => {
    expect(whyNot([...own, FOUND, ...rest])).toBeNull();
  });

  it.each<[string, readonly RunEvent[], RegExp]>([
    ['a walk of another part', [...own, begins('two')], /the walk two is one of another part/u],
    ['a part beyond the last', [{ ...STARTED, part: { ...part, number: 3 } }], /its part is none of the run/u],
    [
      'a part with strange walks',
      [{ ...STARTED, part: { ...part, scenarios: ['x'] } }],
      /its part is none of the run/u,
    ],
    ['a part with a walk twice', [{ ...STARTED, part: { ...part, scenarios: ['one', 'one'] } }], /none of the run/u],
    ['a finding of a run that is whole', [...RUN.slice(0, 8), FOUND], /nothing is left to be found for b/u],
    ['a finding for nothing', [...own, { ...FOUND, assertion: 'x' }], /nothing is left to be found for x/u],
    ['a finding twice', [...own, FOUND, FOUND], /it is found a second time for b on one/u],
    ['a finding on a walk under way', [...own.slice(0, 3), FOUND], /the walk one does not decide b/u],
    [
      'a finding on a walk that decides it not',
      [...own, { ...FOUND, assertion: 'c' }],
      /the walk one does not decide c/u,
    ],
    [
      'a finding that rests on nothing',
      [...own, { ...FOUND, finding: { ...FINDING, evidence: ['one#2'] } }],
      /rests on one#2, which is not of that walk/u,
    ],
    [
      'the end before its walks',
      [{ ...STARTED, part }, verdict('a', NOBODY), verdict('b', NOBODY), verdict('c', NOBODY), END],
      /before the walk one/u,
    ],
  ])('does not write %s', (_, events, why) => {
    expect(whyNot(events)).toMatch(why);
  });
});
