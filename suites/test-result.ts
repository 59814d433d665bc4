// Turns the verdict on an assertion into what becomes of its test in a test host.
import { isBinding, type TestAssertion } from '../schemas/run/assertion.ts';
import { groupOf, type Verdict } from '../schemas/run/verdict.ts';

/**
 * Why the test of an assertion is skipped; null where it passes. What no sentence demands fails no test.
 * @throws Error where the test fails
 */
export function whySkipped(assertion: Pick<TestAssertion, 'level'>, verdict: Verdict | undefined): string | null {
  if (verdict === undefined) throw new Error('the run ended without a verdict');
  const group = groupOf(verdict);
  if (group === 'passed') return null;
  const found = `${verdict.verdict}: expected ${verdict.expected}; actual: ${verdict.actual}`;
  if (!isBinding(assertion)) return `recommended, ${found}`;
  if (group === 'excused') return verdict.reason ?? verdict.verdict;
  throw new Error(found);
}
