// Predicates on the protection of a request from another person, who tries to read it, to do its steps and to change its result.
import type { Trace } from '../../trace.ts';
import { cite, fails, holds, open } from '../finding.ts';
import { ANOTHER, RESULT, trying } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { ofDocument } from './document.ts';
import { notReached } from './steps.ts';

/** The statuses by which a portal refuses to show somebody what belongs to another person. */
const HIDDEN: readonly number[] = [401, 403, 404];
/** The statuses by which it refuses a step to another person; 409 is for portals that see the step as out of turn. */
const REFUSED: readonly number[] = [...HIDDEN, 409];

/** Why the other person did not try: the login failed, or the walk did not come so far. */
const untried = (trace: Trace, action: string) => trace.intruder?.reason ?? notReached(trace, action);

/**
 * Holds where another person was refused what the owner was shown. Where the owner was not shown it either, the refusal proves nothing,
 * so the finding stays open.
 */
export const hiddenFromAnother = predicate(
  'hidden-from-another',
  once(({ operation }) => ({ ...ANOTHER, operations: [operation] })),
  (trace, { action, operation }) => {
    const expected = `${operation} is refused to another person after ${action}`;
    if (!trace.history.some((entry) => entry.action === action))
      return open(expected, untried(trace, action), cite(trace.lastRead));
    const tried = trace.intrusions.find((one) => one.operation === operation && one.action === null);
    if (tried === undefined) return open(expected, untried(trace, action), cite(trace.lastRead));
    const own =
      operation === 'fetchResult'
        ? trace.fetched?.document == null
          ? null
          : trace.fetched.exchange
        : (trace.notices.at(-1)?.exchange ?? null);
    const evidence = cite(tried.exchange, own);
    if (tried.fault !== null) return open(expected, `nothing can be told from the answer: ${tried.fault}`, evidence);
    if (tried.accepted) return fails(expected, 'another person is shown it', evidence);
    if (own === null) return open(expected, `${operation} is refused to the owner too, so it tells nothing`, evidence);
    if (tried.status === null || !HIDDEN.includes(tried.status))
      return open(expected, `${operation} is refused for another reason: ${tried.problem}`, evidence);
    return holds(expected, `it is refused: ${tried.problem}`, evidence);
  },
);

/**
 * Holds where another person was refused the step that the walk waited for, nothing changed, and the owner could then do that step.
 * Where the owner could not do it either, the refusal proves nothing, so the finding stays open.
 */
export const refusedToAnother = predicate(
  'refused-to-another',
  once(({ operation }) => ({ ...ANOTHER, operations: trying(operation) })),
  (trace, { action, operation }) => {
    const expected = `${operation} is refused to another person while the walk waits for ${action}, and changes nothing`;
    const tried = trace.intrusions.find((one) => one.operation === operation && one.action === action);
    if (tried === undefined) return open(expected, untried(trace, action), cite(trace.lastRead));
    const own = trace.performed.find((done) => done.action === action && done.operation === operation && done.accepted);
    const evidence = cite(tried.exchange, own?.exchange);
    if (tried.fault !== null) return open(expected, `nothing can be told from the answer: ${tried.fault}`, evidence);
    if (tried.accepted) return fails(expected, `${operation} is accepted from another person`, evidence);
    if (tried.changed === true) return fails(expected, `${operation} is refused, yet the walk has changed`, evidence);
    if (tried.changed === null)
      return open(expected, `${operation} is refused; whether the walk has changed could not be read`, evidence);
    if (tried.status === null || !REFUSED.includes(tried.status))
      return open(expected, `${operation} is refused for another reason: ${tried.problem}`, evidence);
    if (own === undefined) return open(expected, `${operation} is not accepted from the owner either`, evidence);
    return holds(expected, `${operation} is refused: ${tried.problem}`, evidence);
  },
);

/** Holds where the walk came to its end although another person had tried to do its steps. */
export const undisturbed = predicate('undisturbed', once(ANOTHER), (trace, { action }) => {
  const expected = `${action} is reached although another person tries to do the steps of the owner`;
  const tried = trace.intrusions.filter((one) => one.action !== null);
  if (tried.length === 0) return open(expected, untried(trace, action), cite(trace.lastRead));
  const evidence = cite(...tried.map(({ exchange }) => exchange), trace.lastRead);
  const ended = trace.history.some((entry) => entry.action === action && entry.finishedAt !== null);
  if (ended && trace.state === 'completed')
    return tried.every(({ fault }) => fault !== null)
      ? open(expected, 'nothing can be told from the answers to another person', evidence)
      : holds(expected, `${action} is reached after ${tried.length} attempts`, evidence);
  const done = tried.find(({ accepted, changed }) => accepted || changed === true);
  if (done === undefined) return open(expected, notReached(trace, action), evidence);
  return fails(expected, `another person does ${done.action}, and the owner's walk goes no further`, evidence);
});

/** Holds where the signature verifies over the document, and no longer does after one byte of the document is changed. */
export const tamperingShows = predicate('tampering-shows', once(RESULT), (trace, { action }) => {
  const expected = `the document of ${action} does not verify any more when one byte of it is changed`;
  return ofDocument(trace, action, expected, (_, evidence) => {
    if (trace.signature === null) return open(expected, 'the signature was not looked at', evidence);
    const { wrong, verifiesTampered } = trace.signature;
    if (verifiesTampered) return fails(expected, 'the changed document verifies as well', evidence);
    // A signature that verifies over neither document lets nobody see a change, so this is a failure and not merely open.
    return wrong === null
      ? holds(expected, 'the document verifies, the changed one does not', evidence)
      : fails(expected, `neither verifies: ${wrong}`, evidence);
  });
});
