// Tests the predicates over the order of the steps: when they hold, each way in which they fail, and when nothing can be told.
import { describe, expect, it } from 'vitest';
import { entry, performed, sampleScenario, sampleTrace, sighting } from '../../sample-trace.ts';
import type { Trace } from '../../trace.ts';
import { judge } from '../sample-judging.ts';

describe('followed-by', () => {
  const after = (trace: Partial<Trace>, others = ['refuse']) =>
    judge({ predicate: 'followed-by', arguments: { action: 'pay', next: 'register', others } }, sampleTrace(trace));

  it('holds when the named step comes directly after', () => {
    const found = after({
      history: [entry('log-in'), entry('pay'), entry('register')],
      sightings: [sighting('register')],
    });
    expect(found).toMatchObject({ holds: true, reason: null, evidence: ['walk#register', 'walk#9'] });
  });

  it('holds by the other reading when the next step comes where that has it', () => {
    const judged = (...history: string[]) =>
      judge(
        {
          predicate: 'followed-by',
          arguments: { action: 'pay', next: 'refuse', others: ['register'], otherwise: 'fill' },
        },
        sampleTrace({ history: history.map((action) => entry(action)), state: 'refused' }),
      ).holds;
    expect(judged('fill', 'refuse')).toBe(true);
    expect(judged('fill', 'pay', 'refuse')).toBe(true);
    expect(judged('fill', 'pay', 'register')).toBe(false);
    expect(judged('fill', 'register')).toBe(false);
  });

  it('fails when another step comes directly after', () => {
    const found = after({ history: [entry('pay'), entry('issue'), entry('register')] });
    expect(found).toMatchObject({ holds: false, actual: 'pay is followed by issue' });
  });

  it('fails when the other branch comes', () => {
    expect(after({ history: [entry('pay'), entry('refuse')] })).toMatchObject({
      holds: false,
      actual: 'pay is followed by refuse',
    });
  });

  it('fails when the other branch comes too, later', () => {
    const found = after({ history: [entry('pay'), entry('register'), entry('refuse')] });
    expect(found).toMatchObject({ holds: false, actual: 'pay is followed by register, and refuse comes too' });
  });

  it('leaves out another branch that the walk itself leads to', () => {
    const scenario = sampleScenario({ path: ['pay', 'register', 'refuse'] });
    expect(after({ scenario, history: [entry('pay'), entry('register'), entry('refuse')] }).holds).toBe(true);
  });

  it('fails when the next step was waited for and nothing came', () => {
    const found = after({ history: [entry('pay')], sightings: [sighting('register', { presentAt: null })] });
    expect(found).toMatchObject({ holds: false, actual: 'nothing follows pay', evidence: ['walk#register', 'walk#9'] });
  });

  it('fails when the next step is refused', () => {
    const refused = performed('register', { accepted: false, problem: '409 not now' });
    expect(after({ history: [entry('pay')], performed: [refused] })).toMatchObject({
      holds: false,
      actual: 'register is not accepted after pay: 409 not now',
    });
  });

  it('cannot be told when the next step was tried only at the end of its term, which its own assertion judges', () => {
    const late = performed('register', { waited: true, accepted: false, problem: '409 too late' });
    expect(after({ history: [entry('pay')], performed: [late] })).toMatchObject({ holds: null });
  });

  it('fails when the decision that it leads to is refused', () => {
    const refused = performed('pay', { operation: 'decide', accepted: false, problem: '409 not now' });
    expect(after({ history: [entry('pay')], performed: [performed('pay'), refused] })).toMatchObject({
      holds: false,
      actual: 'the decision is not accepted after pay: 409 not now',
    });
  });

  const unpaid = sampleScenario({ path: ['log-in', 'pay', 'refuse'], cause: 'not-paid' });
  const refusedIn = (action: string, next: string, history: string[], of = unpaid) =>
    judge(
      { predicate: 'followed-by', arguments: { action, next, others: ['register'] } },
      sampleTrace({ scenario: of, history: history.map((one) => entry(one)) }),
    ).holds;

  it('takes the refusal for the record of the step that is refused, where it stands in its place', () => {
    expect(refusedIn('pay', 'refuse', ['log-in', 'refuse'])).toBe(true);
    expect(refusedIn('log-in', 'pay', ['log-in', 'refuse'])).toBe(true);
    expect(refusedIn('log-in', 'pay', ['log-in', 'issue', 'refuse'])).toBe(false);
    expect(refusedIn('pay', 'refuse', ['log-in', 'refuse', 'register'])).toBe(false);
    expect(refusedIn('pay', 'refuse', ['log-in'])).toBeNull();
    const undecided = sampleScenario({ path: ['log-in', 'pay', 'refuse'], cause: 'untrue-data' });
    expect(refusedIn('log-in', 'pay', ['log-in', 'refuse'], undecided)).toBe(false);
  });

  it.each<[string, Partial<Trace>]>([
    ['the walk shows nothing', {}],
    ['the action was not reached', { history: [entry('log-in')], interrupted: ['the payment was refused'] }],
    ['the next step was not tried', { history: [entry('pay')] }],
    [
      'the answer to the next step is no answer',
      { history: [entry('pay')], performed: [performed('register', { accepted: false, fault: 'reset' })] },
    ],
  ])('cannot be told when %s', (_, trace) => {
    const found = after(trace);
    expect(found).toMatchObject({ holds: null, reason: expect.stringMatching(/^the walk did not reach/u) });
    expect(found.reason).toContain(trace.interrupted?.[0] ?? '');
  });
});

describe('confirmed-by-bin', () => {
  const tried = (trace: Partial<Trace>) =>
    judge(
      {
        predicate: 'confirmed-by-bin',
        arguments: { action: 'sign', next: 'register', others: ['refuse'], as: 'applicant' },
      },
      sampleTrace({ walker: 'by-bin', ...trace }),
    );
  const confirmed = [entry('sign'), entry('register')];

  it('holds when the organisation that walks is not refused', () => {
    expect(tried({ history: confirmed })).toMatchObject({ holds: true });
  });

  it('fails when it is refused', () => {
    expect(tried({ history: [entry('sign'), entry('refuse')] })).toMatchObject({ holds: false });
  });

  it('cannot be told when an individual walks, because the target may leave organisations out', () => {
    expect(tried({ walker: 'good', history: confirmed })).toMatchObject({ holds: null, lacks: true });
  });
});

describe('done-once, of a step that was accepted', () => {
  const once = (presentAt: number | null, overtaken = false, history = [entry('log-in')]) =>
    judge(
      { predicate: 'done-once', arguments: { action: 'pay' } },
      sampleTrace({
        history,
        performed: [performed('pay', { readyAt: 0, at: 0 })],
        sightings: [{ action: 'pay', readyAt: 0, absentAt: 9, presentAt, overtaken, exchange: 'e#2' }],
      }),
    );

  it('fails when it was waited for and never comes on record', () => {
    expect(once(null)).toMatchObject({ holds: false, actual: 'it is accepted and never comes on record' });
  });

  it('says so where nothing at all comes on record', () => {
    expect(once(null, false, [])).toMatchObject({
      holds: false,
      actual: 'it is accepted, and the history that the portal shows is empty',
    });
  });

  it('cannot be told when something else came in its place', () => {
    expect(once(null, true)).toMatchObject({ holds: null });
  });
});

describe('done-once', () => {
  const once = (trace: Partial<Trace>) =>
    judge({ predicate: 'done-once', arguments: { action: 'pay' } }, sampleTrace(trace));
  const scenario = sampleScenario({ path: ['log-in', 'pay', 'register'] });

  it('holds when the step is on record once', () => {
    expect(once({ scenario, history: [entry('log-in'), entry('pay'), entry('register')] }).holds).toBe(true);
  });

  it('fails when the step is on record again', () => {
    expect(once({ scenario, history: [entry('pay'), entry('register'), entry('pay')] })).toMatchObject({
      holds: false,
      actual: 'it is recorded 2 times',
    });
  });

  it('fails when the walk went past it', () => {
    expect(once({ scenario, history: [entry('log-in'), entry('register')] })).toMatchObject({
      holds: false,
      actual: 'register is recorded without it',
    });
  });

  it('cannot be told of a walk that did not come so far', () => {
    expect(once({ scenario, history: [entry('log-in')], interrupted: ['the portal hung'] })).toMatchObject({
      holds: null,
      reason: 'the walk did not reach pay: the portal hung',
    });
  });
});
