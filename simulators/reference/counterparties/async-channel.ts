// The AsyncChannel of a gateway: it takes requests, asks whoever is behind it, and keeps the answers until they are fetched, or pushes them.
import type { People } from '../engine/people.ts';
import {
  type AsyncOperation,
  readAsyncCall,
  writeAsyncFault,
  writeLetters,
  writeNoted,
  writePush,
  writeState,
  writeTaken,
} from '../soap/async.ts';
import { type SoapAnswer, SoapFault, type SoapQuestion } from '../soap/soap.ts';
import type { Taken } from './async-book.ts';
import type { CounterpartyWorld } from './books.ts';
import { answerQuestion, type Said } from './envelopes.ts';
import { gatewayDate, uuidFrom } from './identity.ts';
import type { Gateway } from './routes.ts';

/** How long whoever is asked may take before the gateway gives the request up. */
const PATIENCE_MS = 30_000;

/** Where a call comes in. */
export interface AsyncDelivery {
  readonly people: People;
  readonly world: CounterpartyWorld;
  readonly gateway: Gateway;
  /** @throws Rejection */
  readonly admit: (question: SoapQuestion) => Promise<void>;
  /** Pushes an answer to the address that the portal has declared; does nothing without one. */
  readonly push: (xml: string) => void;
}

/** Answers a call of the channel. @throws Rejection where it is not taken */
export async function answerAsync(delivery: AsyncDelivery, xml: string): Promise<{ status: 200 | 500; xml: string }> {
  const { world } = delivery;
  const date = gatewayDate(world.now);
  let operation: AsyncOperation = 'sendMessage';
  try {
    const call = readAsyncCall(xml);
    operation = call.operation;
    const { taken } = world.books.async;
    if (call.operation === 'sendMessage') {
      const messageId = `{${uuidFrom(`letter ${world.seed} ${world.nextId('message')}`)}}`;
      const { senderId, serviceId, messageDate, fields } = call;
      const question = { messageId, correlationId: null, serviceId, messageDate, senderId, sessionId: null, fields };
      await delivery.admit(question);
      const one: Taken = { senderId, serviceId, letter: null };
      taken.set(messageId, one);
      void ask(delivery, question, one);
      return { status: 200, xml: writeTaken(messageId, date) };
    }
    if (call.operation === 'getMessages') {
      const letters = taken
        .values()
        .filter(({ senderId, serviceId }) => senderId === call.senderId && serviceId === call.serviceId)
        .flatMap(({ letter }) => letter ?? [])
        .filter(({ correlationId }) => call.correlationId === null || call.correlationId === correlationId);
      return { status: 200, xml: writeLetters([...letters], date) };
    }
    const found = taken.get(call.messageId);
    if (call.operation === 'getMessageStatus') {
      if (found === undefined || found.senderId !== call.senderId)
        throw new SoapFault('Client', 'SCSE001', 'There is no such message');
      return { status: 200, xml: writeState(found.letter, date) };
    }
    return { status: 200, xml: writeNoted(date) };
  } catch (error) {
    if (!(error instanceof SoapFault)) throw error;
    return { status: 500, xml: writeAsyncFault(operation, error, date) };
  }
}

/** Asks whoever is behind the gateway, and keeps and pushes the answer. A fault is an answer too. */
async function ask({ people, world, gateway, push }: AsyncDelivery, question: SoapQuestion, one: Taken): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await answerQuestion({ people, world, addressee: gateway, signal }, question)
    .then(saidOf)
    .catch((error: unknown) => {
      const code = error instanceof SoapFault ? error.errorCode : 'SCSE003';
      return { status: { code, message: error instanceof Error ? error.message : 'no answer' }, record: null };
    });
  const { messageId: correlationId, serviceId } = question;
  const messageId = `{${uuidFrom(`reply ${correlationId}`)}}`;
  const { status, record } = answer;
  one.letter = { messageId, correlationId, serviceId, messageDate: gatewayDate(world.now), status, record };
  push(writePush(one.letter));
}

/** The answer in what was said. @throws SoapFault the fault that was said instead */
function saidOf(said: Said): SoapAnswer {
  if ('fault' in said) throw said.fault;
  return said.answer;
}
