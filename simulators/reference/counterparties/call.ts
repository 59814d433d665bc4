// Asks a counterparty on behalf of the simulator: what a foreign portal asks it in XML, but without XML and without a network.
import { type Addressee, WORLD_HEADER } from '../../../schemas/target/driver.ts';
import type { People } from '../engine/people.ts';
import type { Fields, SoapQuestion } from '../soap/soap.ts';
import type { CounterpartyWorld } from './books.ts';
import { answerQuestion, correspondentNamed } from './envelopes.ts';
import { gatewayDate, uuidFrom } from './identity.ts';
import { gatewayTo } from './routes.ts';

/** One message from the portal to a counterparty. */
export interface Message {
  readonly serviceId: string;
  readonly fields: Fields;
  /** When it is sent, in milliseconds. Default: the world's now. */
  readonly at?: number;
}

/** How a counterparty replied. `missing`: it has no record; `unavailable`: a fault or an unreadable answer; `silent`: no answer. */
export type Reply =
  | { readonly kind: 'found'; readonly fields: Fields }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unavailable'; readonly why: string }
  | { readonly kind: 'silent' };

/** Serves one request, as the HTTP door does. */
export type Serve = (request: Request) => Response | Promise<Response>;

/**
 * Real milliseconds after which a hanging counterparty counts as silent. The virtual clock does not move meanwhile: the step
 * that asks takes its printed term. Only hanging counterparties have this limit, so that a slow machine changes no verdict.
 */
const SILENCE_MS = 20;

class Silence extends Error {}

/** Asks a counterparty, through its gateway where it has one. Never throws: a failure is a reply too. */
export async function call(
  people: People,
  world: CounterpartyWorld,
  counterparty: Addressee,
  message: Message,
): Promise<Reply> {
  const addressee = correspondentNamed(gatewayTo(counterparty) ?? counterparty);
  if (addressee === null) return { kind: 'unavailable', why: `${counterparty} takes no messages` };
  const question: SoapQuestion = {
    messageId: uuidFrom(world.nextId('message')),
    correlationId: null,
    serviceId: message.serviceId,
    messageDate: gatewayDate(message.at ?? world.now),
    senderId: 'sim-portal',
    sessionId: null,
    fields: message.fields,
  };
  try {
    const said = await within(world, [counterparty, addressee], (signal) =>
      answerQuestion({ people, world, addressee, signal }, question),
    );
    if ('fault' in said) return { kind: 'unavailable', why: said.fault.message };
    return said.answer.record === null ? { kind: 'missing' } : { kind: 'found', fields: said.answer.record.fields };
  } catch (cause) {
    if (cause instanceof Silence) return { kind: 'silent' };
    return { kind: 'unavailable', why: cause instanceof Error ? cause.message : 'no answer' };
  }
}

/** The revocation list or OCSP answer of the certification authority, in DER. @throws Error when it does not answer with success. */
export async function fetchDer(
  serve: Serve,
  world: CounterpartyWorld,
  url: string,
  { as, body }: { as: 'crl' | 'ocsp'; body: Uint8Array | null },
): Promise<Uint8Array> {
  const init =
    body === null
      ? { method: 'GET' }
      : { method: 'POST', headers: { 'content-type': 'application/ocsp-request' }, body: Uint8Array.from(body) };
  const response = await send(serve, world, as, url, init);
  if (!response.ok) throw new Error(`${as} answers ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function send(
  serve: Serve,
  world: CounterpartyWorld,
  asked: Addressee,
  url: string,
  init: RequestInit,
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (world.id !== 'standing') headers.set(WORLD_HEADER, world.id);
  return within(world, [asked], async (signal) => serve(new Request(url, { ...init, headers, signal })));
}

/** Asks, with a time limit only if one of those asked hangs. @throws Silence when the limit is over. */
async function within<T>(
  world: CounterpartyWorld,
  asked: readonly Addressee[],
  ask: (signal: AbortSignal | null) => Promise<T>,
): Promise<T> {
  if (!asked.some((one) => world.books.modeOf(one) === 'hangs')) return ask(null);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), SILENCE_MS);
  try {
    return await Promise.race([ask(patience.signal), silence(patience.signal)]);
  } finally {
    clearTimeout(timer);
  }
}

function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Silence('no answer within the limit')), { once: true });
  });
}
