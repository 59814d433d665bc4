// Tests ctrf-report.json by the validator of the format, and that it is red exactly when the run is not passed.
import { type CTRFReport, calculateSummary, parse, validateStrict } from 'ctrf';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Report } from '../schemas/run/report.ts';
import { renderCtrf } from './ctrf.ts';
import { hostileReport, hostileText, NOT_JUDGED, sampleReport, standingsReport } from './sample.ts';

function read(report: Report): CTRFReport['results'] {
  const text = renderCtrf(report);
  validateStrict(JSON.parse(text));
  return parse(text).results;
}

it('gives each verdict its status, and counts as the format counts', () => {
  const { tests, summary } = read(standingsReport());
  const statuses = tests.map(({ rawStatus, status }) => `${rawStatus} ${status}`);
  expect(statuses).toEqual([
    ...['error other', 'not-applicable skipped', 'pass passed', 'pending pending', 'inconclusive skipped'],
    ...['inconclusive other', 'fail skipped', 'fail failed'],
  ]);
  // It takes the times of the tests for that of the run, and suites with one name in two places for one.
  const { duration, suites, ...counted } = calculateSummary(tests, { start: summary.start, stop: summary.stop });
  expect(summary).toMatchObject(counted);
});

it('tells when, how long, and of a failure what was expected', () => {
  const { tests, summary, environment } = read(sampleReport());
  expect(tests.at(-1)).toMatchObject({
    testId: 'carriage-licence/portal/pay/next-when-unpaid',
    name: 'Unpaid, the refusal follows',
    suite: ['carriage-licence', 'portal', 'next-step'],
    start: Date.parse('2026-11-26T10:00:00.000Z'),
    duration: 24,
    message: 'fail: the portal went on to sign',
    trace: expect.stringContaining('expected: the request is refused for want of payment'),
  });
  expect(summary.duration).toBe(150_000);
  expect(environment).toMatchObject({ appName: 'Example portal 4.2', healthy: false });
});

it('begins a test when the first of its exchanges was sent', () => {
  const { exchanges } = sampleReport();
  const moved = Object.entries(exchanges).map(([id, one]) => [
    id,
    { ...one, at: `2026-11-26T09:59:5${id.at(-1)}.000Z` },
  ]);
  const { tests } = read(sampleReport(undefined, { exchanges: Object.fromEntries(moved) }));
  expect(tests.at(-1)?.start).toBe(Date.parse('2026-11-26T09:59:51.000Z'));
});

it.each(NOT_JUDGED)('fails a test where the run rests on %s', (_, report) => {
  const { tests, summary, environment } = read(report());
  expect(summary.failed).toBe(1);
  expect(environment?.healthy).toBe(false);
  expect(tests.at(-1)).toMatchObject({ name: expect.stringMatching(/^incomplete: /u), status: 'failed' });
});

it('is healthy and fails nothing where the run passed', () => {
  expect(read(sampleReport([{}]))).toMatchObject({ summary: { tests: 1, failed: 0 }, environment: { healthy: true } });
});

it('keeps its shape whatever the portal says', () => {
  // The validator reads its schema anew each time.
  fc.assert(
    fc.property(hostileText, (text) => read(hostileReport(text)).tests.length === 9),
    { numRuns: 10 },
  );
});
