// Has those who are no part of the walk try its door beforehand, and keeps in the trace who was let in.
import { ENTRANCES } from '../../../schemas/target/driver.ts';
import { type Visitor, visitorsOf } from '../../flow/doors.ts';
import type { Source } from '../../flow/source.ts';
import type { Drive } from '../../sut/sut.ts';
import type { Trace } from '../trace.ts';
import type { Hands } from './hands.ts';
import { logInOn } from './log-in.ts';

/** Tries the door on the walk without a cause, before it begins, so that no term runs meanwhile. */
export async function tryDoor(drive: Drive, hands: Hands, trace: Trace, source: Source): Promise<void> {
  const { cause, applications } = trace.scenario;
  if (cause !== null || applications === 0) return;
  for (const visitor of visitorsOf(source)) {
    const credentials = credentialsOf(visitor, drive, hands);
    if (credentials === null) continue;
    const { regulation, flowId, flow } = source;
    const as = ENTRANCES[flow.entry];
    const { body, fault, problem, status, exchange } = await logInOn(drive, {
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
