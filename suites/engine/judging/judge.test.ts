// Tests how the findings of several walks become one verdict, and that doubt never turns into a pass.
import { describe, expect, it } from 'vitest';
import type { TestAssertion } from '../../../schemas/run/assertion.ts';
import { entry, sampleScenario, sampleTrace } from '../sample-trace.ts';
import type { Finding } from './finding.ts';
import { type Found, observe, settle, undecided } from './judge.ts';
import { SETTING } from './sample-judging.ts';

const assertion: TestAssertion = {
  id: 'act/portal/pay/actor',
  family: 'actor',
  title: 'pay is recorded as done by portal',
  titled: ['{0} is recorded as done by {1}', 'pay', 'portal'],
  regulation: 'act',
  flow: 'portal',
  action: 'pay',
  source: [{ clause: 6 }],
  printed: '',
  level: 'required',
  because: null,
  predicate: 'done-by',
  arguments: { action: 'pay', actors: ['portal'] },
  walk: { reaches: 'pay' },
  needs: [],
  errata: [],
};

const found = (scenario: string, holds: boolean | null, changes: Partial<Finding> = {}): Found => ({
  scenario,
  finding: {
    holds,
    expected: 'e',
    actual: `${scenario}: ${holds}`,
    evidence: [`${scenario}#1`],
    reason: holds === null ? 'why' : null,
    says: { expected: ['e'], actual: [`${scenario}: ${holds}`], ...(holds === null ? { reason: ['why'] } : {}) },
    ...changes,
  },
});

describe('settle', () => {
  const favour = found('a', true);
  const against = found('b', false);
  const unknown = found('c', null);

  it('keeps how long it took on the walk that decides', () => {
    const elapsed = { overMs: 1, withinMs: 2, termMs: 3 };
    expect(settle(assertion, [found('a', true, { elapsed })]).elapsed).toEqual(elapsed);
    expect(settle(assertion, [found('a', true, { elapsed }), against])).not.toHaveProperty('elapsed');
  });

  it.each([
    ['one against decides', [favour, against, unknown], 'fail', 'b'],
    ['one against decides, last too', [unknown, favour, against], 'fail', 'b'],
    ['against alone', [against], 'fail', 'b'],
    ['else one in favour decides', [unknown, favour], 'pass', 'a'],
    ['in favour alone', [favour], 'pass', 'a'],
    ['else it stays open', [unknown, found('d', null)], 'inconclusive', 'c'],
  ] as const)('%s', (_, list, verdict, scenario) => {
    expect(settle(assertion, list)).toMatchObject({
      assertion: assertion.id,
      verdict,
      scenario,
      evidence: [`${scenario}#1`],
      disputed: false,
    });
  });

  it('gives the reason of an open verdict, and none of a decided one', () => {
    expect(settle(assertion, [unknown]).reason).toBe('why');
    expect(settle(assertion, [favour]).reason).toBeNull();
  });

  it('stays open over no walks at all', () => {
    expect(settle(assertion, [])).toMatchObject({
      verdict: 'inconclusive',
      reason: 'no walk came to it',
      evidence: [],
      scenario: null,
    });
  });
});

describe('settle over walks that have to differ', () => {
  const compared = { ...assertion, predicate: 'numbered-apart', arguments: { action: 'pay' } };
  const numbered = (scenario: string, apart: string) => found(scenario, true, { apart });

  it('passes when all differ', () => {
    expect(settle(compared, [numbered('a', 'N1'), numbered('b', 'N2'), found('c', null)]).verdict).toBe('pass');
  });

  it('fails when two are the same, and cites both', () => {
    expect(settle(compared, [numbered('a', 'N1'), numbered('b', 'N2'), numbered('c', 'N1')])).toMatchObject({
      verdict: 'fail',
      actual: 'a and c have the same',
      evidence: ['a#1', 'c#1'],
      scenario: 'c',
    });
  });

  it('stays open over one walk: nothing was compared', () => {
    expect(settle(compared, [numbered('a', 'N1'), found('b', null)])).toMatchObject({
      verdict: 'inconclusive',
      reason: 'there was no second walk that it could be compared with',
    });
  });

  it('fails by two doubtful walks, and does not pass by them', () => {
    const doubtful = (scenario: string, apart: string) => found(scenario, null, { apart });
    expect(settle(compared, [doubtful('a', 'N1'), doubtful('b', 'N1')]).verdict).toBe('fail');
    expect(settle(compared, [doubtful('a', 'N1'), doubtful('b', 'N2')]).verdict).toBe('inconclusive');
    expect(settle(compared, [numbered('a', 'N1'), doubtful('b', 'N2')]).verdict).toBe('inconclusive');
  });
});

describe('observe', () => {
  const scenario = sampleScenario({ id: 'act/portal/x' });
  const history = [entry('pay')];

  it('judges the trace by the predicate of the row', () => {
    expect(observe(sampleTrace({ scenario, history }), assertion, SETTING)).toMatchObject({
      scenario: 'act/portal/x',
      finding: { holds: true },
    });
  });

  it('takes nothing in favour from a doubtful walk, and keeps what stands against', () => {
    const doubt = 'the portal shows the same to everybody';
    const doubtful = sampleTrace({ history, doubt: [doubt], lastRead: 'walk#9' });
    expect(observe(doubtful, assertion, SETTING).finding).toMatchObject({
      holds: null,
      reason: doubt,
      actual: doubt,
      evidence: ['walk#9'],
    });
    const wrong = { ...assertion, arguments: { action: 'pay', actors: ['bank'] } };
    expect(observe(doubtful, wrong, SETTING).finding.holds).toBe(false);
    expect(observe({ ...doubtful, history: [] }, assertion, SETTING).finding.reason).toContain('did not reach');
  });

  it('masks what a portal may not get into a report', () => {
    const named = sampleTrace({ history: [entry('pay', { actor: '850101300123' })] });
    expect(observe(named, assertion, SETTING).finding.actual).toMatch(/done by \*+23$/u);
    const stopped = sampleTrace({ interrupted: ['409 of 850101300123'] });
    expect(JSON.stringify(observe(stopped, assertion, SETTING))).not.toContain('850101300123');
  });

  it.each(['no-such', 'toString', '__proto__'])('throws for the predicate %s, which does not exist', (predicate) => {
    expect(() => observe(sampleTrace(), { ...assertion, predicate }, SETTING)).toThrow(TypeError);
  });

  it('throws for arguments that the predicate does not take', () => {
    expect(() => observe(sampleTrace(), { ...assertion, arguments: { action: 1 } }, SETTING)).toThrow(TypeError);
  });
});

describe('undecided', () => {
  it('is not applicable for a reason, with no evidence and no walk', () => {
    expect(undecided(assertion, ['not-claimed: no'])).toMatchObject({
      verdict: 'not-applicable',
      reason: 'not-claimed: no',
      expected: assertion.title,
      evidence: [],
      scenario: null,
    });
    expect(undecided(assertion, ['broken'], 'error').verdict).toBe('error');
  });
});
