// The operations that control a test: they describe the offer, open worlds, move the clock, make payments, set the counterparties.
import { ADDITIONS, CONTROLS, type OutputOf } from '../../../schemas/target/driver.ts';
import { LANGUAGES } from '../../../schemas/vocabulary.ts';
import { instantText, isClockable, readInstant } from '../engine/instant.ts';
import { Rejection } from '../engine/rejection.ts';
import { type Call, requireReadable, requireRequest, settleNow } from './portal.ts';

/** Describes the offer of the portal: its flows, controls and languages. */
export function describe({ portal }: Call<'describe'>): OutputOf<'describe'> {
  return {
    contract: 'reglament-driver/1',
    name: 'reglament reference simulator',
    flows: [...portal.programs.keys()],
    controls: [...CONTROLS],
    languages: [...LANGUAGES],
    provider: { bin: portal.provider.bin, heads: [portal.provider.head] },
    additions: [...ADDITIONS],
  };
}

/** Opens a fresh world. @throws Rejection 400 for an instant outside the clock's years. */
export async function openWorld({ portal, input }: Call<'openWorld'>): Promise<OutputOf<'openWorld'>> {
  const now = readInstant(input.now);
  if (now === null) throw new Rejection(400, `now: no instant of the years 1990 to 2099, got ${input.now}`);
  const world = await portal.openWorld(input.seed, now);
  return { world: world.id, now: instantText(world.now), roster: world.credentials.roster };
}

/** Moves the clock. Walks catch up only when they are next looked at. @throws Rejection 400 beyond the year 2099. */
export function advanceClock({ world, input }: Call<'advanceClock'>): OutputOf<'advanceClock'> {
  const now = world.now + Math.round(input.seconds * 1000);
  if (!isClockable(now)) throw new Rejection(400, 'seconds: the clock stops before the year 2100');
  world.now = now;
  return { now: instantText(now) };
}

/** Makes a payment in the gateway's sandbox. @throws Rejection 404 for an unknown request. */
export function makePayment(call: Call<'makePayment'>): OutputOf<'makePayment'> {
  const request = requireRequest(call, call.input.request);
  const payment = call.world.nextId('payment');
  call.world.books.payments.pay(payment, request.id, call.input.standing);
  call.world.books.asked.notePayment({ payment, request: request.id }, call.world.now);
  return { payment };
}

/** Reads the messages that other systems have received about a request. @throws Rejection 401, 404, 403 */
export async function readMessages(call: Call<'readMessages'>): Promise<OutputOf<'readMessages'>> {
  const request = requireReadable(call, 'readMessages');
  await settleNow(call, request.walk, request.id);
  return { messages: call.world.books.mail.about(request.id) };
}

/** Reads what the counterparties of the world were asked. */
export function readAsked({ world }: Call<'readAsked'>): OutputOf<'readAsked'> {
  return world.books.asked.view(world.now);
}

/** Sets how a counterparty behaves from now on. All walks are settled first, so that their earlier questions meet the old mode. */
export async function setCounterparty(call: Call<'setCounterparty'>): Promise<OutputOf<'setCounterparty'>> {
  for (const { id, walk } of call.world.requests.values()) await settleNow(call, walk, id);
  const { counterparty, mode } = call.input;
  call.world.books.setMode(counterparty, mode);
  return { counterparty, mode };
}
