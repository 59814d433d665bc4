// Builds a small regulation and a small report for the tests of this room; nothing else uses it.

import fc from 'fast-check';
import type { Regulation } from '../schemas/regulation.ts';
import type { TestAssertion } from '../schemas/run/assertion.ts';
import { foldReport } from '../schemas/run/fold.ts';
import type { Exchange, Report, RunEvent } from '../schemas/run/report.ts';
import type { ReportedVerdict } from '../schemas/run/verdict.ts';
import { type Said, say } from '../schemas/said.ts';

/** One assertion of a sample report: how it differs from a passed one on the term of step 1. */
export interface Sample {
  readonly assertion?: Partial<TestAssertion>;
  readonly verdict?: Partial<ReportedVerdict>;
}

const REGULATION = 'carriage-licence';
const AT = '2026-11-26T10:00:00.000Z';

/** One of every verdict, the inconclusive one both open and disputed. */
export const SAMPLES: readonly Sample[] = [
  {},
  {
    assertion: {
      id: `${REGULATION}/portal/pay/next-when-unpaid`,
      family: 'next-step',
      title: 'Unpaid, the refusal follows',
      source: [
        { annex: 3, table: 1, step: 2, row: 'next' },
        { clause: 6, item: 2 },
      ],
      printed: '3–егер ақы төлемесе',
    },
    verdict: {
      verdict: 'fail',
      expected: 'the request is refused for want of payment',
      actual: 'the portal went on to sign',
      evidence: ['unpaid#1', 'unpaid#2'],
      scenario: 'unpaid',
    },
  },
  {
    assertion: { id: `${REGULATION}/portal/pay/actor`, family: 'actor', title: 'The gateway takes the payment' },
    verdict: { verdict: 'inconclusive', reason: 'the portal keeps no history', evidence: ['gone#1'] },
  },
  {
    assertion: {
      id: `${REGULATION}/portal/issue/term`,
      errata: [`${REGULATION}/two-terms`],
      title: 'The result is there in time',
    },
    verdict: { verdict: 'inconclusive', reason: 'erratum two-terms', disputed: true },
  },
  {
    assertion: { id: `${REGULATION}/portal/issue/result`, family: 'document', title: 'The result is a PDF' },
    verdict: { verdict: 'pending', reason: 'due on 2013-03-29' },
  },
  {
    assertion: { id: `${REGULATION}/office/register/shown`, flow: 'office', source: [{ clause: 7, item: 1 }] },
    verdict: { verdict: 'not-applicable', reason: 'the target does not offer the flow office' },
  },
  {
    assertion: { id: `${REGULATION}/office/register/number`, flow: 'office', source: [{ clause: 7 }] },
    verdict: { verdict: 'error', reason: 'the predicate met an answer it has no case for' },
  },
];

/** A report with these rows, made from events as a real one is. */
export function sampleReport(samples: readonly Sample[] = SAMPLES, changes: Partial<Report> = {}): Report {
  return { ...foldReport(sampleEvents(samples)), ...changes };
}

/** A report with a failure that its baseline knows, one that is flaky, and two entries that do not hold. */
export function knownReport(): Report {
  const known = { flaky: false, reason: 'the gateway is replaced', link: 'https://t.example/1', expires: '2026-12-31' };
  const says: Said = ['between 2 and 3 s'];
  const attempt = { repeats: 'unpaid', evidence: [], actual: 'between 2 and 3 s', says };
  const fail = { verdict: 'fail' as const, actual: 'seen', known };
  const report = sampleReport([
    {},
    { assertion: { id: `${REGULATION}/portal/pay/known` }, verdict: fail },
    {
      assertion: { id: `${REGULATION}/portal/pay/flaky` },
      verdict: {
        ...{ ...fail, known: { ...known, flaky: true } },
        attempts: [
          { ...attempt, scenario: 'unpaid', holds: false },
          { ...attempt, scenario: 'unpaid-attempt-2', holds: true },
        ],
      },
    },
    { assertion: { id: `${REGULATION}/portal/pay/unexpected` }, verdict: { verdict: 'fail', actual: 'unexpected' } },
  ]);
  const problem = (kind: 'stale' | 'expired') => ({
    assertion: `a/b/c/${kind}`,
    kind,
    message: `${kind} <b>`,
    says: say`${`${kind} <b>`}`,
  });
  const problems = [problem('stale'), problem('expired')];
  return { ...report, outcome: 'failed', baseline: { on: '2026-11-27', failures: 2, flaky: 1, problems } };
}

/** A report in which an entry stands in every way, the one that its baseline knows last; the run failed. */
export function standingsReport(): Report {
  const known = { flaky: true, reason: 'the gateway is replaced', link: 'https://t.example/1', expires: '2026-12-31' };
  const verdict = { verdict: 'fail' as const, actual: 'seen', known };
  return sampleReport([...SAMPLES, { assertion: { id: `${REGULATION}/portal/pay/known` }, verdict }]);
}

/** Reports of runs that judged nothing, or nothing in favour of the portal: each is incomplete. */
export const NOT_JUDGED: readonly (readonly [string, () => Report])[] = [
  ['nothing in scope', () => sampleReport([])],
  [
    'nothing applicable',
    () => sampleReport([{ verdict: { verdict: 'not-applicable', reason: 'not-observable: no' } }]),
  ],
  ['a reading that is disputed', () => sampleReport([{ verdict: { verdict: 'inconclusive', disputed: true } }])],
  ['nothing observed', () => sampleReport([{ verdict: { verdict: 'inconclusive', reason: 'the portal is silent' } }])],
  ['what is awaited', () => sampleReport([{ verdict: { verdict: 'pending', reason: 'due on 2013-03-29' } }])],
];

/** A report in which every verdict, the portal and its exchanges say one text. */
export function hostileReport(text: string): Report {
  const report = standingsReport();
  const exchange = sampleExchange('unpaid#1', text);
  const said = { ...exchange, operation: text, request: { ...exchange.request, url: text } };
  return {
    ...report,
    ...{ target: text, portal: text, stopped: text, exchanges: { 'unpaid#1': said } },
    verdicts: report.verdicts.map((verdict) => ({
      ...{ ...verdict, expected: text, actual: text, reason: text },
      ...(verdict.known === undefined ? {} : { known: { ...verdict.known, reason: text, link: text } }),
    })),
    baseline: {
      on: '2026-11-27',
      failures: 1,
      flaky: 0,
      problems: [{ assertion: text, kind: 'unknown', message: text, says: ['{0}', text] }],
    },
  };
}

/** Texts that are meant to be more than text to one reader or another, mixed with each other and with anything. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '\r\n::error::x',
          '##[stop-commands]x',
          '%0A',
          '::',
          '](https://evil.example)',
          '[',
          '![',
          '```',
          '`',
          '|',
          '<img src=x>',
        ],
        ...[
          '<!--',
          '@someone',
          '#1',
          'https://evil.example',
          '=1+1',
          ';=1',
          ';"=1',
          '"',
          ',',
          "'",
          '\t@x',
          '-1',
          ']]>',
          '&',
          '\\u0000',
        ],
        ...[
          '\u0000',
          '\u001b[2J',
          '\u202e',
          '\ufeff',
          '\ud800',
          '\uffff',
          '\u2028',
          '{0}',
          '$',
          '\n- ',
          '\n# ',
          'ә',
          '😀',
          '_:',
          '@id',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

/** The events of a run with these rows, from which the sample report is made. */
export function sampleEvents(samples: readonly Sample[] = SAMPLES): RunEvent[] {
  const assertions = samples.map(({ assertion }) => sampleAssertion(assertion));
  return [
    {
      type: 'run-started',
      at: AT,
      tool: 'reglament 0.1.0',
      target: 'https://portal.example',
      portal: 'Example portal 4.2',
      seed: 7,
      nonce: null,
      convention: 'next-day',
      requireFull: false,
      regulations: [REGULATION],
      digests: { regulations: {}, suite: '' },
      assertions,
      scenarios: [
        {
          id: 'unpaid',
          regulation: REGULATION,
          flow: 'portal',
          path: ['authenticate', 'pay', 'refuse-unpaid'],
          cause: 'not-paid',
          needs: [],
          variant: null,
          means: null,
          tags: [],
          applications: 1,
        },
      ],
    },
    { type: 'scenario-started', at: AT, scenario: 'unpaid' },
    { type: 'exchange', scenario: 'unpaid', exchange: sampleExchange('unpaid#2', { state: 'open' }) },
    { type: 'exchange', scenario: 'unpaid', exchange: sampleExchange('unpaid#1', { state: 'open' }) },
    ...samples.map(({ verdict }, n): RunEvent => {
      return { type: 'verdict', verdict: sampleVerdict(assertions[n]?.id ?? '', verdict) };
    }),
    { type: 'scenario-finished', at: AT, scenario: 'unpaid', interrupted: null },
    { type: 'warning', at: AT, code: 'clock-not-shown', message: 'the portal does not show its clock' },
    { type: 'run-finished', at: '2026-11-26T10:02:30.000Z', stopped: null },
  ];
}

/** An exchange with this answer. */
export function sampleExchange(id: string, body: unknown): Exchange {
  return {
    id,
    operation: 'pay',
    at: AT,
    tookMs: 12,
    clock: '2013-03-15T04:00:00.000Z',
    request: {
      method: 'POST',
      url: '/requests/r1/payment',
      headers: { 'content-type': 'application/json' },
      body: '{"payment":null}',
    },
    response: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      bytes: 120,
      body: JSON.stringify(body),
      fault: null,
    },
  };
}

function sampleAssertion(changes: Partial<TestAssertion> = {}): TestAssertion {
  return {
    id: `${REGULATION}/portal/authenticate/term`,
    family: 'term',
    title: 'The login ends within 15 s',
    titled: [changes.title ?? 'The login ends within 15 s'],
    regulation: REGULATION,
    flow: 'portal',
    action: 'authenticate',
    source: [{ annex: 3, table: 1, step: 1, row: 'term' }],
    printed: '10–15 сек',
    level: 'required',
    because: null,
    predicate: 'finishes-within',
    arguments: {},
    walk: {},
    needs: [],
    errata: [],
    ...changes,
  };
}

function sampleVerdict(assertion: string, changes: Partial<ReportedVerdict> = {}): ReportedVerdict {
  const { expected = 'at most 15 s', actual = 'between 2 and 3 s', reason = null } = changes;
  return {
    ...{ assertion, verdict: 'pass', at: AT, clock: null, reason, expected, actual },
    says: { expected: [expected], actual: [actual], ...(reason === null ? {} : { reason: [reason] }) },
    ...{ evidence: ['unpaid#1'], scenario: null, disputed: false },
    ...changes,
  };
}

/** A regulation with a flow that has a table and a clause, a flow that has a clause alone, and an erratum. */
export function sampleRegulation(): Regulation {
  const name = { kk: 'Тасымалдауға лицензия беру', ru: 'Лицензия на перевозку', en: 'Licence to carry passengers' };
  return {
    id: REGULATION,
    source: '004.txt',
    act: {
      kind: 'order',
      issuer: 'Министр',
      number: '907',
      date: '2012-12-24',
      registration: null,
      repeal: null,
      clauses: 20,
      titles: [{ at: { part: 'title' }, printed: name.kk }],
    },
    service: {
      name,
      automation: 'partly-automated',
      type: 'transactional',
      portals: [],
      callCentre: null,
      identifiers: ['iin'],
    },
    parties: [
      {
        id: 'applicant',
        role: 'person',
        name: { kk: 'алушы', ru: 'получатель', en: 'applicant' },
        spellings: ['алушы'],
      },
    ],
    abbreviations: [],
    results: [],
    flows: {
      portal: {
        title: 'ЭҮП арқылы',
        entry: 'portal',
        clause: 6,
        items: [
          { item: 1, remark: 'Who is not registered registers first.', printed: 'алушы тіркеледі;' },
          { item: 2, condition: 1, checks: 'payment', by: null, ok: 'sign', fail: 'refuse-unpaid', printed: '1-шарт;' },
        ],
        table: { annex: 3, number: 1, title: '1-кесте. ЭҮП арқылы' },
        steps: [
          {
            step: 1,
            actor: { printed: 'Алушы', party: 'applicant' },
            action: { printed: 'ЭЦҚ бекіту', is: 'authenticate', does: 'authenticate' },
            completion: { printed: 'Хабарлама', forms: ['action-confirmed'] },
            term: { printed: '10–15 сек' },
            next: { printed: '2', branches: [{ to: 2, when: null }] },
          },
          {
            step: 2,
            actor: { printed: 'ЭҮТШ', party: 'applicant' },
            action: { printed: 'Ақы төлеу', is: 'pay', does: 'pay' },
            completion: { printed: 'Хабарлама', forms: ['action-confirmed'] },
            term: { printed: '-' },
            next: { printed: '3–егер ақы төлемесе', branches: [{ to: 3, when: 'unpaid' }] },
          },
        ],
      },
      office: {
        title: 'Орталық арқылы',
        entry: 'operator',
        clause: 7,
        items: [{ item: 1, remark: 'Registered.', printed: 'өтініш тіркеледі;' }],
        table: null,
        steps: [],
      },
    },
    participants: null,
    security: null,
    conditions: null,
    filling: null,
    viewing: null,
    screens: [],
    survey: null,
    sentences: [],
    errata: [
      {
        id: 'two-terms',
        explains: [],
        at: [{ annex: 3, table: 1, step: 2, row: 'term' }],
        printed: '-',
        conflictsWith: 'clause 3: 15 working days',
        reading: 'The term of clause 3 holds.',
        status: 'disputed',
        severity: 'high',
      },
    ],
  };
}
