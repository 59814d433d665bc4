// Tests how a flow becomes a graph: from its table as printed and as resolved, from its clause, and from the only one it has.
import { describe, expect, it } from 'vitest';
import type { Regulation } from '../regulation.ts';
import { sampleErratum, sampleRegulation } from '../sample-regulation.ts';
import { clauseGraph, errataAt, flowOf, itemsOf, partyOf, readColumn, tableGraph } from './flow-graph.ts';
import { suiteGraph } from './suite-graph.ts';

const at = (step: number, row: 'actor' | 'completion' | 'term' | 'next') => [{ annex: 1, table: 1, step, row }];

function resolved(): Regulation {
  const regulation = sampleRegulation();
  regulation.errata = [
    sampleErratum({ id: 'a', at: at(3, 'actor'), adopts: { actor: 'gateway' } }),
    sampleErratum({ id: 'b', at: at(2, 'completion'), adopts: { forms: ['service-refused'] } }),
    sampleErratum({ id: 'c', at: at(1, 'term'), adopts: { term: '2 мин' } }),
    sampleErratum({ id: 'd', at: at(2, 'term'), adopts: { term: null } }),
    sampleErratum({ id: 'e', at: at(2, 'next'), adopts: { next: [{ to: 3, when: null }] } }),
    sampleErratum({ id: 'f', at: at(3, 'next') }),
  ];
  return regulation;
}

describe('tableGraph', () => {
  it('reads the cells as printed', () => {
    expect(tableGraph(resolved(), 'portal', 'printed')).toEqual({
      regulation: 'sample-act',
      flow: 'portal',
      source: 'table',
      steps: [
        {
          step: 1,
          action: 'pay',
          does: 'pay',
          actor: 'applicant',
          also: [],
          asks: ['applicant'],
          sends: [],
          means: [],
          namesMessage: true,
          forms: ['action-confirmed'],
          result: null,
          term: { min: null, max: 10 },
          terms: [{ only: null, readings: [{ min: null, max: 10 }] }],
          only: null,
          check: 'payment',
          next: [
            { to: 'refuse', when: 'unpaid' },
            { to: 'issue', when: 'paid' },
          ],
        },
        {
          step: 2,
          action: 'refuse',
          does: 'refuse',
          actor: 'portal',
          also: [],
          asks: ['portal'],
          sends: [],
          means: [],
          namesMessage: true,
          forms: ['service-refused-no-payment'],
          result: null,
          term: { min: null, max: 10 },
          terms: [{ only: null, readings: [{ min: null, max: 10 }] }],
          only: null,
          check: null,
          next: [],
        },
        {
          step: 3,
          action: 'issue',
          does: 'issue',
          actor: 'portal',
          also: [],
          asks: ['portal'],
          sends: [],
          means: [],
          namesMessage: true,
          forms: ['result-issued'],
          result: null,
          term: { max: 15, unit: 'working-day' },
          terms: [{ only: null, readings: [{ max: 15, unit: 'working-day' }] }],
          only: null,
          check: null,
          next: [],
        },
      ],
    });
  });

  it('reads them as resolved: only what an erratum adopts is otherwise', () => {
    const [pay, refuse, issue] = tableGraph(resolved(), 'portal', 'resolved').steps;
    const [printedPay, printedRefuse, printedIssue] = tableGraph(resolved(), 'portal', 'printed').steps;
    const longer = { min: null, max: 120 };
    expect(pay).toEqual({ ...printedPay, term: longer, terms: [{ only: null, readings: [longer] }] });
    expect(refuse).toEqual({
      ...printedRefuse,
      forms: ['service-refused'],
      term: null,
      terms: [],
      next: [{ to: 'issue', when: null }],
    });
    expect(issue).toEqual({ ...printedIssue, actor: 'gateway' });
  });

  it('reads both alike without errata', () => {
    const regulation = sampleRegulation();
    expect(tableGraph(regulation, 'portal', 'resolved')).toEqual(tableGraph(regulation, 'portal', 'printed'));
  });

  it('leaves out a branch to a step that the table lacks', () => {
    const regulation = sampleRegulation();
    regulation.flows.portal?.steps.pop();
    expect(tableGraph(regulation, 'portal', 'printed').steps[0]?.next).toEqual([{ to: 'refuse', when: 'unpaid' }]);
  });

  it('keeps every reading of a disputed term', () => {
    const regulation = sampleRegulation();
    const readings = ['10 жұмыс күні', '15 күнтізбелік күн'];
    regulation.errata = [sampleErratum({ at: at(3, 'term'), status: 'disputed', adopts: { readings } })];
    expect(tableGraph(regulation, 'portal', 'resolved').steps[2]?.terms).toEqual([
      {
        only: null,
        readings: [
          { max: 10, unit: 'working-day' },
          { max: 15, unit: 'calendar-day' },
        ],
      },
    ]);
  });

  it('takes the first of two readings of one cell', () => {
    const regulation = sampleRegulation();
    regulation.errata = ['applicant', 'gateway'].map((actor) =>
      sampleErratum({ id: actor, at: at(3, 'actor'), adopts: { actor } }),
    );
    expect(tableGraph(regulation, 'portal', 'resolved').steps[2]?.actor).toBe('applicant');
  });
});

describe('clauseGraph', () => {
  it('reads processes as steps and conditions as the branches of the process before them', () => {
    const { source, steps } = clauseGraph(sampleRegulation(), 'portal');
    expect(source).toBe('clauses');
    expect(steps.map(({ action, check, next, term, step }) => ({ action, check, next, term, step }))).toEqual([
      {
        action: 'pay',
        check: 'payment',
        term: null,
        step: null,
        next: [
          { to: 'refuse', when: 'unpaid' },
          { to: 'issue', when: 'paid' },
        ],
      },
      { action: 'refuse', check: null, next: [], term: null, step: null },
      { action: 'issue', check: null, next: [], term: null, step: null },
    ]);
  });

  it('goes on to the next process over a remark, and stops at the end', () => {
    const regulation = sampleRegulation();
    const flow = flowOf(regulation, 'portal');
    flow.items = [
      { item: 1, process: 1, action: 'fill', does: 'fill', by: 'applicant', printed: 'x' },
      { item: 2, remark: 'starts nothing', printed: 'x' },
      { item: 3, process: 2, action: 'sign', does: 'sign', by: 'applicant', printed: 'x' },
    ];
    expect(clauseGraph(regulation, 'portal').steps.map(({ next }) => next)).toEqual([[{ to: 'sign', when: null }], []]);
  });

  it('does not look at errata: they are about the table', () => {
    expect(clauseGraph(resolved(), 'portal')).toEqual(clauseGraph(sampleRegulation(), 'portal'));
  });
});

describe('suiteGraph', () => {
  it('is the resolved table where there is one', () => {
    expect(suiteGraph(resolved(), 'portal')).toEqual(tableGraph(resolved(), 'portal', 'resolved'));
  });

  it('is the clause where the flow has no table', () => {
    const regulation = sampleRegulation();
    Object.assign(flowOf(regulation, 'portal'), { table: null, steps: [] });
    expect(suiteGraph(regulation, 'portal')).toEqual(clauseGraph(regulation, 'portal'));
    expect(() => tableGraph(regulation, 'portal', 'printed')).toThrow('sample-act/portal has no table');
  });

  it('is the table where the flow has no clause', () => {
    const regulation = sampleRegulation();
    Object.assign(flowOf(regulation, 'portal'), { clause: null, items: [] });
    expect(suiteGraph(regulation, 'portal')).toMatchObject({ source: 'table', steps: [{}, {}, {}] });
    expect(clauseGraph(regulation, 'portal').steps).toEqual([]);
  });
});

describe('what is looked up', () => {
  it('throws for a flow and a party that there are not, naming those there are', () => {
    expect(() => flowOf(sampleRegulation(), 'no-such')).toThrow(/no flow no-such; it has portal/u);
    expect(() => partyOf(sampleRegulation(), 'no-such')).toThrow(RangeError);
    expect(partyOf(sampleRegulation(), 'portal').role).toBe('portal');
  });

  it('finds the errata of a cell by all of its coordinates', () => {
    const regulation = resolved();
    const ids = (...place: [number, number, number, 'actor' | 'next' | 'term']) =>
      errataAt(regulation, ...place).map(({ id }) => id);
    expect(ids(1, 1, 3, 'actor')).toEqual(['a']);
    expect(ids(1, 1, 2, 'next')).toEqual(['e']);
    expect([ids(2, 1, 3, 'actor'), ids(1, 2, 3, 'actor'), ids(1, 1, 2, 'actor'), ids(1, 1, 3, 'term')]).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  it('finds the items of an action: its process, and the condition that decides what follows it', () => {
    const flow = flowOf(sampleRegulation(), 'portal');
    expect(itemsOf(flow, 'pay')).toEqual([
      { clause: 6, item: 1 },
      { clause: 6, item: 2 },
    ]);
    expect(itemsOf(flow, 'refuse')).toEqual([{ clause: 6, item: 3 }]);
    expect(itemsOf(flow, 'no-such')).toEqual([]);
    expect(itemsOf({ ...flow, clause: null }, 'pay')).toEqual([]);
  });

  it('reads one column with its own errata only', () => {
    const regulation = resolved();
    const { table, steps } = flowOf(regulation, 'portal');
    const [first] = steps;
    if (table === null || first === undefined) return expect.unreachable();
    expect(readColumn(regulation, table, first, 'resolved')).toMatchObject({ actor: 'applicant', term: { max: 120 } });
    expect(readColumn(regulation, { ...table, number: 2 }, first, 'resolved')).toEqual(
      readColumn(regulation, table, first, 'printed'),
    );
  });
});
