// What an operation of a walk came to.
import type { RequestView, ResultView, SessionView } from '../../../schemas/target/driver.ts';

/** What an operation came to, and the view of the walk that its answer shows. */
export interface Attempt {
  accepted: boolean;
  status: number | null;
  problem: string | null;
  fault: string | null;
  exchange: string;
  view: RequestView | SessionView | null;
  result: ResultView | null;
}

type Raw = Pick<Attempt, 'status' | 'problem' | 'fault' | 'exchange'>;

/** The attempt whose answer shows the walk. */
export const viewed = (answer: Raw & { body: Attempt['view'] }): Attempt => attempt(answer, answer.body, null);

/** The attempt whose answer is the result. */
export const fetched = (answer: Raw & { body: ResultView | null }): Attempt => attempt(answer, null, answer.body);

function attempt({ status, problem, fault, exchange }: Raw, view: Attempt['view'], result: ResultView | null): Attempt {
  return { accepted: view !== null || result !== null, status, problem, fault, exchange, view, result };
}
