// Has those who are no part of the walk try its door beforehand, and keeps in the trace who was let in.
import { ENTRANCES, type SessionView } from '../../../schemas/target/driver.ts';
import { type Visitor, visitorsOf } from '../../flow/doors.ts';
import type { Source } from '../../flow/source.ts';
import type { Answer, Drive } from '../../sut/sut.ts';
import type { Trace } from '../trace.ts';
import type { Hands } from './hands.ts';

/** How many seconds pass between readings while somebody logs in. */
const PATIENCE_S = [1, 9, 50] as const;

/** Tries the door on the walk without a cause, before it begins, so that no term runs meanwhile. */
export async function tryDoor(drive: Drive, hands: Hands, trace: Trace, source: Source): Promise<void> {
  const { cause, applications } = trace.scenario;
  if (cause !== null || applications === 0) return;
  for (const visitor of visitorsOf(source)) {
    const credentials = credentialsOf(visitor, drive, hands);
    if (credentials === null) continue;
    const { regulation, flowId, flow } = source;
    const as = ENTRANCES[flow.entry];
    const { body, fault, problem, status, exchange } = await logIn(drive, {
      input: { regulation: regulation.id, flow: flowId, as, ...credentials },
    });
    trace.logins.push({ visitor, state: body?.state ?? null, status, problem, fault, exchange });
  }
}

/** With what somebody tries to log in; null where the target supplies nothing for it. */
function credentialsOf(visitor: Visitor, { roster }: Drive, hands: Hands) {
  switch (visitor) {
    case 'wrong-password':
    case 'unknown-id':
      return hands.credentialsFor(visitor);
    case 'applicant':
      // Where the roster has no staff of its own, the applicant `good` is one.
      return hands.walker === 'good' ? null : (roster.credentials.good ?? null);
    case 'by-bin':
      return roster.credentials['by-bin'] ?? null;
  }
}

/** Logs in, and waits until it is told whether somebody is let in. */
export async function logIn(
  drive: Drive,
  call: Parameters<typeof drive.perform<'authenticate'>>[1],
): Promise<Answer<'authenticate' | 'readSession'> & { body: SessionView | null }> {
  let answer: Answer<'authenticate' | 'readSession'> = await drive.perform('authenticate', call);
  for (const seconds of PATIENCE_S) {
    if (answer.body?.state !== 'pending') break;
    await drive.pass(seconds);
    answer = await drive.perform('readSession', { input: null, at: { session: answer.body.session } });
  }
  return answer;
}
