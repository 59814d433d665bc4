// The predicate on what is brought wrong: it is refused by the answer alone, which leaves the request as it was, or by the step that refuses.
import { quote, type Said, say } from '../../../../schemas/said.ts';
import { CAUSES } from '../../../../schemas/vocabulary.ts';
import type { ArgumentsOf } from '../../../calls.ts';
import type { Performed, Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, lacking, open } from '../finding.ts';
import { once, predicate } from '../predicate.ts';
import { isShown } from './entering.ts';
import { follows, notReached } from './steps.ts';

/** The statuses by which a portal refuses what it was sent for what it is; 409 is for portals that see it as out of place. */
const REFUSED: readonly number[] = [400, 403, 409, 422];

/** Holds where what was brought with the cause was refused, at once or by the step that refuses the request. */
export const refusesWrong = predicate(
  'refuses-wrong',
  once(({ cause }) => ({ operations: [CAUSES[cause].operation] })),
  (trace, args) => {
    const { operation } = CAUSES[args.cause];
    const expected = say`${args.cause} is refused by the answer to ${operation}, or by ${args.next}`;
    const brought = trace.performed.find((one) => one.operation === operation);
    if (brought === undefined) return open(expected, notReached(trace, args.action), cite(trace.lastRead));
    if (!brought.accepted) return refusedOutright(trace, brought, expected, args);
    const entered = args.cause === 'another-applicant' ? whomItNames(trace, expected) : null;
    return entered ?? follows(trace, args);
  },
);

function refusedOutright(
  { history, lastRead, entering }: Trace,
  { status, problem, fault, operation, exchange }: Performed,
  expected: Said,
  { next, others }: ArgumentsOf<'refuses-wrong'>,
): Finding {
  const evidence = cite(exchange, lastRead);
  const gone = history.find(({ action }) => others.includes(action));
  if (gone !== undefined)
    return fails(expected, say`${operation} is refused, yet ${gone.action} is on record`, evidence);
  if (history.some(({ action }) => action === next)) return holds(expected, say`${next} is on record`, evidence);
  // Where not even a request was opened, it was never come to what is wrong.
  if (operation === 'fill' && entering === null)
    return open(expected, say`no request was opened that could be filled in: ${quote(fault ?? problem)}`, evidence);
  if (fault !== null) return open(expected, say`nothing can be told from the answer: ${quote(fault)}`, evidence);
  return status !== null && REFUSED.includes(status)
    ? holds(expected, say`${operation} is refused: ${quote(problem)}`, evidence)
    : open(expected, say`${operation} is refused for another reason: ${quote(problem)}`, evidence);
}

/** What follows from whom the request names that was taken; null where it names whom the form was filled in for, or it was refused. */
function whomItNames({ entering, content, history, scenario, state }: Trace, expected: Said): Finding | null {
  if (entering === null || state === 'refused' || history.some(({ action }) => action === scenario.path.at(-1)))
    return null;
  const { filled, applicant, filledIn } = entering;
  const isOnForm = Object.values(filled ?? {}).some((value) => isShown(value, applicant));
  if (isOnForm || content?.texts.some((text) => text.includes(applicant))) return null;
  if (filled == null && content?.isWhole !== true)
    return lacking(expected, say`the portal does not show whom the request names`);
  return holds(
    expected,
    say`the request does not name whom the form was filled in for`,
    cite(filledIn, content?.exchange),
  );
}
