// What came of an operation on a walk, and how it is made out of the answer of the portal.
import type { RequestView, ResultView, SessionView } from '../../../schemas/target/driver.ts';

/** What came of an operation, with the state of the walk where the answer shows it. */
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

/** Makes an attempt of an answer that shows the state of the walk. */
export const viewed = (answer: Raw & { body: Attempt['view'] }): Attempt => attempt(answer, answer.body, null);

/** Makes an attempt of an answer that is the result. */
export const fetched = (answer: Raw & { body: ResultView | null }): Attempt => attempt(answer, null, answer.body);

/** Makes an attempt of an answer of which it only matters whether it was given. */
export const seen = (answer: Raw & { body: unknown }): Attempt => ({
  ...attempt(answer, null, null),
  accepted: answer.body !== null,
});

function attempt({ status, problem, fault, exchange }: Raw, view: Attempt['view'], result: ResultView | null): Attempt {
  return { accepted: view !== null || result !== null, status, problem, fault, exchange, view, result };
}
