// Predicates on the door of a flow: who has to be let in, and who has not.

import { all, quote, type Said, say } from '../../../../schemas/said.ts';
import type { ArgumentsOf } from '../../../calls.ts';
import { byBinAs, STANDING_SHOWN, type Visitor } from '../../../flow/doors.ts';
import type { Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, lacking, open } from '../finding.ts';
import type { Needs } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { notReached } from './steps.ts';

/** The statuses by which a portal refuses a login without a session that could tell of it. */
export const REFUSED: readonly number[] = [401, 403, 404, 409];

/** Those by which it asks for a password that is left out. */
const MALFORMED: readonly number[] = [400, 422];

/** Who tries, in words. */
const WORDS: Readonly<Record<Visitor, Said>> = {
  'no-password': say`whoever gives no password`,
  'wrong-password': say`whoever gives a wrong password`,
  'unknown-id': say`whoever nobody knows`,
  applicant: say`an applicant with the right password`,
  'other-staff': say`staff of another flow with the right password`,
  'by-bin': say`an organisation with its BIN`,
  'by-iin': say`an individual with an IIN`,
  'own-certificate': say`whoever shows their own certificate`,
  'another-certificate': say`whoever shows the certificate of somebody else`,
  'expired-certificate': say`whoever shows a certificate that has ended`,
  'revoked-certificate': say`whoever shows a certificate that was revoked`,
};

/** What a target has to supply. That an applicant is no member of staff can be tried only where the staff have a login of their own. */
const needs = ({ who, as }: ArgumentsOf<'let-in'>): Needs =>
  who in STANDING_SHOWN ? { shown: ['loginCertificate'] } : { persons: personsOf(who, as) };

/** The names in the roster on which it depends whether somebody can try. */
function personsOf(who: Visitor, as: ArgumentsOf<'let-in'>['as']): string[] {
  switch (who) {
    case 'no-password':
      return [];
    case 'applicant':
      return [as];
    case 'other-staff':
      return ['employee', 'operator'];
    case 'by-iin':
      return ['by-bin'];
    case 'by-bin':
      return [byBinAs(as)];
    default:
      return [who];
  }
}

/** Holds where somebody was not let in, and the one who walks the flow was. */
export const notLetIn = predicate('not-let-in', once(needs), (trace, { action, who, as }) => {
  const expected = say`${WORDS[who]} is not let in by ${action}`;
  return ofLogin(trace, expected, { who, as }, ({ state, status, problem, exchange }) => {
    const evidence = cite(exchange, trace.lastRead);
    if (state === 'authorised') return fails(expected, say`${WORDS[who]} is let in`, evidence);
    if (!trace.history.some((entry) => entry.action === action))
      return open(expected, say`whoever has the right to is not let in either: ${notReached(trace, action)}`, evidence);
    if (state === 'refused') return holds(expected, say`the login is refused`, evidence);
    if (state === 'pending') return open(expected, say`whether the login is refused was not told in time`, evidence);
    return status !== null && (REFUSED.includes(status) || (who === 'no-password' && MALFORMED.includes(status)))
      ? holds(expected, say`the login is refused: ${quote(problem)}`, evidence)
      : open(expected, say`the login is refused for another reason: ${quote(problem)}`, evidence);
  });
});

/** Holds where somebody who has to be let in was let in. */
export const letIn = predicate('let-in', once(needs), (trace, { action, who, as }) => {
  const expected = say`${WORDS[who]} is let in by ${action}`;
  return ofLogin(trace, expected, { who, as }, ({ state, problem, exchange }) => {
    const evidence = cite(exchange);
    if (state === 'authorised') return holds(expected, say`${WORDS[who]} is let in`, evidence);
    if (state === 'pending') return open(expected, say`whether the login is accepted was not told in time`, evidence);
    return fails(
      expected,
      problem === null ? say`the login is refused` : say`the login is refused: ${quote(problem)}`,
      evidence,
    );
  });
});

/** Holds where the owner was let in after somebody had guessed at their password, be it a day later. */
export const letInAfterGuesses = predicate(
  'let-in-after-guesses',
  once({ persons: ['wrong-password'] }),
  (trace, { action }) => {
    const expected = say`the owner is let in by ${action} although somebody has guessed at their password`;
    if (trace.guessed === null) return open(expected, notReached(trace, action), cite(trace.lastRead));
    const { atOnce, later } = trace.guessed;
    const evidence = cite(atOnce.exchange, later?.exchange);
    if (atOnce.state === 'authorised') return holds(expected, say`they are let in at once`, evidence);
    if (later?.state === 'authorised') return holds(expected, say`they are let in a day later`, evidence);
    const fault = later?.fault ?? atOnce.fault;
    return fault === null
      ? fails(expected, say`they are not let in a day later either`, evidence)
      : open(expected, say`nothing can be told from the answer: ${quote(fault)}`, evidence);
  },
);

/** Judges the attempt of somebody; open where nothing can be told from it, or where the target supplies nobody for it. */
function ofLogin(
  trace: Trace,
  expected: Said,
  { who, as }: Pick<ArgumentsOf<'let-in'>, 'who' | 'as'>,
  judge: (login: Trace['logins'][number]) => Finding,
): Finding {
  const login = trace.logins.find(({ visitor }) => visitor === who);
  if (login === undefined) {
    if (trace.lastRead === null) return open(expected, say`nobody tried to log in`);
    const lacks =
      who in STANDING_SHOWN
        ? say`the target supplies no certificate ${STANDING_SHOWN[who] ?? who}`
        : say`the target supplies no credentials ${all(personsOf(who, as))}`;
    return lacking(expected, lacks);
  }
  // A portal may show its login page once more where no password is given, which a target file need not know.
  if (login.fault !== null && who === 'no-password')
    return lacking(expected, say`nothing can be told from the answer: ${quote(login.fault)}`);
  if (login.fault !== null)
    return open(expected, say`nothing can be told from the answer: ${quote(login.fault)}`, cite(login.exchange));
  return judge(login);
}
