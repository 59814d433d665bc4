// Predicates on requests in the service history of the applicant that are not completed: still under way, or refused.
import { quote, say } from '../../../../schemas/said.ts';
import type { Answer } from '../../../sut/sut.ts';
import type { Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, open } from '../finding.ts';
import type { Needs } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { notReached } from './steps.ts';

const SERVICE_HISTORY: Needs = { operations: ['readHistory'] };

/** Holds where the history listed the request once, as open, while it waited for the decision. */
export const openInHistory = predicate('open-in-history', once(SERVICE_HISTORY), (trace, { action }) =>
  listedAs(trace, action, 'open', trace.openHistory),
);

/** Holds where the history lists the request once, as refused, after the refusal. */
export const refusedInHistory = predicate('refused-in-history', once(SERVICE_HISTORY), (trace, { action }) =>
  listedAs(trace, action, 'refused', trace.serviceHistory),
);

function listedAs(
  trace: Trace,
  action: string,
  state: 'open' | 'refused',
  seen: { request: string | null; answer: Answer<'readHistory'> } | null,
): Finding {
  const expected =
    state === 'open'
      ? say`the service history lists the request as ${state} during ${action}`
      : say`the service history lists the request as ${state} after ${action}`;
  if (seen === null || !trace.history.some((entry) => entry.action === action))
    return open(expected, notReached(trace, action), cite(trace.lastRead));
  const { request, answer } = seen;
  const evidence = cite(answer.exchange, trace.lastRead);
  if (answer.fault !== null)
    return open(expected, say`nothing can be told from the answer: ${quote(answer.fault)}`, evidence);
  if (answer.body === null)
    return fails(expected, say`the history is not shown to its owner: ${quote(answer.problem)}`, evidence);
  const [listed, again] = answer.body.requests.filter((one) => one.request === request);
  if (listed === undefined) return fails(expected, say`the request is not in the history`, evidence);
  if (again !== undefined) return fails(expected, say`the request is in the history twice`, evidence);
  return listed.state === state
    ? holds(expected, say`it is listed as ${state}`, evidence)
    : fails(expected, say`the history says that it is ${listed.state}`, evidence);
}
