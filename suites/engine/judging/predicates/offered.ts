// Finds what the pages of a stage offered, and whose number it is, for the predicates that judge pages.
import { quote, type Said, say } from '../../../../schemas/said.ts';
import type { PagesView } from '../../../../schemas/target/driver.ts';
import type { Stage } from '../../../../schemas/vocabulary.ts';
import type { Trace } from '../../trace.ts';
import { cite, type Finding, fails, open } from '../finding.ts';
import { notReached } from './steps.ts';

/**
 * Judges what the pages of a stage offered. The finding stays open where the walk did not reach the action or nobody looked at the
 * pages, and fails where the portal refused to show them.
 */
export function offeredAt(
  trace: Trace,
  action: string,
  stage: Stage,
  expected: Said,
  judge: (offered: PagesView, evidence: string[]) => Finding,
): Finding {
  const answer = trace.pages.find((page) => page.stage === stage)?.answer;
  if (answer === undefined || !reached(trace, action))
    return open(expected, notReached(trace, action), cite(trace.lastRead));
  const evidence = cite(answer.exchange);
  if (answer.fault !== null)
    return open(expected, say`nothing can be told from the answer: ${quote(answer.fault)}`, evidence);
  return answer.body === null
    ? fails(expected, say`it is not shown: ${quote(answer.problem)}`, evidence)
    : judge(answer.body, evidence);
}

/** Whether an action is on the record of the walk. */
export const reached = (trace: Trace, action: string) => trace.history.some((entry) => entry.action === action);

const IIN_BIN = /^\d{12}$/u;

/** Whether an IIN or BIN that is shown is the applicant's, by its digits alone; null where the walk did not log in with one. */
export function isOfApplicant(shown: string, { applicant }: Pick<Trace, 'applicant'>): boolean | null {
  return applicant === null || !IIN_BIN.test(applicant) ? null : shown.replace(/\D/gu, '') === applicant;
}
