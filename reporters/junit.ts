// The reporter for CI: junit.xml, which is green exactly when the outcome of the run is passed.
//
// One suite per regulation, flow and family; one case per assertion, named by its id, which never changes. Each entry of a baseline that
// does not hold is a failed case of the suite `reglament/baseline`; a run that did not pass although no case says so has a last case
// `reglament/run/outcome`. No host name is written, and no time but those of the report, so that the same report gives the same bytes.
import type { Report } from '../schemas/run/report.ts';
import { type Entry, entriesOf, type Standing } from './entries.ts';
import { groupBy } from './findings.ts';
import { plainText } from './portal-text.ts';

type CaseElement = 'failure' | 'error' | 'skipped';
/** How a test case is marked. Most CI systems show `skipped` as green, so only what does not keep a run from passing is skipped. */
export const JUNIT: Readonly<Record<Standing, CaseElement | null>> = {
  passed: null,
  failed: 'failure',
  expected: 'skipped',
  inconclusive: 'error',
  disputed: 'skipped',
  pending: 'error',
  'not-applicable': 'skipped',
  error: 'error',
  outcome: 'error',
};

/** The report as JUnit XML. */
export function renderJunit(report: Report): string {
  const isRed = (standing: Standing) => JUNIT[standing] === 'failure' || JUNIT[standing] === 'error';
  const entries = entriesOf(report, isRed);
  const name = `${report.tool} against ${report.target}`;
  const body = [...groupBy(entries, suiteName)].map(([suite, cases]) => renderSuite(suite, cases)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(name)}" ${counts(entries)} time="${timeOf(entries)}">\n${body}</testsuites>\n`;
}

function suiteName({ id, finding }: Entry): string {
  if (finding === null) return id.split('/', 2).join('/');
  const { regulation, flow, family } = finding.assertion;
  return `${regulation}/${flow}/${family}`;
}

function renderSuite(name: string, cases: readonly Entry[]): string {
  const elements = cases.map((one) => renderCase(name, one)).join('');
  const skipped = cases.filter(({ standing }) => JUNIT[standing] === 'skipped').length;
  // The schema of Ant wants neither fractions nor a zone; the time is UTC.
  const timestamp = new Date(Math.min(...cases.map(({ startMs }) => startMs))).toISOString().slice(0, 19);
  const attributes = `${counts(cases)} skipped="${skipped}" time="${timeOf(cases)}" timestamp="${timestamp}"`;
  return `  <testsuite name="${xml(name)}" ${attributes}>\n${elements}  </testsuite>\n`;
}

function renderCase(suite: string, { id, standing, type, message, lines, tookMs }: Entry): string {
  const open = `    <testcase classname="${xml(suite.replaceAll('/', '.'))}" name="${xml(id)}" time="${seconds(tookMs)}"`;
  const element = JUNIT[standing];
  if (element === null) return `${open}/>\n`;
  // The schemas of CI systems let `skipped` have a message and no type.
  const attributes = element === 'skipped' ? '' : ` type="${xml(type)}"`;
  const text = lines().map(xml).join('\n');
  return `${open}>\n      <${element} message="${xml(message)}"${attributes}>${text}</${element}>\n    </testcase>\n`;
}

/** What the schemas of CI systems let a suite and the whole have alike. */
function counts(cases: readonly Entry[]): string {
  const of = (element: CaseElement) => cases.filter(({ standing }) => JUNIT[standing] === element).length;
  return `tests="${cases.length}" failures="${of('failure')}" errors="${of('error')}"`;
}

const timeOf = (cases: readonly Entry[]): string => seconds(cases.reduce((sum, { tookMs }) => sum + tookMs, 0));

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escapes text for XML, on one line, without the two characters that plain text may hold and XML forbids. */
function xml(text: string): string {
  return plainText(text)
    .replace(/[\ufffe\uffff]/gu, '')
    .replace(/[&<>"']/gu, (found) => ENTITIES[found] ?? '');
}
