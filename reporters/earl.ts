// The reporter for evaluations that are put together with others: earl.jsonld, by the Evaluation and Report Language 1.0 of the W3C.
import { placeKey } from '../schemas/place.ts';
import type { Regulation } from '../schemas/regulation.ts';
import type { Report } from '../schemas/run/report.ts';
import { isClaimed } from '../schemas/run/verdict.ts';
import { visibleJson } from '../schemas/run/visible-json.ts';
import { type Entry, entriesOf, type Standing } from './entries.ts';
import { plainText } from './portal-text.ts';
import { headline } from './sentences.ts';

type Outcome = 'passed' | 'failed' | 'cantTell' | 'inapplicable' | 'untested';

/** The outcome of an assertion. What the baseline knows is no less a failure. */
export const EARL: Readonly<Record<Standing, Outcome>> = {
  passed: 'passed',
  failed: 'failed',
  expected: 'failed',
  inconclusive: 'cantTell',
  disputed: 'cantTell',
  pending: 'untested',
  'not-applicable': 'untested',
  error: 'cantTell',
  outcome: 'cantTell',
};

/** Below which things have their names, so that reports of several portals speak of the same ones. */
const NAMES = 'https://reglament.dev/';

const reference = (id: string) => ({ '@id': id, '@type': '@id' });
const CONTEXT = {
  earl: 'http://www.w3.org/ns/earl#',
  dct: 'http://purl.org/dc/terms/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  assertedBy: reference('earl:assertedBy'),
  subject: reference('earl:subject'),
  test: reference('earl:test'),
  mode: reference('earl:mode'),
  result: 'earl:result',
  outcome: reference('earl:outcome'),
  info: 'earl:info',
  title: 'dct:title',
  description: 'dct:description',
  identifier: 'dct:identifier',
  version: 'dct:hasVersion',
  date: { '@id': 'dct:date', '@type': 'xsd:dateTime' },
  issued: { '@id': 'dct:issued', '@type': 'xsd:date' },
  isPartOf: reference('dct:isPartOf'),
  source: reference('dct:source'),
};

/** The report as JSON-LD. */
export function renderEarl(report: Report, regulations: readonly Regulation[]): string {
  const entries = entriesOf(report, (standing) => standing !== 'passed');
  const [name = '', version = ''] = plainText(report.tool).split(' ');
  const subject = subjectOf(report);
  const graph = [
    { '@id': NAMES, '@type': ['earl:Assertor', 'earl:Software'], title: name, version },
    {
      '@id': subject,
      '@type': 'earl:TestSubject',
      title: plainText(report.portal),
      identifier: plainText(report.target),
      description: headline(report),
    },
    ...regulations.filter(({ id }) => report.regulations.includes(id)).map(actOf),
    ...entries.map(criterionOf),
    ...entries.map((entry) => assertionOf(entry, subject)),
  ];
  return `${visibleJson({ '@context': CONTEXT, '@graph': graph }, 2)}\n`;
}

/** The name of the portal: its address where it has one. */
function subjectOf({ target }: Report): string {
  const address = URL.canParse(target) ? new URL(target) : null;
  return address?.protocol === 'https:' || address?.protocol === 'http:' ? address.href : '_:portal';
}

const kazakh = (text: string) => ({ '@value': plainText(text), '@language': 'kk' });
const named = (kind: 'assertions' | 'regulations', id: string) => `${NAMES}${kind}/${encodeURI(id)}`;

function actOf({ id, act, service }: Regulation) {
  return {
    '@id': named('regulations', id),
    '@type': 'dct:Standard',
    title: [kazakh(act.titles[0]?.printed ?? service.name.kk), { '@value': service.name.en, '@language': 'en' }],
    ...(act.number === null ? {} : { identifier: act.number }),
    ...(act.date === null ? {} : { issued: act.date }),
  };
}

function criterionOf({ id, title, finding }: Entry) {
  const criterion = { '@id': named('assertions', id), '@type': ['earl:TestCriterion', 'earl:TestCase'], title };
  if (finding === null) return criterion;
  const { printed, regulation, source } = finding.assertion;
  const act = named('regulations', regulation);
  return {
    ...criterion,
    description: kazakh(printed),
    isPartOf: act,
    source: source.map((place) => `${act}#${encodeURI(placeKey(place))}`),
  };
}

function assertionOf({ id, standing, message, startMs, finding }: Entry, subject: string) {
  return {
    '@type': 'earl:Assertion',
    assertedBy: NAMES,
    subject,
    test: named('assertions', id),
    mode: 'earl:automatic',
    result: {
      '@type': 'earl:TestResult',
      outcome: `earl:${outcomeOf(standing, finding)}`,
      date: finding?.verdict.at ?? new Date(startMs).toISOString(),
      info: standing === 'passed' && finding !== null ? plainText(`pass: ${finding.verdict.actual}`) : message,
    },
  };
}

/** What the portal does not offer is not asked of it; what it has no way to show was not tested. */
function outcomeOf(standing: Standing, finding: Entry['finding']): Outcome {
  return finding !== null && !isClaimed(finding.verdict) ? 'inapplicable' : EARL[standing];
}
