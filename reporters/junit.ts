// The reporter for CI: junit.xml, which is green exactly when the outcome of the run is passed.
//
// One suite per regulation, flow and family; one case per assertion, named by its id, which never changes. Where the run did not pass and
// no case says so (nothing was judged, or all was demanded), a last case `reglament/run/outcome` carries the error. Each entry of a
// baseline that does not hold is a failed case of the suite `reglament/baseline`. No time and no host
// name is written, so that the same report gives the same bytes.

import { describePlaces } from '../schemas/place.ts';
import type { Report } from '../schemas/run/report.ts';
import { groupOf, type VerdictGroup } from '../schemas/run/verdict.ts';
import { type Finding, findingsOf, groupBy } from './findings.ts';
import { plainText } from './portal-text.ts';
import { attemptsLine, headline, judgedLine, knownLine } from './sentences.ts';

type CaseElement = 'failure' | 'error' | 'skipped';
/** How a test case is marked. Most CI systems show `skipped` as green, so only what does not keep a run from passing is skipped. */
const ELEMENTS: Readonly<Record<VerdictGroup, CaseElement | null>> = {
  passed: null,
  failed: 'failure',
  expected: 'skipped',
  excused: 'skipped',
  open: 'error',
};

interface Case {
  readonly name: string;
  readonly element: CaseElement | null;
  readonly type: string;
  readonly message: string;
  readonly lines: readonly string[];
}
interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/** The report as JUnit XML. */
export function renderJunit(report: Report): string {
  const groups = groupBy(findingsOf(report), ({ assertion }) => suiteName(assertion));
  const suites = [...groups].map(([name, findings]) => ({
    name,
    cases: findings.map((finding) => caseOf(finding, report)),
  }));
  const problems = (report.baseline?.problems ?? []).map(problemCase);
  if (problems.length > 0) suites.unshift({ name: 'reglament/baseline', cases: problems });
  if (report.outcome !== 'passed' && !suites.some(isRed))
    suites.push({ name: 'reglament/run', cases: [runCase(report)] });
  const all = suites.flatMap(({ cases }) => cases);
  const name = `${report.tool} against ${report.target}`;
  const body = suites.map(renderSuite).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(name)}" ${counts(all)}>\n${body}</testsuites>\n`;
}

function suiteName({ regulation, flow, family }: Finding['assertion']): string {
  return `${regulation}/${flow}/${family}`;
}

function isRed({ cases }: Suite): boolean {
  return cases.some(({ element }) => element === 'failure' || element === 'error');
}

function caseOf({ assertion, verdict }: Finding, report: Report): Case {
  const { known, attempts } = verdict;
  const why = verdict.verdict === 'fail' ? verdict.actual : (verdict.reason ?? 'no reason given');
  const lines = [
    `title: ${assertion.title}`,
    `place: ${describePlaces(assertion.source)}`,
    `expected: ${verdict.expected}`,
    `actual: ${verdict.actual}`,
    ...(verdict.reason === null ? [] : [`reason: ${verdict.reason}`]),
    ...(known === undefined ? [] : [knownLine(known)]),
    ...(attempts === undefined ? [] : [attemptsLine(attempts)]),
    ...verdict.evidence.map((id) => `evidence: ${id}${describeExchange(report, id)}`),
  ];
  const message = `${verdict.verdict}${known === undefined ? '' : ' as expected'}: ${why}`;
  return { name: assertion.id, element: ELEMENTS[groupOf(verdict)], type: verdict.verdict, message, lines };
}

function describeExchange({ exchanges }: Report, id: string): string {
  const exchange = Object.hasOwn(exchanges, id) ? exchanges[id] : undefined;
  if (exchange === undefined) return '';
  const { operation, request, response } = exchange;
  return ` ${operation} ${request.method} ${request.url} -> ${response.status ?? response.fault ?? 'no answer'}`;
}

function problemCase({ assertion, kind, message }: NonNullable<Report['baseline']>['problems'][number]): Case {
  return { name: `reglament/baseline/${assertion}`, element: 'failure', type: kind, message, lines: [message] };
}

function runCase(report: Report): Case {
  const lines = [judgedLine(report), ...(report.stopped === null ? [] : [`stopped: ${report.stopped}`])];
  return { name: 'reglament/run/outcome', element: 'error', type: report.outcome, message: headline(report), lines };
}

function renderSuite({ name, cases }: Suite): string {
  const elements = cases.map((one) => renderCase(name, one)).join('');
  return `  <testsuite name="${xml(name)}" ${counts(cases)}>\n${elements}  </testsuite>\n`;
}

function renderCase(suite: string, { name, element, type, message, lines }: Case): string {
  const open = `    <testcase classname="${xml(suite.replaceAll('/', '.'))}" name="${xml(name)}"`;
  if (element === null) return `${open}/>\n`;
  // The schemas of CI systems let `skipped` have a message and no type.
  const attributes = element === 'skipped' ? '' : ` type="${xml(type)}"`;
  const text = lines.map(xml).join('\n');
  return `${open}>\n      <${element} message="${xml(message)}"${attributes}>${text}</${element}>\n    </testcase>\n`;
}

function counts(cases: readonly Case[]): string {
  const of = (element: CaseElement) => cases.filter((one) => one.element === element).length;
  return `tests="${cases.length}" failures="${of('failure')}" errors="${of('error')}" skipped="${of('skipped')}"`;
}

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
