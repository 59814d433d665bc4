// Tests each sign by which a walk is doubted, and that a portal which does its work is not.
import { describe, expect, it } from 'vitest';
import type { FlowGraph } from '../../../schemas/flow/flow-graph.ts';
import { suiteGraph } from '../../../schemas/flow/suite-graph.ts';
import { plainly, type Said } from '../../../schemas/said.ts';
import { sampleRegulation } from '../../../schemas/sample-regulation.ts';
import type { Verb } from '../../../schemas/vocabulary.ts';
import { entry, performed, probe, sampleScenario, sampleTrace } from '../sample-trace.ts';
import type { Trace } from '../trace.ts';
import { doubtEnd, doubtRecord } from './doubt.ts';

const graph: FlowGraph = suiteGraph(sampleRegulation(), 'portal');
const paid = performed('pay');

const plain = (said: Said | null) => said && plainly(said);

describe('doubtRecord', () => {
  const doubt = (trace: Partial<Trace>, of = graph) => plain(doubtRecord(sampleTrace(trace), of));

  it('doubts a record of what somebody has to do before anybody has tried', () => {
    expect(doubt({ history: [entry('pay')] })).toBe('the portal records pay before anybody has done it');
    expect(
      doubt({ history: [entry('pay')], performed: [performed('log-in', { operation: 'authenticate' })] }),
    ).not.toBeNull();
  });

  it('does not doubt what was done, was tried out of its turn, or the systems do by themselves', () => {
    expect(doubt({ history: [entry('pay'), entry('refuse')], performed: [paid] })).toBeNull();
    expect(doubt({ history: [entry('pay')], probes: [probe({ operation: 'pay' })] })).toBeNull();
    expect(doubt({ history: [entry('issue'), entry('something else')] })).toBeNull();
    expect(doubt({})).toBeNull();
  });

  it('doubts a record that has lost what it held', () => {
    const trace = sampleTrace({ history: [entry('pay'), entry('issue')], performed: [paid] });
    expect(plain(doubtRecord(trace, graph, [entry('pay'), entry('refuse')]))).toBe(
      'the portal has lost refuse from its record',
    );
    expect(plain(doubtRecord(trace, graph, [entry('pay')]))).toBeNull();
  });

  it('doubts the outcome of a decision that nobody has made', () => {
    const decided: FlowGraph = structuredClone(graph);
    for (const step of decided.steps)
      if (step.action === 'pay') Object.assign(step, { check: 'qualification', does: 'register' satisfies Verb });
    expect(doubt({ history: [entry('pay')] }, decided)).toBeNull();
    expect(doubt({ history: [entry('pay'), entry('issue')] }, decided)).toContain('records issue');
    const applied = [performed('log-in', { operation: 'authenticate' }), performed('sign', { operation: 'sign' })];
    expect(doubt({ history: [entry('pay'), entry('issue')], performed: applied }, decided)).toBeNull();
    expect(doubt({ history: [entry('pay'), entry('issue')], performed: applied.slice(0, 1) }, decided)).not.toBeNull();
    const made = [performed('pay', { operation: 'decide' })];
    expect(doubt({ history: [entry('pay'), entry('issue')], performed: made }, decided)).toBeNull();
  });
});

describe('doubtEnd', () => {
  const unpaid = sampleScenario({ path: ['pay', 'refuse'], cause: 'not-paid' });
  const doubt = (trace: Partial<Trace>) => plain(doubtEnd(sampleTrace({ performed: [paid], ...trace })));

  it('does not doubt a walk that came to its end', () => {
    expect(doubt({ history: [entry('pay'), entry('issue')], state: 'completed' })).toBeNull();
    expect(doubt({ scenario: unpaid, history: [entry('pay'), entry('refuse')], state: 'refused' })).toBeNull();
  });

  it('does not doubt a good walk that merely stops', () => {
    expect(doubt({ history: [entry('pay')], state: 'open', interrupted: ['register was not seen'] })).toBeNull();
  });

  it('doubts a walk that is refused for something that was not tried on it', () => {
    const refused = { history: [entry('refuse-login')], state: 'refused' };
    for (const scenario of [sampleScenario(), unpaid])
      expect(doubt({ ...refused, scenario })).toBe(
        'the portal refuses the walk for something that was not tried on it',
      );
  });

  it('doubts a walk that goes on in spite of its cause, once the cause was tried and taken', () => {
    const on = { scenario: unpaid, history: [entry('pay'), entry('issue')], state: 'completed' };
    expect(doubt(on)).toBe('the portal goes on in spite of not-paid');
    expect(doubt({ ...on, performed: [] })).toBeNull();
    expect(doubt({ ...on, performed: [performed('pay', { accepted: false })] })).toBeNull();
  });
});
