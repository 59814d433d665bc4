// Tests the clauses that tell a procedure in paragraphs, for several variants, or again; and which text a flow is run by.
import { beforeAll, describe, expect, it } from 'vitest';
import { checkConsistency } from './consistency/consistency.ts';
import { fixturePath } from './fixture.ts';
import { flowOf, itemsOf, placeOf, transcriptionOf } from './flow/flow-graph.ts';
import { loadRegulation } from './load.ts';
import { flowAt, locatorProblem } from './locator.ts';
import type { ClauseItem, Erratum, Locator, Regulation } from './regulation.ts';
import { sampleErratum, sampleRegulation } from './sample-regulation.ts';
import { writePath } from './violation.ts';

let real: Regulation;
beforeAll(() => {
  real = loadRegulation(fixturePath('regulations/communications-licence.yaml'));
});

const internal = (regulation: Regulation) => flowOf(regulation, 'internal');
const entry = (regulation: Regulation, n: number): ClauseItem => internal(regulation).items[n] ?? expect.unreachable();
const disputed = (regulation: Regulation): Erratum =>
  regulation.errata.find(({ status }) => status === 'disputed') ?? expect.unreachable();
const retold = (regulation: Regulation) => internal(regulation).retold?.[1] ?? expect.unreachable();

const FAULTS: readonly [name: string, change: (regulation: Regulation) => unknown, path: string, problem: string][] = [
  [
    'an item that goes on in the same paragraph with a number of its own',
    (regulation) => Object.assign(entry(regulation, 3), { item: 3, process: 1 }),
    'flows.internal.items[3].item',
    'item 3 stands where 4',
  ],
  [
    'a gap in the items',
    (regulation) => internal(regulation).items.splice(1, 1),
    'flows.internal.items[1].item',
    'item 3 stands where 2',
  ],
  [
    'a term that is none',
    (regulation) => Object.assign(entry(regulation, 0), { term: { printed: 'тез' } }),
    'flows.internal.items[0].term.printed',
    'is no term',
  ],
  [
    'a term of a variant that is none',
    (regulation) => Object.assign(entry(regulation, 8), { terms: [{ only: 'licence', printed: 'тез' }] }),
    'flows.internal.items[8].terms[0].printed',
    'is no term',
  ],
  [
    'a term of a variant twice',
    (regulation) =>
      Object.assign(entry(regulation, 8), {
        terms: ['1 күн', '2 күн'].map((printed) => ({ only: 'licence', printed })),
      }),
    'flows.internal.items[8].terms[1].only',
    'the tag "licence" stands twice',
  ],
  [
    'a term of no variant',
    (regulation) => Object.assign(entry(regulation, 8), { terms: [{ only: 'lease', printed: '1 күн' }] }),
    'flows.internal.items[8].terms[0].only',
    'no variant of the flow has the tag "lease"',
  ],
  [
    'a step of no variant',
    (regulation) => Object.assign(entry(regulation, 0), { only: 'papyrus' }),
    'flows.internal.items[0].only',
    'no variant of the flow has the tag "papyrus"',
  ],
  [
    'a step of no variant in a retold clause',
    (regulation) => Object.assign(retold(regulation).items[0] ?? {}, { only: 'papyrus' }),
    'flows.internal.retold[1].items[0].only',
    'no variant of the flow has the tag "papyrus"',
  ],
  [
    'a variant twice',
    (regulation) => internal(regulation).variants?.push({ id: 'licence-on-paper', tags: ['licence'] }),
    'flows.internal.variants[8].id',
    'the variant "licence-on-paper" stands twice',
  ],
  [
    'a clause told twice',
    (regulation) => Object.assign(retold(regulation), { clause: 8 }),
    'flows.internal.retold[1].clause',
    'the clause 8 stands twice',
  ],
  [
    'a party of a retold clause that is none',
    (regulation) => Object.assign(retold(regulation).items[0] ?? {}, { by: 'x' }),
    'flows.internal.retold[1].items[0].by',
    '"x" is not a party',
  ],
  [
    'a handing over of nothing',
    (regulation) => {
      const last = internal(regulation).items.at(-1) ?? expect.unreachable();
      Object.assign(last, { does: 'hand-over', result: undefined });
    },
    'flows.internal.items[11].result',
    'a step that hands over names no result',
  ],
  [
    'a reading that is no term',
    (regulation) => Object.assign(disputed(regulation), { adopts: { readings: ['9 күн', 'тез'] } }),
    'errata[1].adopts.readings[1]',
    '"тез" is no term',
  ],
  [
    'readings of a whole clause',
    (regulation) => Object.assign(disputed(regulation), { at: [{ clause: 8 }] }),
    'errata[1].at[0]',
    'readings of a term belong to',
  ],
  [
    'a source adopted for a flow of one text',
    (regulation) => Object.assign(disputed(regulation), { at: [{ clause: 8 }], adopts: { source: 'table' } }),
    'errata[1].adopts.source',
    'no clause of a flow that has a table too',
  ],
  [
    'another reading after no action',
    (regulation) =>
      Object.assign(disputed(regulation), {
        ...{ flow: Object.keys(regulation.flows)[0], status: 'disputed' },
        adopts: { otherwise: { after: 'no-such', follows: 'no-such' } },
      }),
    'errata[1].adopts.otherwise.after',
    'is no action of the flow',
  ],
  [
    'another reading that a resolved erratum leaves open',
    (regulation) =>
      Object.assign(disputed(regulation), {
        ...{ flow: Object.keys(regulation.flows)[0], status: 'resolved' },
        adopts: { otherwise: { after: 'no-such', follows: 'no-such' } },
      }),
    'errata[1].adopts.otherwise',
    'only a disputed erratum leaves another reading open',
  ],
  [
    'an erratum at no paragraph',
    (regulation) => Object.assign(disputed(regulation), { at: [{ clause: 8, item: 5, paragraph: 9 }] }),
    'errata[1].at[0]',
    'no clause 8, item 5, paragraph 9',
  ],
];

describe('checkConsistency', () => {
  it('finds nothing in a flow of several variants that is told three times', () => {
    expect(checkConsistency(real)).toEqual([]);
  });

  it.each(FAULTS)('tells of %s', (_, change, path, problem) => {
    const broken = structuredClone(real);
    change(broken);
    const problems = checkConsistency(broken).map((one) => ({ path: writePath(one.path), problem: one.problem }));
    expect(problems).toContainEqual({ path, problem: expect.stringContaining(problem) });
  });
});

describe('a place in a clause', () => {
  it.each<[Locator, boolean]>([
    [{ clause: 8, item: 5 }, true],
    [{ clause: 8, item: 5, paragraph: 8 }, true],
    [{ clause: 8, item: 5, paragraph: 6 }, true],
    [{ clause: 8, item: 5, paragraph: 9 }, false],
    [{ clause: 8, item: 6, paragraph: 1 }, true],
    [{ clause: 5, item: 4, paragraph: 5 }, true],
    [{ clause: 6, item: 6 }, false],
    [{ clause: 3, paragraph: 5 }, true],
  ])('%j is known: %s', (place, known) => {
    expect(locatorProblem(real, place) === null).toBe(known);
  });

  it('of a retold clause lies in the flow that the clause tells', () => {
    expect(flowAt(real, { clause: 6, item: 1 })?.id).toBe('internal');
  });

  it('names the paragraph where the item has several', () => {
    expect(placeOf(8, { item: 5, paragraph: 3 })).toEqual({ clause: 8, item: 5, paragraph: 3 });
    expect(placeOf(8, { item: 5 })).toEqual({ clause: 8, item: 5 });
    expect(itemsOf(internal(real), 'review')).toEqual([
      { clause: 8, item: 5, paragraph: 1 },
      { clause: 8, item: 5, paragraph: 7 },
      ...(internal(real).retold?.flatMap((text) => itemsOf({ ...internal(real), ...text, retold: [] }, 'review')) ??
        []),
    ]);
  });
});

describe('transcriptionOf', () => {
  it('is the clause, unless there is none or an erratum adopts the table beside it', () => {
    const regulation = sampleRegulation();
    expect(transcriptionOf(regulation, 'portal')).toBe('clauses');
    regulation.errata = [sampleErratum({ adopts: { source: 'table' } })];
    expect(transcriptionOf(regulation, 'portal')).toBe('table');
    flowOf(regulation, 'portal').clause = null;
    regulation.errata = [];
    expect(transcriptionOf(regulation, 'portal')).toBe('table');
  });
});
