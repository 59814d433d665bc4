// The predicate on signatures that are not those of whoever signs: they are refused where the right one is accepted.
import { quote, say } from '../../../../schemas/said.ts';
import { cite, fails, holds, lacking, open } from '../finding.ts';
import { once, predicate } from '../predicate.ts';
import { notReached } from './steps.ts';

/** The statuses by which a portal refuses a signature for what it is; 409 is for portals that see it as out of place. */
const NO_SIGNATURE: readonly number[] = [400, 403, 409, 422];

const CALLED = {
  'another-person': say`a signature of another person`,
  'other-bytes': say`a signature over other bytes`,
  'no-signature': say`what is no signature`,
  'own-content': say`a signature that holds other content`,
};

/** Holds where the wrong signature was refused and changed nothing, and the right one was accepted after it. */
export const refusesSignature = predicate(
  'refuses-signature',
  once({ operations: ['readContent', 'sign'] }),
  (trace, { action, of }) => {
    const expected = say`${CALLED[of]} is refused at ${action}`;
    const signing = trace.signings.find((one) => one.action === action && one.of === of);
    if (signing === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
    const { tried } = signing;
    if (tried === null) return lacking(expected, say`${signing.lacking ?? say`it could not be made`}`);
    const right = trace.performed.find((done) => done.operation === 'sign' && done.action === action);
    const evidence = cite(tried.exchange, right?.exchange);
    if (tried.fault !== null)
      return open(expected, say`nothing can be told from the answer: ${quote(tried.fault)}`, evidence);
    if (tried.accepted) return fails(expected, say`it is accepted`, evidence);
    if (tried.changed === true) return fails(expected, say`it is refused, yet the walk has changed`, evidence);
    if (tried.changed === null) return open(expected, say`whether the walk has changed could not be read`, evidence);
    if (tried.status === null || !NO_SIGNATURE.includes(tried.status))
      return open(expected, say`it is refused for another reason: ${quote(tried.problem)}`, evidence);
    return right?.accepted === true
      ? holds(expected, say`it is refused: ${quote(tried.problem)}`, evidence)
      : open(expected, say`the right one is not accepted either, so it tells nothing`, evidence);
  },
);
