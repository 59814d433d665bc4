// Tests that lint finds every kind of difference where it is, and lets each be explained once and truly.
import { describe, expect, it } from 'vitest';
import { fixturePath } from '../fixture.ts';
import { loadRegulations } from '../load.ts';
import { describePlace, samePlace } from '../place.ts';
import type { ClauseItem, Flow, Locator, Regulation, Row, TableStep } from '../regulation.ts';
import { sampleErratum, sampleFlow, sampleRegulation } from '../sample-regulation.ts';
import { DIFFERENCE_CODES, type DifferenceCode } from './difference.ts';
import { isClean, lint } from './lint.ts';

type RequirementRow = NonNullable<Regulation['requirements']>['rows'][number];

const flow = (regulation: Regulation, id = 'portal'): Flow => regulation.flows[id] ?? expect.unreachable();
const step = (regulation: Regulation, number: number): TableStep =>
  flow(regulation).steps[number - 1] ?? expect.unreachable();
const item = (regulation: Regulation, number: number): ClauseItem =>
  flow(regulation).items[number - 1] ?? expect.unreachable();
const cell = (number: number, row: Row): Locator => ({ annex: 1, table: 1, step: number, row });

/** Adds a clause that tells the flow again word by word, and gives its items. */
function retell(regulation: Regulation): ClauseItem[] {
  const items = structuredClone(flow(regulation).items);
  flow(regulation).retold = [{ clause: 5, printed: 'Қайта', items }];
  return items;
}

/** Gives the regulation a table of basic requirements of one row. */
function demand(regulation: Regulation, row: Partial<RequirementRow>): void {
  const own = { row: 1, name: 'Талап', printed: ['Сөз'], is: 'other' as const, ...row };
  regulation.requirements = { annex: 2, rows: [own] };
}

/** Gives the regulation a result that somebody signs. */
function signed(regulation: Regulation, signedBy: string): void {
  regulation.results = [{ id: 'licence', format: null, signedBy, name: { kk: '', ru: '', en: '' }, at: { clause: 1 } }];
}

/** For each code one small change that provokes it and no other. */
const CHANGES: Record<DifferenceCode, [change: (regulation: Regulation) => unknown, at: Locator, message: string]> = {
  'actor-differs': [
    (regulation) => Object.assign(item(regulation, 4), { by: 'applicant' }),
    cell(3, 'actor'),
    'by portal in the table, by applicant in the clause',
  ],
  'actor-against-action': [
    (regulation) => Object.assign(step(regulation, 2).action, { at: 'gateway' }),
    cell(2, 'actor'),
    'takes place in gateway',
  ],
  'next-differs': [
    (regulation) => Object.assign(item(regulation, 2), { ok: 'refuse', fail: 'issue' }),
    cell(1, 'next'),
    'comes issue when paid; refuse when unpaid in the table, issue when unpaid; refuse when paid in the clause',
  ],
  'forms-differ': [
    (regulation) => Object.assign(item(regulation, 3), { forms: 'service-refused' }),
    cell(2, 'completion'),
    'by service-refused in the clause',
  ],
  'self-reference': [
    (regulation) => {
      flow(regulation).clause = null;
      flow(regulation).items = [];
      regulation.errata = [sampleErratum({ explains: ['flow-without-clause'], at: [{ annex: 1, table: 1 }] })];
      step(regulation, 3).next.branches = [{ to: 3, when: null }];
    },
    cell(3, 'next'),
    'step 3 names itself',
  ],
  'lone-branch': [
    (regulation) => {
      regulation.errata = [sampleErratum({ explains: ['next-differs'], at: [cell(1, 'next')] })];
      step(regulation, 1).next.branches = [{ to: 2, when: 'unpaid' }];
    },
    cell(1, 'next'),
    'prints the branch unpaid without its other side',
  ],
  'dead-end': [
    (regulation) => {
      regulation.errata = [sampleErratum({ explains: ['next-differs'], at: [cell(1, 'next')] })];
      step(regulation, 1).next.branches = [];
    },
    cell(1, 'next'),
    'pay has no next step',
  ],
  'missing-term': [
    (regulation) => Object.assign(step(regulation, 2).term, { printed: '–' }),
    cell(2, 'term'),
    'refuse has no term',
  ],
  'misnamed-branch': [
    (regulation) => Object.assign(step(regulation, 1).next.branches[0] ?? {}, { names: 'signature' }),
    cell(1, 'next'),
    'the branch to 2 names signature, the check is of payment',
  ],
  'wrong-route': [
    (regulation) => Object.assign(item(regulation, 1), { via: 'portal' }),
    { clause: 6, item: 1 },
    'through portal, whose role is portal',
  ],
  'flow-without-clause': [
    (regulation) => Object.assign(flow(regulation), { clause: null, items: [] }),
    { annex: 1, table: 1 },
    'has table 1 and no clause',
  ],
  'flow-without-table': [
    (regulation) => Object.assign(flow(regulation), { table: null, steps: [] }),
    { clause: 6 },
    'has clause 6 and no table',
  ],
  'item-without-step': [
    (regulation) =>
      flow(regulation).items.push({
        item: 5,
        process: 5,
        action: 'extra',
        does: 'route',
        by: 'portal',
        printed: '5-процесс',
      }),
    { clause: 6, item: 5 },
    'table 1 has no step extra',
  ],
  'step-without-item': [
    (regulation) =>
      flow(regulation).steps.push({
        ...structuredClone(step(regulation, 3)),
        step: 4,
        action: { printed: 'x', is: 'extra', does: 'issue' },
      }),
    cell(4, 'action'),
    'clause 6 has no process extra',
  ],
  spelling: [
    (regulation) => Object.assign(step(regulation, 3).actor, { printed: 'ЭҮП' }),
    cell(3, 'actor'),
    'is written "ЭҮП", defined as "Портал"',
  ],
  'title-differs': [
    (regulation) => Object.assign(regulation.act.titles[1] ?? {}, { printed: 'Басқа қызмет' }),
    { clause: 1 },
    'the title is "Басқа қызмет"',
  ],
  'silent-participant': [
    (regulation) => regulation.participants?.items.push({ item: 3, party: 'gateway', printed: 'шлюз' }),
    { clause: 11, item: 3 },
    'gateway is listed and does nothing',
  ],
  'unlisted-actor': [
    (regulation) => {
      flow(regulation).items.splice(
        0,
        4,
        ...flow(regulation).items.map((one) => ('by' in one && one.by === 'portal' ? { ...one, by: null } : one)),
      );
      regulation.participants?.items.pop();
      flow(regulation).steps.pop();
      regulation.errata = [
        sampleErratum({
          explains: ['item-without-step', 'next-differs'],
          at: [{ clause: 6, item: 4 }, cell(1, 'next')],
        }),
      ];
    },
    cell(2, 'actor'),
    'portal acts, and is not listed in clause 11',
  ],
  'retold-actor-differs': [
    (regulation) => Object.assign(retell(regulation)[3] ?? {}, { by: 'applicant' }),
    { clause: 5, item: 4 },
    'issue is done by applicant here, by portal in clause 6',
  ],
  'retold-term-differs': [
    (regulation) => {
      Object.assign(item(regulation, 4), { terms: [{ only: 'licence', printed: '9 жұмыс күні' }] });
      Object.assign(retell(regulation)[3] ?? {}, { terms: [{ only: 'licence', paragraph: 3, printed: '9 күн' }] });
    },
    { clause: 5, item: 4, paragraph: 3 },
    'issue (licence) has the term 9 күн here, 9 жұмыс күні in clause 6',
  ],
  'retold-step-missing': [
    (regulation) => retell(regulation).splice(2, 1),
    { clause: 5 },
    'clause 6 has the step refuse, clause 5 leaves it out',
  ],
  'retold-step-extra': [
    (regulation) =>
      retell(regulation).push({
        item: 4,
        paragraph: 2,
        action: 'extra',
        does: 'route',
        by: 'portal',
        printed: 'жіберу',
      }),
    { clause: 5, item: 4, paragraph: 2 },
    'clause 6 has no step extra',
  ],
  'requirement-provider-differs': [
    (regulation) => {
      signed(regulation, 'applicant');
      demand(regulation, { is: 'provider', party: 'portal' });
    },
    { annex: 2, requirement: 1 },
    'names portal as the provider',
  ],
  'requirement-way-differs': [
    (regulation) => demand(regulation, { is: 'ways', ways: ['operator'] }),
    { annex: 2, requirement: 1 },
    'a flow begins with portal',
  ],
  'requirement-term-differs': [
    (regulation) => demand(regulation, { is: 'term', term: '10 жұмыс күні' }),
    { annex: 2, requirement: 1 },
    'gives 10 working days to the service, the steps of portal take 15 working days',
  ],
  'requirement-fee-differs': [
    (regulation) => demand(regulation, { is: 'fee', fee: 'free' }),
    { annex: 2, requirement: 1 },
    'free, and in portal it is paid for',
  ],
  'requirement-ground-differs': [
    (regulation) => demand(regulation, { is: 'refusals', grounds: [{ paragraph: 1, cause: 'untrue-data' }] }),
    { annex: 2, requirement: 1 },
    'the ground untrue-data',
  ],
  'term-differs': [
    (regulation) => {
      regulation.flows.provider = sampleFlow(7, 2);
      Object.assign(flow(regulation, 'provider').steps[0]?.term ?? {}, { printed: '20 сек' });
    },
    cell(1, 'term'),
    'pay has the term 10 сек here, 20 сек in another table',
  ],
};
/** What a table of basic requirements says of the sample that is no difference. */
const AGREEING: [string, Partial<RequirementRow>][] = [
  ['the provider who signs', { is: 'provider', party: 'portal' }],
  ['the way that there is, and another', { is: 'ways', ways: ['portal', 'operator'] }],
  ['the term of its step', { is: 'term', term: '15 жұмыс күні' }],
  ['a term that cannot be counted in days', { is: 'term', term: '15 мин' }],
  ['no term, where it gives several', { is: 'term' }],
  ['a fee that is paid', { is: 'fee', fee: 'paid' }],
  ['a ground that is checked', { is: 'refusals', grounds: [{ paragraph: 1, cause: 'not-paid' }] }],
  ['a ground that no portal can show', { is: 'refusals', grounds: [{ paragraph: 1 }] }],
];

const codes = Object.keys(CHANGES) as DifferenceCode[];

function changed(code: DifferenceCode): Regulation {
  const regulation = sampleRegulation();
  CHANGES[code][0](regulation);
  return regulation;
}

describe('lint', () => {
  it('has nothing to say of a regulation that agrees with itself', () => {
    expect(lint(sampleRegulation())).toEqual({ regulation: 'sample-act', explained: [], unexplained: [], idle: [] });
    expect(isClean(lint(sampleRegulation()))).toBe(true);
  });

  it.each(AGREEING)('has nothing to say of a table of basic requirements with %s', (_, row) => {
    const regulation = sampleRegulation();
    signed(regulation, 'portal');
    demand(regulation, row);
    expect(isClean(lint(regulation))).toBe(true);
  });

  it('can find every kind of difference that it names', () => {
    expect([...codes].sort()).toEqual(Object.keys(DIFFERENCE_CODES).sort());
  });

  it.each(codes)('finds %s, where it is and no other', (code) => {
    const [, at, message] = CHANGES[code];
    const { unexplained } = lint(changed(code));
    expect([...new Set(unexplained.map((one) => one.code))]).toEqual([code]);
    expect(unexplained[0]).toMatchObject({ at, message: expect.stringContaining(message) });
    if (code !== 'term-differs') expect(unexplained).toHaveLength(1);
  });

  it('tells a term that differs at both of its places', () => {
    expect(lint(changed('term-differs')).unexplained.map(({ at }) => describePlace(at))).toEqual([
      'table 1, step 1, term',
      'table 2, step 1, term',
    ]);
  });

  it.each(codes)('takes an erratum at the place as the explanation of %s', (code) => {
    const regulation = changed(code);
    regulation.errata.push(
      sampleErratum({ id: 'own', explains: [code], at: lint(regulation).unexplained.map(({ at }) => at) }),
    );
    const result = lint(regulation);
    expect(isClean(result)).toBe(true);
    expect(result.explained.find(({ difference }) => difference.code === code)).toMatchObject({ erratum: 'own' });
  });

  it.each(codes)('takes no erratum at another place, or of another kind, for %s', (code) => {
    const regulation = changed(code);
    const before = lint(regulation).unexplained;
    const other = codes.find((one) => one !== code && one !== 'next-differs') ?? expect.unreachable();
    regulation.errata.push(
      sampleErratum({ id: 'elsewhere', explains: [code], at: [{ annex: 9, table: 9 }] }),
      sampleErratum({ id: 'otherwise', explains: [other], at: before.map(({ at }) => at) }),
    );
    const result = lint(regulation);
    expect(result.unexplained).toEqual(before);
    expect(result.idle.map(({ erratum }) => erratum)).toEqual(['elsewhere', 'otherwise']);
    expect(isClean(result)).toBe(false);
  });

  it('calls an erratum idle that explains a difference which is not there', () => {
    const regulation = sampleRegulation();
    regulation.errata = [sampleErratum({ id: 'stale', explains: ['dead-end'], at: [cell(1, 'next')] })];
    const result = lint(regulation);
    expect(result.idle).toEqual([
      { erratum: 'stale', reason: 'there is no difference dead-end at the places that it names' },
    ]);
    expect(isClean(result)).toBe(false);
  });

  it('leaves an erratum alone that explains nothing by comparison', () => {
    const regulation = sampleRegulation();
    regulation.errata = [sampleErratum({ explains: [] })];
    expect(isClean(lint(regulation))).toBe(true);
  });

  it.each(['no-such', 'toString'])('says that "%s" is no kind of difference, and what is', (code) => {
    const regulation = sampleRegulation();
    regulation.errata = [sampleErratum({ explains: [code] })];
    expect(lint(regulation).idle).toEqual([
      {
        erratum: 'some-erratum',
        reason: expect.stringMatching(/is no kind of difference; use one of actor-differs, /u),
      },
    ]);
  });

  it('leaves nothing unexplained and nothing idle in the regulations that we ship', () => {
    for (const regulation of loadRegulations(fixturePath('regulations'))) {
      const { unexplained, idle } = lint(regulation);
      expect({ unexplained, idle }, regulation.id).toEqual({ unexplained: [], idle: [] });
    }
  });
});

describe('samePlace', () => {
  it('does not look at the order of the keys, and at everything else', () => {
    expect(samePlace({ annex: 1, table: 2, step: 3 }, { step: 3, table: 2, annex: 1 })).toBe(true);
    expect(samePlace({ annex: 1, table: 2 }, { annex: 1, table: 2, step: 1 })).toBe(false);
    expect(samePlace({ clause: 6, item: 1 }, { clause: 6, item: 2 })).toBe(false);
    expect(samePlace({ clause: 6, item: 1 }, { clause: 6, paragraph: 1 })).toBe(false);
    expect(samePlace({ clause: 6, item: 1, paragraph: 2 }, { clause: 6, item: 1 })).toBe(false);
  });
});

describe('describePlace', () => {
  it.each<[Locator, string]>([
    [{ clause: 6 }, 'clause 6'],
    [{ clause: 6, item: 8 }, 'clause 6, item 8'],
    [{ clause: 8, item: 5, paragraph: 3 }, 'clause 8, item 5, paragraph 3'],
    [{ clause: 3, paragraph: 2 }, 'clause 3, paragraph 2'],
    [{ annex: 1, table: 2 }, 'table 2'],
    [{ annex: 1, table: 2, step: 5, row: 'next' }, 'table 2, step 5, next'],
    [{ annex: 2, figure: '10.1' }, 'annex 2, figure 10.1'],
    [{ annex: 4, question: 1, answer: 2 }, 'annex 4, question 1, answer 2'],
    [{ annex: 4, heading: 3 }, 'annex 4, heading 3'],
    [{ part: 'title' }, 'title'],
    [{ part: 'preamble', line: 0 }, 'preamble, line 0'],
  ])('writes %j for a reader', (place, words) => {
    expect(describePlace(place)).toBe(words);
  });
});
