// The operations that steer a test: what the portal offers, worlds, the clock, the payment sandbox and the counterparties.
import { CONTROLS, type OutputOf } from '../../../schemas/driver.ts';
import { LANGUAGES } from '../../../schemas/vocabulary.ts';
import { instantText, isClockable, readInstant } from '../engine/instant.ts';
import { Rejection } from '../engine/rejection.ts';
import { type Call, requireRequest, settleNow } from './portal.ts';

/** Says what the portal offers. */
export function describe({ portal }: Call<'describe'>): OutputOf<'describe'> {
  return {
    contract: 'reglament-driver/1',
    name: 'reglament reference simulator',
    flows: [...portal.programs.keys()],
    controls: [...CONTROLS],
    languages: [...LANGUAGES],
  };
}

/** Makes a fresh world. @throws Rejection 400 */
export async function openWorld({ portal, input }: Call<'openWorld'>): Promise<OutputOf<'openWorld'>> {
  const now = readInstant(input.now);
  if (now === null) throw new Rejection(400, `now: no instant of the years 1990 to 2099, got ${input.now}`);
  const world = await portal.openWorld(input.seed, now);
  return { world: world.id, now: instantText(world.now), roster: world.credentials.roster };
}

/** Moves the clock; everything else follows when it is looked at. @throws Rejection 400 */
export function advanceClock({ world, input }: Call<'advanceClock'>): OutputOf<'advanceClock'> {
  const now = world.now + Math.round(input.seconds * 1000);
  if (!isClockable(now)) throw new Rejection(400, 'seconds: the clock stops before the year 2100');
  world.now = now;
  return { now: instantText(now) };
}

/** Pays into the sandbox. @throws Rejection 404 */
export function makePayment(call: Call<'makePayment'>): OutputOf<'makePayment'> {
  const request = requireRequest(call, call.input.request);
  const payment = call.world.nextId('payment');
  call.world.books.payments.pay(payment, request.id, call.input.standing);
  return { payment };
}

/** What the systems around the portal have received about a request. @throws Rejection 404 */
export async function readMessages(call: Call<'readMessages'>): Promise<OutputOf<'readMessages'>> {
  const request = requireRequest(call, call.params.request ?? '');
  await settleNow(call, request.walk, request.id);
  return { messages: call.world.books.mail.about(request.id) };
}

/** Chooses how a counterparty behaves. What lies before this instant is settled first: it was asked as it behaved then. */
export async function setCounterparty(call: Call<'setCounterparty'>): Promise<OutputOf<'setCounterparty'>> {
  for (const { id, walk } of call.world.requests.values()) await settleNow(call, walk, id);
  const { counterparty, mode } = call.input;
  call.world.books.setMode(counterparty, mode);
  return { counterparty, mode };
}
