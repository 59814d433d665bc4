// Tests report.sarif by the schema of the format, and that nothing that stays open looks like a clean scan.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import ajv from 'ajv-draft-04';
import fc from 'fast-check';
import type { Log, Run } from 'sarif';
import { expect, it } from 'vitest';
import type { Report } from '../schemas/run/report.ts';
import { hostileReport, hostileText, knownReport, NOT_JUDGED, sampleReport, standingsReport } from './sample.ts';
import { renderSarif } from './sarif.ts';

const schema = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const isLog = new ajv.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile<Log>(
  JSON.parse(readFileSync(schema, 'utf8')),
);

function read(report: Report): Run {
  const log: unknown = JSON.parse(renderSarif(report));
  if (!isLog(log) || log.runs[0] === undefined) throw new Error(JSON.stringify(isLog.errors));
  return log.runs[0];
}
const alertsOf = ({ results = [] }: Run) =>
  results.filter(({ kind, suppressions }) => kind === 'fail' && suppressions === undefined);

it('gives what failed or stayed open its kind, and each result the rule of its assertion', () => {
  const { results = [], tool } = read(standingsReport());
  expect(results.map(({ kind, level, properties }) => [properties?.verdict, kind, level])).toEqual([
    ['error', 'open', 'none'],
    ['pending', 'open', 'none'],
    ['inconclusive', 'review', 'none'],
    ['inconclusive', 'open', 'none'],
    ['fail', 'fail', 'error'],
    ['fail', 'fail', 'error'],
  ]);
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId);
  expect(results[5]?.message.text).toBe('fail: the portal went on to sign');
  expect(tool.driver.rules?.[7]?.help?.text).toBe('table 1, step 2, next; clause 6, item 2: “3–егер ақы төлемесе”');
});

it('has what code scanning demands of each result and rule', () => {
  const { results = [], tool } = read(knownReport());
  for (const { locations, partialFingerprints } of results) {
    expect(locations?.[0]?.physicalLocation).toMatchObject({ artifactLocation: { uri: expect.any(String) } });
    expect(partialFingerprints).toMatchObject({ primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{64}$/u) });
  }
  for (const rule of tool.driver.rules ?? []) {
    expect(rule).toMatchObject({ shortDescription: {}, fullDescription: {}, help: {} });
  }
});

it('suppresses what the baseline knows, and alerts to what of it does not hold', () => {
  const run = read(knownReport());
  const known = run.results?.filter(({ suppressions }) => suppressions !== undefined);
  expect(known?.map(({ ruleId }) => ruleId?.split('/').at(-1))).toEqual(['flaky', 'known']);
  expect(alertsOf(run).map(({ ruleId }) => ruleId)).toEqual([
    ...['reglament/baseline/a/b/c/stale', 'reglament/baseline/a/b/c/expired', 'carriage-licence/portal/pay/unexpected'],
  ]);
});

it('says that the suite itself failed', () => {
  const { invocations } = read(standingsReport());
  expect(invocations?.[0]).toMatchObject({
    executionSuccessful: false,
    exitCode: 4,
    toolExecutionNotifications: [{ level: 'error', message: { text: expect.stringMatching(/^error: /u) } }],
  });
});

it.each(NOT_JUDGED)('alerts where the run rests on %s', (_, report) => {
  const run = read(report());
  expect(alertsOf(run)).toMatchObject([{ ruleId: 'reglament/run/outcome', level: 'error' }]);
  expect(run.invocations?.[0]).toMatchObject({ executionSuccessful: false, exitCode: 3 });
  expect(run.invocations?.[0]?.toolExecutionNotifications).toHaveLength(1);
});

it('is a clean scan where the run passed', () => {
  const run = read(sampleReport([{}]));
  expect(run.results).toEqual([]);
  expect(run.invocations?.[0]).toMatchObject({ executionSuccessful: true, exitCode: 0 });
});

it('keeps its shape and makes no link whatever the portal says', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const { results = [] } = read(hostileReport(text));
      expect(results).toHaveLength(7);
      for (const { message, locations } of results) {
        expect(message.text).not.toMatch(/\]\(/u);
        const uri = locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
        // The characters of RFC 3986, section 2.
        expect(uri).toMatch(/^(?:[\w.~!$&'()*+,;=:@/?#[\]-]|%[0-9A-F]{2})+$/u);
      }
    }),
  );
});
