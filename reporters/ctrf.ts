// The reporter for readers of the Common Test Report Format (ctrf.io): ctrf-report.json, with a failed test exactly when the run is not passed.
import type { CTRFReport, Test, TestStatus } from 'ctrf';
import type { Report } from '../schemas/run/report.ts';
import { visibleJson } from '../schemas/run/visible-json.ts';
import { type Entry, entriesOf, type Standing } from './entries.ts';
import { plainText } from './portal-text.ts';

/** The status of a test. Readers fail a build for `failed` alone, so a run that stayed open has a failed test of its own. */
export const CTRF: Readonly<Record<Standing, TestStatus>> = {
  passed: 'passed',
  failed: 'failed',
  expected: 'skipped',
  inconclusive: 'other',
  disputed: 'skipped',
  pending: 'pending',
  'not-applicable': 'skipped',
  error: 'other',
  outcome: 'failed',
};

/** The report in the Common Test Report Format. */
export function renderCtrf(report: Report): string {
  const entries = entriesOf(report, (standing) => CTRF[standing] === 'failed');
  const [name = '', version = ''] = plainText(report.tool).split(' ');
  const start = Date.parse(report.startedAt);
  const stop = Date.parse(report.finishedAt ?? report.startedAt);
  const count = (status: TestStatus) => entries.filter(({ standing }) => CTRF[standing] === status).length;
  const shard = report.part === undefined ? {} : { shardId: `${report.part.number}/${report.part.of}` };
  const ctrf: CTRFReport = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: new Date(stop).toISOString(),
    generatedBy: name,
    results: {
      tool: { name, version },
      summary: {
        tests: entries.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: count('pending'),
        other: count('other'),
        flaky: entries.filter(isFlaky).length,
        start,
        stop,
        duration: stop - start,
      },
      tests: entries.map(testOf),
      environment: {
        appName: plainText(report.portal),
        testEnvironment: plainText(report.target),
        healthy: report.outcome === 'passed',
        ...shard,
      },
    },
  };
  return `${visibleJson(ctrf, 2)}\n`;
}

const isFlaky = ({ finding }: Entry): boolean => finding?.verdict.known?.flaky === true;

function testOf(entry: Entry): Test {
  const { id, title, standing, type, message, lines, startMs, tookMs, finding } = entry;
  const duration = Math.round(tookMs);
  return {
    testId: id,
    name: title,
    status: CTRF[standing],
    rawStatus: type,
    duration,
    start: startMs,
    stop: startMs + duration,
    ...(standing === 'passed' ? {} : { message, trace: lines().join('\n') }),
    ...(finding === null
      ? {}
      : {
          suite: [finding.assertion.regulation, finding.assertion.flow, finding.assertion.family],
          labels: { level: finding.assertion.level },
        }),
    ...(isFlaky(entry) ? { flaky: true } : {}),
  };
}
