// Joins every assertion of a report with its verdict, because reporters show the two together.
import type { TestAssertion } from '../schemas/run/assertion.ts';
import type { Report } from '../schemas/run/report.ts';
import type { ReportedVerdict, VerdictName } from '../schemas/run/verdict.ts';

/** An assertion with its verdict. `number` is its place in the report, from 0. */
export interface Finding {
  readonly number: number;
  readonly assertion: TestAssertion;
  readonly verdict: ReportedVerdict;
}

/**
 * Joins the assertions of a report with their verdicts.
 * @returns the findings in the order of the assertions; an assertion without a verdict is left out
 */
export function findingsOf(report: Report): Finding[] {
  return findingsIn(report, report.verdicts);
}

/** The same for some of its verdicts, as those on the recommended assertions. */
export function findingsIn(report: Report, some: readonly ReportedVerdict[]): Finding[] {
  const verdicts = new Map(some.map((verdict) => [verdict.assertion, verdict]));
  return report.assertions.flatMap((assertion, number) => {
    const verdict = verdicts.get(assertion.id);
    return verdict === undefined ? [] : [{ number, assertion, verdict }];
  });
}

/** All verdicts from the worst to the best. `not-applicable` is worse than `pass`, so that a cell with both never looks passed. */
export const WORST_FIRST = [
  'fail',
  'error',
  'inconclusive',
  'pending',
  'not-applicable',
  'pass',
] as const satisfies readonly VerdictName[];

/** The worst verdict among findings; null where there are none. */
export function worstOf(findings: readonly Finding[]): VerdictName | null {
  return WORST_FIRST.find((name) => findings.some(({ verdict }) => verdict.verdict === name)) ?? null;
}

/** Groups values by a key, in the order in which the keys first appear. */
export function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
