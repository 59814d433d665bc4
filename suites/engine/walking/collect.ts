// Has the applicant fetch the result of a request that somebody on the staff has brought in for them.
import type { Addition } from '../../../schemas/target/driver.ts';
import { errandOf } from '../../flow/errand.ts';
import { collectedAfter } from '../../flow/results.ts';
import { entranceOf } from '../../flow/security.ts';
import type { Source } from '../../flow/source.ts';
import { logInOn } from '../../sut/log-in.ts';
import type { Drive } from '../../sut/sut.ts';
import type { Trace } from '../trace.ts';
import type { Hands } from './hands.ts';
import { documentOf } from './look.ts';

/** Logs the person in who is named in the form, after the walk without a cause, and has them fetch the result. */
export async function collect(
  drive: Drive,
  hands: Hands,
  trace: Trace,
  source: Source,
  shows: (part: Addition) => boolean,
): Promise<void> {
  const { regulation } = source;
  const flow = entranceOf(regulation);
  const { good = 'good' } = errandOf(source, trace.scenario).applicants;
  const credentials = drive.roster.credentials[good];
  if (trace.scenario.cause !== null || trace.fetched?.document == null || !shows('applicantResult')) return;
  // Where the roster has no staff of its own, whoever walks is the applicant.
  if (collectedAfter(source) === null || flow === null || credentials === undefined || hands.logins.walker === good)
    return;
  const { body, fault, problem, status, exchange } = await logInOn(drive, {
    input: { regulation: regulation.id, flow, as: 'applicant', ...credentials },
  });
  if (body?.state !== 'authorised') {
    const keptOut = fault ?? problem ?? `the session is ${body?.state}`;
    trace.collected = { keptOut, document: null, status, problem, fault, exchange };
    return;
  }
  const attempt = await hands.inOtherHands(body.token).perform('fetchResult', null, '');
  trace.collected = {
    keptOut: null,
    document: attempt.result === null ? null : documentOf(attempt.result),
    status: attempt.status,
    problem: attempt.problem,
    fault: attempt.fault,
    exchange: attempt.exchange,
  };
}
