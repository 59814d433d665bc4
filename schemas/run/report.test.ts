// Tests the fold of a journal into its report: nothing is lost, nothing is green by default, and order does not matter.
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { TestAssertion } from './assertion.ts';
import { foldReport } from './fold.ts';
import { type Exchange, Report, type RunEvent } from './report.ts';
import type { Verdict } from './verdict.ts';

const assertion = (id: string): TestAssertion => ({
  id,
  family: 'actor',
  title: 't',
  titled: ['t'],
  regulation: 'act',
  flow: 'portal',
  action: 'pay',
  source: [{ clause: 6 }],
  printed: 'p',
  level: 'required',
  because: null,
  predicate: 'done-by',
  arguments: {},
  walk: {},
  needs: [],
  errata: [],
});
const AT = '2026-11-26T10:00:00.000Z';
const A = 'act/portal/pay/actor';
const B = 'act/portal/sign/actor';
const verdict = (id: string, changes: Partial<Verdict> = {}): RunEvent => ({
  type: 'verdict',
  verdict: {
    assertion: id,
    verdict: 'pass',
    at: AT,
    clock: null,
    reason: null,
    expected: 'e',
    actual: 'a',
    evidence: [],
    scenario: null,
    disputed: false,
    says: { expected: ['e'], actual: ['a'] },
    ...changes,
  },
});
const exchange = (id: string): RunEvent => {
  const recorded: Exchange = {
    id,
    operation: 'pay',
    at: AT,
    tookMs: 1,
    clock: null,
    request: { method: 'POST', url: '/', headers: {}, body: null },
    response: { status: 200, headers: {}, bytes: 0, body: null, fault: null },
  };
  return { type: 'exchange', scenario: 'walk', exchange: recorded };
};
const started = (changes: Partial<Extract<RunEvent, { type: 'run-started' }>> = {}): RunEvent => ({
  type: 'run-started',
  at: AT,
  tool: 'reglament 0',
  target: 't',
  portal: 'p',
  seed: 1,
  nonce: null,
  convention: 'next-day',
  requireFull: false,
  regulations: ['act'],
  digests: { regulations: {}, suite: '' },
  assertions: [assertion(B), assertion(A)],
  scenarios: [],
  ...changes,
});
const warning = (code: string, message: string): RunEvent => ({ type: 'warning', at: AT, code, message });
const FINISHED: RunEvent = { type: 'run-finished', at: AT, stopped: null };
const isReport = new Ajv({ strict: false }).compile(Report);

describe('foldReport', () => {
  it('is a report of its schema, with a verdict for each assertion in the order of the ids', () => {
    const report = foldReport([started(), verdict(B, { verdict: 'fail' }), verdict(A), FINISHED]);
    expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
    expect(report.verdicts.map((one) => [one.assertion, one.verdict])).toEqual([
      [A, 'pass'],
      [B, 'fail'],
    ]);
    expect(report.assertions.map(({ id }) => id)).toEqual([A, B]);
    expect(report).toMatchObject({
      outcome: 'failed',
      stopped: null,
      counts: { pass: 1, fail: 1, total: 2, judged: 2 },
    });
  });

  it('makes an assertion without a verdict inconclusive, and says why the run ended', () => {
    const report = foldReport([started(), verdict(A), { type: 'run-finished', at: AT, stopped: 'interrupted' }]);
    expect(report).toMatchObject({
      outcome: 'incomplete',
      stopped: 'interrupted',
      counts: { pass: 1, inconclusive: 1 },
    });
    expect(report.verdicts[1]).toMatchObject({
      assertion: B,
      verdict: 'inconclusive',
      reason: expect.stringContaining('interrupted'),
    });
  });

  it('is incomplete when the journal ends before the run', () => {
    const report = foldReport([started()]);
    expect(report).toMatchObject({
      outcome: 'incomplete',
      stopped: 'the journal ends before the run did',
      counts: { inconclusive: 2 },
    });
  });

  it('lets the last verdict of an assertion stand, and leaves out one of an assertion that was not planned', () => {
    const report = foldReport([
      started(),
      verdict(A, { verdict: 'pending' }),
      verdict(A),
      verdict('act/portal/x/y'),
      verdict(B),
      FINISHED,
    ]);
    expect(report.verdicts.map((one) => one.verdict)).toEqual(['pass', 'pass']);
    expect(report.outcome).toBe('passed');
  });

  it('asks for everything where the run was started so', () => {
    const events = (requireFull: boolean) => [
      started({ requireFull }),
      verdict(A),
      verdict(B, { verdict: 'not-applicable' }),
      FINISHED,
    ];
    expect(foldReport(events(false)).outcome).toBe('passed');
    expect(foldReport(events(true)).outcome).toBe('incomplete');
  });

  it('keeps the exchanges that a verdict rests on, and no others', () => {
    const report = foldReport([
      started(),
      ...['w#3', 'w#1', 'w#2', 'w#10'].map(exchange),
      verdict(A, { evidence: ['w#3', 'w#1'] }),
      verdict(B, { verdict: 'fail', evidence: ['w#1', 'w#99'] }),
      FINISHED,
    ]);
    expect(Object.keys(report.exchanges)).toEqual(['w#1', 'w#3']);
    expect(report.exchanges['w#1']?.id).toBe('w#1');
  });

  it('is the same to the byte in whatever order parallel walks told their events', () => {
    const events = [
      exchange('w#2'),
      exchange('w#1'),
      verdict(B, { evidence: ['w#2'] }),
      verdict(A, { evidence: ['w#1'] }),
      warning('b', 'two'),
      warning('a', 'one'),
      warning('a', 'zero'),
    ];
    const fold = (middle: RunEvent[]) => JSON.stringify(foldReport([started(), ...middle, FINISHED]));
    const first = fold(events);
    for (let shift = 1; shift < events.length; shift += 1)
      expect(fold([...events.slice(shift), ...events.slice(0, shift)])).toBe(first);
    expect(fold([...events].reverse())).toBe(first);
    expect(JSON.parse(first).warnings.map(({ message }: { message: string }) => message)).toEqual([
      'one',
      'zero',
      'two',
    ]);
  });

  it('throws without a beginning', () => {
    expect(() => foldReport([verdict(A), FINISHED])).toThrow(TypeError);
    expect(() => foldReport([])).toThrow(TypeError);
  });

  it('takes no events that can be gone through only once: their evidence would be lost', () => {
    const events = [started(), exchange('w#1'), verdict(A, { evidence: ['w#1'] }), FINISHED];
    expect(() => foldReport(events.values())).toThrow(/twice/u);
  });
});
