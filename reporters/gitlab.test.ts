// Tests gl-code-quality-report.json by what GitLab demands of an issue.
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { type Static, Type } from 'typebox';
import { expect, it } from 'vitest';
import type { Report } from '../schemas/run/report.ts';
import { renderGitlab } from './gitlab.ts';
import { hostileReport, hostileText, knownReport, NOT_JUDGED, sampleReport, standingsReport } from './sample.ts';

/** What the documentation of GitLab asks for under "Code Quality report format". Its own check asks for less. */
const Issues = Type.Array(
  Type.Object(
    {
      description: Type.String({ minLength: 1 }),
      check_name: Type.String({ minLength: 1 }),
      fingerprint: Type.String({ pattern: '^[0-9a-f]+$' }),
      severity: Type.Enum(['info', 'minor', 'major', 'critical', 'blocker']),
      location: Type.Object({
        path: Type.String({ pattern: '^(?!\\./)(?!/).' }),
        lines: Type.Object({ begin: Type.Integer({ minimum: 1 }) }),
      }),
    },
    { additionalProperties: false },
  ),
);
const isIssues = new Ajv({ strict: false }).compile<Static<typeof Issues>>(Issues);

function read(report: Report): Static<typeof Issues> {
  const text = renderGitlab(report);
  // GitLab takes no file that begins with a byte order mark.
  expect(text.startsWith('[')).toBe(true);
  const issues: unknown = JSON.parse(text);
  if (!isIssues(issues)) throw new Error(JSON.stringify(isIssues.errors));
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  return issues;
}

it('makes an issue of what failed or stayed open, by its severity and in its cell', () => {
  const issues = read(standingsReport());
  expect(issues.map(({ severity }) => severity)).toEqual(['major', 'minor', 'info', 'minor', 'info', 'critical']);
  expect(issues.at(-1)).toMatchObject({
    description: 'Unpaid, the refusal follows: fail: the portal went on to sign',
    check_name: 'carriage-licence/portal/pay/next-when-unpaid',
    location: { path: 'carriage-licence/table/3/1/2/next' },
  });
});

it('calls an issue new when a failure that was known is not any more, and the same from run to run', () => {
  const sample = { assertion: { id: 'a/b/c/d' }, verdict: { verdict: 'fail' as const } };
  const known = { flaky: false, reason: 'r', link: 'l', expires: '2026-12-31' };
  const [before] = read(sampleReport([{}, { ...sample, verdict: { ...sample.verdict, known } }]));
  const [after] = read(sampleReport([{}, sample]));
  const [later] = read(sampleReport([{}, { ...sample, verdict: { ...sample.verdict, actual: 'otherwise' } }]));
  expect(before?.fingerprint).not.toBe(after?.fingerprint);
  expect(later?.fingerprint).toBe(after?.fingerprint);
});

it('makes an issue of what of the baseline does not hold', () => {
  const names = read(knownReport()).map(({ check_name, severity }) => `${severity} ${check_name}`);
  expect(names.slice(0, 2)).toEqual([
    'critical reglament/baseline/a/b/c/stale',
    'critical reglament/baseline/a/b/c/expired',
  ]);
});

it.each(NOT_JUDGED)('has a blocker where the run rests on %s', (_, report) => {
  expect(read(report()).at(-1)).toMatchObject({ severity: 'blocker', check_name: 'reglament/run/outcome' });
});

it('has no issue where the run passed', () => {
  expect(read(sampleReport([{}]))).toEqual([]);
});

it('keeps its shape and cuts what is long, whatever the portal says', () => {
  fc.assert(fc.property(hostileText, (text) => read(hostileReport(text)).length === 7));
  for (const { description } of read(hostileReport('😀'.repeat(50_000)))) {
    expect(description.length).toBeLessThanOrEqual(500);
    expect(description.isWellFormed()).toBe(true);
  }
});
