// Lets the virtual clock go while somebody uses the pages: through short steps at once, with the real time, or only when told.
import type { Walk } from '../engine/walk.ts';
import { ask, type Turn, worldAt } from './site.ts';
import type { Login, Place } from './visit.ts';

/** Steps that take no longer pass at once in a hurry; longer ones are for the tester to let pass. */
const SHORT_MS = 3_600_000;
/** No flow has as many steps, so that a broken one cannot hold a page. */
const MOST_STEPS = 100;

/** Moves the clock by the real time that has gone by, where it goes with that. */
export async function catchUp(turn: Turn, place: Place): Promise<void> {
  const now = Date.now();
  const seconds = (now - place.caughtUpAt) / 1000;
  place.caughtUpAt = now;
  if (place.pace === 'real' && seconds > 0.001) await ask(turn, place, 'advanceClock', { input: { seconds } });
}

/** In a hurry lets each short step of a session's login pass, as long as one follows the other. */
export async function hurryLogin(turn: Turn, login: Login): Promise<void> {
  const { place, session, token } = login;
  await hurry(turn, place, {
    look: () => ask(turn, place, 'readSession', { params: { session }, token }),
    walk: async () => (await worldAt(turn, place)).sessions.get(session)?.walk ?? null,
  });
}

/** In a hurry lets each short step of a request pass, as long as one follows the other. */
export async function hurryRequest(turn: Turn, { place, token }: Login, request: string): Promise<void> {
  await hurry(turn, place, {
    look: () => ask(turn, place, 'readRequest', { params: { request }, token }),
    walk: async () => (await worldAt(turn, place)).requests.get(request)?.walk ?? null,
  });
}

async function hurry(
  turn: Turn,
  place: Place,
  { look, walk }: { look: () => Promise<unknown>; walk: () => Promise<Walk | null> },
): Promise<void> {
  if (place.pace !== 'hurry') return;
  for (let step = 0; step < MOST_STEPS; step++) {
    await look();
    const left = leftOf(await walk(), (await worldAt(turn, place)).now);
    if (left === null || left > SHORT_MS) return;
    await ask(turn, place, 'advanceClock', { input: { seconds: left / 1000 } });
  }
}

/** The milliseconds that the running step of a walk still takes; null where none is running. */
export function leftOf(walk: Walk | null, now: number): number | null {
  return walk?.running == null ? null : Math.max(0, walk.running.endsAt - now);
}
