// The reporter for Allure: the folder allure-results with a file a test, the categories of what is not green, and the environment.

import type { Status, TestResult } from 'allure-js-commons';
import type { Category } from 'allure-js-commons/sdk';
import { describePlaces } from '../schemas/place.ts';
import type { Report } from '../schemas/run/report.ts';
import { visibleJson } from '../schemas/run/visible-json.ts';
import { plainly } from '../schemas/said.ts';
import { type Entry, entriesOf, fingerprintOf, type Standing } from './entries.ts';
import { code } from './markdown.ts';
import { OWN } from './output-file.ts';
import { plainText } from './portal-text.ts';
import { OUTCOME_MEANINGS, VERDICT_WORDS } from './sentences.ts';

/** The status of a test. Allure counts `broken` as a defect, as it is of a run: it was not shown that the portal is right. */
export const ALLURE: Readonly<Record<Standing, `${Status}`>> = {
  passed: 'passed',
  failed: 'failed',
  expected: 'skipped',
  inconclusive: 'broken',
  disputed: 'skipped',
  pending: 'broken',
  'not-applicable': 'skipped',
  error: 'broken',
  outcome: 'broken',
};

/** A shape of Allure with the words that its enums stand for. */
type Plain<T> = T extends string ? `${T}` : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

type Result = Plain<Omit<TestResult, 'statusDetails'>> & {
  statusDetails: TestResult['statusDetails'] & { known?: boolean; flaky?: boolean };
};

/** The files of the folder by their names. The file of an assertion has the same name in every run. */
export function renderAllure(report: Report): ReadonlyMap<string, string> {
  const entries = entriesOf(report, (standing) => ALLURE[standing] === 'failed' || ALLURE[standing] === 'broken');
  return new Map([
    ...entries.map((entry): [string, string] => [
      `${OWN}${fingerprintOf(entry.id).slice(0, 32)}-result.json`,
      `${visibleJson(resultOf(entry, report), 2)}\n`,
    ]),
    ['categories.json', `${visibleJson(CATEGORIES, 2)}\n`],
    ['environment.properties', properties(report)],
  ]);
}

function resultOf(entry: Entry, report: Report): Result {
  const { id, title, standing, message, lines, startMs, tookMs, finding } = entry;
  return {
    uuid: uuidOf(id, report.target, report.startedAt),
    historyId: fingerprintOf(id, report.target),
    testCaseId: fingerprintOf(id),
    fullName: id,
    name: title,
    status: ALLURE[standing],
    stage: 'finished',
    start: startMs,
    stop: startMs + Math.round(tookMs),
    statusDetails: standing === 'passed' ? {} : { message, trace: lines().join('\n'), ...detailsOf(entry) },
    labels: labelsOf(entry),
    links: [],
    parameters: [],
    steps: [],
    attachments: [],
    ...(finding === null
      ? {}
      : { description: `${code(describePlaces(finding.assertion.source))} says ${code(finding.assertion.printed)}` }),
  };
}

function detailsOf({ finding }: Entry): Result['statusDetails'] {
  if (finding === null) return {};
  const { expected, actual, known } = finding.verdict;
  const words = { expected: plainText(expected), actual: plainText(actual) };
  return known === undefined ? words : { ...words, known: true, flaky: known.flaky };
}

function labelsOf({ id, finding }: Entry): Result['labels'] {
  const framework = { name: 'framework', value: 'reglament' };
  if (finding === null) return [framework, { name: 'parentSuite', value: id.split('/', 2).join('/') }];
  const { regulation, flow, family, action, level } = finding.assertion;
  return [
    framework,
    { name: 'parentSuite', value: regulation },
    { name: 'suite', value: flow },
    { name: 'subSuite', value: family },
    { name: 'epic', value: regulation },
    { name: 'feature', value: flow },
    { name: 'story', value: action },
    { name: 'tag', value: level },
  ];
}

/** A UUID of version 8, whose bits are our own to choose. */
function uuidOf(...parts: readonly string[]): string {
  const hex = fingerprintOf(...parts);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** What is not green is put together by how its message begins. */
const CATEGORIES: readonly Plain<Category>[] = [
  { name: VERDICT_WORDS.fail.label, matchedStatuses: ['failed'] },
  ...(['inconclusive', 'pending', 'error'] as const).map((name) => ({
    name: VERDICT_WORDS[name].label,
    description: VERDICT_WORDS[name].meaning,
    messageRegex: `^${name}: .*`,
    matchedStatuses: ['broken' as const],
  })),
  {
    name: 'Incomplete',
    description: plainly(OUTCOME_MEANINGS.incomplete),
    messageRegex: '^incomplete: .*',
    matchedStatuses: ['broken'],
  },
];

/** Properties of Java: all that is not printable ASCII is written as `\uXXXX`. */
function properties(report: Report): string {
  const { portal, target, tool, seed, convention, outcome } = report;
  const rows = Object.entries({ outcome, portal, target, tool, seed: String(seed), convention });
  const spell = (text: string) =>
    plainText(text)
      .replaceAll('\\', '\\\\')
      .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return rows.map(([name, value]) => `${name} = ${spell(value)}\n`).join('');
}
