// The predicate on signatures that are not those of whoever signs: they are refused where the right one is accepted.
import { cite, fails, holds, lacking, open } from '../finding.ts';
import { once, predicate } from '../predicate.ts';
import { notReached } from './steps.ts';

/** The statuses by which a portal refuses a signature for what it is; 409 is for portals that see it as out of place. */
const NO_SIGNATURE: readonly number[] = [400, 403, 409, 422];

const CALLED = {
  'another-person': 'a signature of another person',
  'other-bytes': 'a signature over other bytes',
  'no-signature': 'what is no signature',
  'own-content': 'a signature that holds other content',
};

/** Holds where the wrong signature was refused and changed nothing, and the right one was accepted after it. */
export const refusesSignature = predicate(
  'refuses-signature',
  once({ operations: ['readContent', 'sign'] }),
  (trace, { action, of }) => {
    const expected = `${CALLED[of]} is refused at ${action}`;
    const signing = trace.signings.find((one) => one.action === action && one.of === of);
    if (signing === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
    const { tried } = signing;
    if (tried === null) return lacking(expected, signing.lacking ?? 'it could not be made');
    const right = trace.performed.find((done) => done.operation === 'sign' && done.action === action);
    const evidence = cite(tried.exchange, right?.exchange);
    if (tried.fault !== null) return open(expected, `nothing can be told from the answer: ${tried.fault}`, evidence);
    if (tried.accepted) return fails(expected, 'it is accepted', evidence);
    if (tried.changed === true) return fails(expected, 'it is refused, yet the walk has changed', evidence);
    if (tried.changed === null) return open(expected, 'whether the walk has changed could not be read', evidence);
    if (tried.status === null || !NO_SIGNATURE.includes(tried.status))
      return open(expected, `it is refused for another reason: ${tried.problem}`, evidence);
    return right?.accepted === true
      ? holds(expected, `it is refused: ${tried.problem}`, evidence)
      : open(expected, 'the right one is not accepted either, so it tells nothing', evidence);
  },
);
