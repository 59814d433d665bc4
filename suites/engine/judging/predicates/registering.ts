// Predicates on registering: who is not registered is not let in, who registers with their own certificate is.
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
const KNOWN = 'the person unregistered is registered already: supply somebody whom the portal does not know';

/** Holds where the login is refused before the registration. Who is let in there and then told to be known has registered in an earlier run. */
export const notLetInUnregistered = predicate('not-let-in-unregistered', once(REGISTERING), (trace, { action }) => {
  const expected = `whoever is not registered is not let in by ${action}`;
  const { registration } = trace;
  if (registration === null) return nobodyTried(trace, expected);
  const { before, own } = registration;
  const evidence = cite(before.exchange, own.exchange);
  const untold = before.fault ?? (before.state === 'authorised' ? own.fault : null);
  if (untold !== null) return open(expected, `nothing can be told from the answer: ${untold}`, evidence);
  if (before.state === 'authorised')
    return own.accepted
      ? fails(expected, 'they are let in, and are registered only afterwards', evidence)
      : lacking(expected, KNOWN);
  if (before.state === 'refused') return holds(expected, 'the login is refused', evidence);
  if (before.state === 'pending') return open(expected, 'whether the login is refused was not told in time', evidence);
  return before.status !== null && REFUSED.includes(before.status)
    ? holds(expected, `the login is refused: ${before.problem}`, evidence)
    : open(expected, `the login is refused for another reason: ${before.problem}`, evidence);
});

/** Holds where the registration is accepted and the login after it. Whoever is known already and let in tells nothing. */
export const letInOnceRegistered = predicate('let-in-once-registered', once(REGISTERING), (trace, { action }) => {
  const expected = `whoever registers is let in by ${action} afterwards`;
  const { registration } = trace;
  if (registration === null) return nobodyTried(trace, expected);
  const { own, after } = registration;
  const evidence = cite(own.exchange, after.exchange);
  const untold = own.fault ?? after.fault;
  if (untold !== null) return open(expected, `nothing can be told from the answer: ${untold}`, evidence);
  if (!own.accepted)
    return own.status === CONFLICT && after.state === 'authorised'
      ? lacking(expected, KNOWN)
      : fails(expected, `the registration is refused: ${own.problem}`, evidence);
  if (after.state === 'authorised') return holds(expected, 'they register and are let in', evidence);
  if (after.state === 'pending') return open(expected, 'whether the login is accepted was not told in time', evidence);
  return fails(
    expected,
    `they register, and the login is refused${after.problem === null ? '' : `: ${after.problem}`}`,
    evidence,
  );
});

/** Holds where nobody registers with the certificate of somebody else, and with their own they do. */
export const registersOwnCertificateOnly = predicate(
  'registers-own-certificate-only',
  once(REGISTERING),
  (trace, { action }) => {
    const expected = `nobody registers for ${action} with the certificate of somebody else`;
    const { registration } = trace;
    if (registration === null) return nobodyTried(trace, expected);
    const { before, other, own } = registration;
    if (other === null) return lacking(expected, 'the target supplies no certificate another-person');
    const evidence = cite(other.exchange, own.exchange);
    if (other.fault !== null) return open(expected, `nothing can be told from the answer: ${other.fault}`, evidence);
    if (other.accepted) return fails(expected, 'the registration is accepted', evidence);
    if (!own.accepted)
      return before.state === 'authorised' || own.status === CONFLICT
        ? lacking(expected, KNOWN)
        : open(expected, 'with their own certificate they are refused too, so it tells nothing', evidence);
    return other.status !== null && TURNED_AWAY.includes(other.status)
      ? holds(expected, `the registration is refused: ${other.problem}`, evidence)
      : open(expected, `it is refused for another reason: ${other.problem}`, evidence);
  },
);

const nobodyTried = (trace: Trace, expected: string): Finding =>
  trace.lastRead === null
    ? open(expected, 'nobody tried to register')
    : lacking(expected, 'the target supplies nobody unregistered, or no certificate of theirs');
