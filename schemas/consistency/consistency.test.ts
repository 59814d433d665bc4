// Tests that every way in which a transcription can disagree with itself is told, at its path, with value and cure.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadRegulation } from '../load.ts';
import type { ClauseItem, Erratum, FillingItem, Flow, Regulation, TableStep } from '../regulation.ts';
import { writePath } from '../violation.ts';
import { checkConsistency } from './consistency.ts';

let real: Regulation;
beforeAll(() => {
  real = loadRegulation('fixtures/regulations/passenger-transport-licence.yaml');
});

type Change = (regulation: Regulation) => void;

const flow = (regulation: Regulation, id = 'portal'): Flow => regulation.flows[id] ?? expect.unreachable();
const step = (regulation: Regulation, number: number): TableStep =>
  flow(regulation).steps[number - 1] ?? expect.unreachable();
const item = (regulation: Regulation, number: number): ClauseItem =>
  flow(regulation).items[number - 1] ?? expect.unreachable();
const erratum = (regulation: Regulation, id: string): Erratum =>
  regulation.errata.find((one) => one.id === id) ?? expect.unreachable();
const first = <T>(list: readonly T[]): T => list[0] ?? expect.unreachable();
const set = (target: object, key: string, value: unknown) => void Reflect.set(target, key, value);

const actor = (r: Regulation) => erratum(r, 'unpaid-refusal-given-to-the-portal');

const filled = (r: Regulation): NonNullable<Regulation['filling']> => {
  const items: FillingItem[] = [
    { item: 1, when: 'form', printed: 'ЖСН «жөнелту»', retells: 'pay', fields: [{ is: 'iin-bin', label: 'ЖСН' }] },
    { item: 2, when: 'answered', printed: '«көру»', buttons: [{ does: 'look', label: 'көру', appears: true }] },
  ];
  r.filling = { clause: 8, printed: 'толтыру', items };
  return r.filling;
};
const entry = (r: Regulation, number: number): FillingItem => filled(r).items[number - 1] ?? expect.unreachable();

const FAULTS: readonly [name: string, change: Change, path: RegExp | string, problem: string, cure: string][] = [
  [
    'a party twice',
    (r) => set(first(r.parties), 'id', 'portal'),
    'parties[2].id',
    '"portal" stands twice',
    'name of its own',
  ],
  [
    'a filling item out of order',
    (r) => set(entry(r, 2), 'item', 3),
    'filling.items[1].item',
    'item 3 is out of order',
    'in order from 1',
  ],
  [
    'a paragraph of a filling item left out',
    (r) => Object.assign(entry(r, 2), { item: 1, paragraph: 3 }),
    'filling.items[1].item',
    'item 1, paragraph 3, is out of order',
    'in order from 1',
  ],
  [
    'a stage before an earlier one',
    (r) => set(entry(r, 2), 'when', 'login'),
    'filling.items[1].when',
    'the stage login comes before form',
    'name the stage',
  ],
  [
    'a filling item that tells no action again',
    (r) => set(entry(r, 1), 'retells', 'x'),
    'filling.items[0].retells',
    '"x" is no action of a flow',
    'use one of authenticate',
  ],
  [
    'a label that the words do not have',
    (r) => set(first(entry(r, 1).fields ?? []), 'label', 'x'),
    'filling.items[0].fields[0].label',
    'do not have the label',
    'copy it',
  ],
  [
    'a prefilled field that nothing is known of',
    (r) => Object.assign(first(entry(r, 1).fields ?? []), { is: 'kind', prefilled: true }),
    'filling.items[0].fields[0].prefilled',
    'only the iin-bin is known',
    'leave prefilled out',
  ],
  [
    'a button that appears before the answer',
    (r) => set(entry(r, 2), 'when', 'processing'),
    'filling.items[1].buttons[0].appears',
    'only what comes with the answer',
    'leave appears out',
  ],
  [
    'a button of the form that the result has too',
    (r) => set(first(entry(r, 2).buttons ?? []), 'does', 'open'),
    'filling.items',
    'the button "open" stands twice',
    'name of its own',
  ],
  [
    'an erratum at a paragraph that the filling items do not have',
    (r) => {
      Object.assign(entry(r, 1), { paragraph: 1 });
      set(first(r.errata), 'at', [{ clause: 8, item: 1, paragraph: 2 }]);
    },
    'errata[0].at[0]',
    'no clause 8, item 1, paragraph 2',
    'cite a place',
  ],
  [
    'a result twice',
    (r) => r.results.push(first(r.results)),
    'results[1].id',
    '"e-licence" stands twice',
    'name of its own',
  ],
  [
    'a signer that is no party',
    (r) => set(first(r.results), 'signedBy', 'x'),
    'results[0].signedBy',
    '"x" is not a party',
    'use one of applicant',
  ],
  [
    'a title in no figure',
    (r) => set(first(r.act.titles), 'at', { annex: 2, figure: '99' }),
    'act.titles[0].at',
    'no annex 2, figure 99',
    'cite a place',
  ],
  [
    'a title in a clause beyond the last',
    (r) => set(first(r.act.titles), 'at', { clause: 99 }),
    'act.titles[0].at',
    'no clause 99',
    'cite a place',
  ],
  [
    'a message to nobody who can receive it',
    (r) => set(step(r, 4).action, 'sends', [{ to: 'applicant', what: 'notice' }]),
    'flows.portal.steps[3].action.sends[0].to',
    'no party that a message can be sent to',
    'use one of',
  ],
  [
    'a participant that is no party',
    (r) => set(first(r.participants?.items ?? []), 'party', 'x'),
    'participants.items[0].party',
    '"x" is not a party',
    'use one of',
  ],
  [
    'a gap in a list',
    (r) => set(first(r.security?.items ?? []), 'item', 2),
    'security.items[0].item',
    'item 2 stands where 1',
    'in order from 1',
  ],
  ['a figure twice', (r) => r.screens.push(first(r.screens)), 'screens[13].figure', 'stands twice', 'name of its own'],
  [
    'a flow without a source',
    (r) => {
      flow(r, 'psc').clause = null;
      flow(r, 'psc').items = [];
    },
    'flows.psc.clause',
    'neither a clause nor a table',
    'give it one',
  ],
  [
    'items without a clause',
    (r) => {
      flow(r).clause = null;
    },
    'flows.portal.items',
    '16 items with no clause',
    'drop them',
  ],
  [
    'a clause without items',
    (r) => {
      flow(r).items = [];
    },
    'flows.portal.items',
    '0 items with a clause',
    'transcribe the items',
  ],
  [
    'a table without steps',
    (r) => {
      flow(r).steps = [];
    },
    'flows.portal.steps',
    '0 steps with a table',
    'transcribe the steps',
  ],
  [
    'steps without a table',
    (r) => {
      flow(r).table = null;
    },
    'flows.portal.steps',
    '11 steps with no table',
    'drop them',
  ],
  [
    'an item number twice',
    (r) => set(item(r, 3), 'item', 2),
    'flows.portal.items[2].item',
    'item 2 stands where 3',
    'in order from 1',
  ],
  [
    'a process out of order',
    (r) => set(item(r, 4), 'process', 5),
    'flows.portal.items[3].process',
    'process 5 stands where 2',
    'in order from 1',
  ],
  [
    'a condition out of order',
    (r) => set(item(r, 3), 'condition', 2),
    'flows.portal.items[2].condition',
    'condition 2 stands where 1',
    'in order from 1',
  ],
  [
    'an action twice in a clause',
    (r) => set(item(r, 5), 'action', 'authenticate'),
    'flows.portal.items[4].action',
    '"authenticate" stands twice',
    'name of its own',
  ],
  [
    'a doer that is no party',
    (r) => set(item(r, 5), 'by', 'applicnt'),
    'flows.portal.items[4].by',
    '"applicnt" is not a party',
    'did you mean applicant?',
  ],
  [
    'a place that is no party',
    (r) => set(item(r, 5), 'at', 'x'),
    'flows.portal.items[4].at',
    '"x" is not a party',
    'use one of',
  ],
  [
    'a way that is no party',
    (r) => set(item(r, 5), 'via', 'x'),
    'flows.portal.items[4].via',
    '"x" is not a party',
    'use one of',
  ],
  [
    'an asked party that is none',
    (r) => set(item(r, 3), 'asks', ['x']),
    'flows.portal.items[2].asks[0]',
    '"x" is not a party',
    'use one of',
  ],
  [
    'an unknown good side',
    (r) => set(item(r, 3), 'ok', 'fil-request'),
    'flows.portal.items[2].ok',
    '"fil-request" is not an action',
    'did you mean fill-request?',
  ],
  [
    'an unknown bad side',
    (r) => set(item(r, 3), 'fail', 'x'),
    'flows.portal.items[2].fail',
    '"x" is not an action',
    'use one of',
  ],
  [
    'a sentence that stands twice',
    (r) => r.sentences.push({ ...(r.sentences[0] ?? expect.unreachable()) }),
    /^sentences\[\d+\]\.at$/u,
    'stands twice',
    '',
  ],
  [
    'a sentence of a clause that there is not',
    (r) => set(r.sentences[0] ?? expect.unreachable(), 'at', { clause: 99 }),
    'sentences[0].at',
    'the document has no clause 99',
    'name the place of the paragraph',
  ],
  [
    'a sentence with two reasons',
    (r) =>
      Object.assign(r.sentences[0] ?? expect.unreachable(), { none: 'a title of the act', excluded: 'unseen here' }),
    'sentences[0].none',
    'has excluded and none',
    'keep one of them',
  ],
  [
    'an issue without a result',
    (r) => set(item(r, 16), 'result', undefined),
    'flows.portal.items[15].result',
    'names no result',
    'add the key result: e-licence',
  ],
  [
    'an unknown result',
    (r) => set(item(r, 16), 'result', 'x'),
    'flows.portal.items[15].result',
    '"x" is not a result',
    'use one of e-licence',
  ],
  [
    'a refusal without a notification',
    (r) => set(item(r, 4), 'forms', undefined),
    'flows.portal.items[3].forms',
    'forms no notification',
    'add the key forms',
  ],
  [
    'a process that nothing leads to',
    (r) => set(item(r, 3), 'fail', 'fill-request'),
    'flows.portal.items[3]',
    'nothing leads to process 2',
    'ok or fail',
  ],
  [
    'a step number twice',
    (r) => set(step(r, 3), 'step', 2),
    'flows.portal.steps[2].step',
    'step 2 stands where 3',
    'in order from 1',
  ],
  [
    'an action twice in a table',
    (r) => set(step(r, 3).action, 'is', 'pay'),
    'flows.portal.steps[3].action.is',
    '"pay" stands twice',
    'name of its own',
  ],
  [
    'an actor that is no party',
    (r) => set(step(r, 4).actor, 'party', 'portl'),
    'flows.portal.steps[3].actor.party',
    '"portl" is not a party',
    'did you mean portal?',
  ],
  [
    'a place in a table that is no party',
    (r) => set(step(r, 4).action, 'at', 'x'),
    'flows.portal.steps[3].action.at',
    '"x" is not a party',
    'use one of',
  ],
  [
    'an asked party in a table that is none',
    (r) => set(step(r, 4).action, 'asks', ['x']),
    'flows.portal.steps[3].action.asks[0]',
    '"x" is not a party',
    'use one of',
  ],
  [
    'an issuing step without a result',
    (r) => set(step(r, 11).completion, 'result', undefined),
    'flows.portal.steps[10].completion.result',
    'names no result',
    'e-licence',
  ],
  [
    'a term that is none',
    (r) => set(step(r, 1).term, 'printed', 'тез'),
    'flows.portal.steps[0].term.printed',
    '"тез" is no term',
    '10–15 сек',
  ],
  [
    'a branch to no step',
    (r) => set(first(step(r, 3).next.branches), 'to', 12),
    'flows.portal.steps[2].next.branches[0].to',
    'no step 12',
    'use one of 1, 2',
  ],
  [
    'a branch that the cell does not print',
    (r) => step(r, 8).next.branches.push({ to: 9, when: null }),
    'flows.portal.steps[7].next.branches',
    'lead to 9, the printed cell to none',
    'printed numbers',
  ],
  [
    'a printed branch left out',
    (r) => void step(r, 4).next.branches.pop(),
    'flows.portal.steps[3].next.branches',
    'lead to 5, the printed cell to 5, 6',
    'printed numbers',
  ],
  [
    'a next cell that names no step',
    (r) => set(step(r, 3).next, 'printed', 'әрі қарай'),
    'flows.portal.steps[2].next.printed',
    'names no next step',
    'write a number',
  ],
  [
    'a subject that is none',
    (r) => set(first(step(r, 1).next.branches), 'names', 'x'),
    'flows.portal.steps[0].next.branches[0].names',
    'neither a subject',
    'use one of',
  ],
  [
    'an erratum twice',
    (r) => set(first(r.errata), 'id', 'sign-leads-nowhere'),
    /^errata\[\d+\]\.id$/u,
    '"sign-leads-nowhere" stands twice',
    'name of its own',
  ],
  [
    'an erratum of no flow',
    (r) => set(first(r.errata), 'flow', 'portl'),
    'errata[0].flow',
    '"portl" is not a flow',
    'did you mean portal?',
  ],
  [
    'an erratum at no step',
    (r) => set(first(r.errata), 'at', [{ annex: 3, table: 1, step: 12, row: 'completion' }]),
    'errata[0].at[0]',
    'no table 1, step 12',
    'cite a place',
  ],
  [
    'an erratum at no table',
    (r) => set(first(r.errata), 'at', [{ annex: 3, table: 4, step: 1, row: 'completion' }]),
    'errata[0].at[0]',
    'no table 4',
    'cite a place',
  ],
  [
    'an erratum at a row of no step',
    (r) => set(first(r.errata), 'at', [{ annex: 3, table: 1, row: 'completion' }]),
    'errata[0].at[0]',
    'a row without a step',
    'cite a place',
  ],
  [
    'an erratum at no item',
    (r) => erratum(r, 'garbled-last-item').at.push({ clause: 6, item: 17 }),
    /at\[1\]$/u,
    'no clause 6, item 17',
    'cite a place',
  ],
  [
    'an erratum at no listed item',
    (r) => erratum(r, 'garbled-last-item').at.push({ clause: 11, item: 10 }),
    /at\[1\]$/u,
    'no clause 11, item 10',
    'cite a place',
  ],
  [
    'an erratum at no question',
    (r) => erratum(r, 'garbled-last-item').at.push({ annex: 4, question: 3 }),
    /at\[1\]$/u,
    'no annex 4, question 3',
    'cite a place',
  ],
  [
    'an erratum at no answer',
    (r) => erratum(r, 'garbled-last-item').at.push({ annex: 4, question: 1, answer: 4 }),
    /at\[1\]$/u,
    'answer 4',
    'cite a place',
  ],
  [
    'an adopted actor that is no party',
    (r) => set(actor(r), 'adopts', { actor: 'x' }),
    /adopts\.actor$/u,
    '"x" is not a party',
    'use one of',
  ],
  [
    'an actor adopted for another row',
    (r) => set(actor(r), 'at', [{ annex: 3, table: 1, step: 5, row: 'next' }]),
    /at\[0\]$/u,
    'an adopted actor belongs to a cell of row actor',
    'row actor only',
  ],
  [
    'an adopted next to no step',
    (r) => set(erratum(r, 'sign-leads-nowhere'), 'adopts', { next: [{ to: 12, when: null }] }),
    /adopts\.next\[0\]\.to$/u,
    'no step 12',
    'use one of',
  ],
  [
    'an adopted term that is none',
    (r) => {
      const one = erratum(r, 'portal-decision-without-term');
      set(one, 'adopts', { term: 'тез' });
    },
    /adopts\.term$/u,
    '"тез" is no term',
    '10–15 сек',
  ],
];

describe('checkConsistency', () => {
  it('finds nothing in a regulation that may be used', () => {
    expect(checkConsistency(real)).toEqual([]);
  });

  it.each(FAULTS)('tells of %s', (_, change, path, problem, cure) => {
    const broken = structuredClone(real);
    change(broken);
    const problems = checkConsistency(broken).map((one) => ({ ...one, path: writePath(one.path) }));
    const found = problems.find(
      (one) => (typeof path === 'string' ? one.path === path : path.test(one.path)) && one.problem.includes(problem),
    );
    expect(found, JSON.stringify(problems, null, 1)).toBeDefined();
    expect(found?.cure).toContain(cure);
  });

  it('carries the value that is at fault', () => {
    const broken = structuredClone(real);
    step(broken, 4).actor.party = 'portl';
    expect(checkConsistency(broken)).toEqual([
      expect.objectContaining({ path: ['flows', 'portal', 'steps', 3, 'actor', 'party'], value: 'portl' }),
    ]);
  });
});
