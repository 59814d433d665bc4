// Predicates on a certificate at the brinks of its validity. They decide only where it counts, or does not, at every moment at which it may have been checked.

import type { Brink } from '../../../../schemas/run/assertion.ts';
import { any, quote, type Said, say } from '../../../../schemas/said.ts';
import { BRIEF, CAUSE_AT, isInForceAt } from '../../../flow/brinks.ts';
import type { AtBrink } from '../../trace.ts';
import { cite, fails, holds, lacking, open } from '../finding.ts';
import { once, predicate } from '../predicate.ts';
import { REFUSED } from './door.ts';
import { notReached } from './steps.ts';

const SECOND_MS = 1000;

/** When a certificate is used, in words. */
const WORDS: Readonly<Record<Brink, Said>> = {
  'just-before': say`in the second before its first one`,
  'just-begun': say`in its first second`,
  'just-ending': say`in its last second`,
  'just-ended': say`in the second after its last one`,
};

/** Whether it certainly counted, or certainly did not, at each moment at which it may have been checked; null where it may have been either. */
function wasInForce({ validity, grainMs, at, by }: AtBrink): boolean | null {
  if (at >= validity.from && by + grainMs <= validity.to) return true;
  return by + Math.max(1, grainMs) <= validity.from || at >= validity.to + SECOND_MS ? false : null;
}

const UNCLEAR = say`when it was checked cannot be told closely enough`;

/** Holds where a certificate is confirmed at a brink at which it counts, and refused for that reason at one at which it does not. */
export const countsAt = predicate('counts-at', once({ certificate: BRIEF }), (trace, { action, brink }) => {
  const isGood = isInForceAt(brink);
  const expected = isGood
    ? say`a certificate is confirmed at ${action} ${WORDS[brink]}`
    : say`a certificate is refused at ${action} ${WORDS[brink]}`;
  const { used } = trace;
  if (used === null) return open(expected, notReached(trace, action), cite(trace.lastRead));
  if ('why' in used) return used.lacks ? lacking(expected, used.why) : open(expected, used.why, cite(trace.lastRead));
  const { outcome, named, fault, problem, exchange } = used;
  const evidence = cite(exchange, trace.lastRead);
  if (outcome === null)
    return open(
      expected,
      fault !== null
        ? say`nothing can be told from the answer: ${quote(fault)}`
        : problem === null
          ? say`it is neither confirmed nor refused on record`
          : say`it is neither confirmed nor refused on record: ${quote(problem)}`,
      evidence,
    );
  const cause = CAUSE_AT[brink];
  const of = isGood ? ['expired', 'not-yet-valid'] : [cause];
  if (outcome === 'refused' && named.length > 0 && !named.some((one) => of.includes(one)))
    return open(expected, say`it is refused for another reason: ${any(named)}`, evidence);
  // One that was sent in time may be confirmed, whenever it is checked.
  const sent = wasInForce({ ...used, by: used.at });
  const certain = outcome === 'confirmed' && isGood ? sent : wasInForce(used);
  if (certain !== isGood) return open(expected, UNCLEAR, evidence);
  const isRight = outcome === (isGood ? 'confirmed' : 'refused');
  const actual = outcome === 'confirmed' ? say`it is confirmed` : say`it is refused`;
  return isRight ? holds(expected, actual, evidence) : fails(expected, actual, evidence);
});

/** Holds where somebody is let in who shows a certificate at a brink at which it counts, and is not at one at which it does not. */
export const letInAt = predicate(
  'let-in-at',
  once({ shown: ['loginCertificate'], certificate: BRIEF }),
  (trace, { action, brink }) => {
    const isGood = isInForceAt(brink);
    const expected = isGood
      ? say`whoever shows a certificate ${WORDS[brink]} is let in by ${action}`
      : say`whoever shows a certificate ${WORDS[brink]} is not let in by ${action}`;
    const { shown } = trace;
    if (shown === null) return open(expected, notReached(trace, say`a login with it`), cite(trace.lastRead));
    if ('why' in shown) return shown.lacks ? lacking(expected, shown.why) : open(expected, shown.why);
    const login = shown.brinks.find((one) => one.brink === brink);
    if (login === undefined) return open(expected, say`the login before took too long`);
    const evidence = cite(login.exchange, shown.good.exchange);
    const { state, status, problem, fault } = login;
    const isLetIn = state === 'authorised';
    if (fault !== null) return open(expected, say`nothing can be told from the answer: ${quote(fault)}`, evidence);
    if (state === 'pending') return open(expected, say`whether they are let in was not told in time`, evidence);
    if (!isLetIn && shown.good.state !== 'authorised')
      return open(expected, say`whoever shows a certificate that is good is not let in either`, evidence);
    if (!isLetIn && state !== 'refused' && !REFUSED.includes(status ?? 0))
      return open(expected, say`the login is refused for another reason: ${quote(problem)}`, evidence);
    const isTaken = shown.brinks.some((one) => isInForceAt(one.brink) && one.state === 'authorised');
    if (!isLetIn && !isGood && !isTaken)
      return open(expected, say`whoever shows it while it is in force is not let in either`, evidence);
    const when = isLetIn && isGood ? { ...login, by: login.at } : login;
    if (wasInForce(when) !== isGood) return open(expected, UNCLEAR, evidence);
    const actual = isLetIn ? say`they are let in` : say`they are not let in`;
    return isLetIn === isGood ? holds(expected, actual, evidence) : fails(expected, actual, evidence);
  },
);
