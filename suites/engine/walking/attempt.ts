// What came of an operation on a walk, and how it is made out of the answer of the portal.
import type { RequestView, ResultView, SessionView } from '../../../schemas/target/driver.ts';
import type { Blame } from '../../sut/blame.ts';

/** What came of an operation, with the state of the walk where the answer shows it. */
export interface Attempt {
  accepted: boolean;
  status: number | null;
  problem: string | null;
  fault: string | null;
  /** Whether the fault is that the target leaves out what it would take to try this. */
  lacks?: boolean;
  exchange: string;
  view: RequestView | SessionView | null;
  result: ResultView | null;
}

type Raw = Pick<Attempt, 'status' | 'problem' | 'fault' | 'exchange'> & { blame?: Blame };

/** Makes an attempt of an answer that shows the state of the walk. */
export const viewed = (answer: Raw & { body: Attempt['view'] }): Attempt => attempt(answer, answer.body, null);

/** Makes an attempt of an answer that is the result. */
export const fetched = (answer: Raw & { body: ResultView | null }): Attempt => attempt(answer, null, answer.body);

/** Makes an attempt of an answer of which it only matters whether it was given. */
export const seen = (answer: Raw & { body: unknown }): Attempt => ({
  ...attempt(answer, null, null),
  accepted: answer.body !== null,
});

function attempt(raw: Raw, view: Attempt['view'], result: ResultView | null): Attempt {
  const { status, problem, fault, exchange, blame } = raw;
  const told = { accepted: view !== null || result !== null, status, problem, fault, exchange, view, result };
  return blame?.lacks === true ? { ...told, lacks: true } : told;
}

/** What came of an attempt, without what the answer shows. */
export function toldBy({ view: _, result: __, ...told }: Attempt): Omit<Attempt, 'view' | 'result'> {
  return told;
}
