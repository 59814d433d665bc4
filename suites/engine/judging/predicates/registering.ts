// Predicates on registering: who is not registered is not let in, who registers with their own certificate is.
import { quote, type Said, say } from '../../../../schemas/said.ts';
import type { Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, lacking, open } from '../finding.ts';
import type { Needs } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { REFUSED } from './door.ts';

const REGISTERING: Needs = { operations: ['register'], shown: ['registration'], persons: ['unregistered'] };

/** The statuses by which a portal refuses to register somebody for what they show. */
const TURNED_AWAY: readonly number[] = [400, 401, 403, 404, 409, 422];
const CONFLICT = 409;
/** A portal that lives on keeps those who have registered, so that somebody new is needed for the next run. */
const KNOWN = say`the person unregistered is registered already: supply somebody whom the portal does not know`;

/** Holds where the login is refused before the registration. Who is let in there and then told to be known has registered in an earlier run. */
export const notLetInUnregistered = predicate('not-let-in-unregistered', once(REGISTERING), (trace, { action }) => {
  const expected = say`whoever is not registered is not let in by ${action}`;
  const { registration } = trace;
  if (registration === null) return nobodyTried(trace, expected);
  const { before, own } = registration;
  const evidence = cite(before.exchange, own.exchange);
  const untold = before.fault ?? (before.state === 'authorised' ? own.fault : null);
  if (untold !== null) return open(expected, say`nothing can be told from the answer: ${untold}`, evidence);
  if (before.state === 'authorised')
    return own.accepted
      ? fails(expected, say`they are let in, and are registered only afterwards`, evidence)
      : lacking(expected, KNOWN);
  if (before.state === 'refused') return holds(expected, say`the login is refused`, evidence);
  if (before.state === 'pending')
    return open(expected, say`whether the login is refused was not told in time`, evidence);
  return before.status !== null && REFUSED.includes(before.status)
    ? holds(expected, say`the login is refused: ${quote(before.problem)}`, evidence)
    : open(expected, say`the login is refused for another reason: ${quote(before.problem)}`, evidence);
});

/** Holds where the registration is accepted and the login after it. Whoever is known already and let in tells nothing. */
export const letInOnceRegistered = predicate('let-in-once-registered', once(REGISTERING), (trace, { action }) => {
  const expected = say`whoever registers is let in by ${action} afterwards`;
  const { registration } = trace;
  if (registration === null) return nobodyTried(trace, expected);
  const { own, after } = registration;
  const evidence = cite(own.exchange, after.exchange);
  const untold = own.fault ?? after.fault;
  if (untold !== null) return open(expected, say`nothing can be told from the answer: ${untold}`, evidence);
  if (!own.accepted)
    return own.status === CONFLICT && after.state === 'authorised'
      ? lacking(expected, KNOWN)
      : fails(expected, say`the registration is refused: ${quote(own.problem)}`, evidence);
  if (after.state === 'authorised') return holds(expected, say`they register and are let in`, evidence);
  if (after.state === 'pending')
    return open(expected, say`whether the login is accepted was not told in time`, evidence);
  return fails(
    expected,
    after.problem === null
      ? say`they register, and the login is refused`
      : say`they register, and the login is refused: ${quote(after.problem)}`,
    evidence,
  );
});

/** Holds where nobody registers with the certificate of somebody else, and with their own they do. */
export const registersOwnCertificateOnly = predicate(
  'registers-own-certificate-only',
  once(REGISTERING),
  (trace, { action }) => {
    const expected = say`nobody registers for ${action} with the certificate of somebody else`;
    const { registration } = trace;
    if (registration === null) return nobodyTried(trace, expected);
    const { before, other, own } = registration;
    if (other === null) return lacking(expected, say`the target supplies no certificate another-person`);
    const evidence = cite(other.exchange, own.exchange);
    if (other.fault !== null)
      return open(expected, say`nothing can be told from the answer: ${quote(other.fault)}`, evidence);
    if (other.accepted) return fails(expected, say`the registration is accepted`, evidence);
    if (!own.accepted)
      return before.state === 'authorised' || own.status === CONFLICT
        ? lacking(expected, KNOWN)
        : open(expected, say`with their own certificate they are refused too, so it tells nothing`, evidence);
    return other.status !== null && TURNED_AWAY.includes(other.status)
      ? holds(expected, say`the registration is refused: ${quote(other.problem)}`, evidence)
      : open(expected, say`it is refused for another reason: ${quote(other.problem)}`, evidence);
  },
);

const nobodyTried = (trace: Trace, expected: Said): Finding =>
  trace.lastRead === null
    ? open(expected, say`nobody tried to register`)
    : lacking(expected, say`the target supplies nobody unregistered, or no certificate of theirs`);
