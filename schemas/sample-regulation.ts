// Builds a small, well-formed regulation for the tests of `schemas/`; nothing else uses it.
import type { ClauseItem, Erratum, Flow, Regulation, TableStep } from './regulation.ts';
import type { Completion, Outcome, Verb } from './vocabulary.ts';

type Next = readonly (readonly [to: number, when: Outcome | null])[];

function process(item: number, action: string, does: Verb, by: string, forms?: Completion): ClauseItem {
  const own = forms === undefined ? {} : { forms };
  return { item, process: item, action, does, by, printed: `${item}-процесс`, ...own };
}

function column(
  step: number,
  action: string,
  does: Verb,
  party: string,
  form: Completion,
  next: Next,
  term = '10 сек',
): TableStep {
  return {
    step,
    actor: { printed: party === 'applicant' ? 'Алушы' : 'Портал', party },
    action: { printed: 'Әрекет', is: action, does },
    completion: { printed: 'Хабарлама', forms: [form] },
    term: { printed: term },
    next: {
      printed: next.length === 0 ? '-' : next.map(([to]) => to).join('; '),
      branches: next.map(([to, when]) => ({ to, when })),
    },
  };
}

/** A flow with a payment, the check of it, a refusal and the issue of a result. Its clause and its table agree. */
export function sampleFlow(clause: number, table: number): Flow {
  return {
    title: 'Ағым',
    entry: 'portal',
    clause,
    items: [
      process(1, 'pay', 'pay', 'applicant', 'action-confirmed'),
      { item: 2, condition: 1, checks: 'payment', by: 'portal', ok: 'issue', fail: 'refuse', printed: '1-шарт' },
      process(3, 'refuse', 'refuse', 'portal', 'service-refused-no-payment'),
      process(4, 'issue', 'issue', 'portal', 'result-issued'),
    ],
    table: { annex: 1, number: table, title: 'Кесте' },
    steps: [
      column(1, 'pay', 'pay', 'applicant', 'action-confirmed', [
        [2, 'unpaid'],
        [3, 'paid'],
      ]),
      column(2, 'refuse', 'refuse', 'portal', 'service-refused-no-payment', []),
      column(3, 'issue', 'issue', 'portal', 'result-issued', [], '15 жұмыс күні'),
    ],
  };
}

/** A regulation with one flow, which contradicts itself nowhere. */
export function sampleRegulation(): Regulation {
  const name = { kk: 'атау', ru: 'имя', en: 'name' };
  return {
    id: 'sample-act',
    source: '000_sample.txt',
    act: {
      kind: 'order',
      issuer: 'Министр',
      number: '1',
      date: '2013-01-01',
      registration: null,
      repeal: null,
      clauses: 20,
      titles: [
        { at: { part: 'title' }, printed: 'Қызмет көрсету' },
        { at: { clause: 1 }, printed: 'Қызмет көрсету' },
      ],
    },
    service: {
      name,
      automation: 'automated',
      type: 'transactional',
      portals: [],
      callCentre: null,
      identifiers: ['iin'],
    },
    parties: [
      { id: 'applicant', role: 'person', name, spellings: ['Алушы'] },
      { id: 'portal', role: 'portal', name, spellings: ['Портал', 'ЭҮП'] },
      { id: 'gateway', role: 'gateway', name, spellings: ['ЭҮШ'] },
    ],
    abbreviations: [],
    results: [],
    flows: { portal: sampleFlow(6, 1) },
    participants: {
      clause: 11,
      printed: 'Қатысушылар',
      items: [
        { item: 1, party: 'applicant', printed: 'алушы' },
        { item: 2, party: 'portal', printed: 'портал' },
      ],
    },
    security: null,
    conditions: null,
    filling: null,
    viewing: null,
    screens: [],
    survey: null,
    sentences: [],
    errata: [],
  };
}

/** A complete erratum with the given changes. */
export function sampleErratum(changes: Partial<Erratum>): Erratum {
  const words = { printed: 'басылған', conflictsWith: 'another place', reading: 'as adopted' };
  return {
    id: 'some-erratum',
    explains: [],
    at: [{ clause: 6 }],
    ...words,
    status: 'resolved',
    severity: 'low',
    ...changes,
  };
}
