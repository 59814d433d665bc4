// Draws random well-formed regulations; clause and table of a flow are written from the same outline, so that they agree.
import fc from 'fast-check';
import type { ClauseItem, Erratum, Flow, Regulation, TableStep } from '../schemas/regulation.ts';
import { sampleErratum, sampleRegulation } from '../schemas/sample-regulation.ts';
import { CHECKS, type Check, VERBS, type Verb } from '../schemas/vocabulary.ts';
import { name, type Outline, outline, PARTIES, type Stage } from './outline.ts';

const actionOf = (flow: string, does: Verb) => `${does}-${flow}`;
const refusalOf = (flow: string, check: Check) => `refuse-${CHECKS[check].fails}-${flow}`;

function itemsOf(flow: string, { stages, refusalsLast, remark, texts }: Outline): ClauseItem[] {
  const items: ClauseItem[] = [];
  const refusals: ClauseItem[] = [];
  const resting = texts === 'both';
  stages.forEach((step, at) => {
    const { does, actor, asks, forms, term, only, check } = step;
    const terse = step.terse && resting;
    items.push({
      item: 0,
      action: actionOf(flow, does),
      does,
      by: terse ? null : actor,
      ...(asks.length === 0 ? {} : { asks }),
      ...(step.terse || forms[0] === undefined ? {} : { forms: forms[0] }),
      ...(VERBS[does].ends === 'completed' ? { result: 'licence' } : {}),
      ...(only === null ? {} : { only }),
      ...(resting || term === '-' ? {} : { term: { printed: term } }),
      printed: 'процесс',
    });
    const next = stages[at + 1];
    if (check === null || next === undefined) return;
    items.push({
      item: 0,
      checks: check,
      by: step.refusedBy,
      ok: actionOf(flow, next.does),
      fail: refusalOf(flow, check),
      printed: 'шарт',
    });
    const refusal: ClauseItem = {
      item: 0,
      action: refusalOf(flow, check),
      does: 'refuse',
      by: terse ? null : step.refusedBy,
      forms: step.refusal,
      ...(resting ? {} : { term: { printed: '20 сек' } }),
      printed: 'бас тарту',
    };
    if (refusalsLast) refusals.push(refusal);
    else items.push(refusal);
  });
  const remarks: ClauseItem[] = remark ? [{ item: 0, remark: 'nothing starts here', printed: 'ескерту' }] : [];
  return [...remarks, ...items, ...refusals].map((item, at) => ({ ...item, item: at + 1 }));
}

interface Column {
  action: string;
  does: Verb;
  stage: Stage;
  check: Check | null;
  good: string | null;
}

function stepsOf(flow: string, { stages, refusalsLast }: Outline): TableStep[] {
  const columns: Column[] = [];
  const refusals: Column[] = [];
  stages.forEach((step, at) => {
    const next = stages[at + 1];
    const good = next === undefined ? null : actionOf(flow, next.does);
    columns.push({ action: actionOf(flow, step.does), does: step.does, stage: step, check: step.check, good });
    if (step.check === null) return;
    const refusal: Column = {
      action: refusalOf(flow, step.check),
      does: 'refuse',
      stage: step,
      check: null,
      good: null,
    };
    (refusalsLast ? refusals : columns).push(refusal);
  });
  const all = [...columns, ...refusals];
  const numberOf = (action: string) => all.findIndex((column) => column.action === action) + 1;
  return all.map(({ action, does, stage: { actor, asks, forms, term, refusal, refusedBy }, check, good }, at) => {
    const isRefusal = does === 'refuse';
    const branches: TableStep['next']['branches'] =
      good === null
        ? []
        : check === null
          ? [{ to: numberOf(good), when: null }]
          : [
              { to: numberOf(refusalOf(flow, check)), when: CHECKS[check].fails },
              { to: numberOf(good), when: CHECKS[check].passes },
            ];
    const by = isRefusal ? refusedBy : actor;
    return {
      step: at + 1,
      actor: { printed: by, party: by },
      action: { printed: 'әрекет', is: action, does, ...(asks.length === 0 || isRefusal ? {} : { asks }) },
      completion: {
        printed: 'хабарлама',
        forms: isRefusal ? [refusal] : forms,
        ...(VERBS[does].ends === 'completed' ? { result: 'licence' } : {}),
      },
      term: { printed: isRefusal ? '20 сек' : term },
      next: {
        printed: branches.map(({ to, when }) => (when === null ? to : `${to}–егер болса`)).join('; ') || '-',
        branches,
      },
    };
  });
}

function flowOf(id: string, at: number, drawn: Outline): { flow: Flow; errata: Erratum[] } {
  const clause = drawn.texts === 'table' ? null : 6 + at;
  const table = drawn.texts === 'clause' ? null : { annex: 1, number: at + 1, title: 'кесте' };
  const variants = [
    { id: 'on-paper', tags: ['paper'] },
    { id: 'electronic', tags: ['electronic'] },
  ];
  const errata: Erratum[] = [];
  if (table === null && clause !== null)
    errata.push(sampleErratum({ id: `no-table-${id}`, explains: ['flow-without-table'], at: [{ clause }] }));
  if (clause === null && table !== null)
    errata.push(
      sampleErratum({
        id: `no-clause-${id}`,
        explains: ['flow-without-clause'],
        at: [{ annex: 1, table: table.number }],
      }),
    );
  const flow: Flow = {
    title: 'Ағым',
    entry: drawn.entry,
    clause,
    items: clause === null ? [] : itemsOf(id, drawn),
    table,
    steps: table === null ? [] : stepsOf(id, drawn),
    ...(drawn.variants ? { variants } : {}),
  };
  return { flow, errata };
}

const provisions = (clause: number, ...names: string[]) => ({
  clause,
  printed: 'талаптар',
  items: names.map((is, at) => ({ item: at + 1, is, printed: is })),
});

/** The parts of a regulation beside its flows: security, viewing, screens and survey. */
const shown = fc.record({
  security: fc.option(fc.constant(provisions(15, 'confidentiality', 'integrity', 'availability')), { nil: null }),
  viewing: fc.option(
    fc.constant<NonNullable<Regulation['viewing']>>({
      clause: 9,
      printed: 'қарау',
      buttons: [{ label: 'сақтау', does: 'save-pdf', printed: 'сақтау' }],
    }),
    { nil: null },
  ),
  screens: fc.subarray([
    { annex: 2, figure: '1', printed: 'терезе' },
    { annex: 2, figure: '10.1', printed: 'терезе' },
  ]),
  survey: fc.option(
    fc.constant<NonNullable<Regulation['survey']>>({
      annex: 4,
      printed: 'сауалнама',
      questions: [
        {
          question: 1,
          is: 'quality',
          printed: 'сапа',
          answers: [1, 2].map((answer) => ({ answer, is: `answer-${answer}`, printed: 'жауап' })),
        },
      ],
    }),
    { nil: null },
  ),
});

/** Any well-formed regulation of one flow or two. */
export const anyRegulation: fc.Arbitrary<Regulation> = fc
  .record({
    flows: fc.array(outline, { minLength: 1, maxLength: 2 }),
    format: fc.constantFrom<('pdf' | null)[]>('pdf', null),
    shown,
  })
  .map(({ flows, format, shown: beside }): Regulation => {
    const written = flows.map((drawn, at) => flowOf(['first', 'second'][at] ?? '', at, drawn));
    return {
      ...sampleRegulation(),
      ...beside,
      parties: PARTIES,
      participants: null,
      results: [{ id: 'licence', format, signedBy: 'provider', name: name('лицензия'), at: { part: 'title' } }],
      flows: Object.fromEntries(written.map(({ flow }, at) => [['first', 'second'][at] ?? '', flow])),
      errata: written.flatMap(({ errata }) => errata),
    };
  });
