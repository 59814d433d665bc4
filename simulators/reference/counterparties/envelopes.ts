// Answers for the systems around the portal: SOAP envelopes that the HTTP door brings, and the questions of the simulator itself.
import {
  type Addressee,
  AUTHORITY_SERVICES,
  type AuthorityService,
  COUNTERPARTIES,
} from '../../../schemas/target/driver.ts';
import type { People } from '../engine/people.ts';
import { Rejection } from '../engine/rejection.ts';
import { readQuestion, type SoapAnswer, SoapFault, type SoapQuestion, writeAnswer, writeFault } from '../soap/soap.ts';
import { aboutOf } from './asked-book.ts';
import type { CounterpartyWorld } from './books.ts';
import { gatewayDate, uuidFrom } from './identity.ts';
import { type Answering, type Gateway, homeOf, SERVICES } from './routes.ts';

/** A system that takes envelopes. */
export type Correspondent = Answering | Gateway;

/** The system that takes envelopes under a name; null for an unknown name, and for the certification authority, which takes none. */
export function correspondentNamed(name: string | undefined): Correspondent | null {
  const addressee = name === 'portal' ? name : COUNTERPARTIES.find((known) => known === name);
  return addressee === undefined || isOfAuthority(addressee) ? null : addressee;
}

const isOfAuthority = (addressee: Addressee): addressee is AuthorityService =>
  AUTHORITY_SERVICES.some((service) => service === addressee);

/** Where an envelope goes, and in which world. A system that hangs does so until `signal` says that the sender has given up. */
export interface Delivery {
  readonly people: People;
  readonly world: CounterpartyWorld;
  readonly addressee: Correspondent;
  readonly signal: AbortSignal | null;
}

/** What becomes of a question from outside before it is answered. */
export interface Admitting {
  /** Takes the question, or refuses it. @throws Rejection */
  readonly admit: (question: SoapQuestion) => Promise<void>;
}

/** The answering envelope, with its HTTP status. */
export interface Returned {
  readonly status: 200 | 500;
  readonly xml: string;
}

/** What a system says to a question: its answer, or a fault with the session that the gateway has set. */
export type Said =
  | { readonly answer: SoapAnswer; readonly answered: 'record' | 'none' }
  | { readonly fault: SoapFault; readonly sessionId: string | null; readonly answered: 'fault' };

const PROCESSED = { code: 'SCSS001', message: 'Message has been processed successfully' };
const NO_RECORD = { code: 'SCSE001', message: 'There is no such record' };

/** Answers an envelope as its addressee behaves in that world. @throws Rejection 500 when it hung and the sender gave up. */
export async function answerEnvelope({ admit, ...delivery }: Delivery & Admitting, xml: string): Promise<Returned> {
  const said = await sayTo(delivery, xml, admit);
  if (!('fault' in said)) return { status: 200, xml: writeAnswer(said.answer) };
  // SOAP 1.1, 6.2: a fault travels with the status 500.
  return { status: 500, xml: writeFault(said.fault, gatewayDate(delivery.world.now), said.sessionId) };
}

async function sayTo(delivery: Delivery, xml: string, admit: Admitting['admit']): Promise<Said> {
  let sessionId: string | null = null;
  try {
    // A part of a text is a view of the whole, which lives as long: what is kept of the clone keeps no envelope.
    const question = structuredClone(readQuestion(xml));
    sessionId = question.sessionId;
    await admit(question);
    return await answerQuestion(delivery, question);
  } catch (error) {
    return faultOf(error, sessionId);
  }
}

/** Answers a question that has been read, or was never written. @throws Rejection 500 when its addressee hung and the sender gave up. */
export async function answerQuestion(delivery: Delivery, question: SoapQuestion): Promise<Said> {
  const { world, addressee, signal } = delivery;
  const mode = world.books.modeOf(addressee);
  const note =
    addressee === 'portal'
      ? null
      : world.books.asked.note({ counterparty: addressee, ...aboutOf(question) }, world.now);
  try {
    if (mode === 'hangs') await givenUp(signal);
    if (mode === 'lags') await lag(signal);
    if (mode === 'fails') throw new SoapFault('Server', 'SCSE003', `${addressee} is not available`);
    const isGateway = addressee === 'gateway' || addressee === 'regional-gateway';
    const said = isGateway ? await passOn(delivery, addressee, question) : serveQuestion(delivery, addressee, question);
    note?.(said.answered);
    const isKept = mode === 'answers' || mode === 'lags';
    if (!('fault' in said) && isKept && isFor(addressee, question)) world.books.mail.note(question);
    return said;
  } catch (error) {
    const said = faultOf(error, question.sessionId);
    note?.('fault');
    return said;
  }
}

/** The fault that stopped an answer. @throws what is none, as it is */
function faultOf(error: unknown, sessionId: string | null): Said {
  if (!(error instanceof SoapFault)) throw error;
  return { fault: error, sessionId, answered: 'fault' };
}

/** What is said, to nobody, where the sender has not waited for an answer. */
export const GIVEN_UP = 'the other side has given up';

/** Never answers: waits until the signal says that the sender has given up. @throws Rejection 500 then */
export function givenUp(signal: AbortSignal | null): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(new Rejection(500, GIVEN_UP));
    if (signal?.aborted === true) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}

/** How many real milliseconds late a system is that lags. */
export const LAG_MS = 2000;

/** Waits as long as a system does that lags, and not at all for a sender who is gone. @throws Rejection 500 when the sender gives up meanwhile */
export async function lag(signal: AbortSignal | null): Promise<void> {
  if (signal?.aborted === true) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LAG_MS);
  });
  await Promise.race([late, givenUp(signal)]).finally(() => clearTimeout(timer));
}

/** Whether this system is the final receiver of a message about a request, and not a gateway on its way. */
function isFor(addressee: Addressee, { fields: { to } }: SoapQuestion): boolean {
  return to !== undefined && (addressee === 'portal' || addressee === to);
}

/** Answers a question with the counterparty's own services. @throws SoapFault when it cannot be answered. */
function serveQuestion(
  { people, world }: Delivery,
  counterparty: Answering,
  { serviceId, messageId, correlationId, sessionId, fields }: SoapQuestion,
): Said {
  const services = SERVICES[counterparty];
  const service = Object.hasOwn(services, serviceId) ? services[serviceId] : undefined;
  if (service === undefined) throw noSuchService(counterparty, serviceId);
  const { payments, licensing, serviceCentre, localBody, portal } = world.books;
  const isMissed = world.books.modeOf(counterparty) === 'misses';
  const record = isMissed ? null : service(fields, { people, payments, licensing, serviceCentre, localBody, portal });
  const status = record === null ? NO_RECORD : PROCESSED;
  const responseDate = gatewayDate(world.now);
  const answer = { messageId, correlationId, responseDate, status, sessionId, record };
  return { answer, answered: record === null ? 'none' : 'record' };
}

/** Passes a message on, under a session id that the gateway sets. @throws SoapFault SCSE005 when nobody behind it has the service. */
async function passOn(delivery: Delivery, gateway: Gateway, question: SoapQuestion): Promise<Said> {
  const { world } = delivery;
  const home = world.books.modeOf(gateway) === 'misses' ? null : homeOf(gateway, question.serviceId);
  if (home === null) throw noSuchService(gateway, question.serviceId);
  const sessionId = `{${uuidFrom(`session ${world.seed} ${question.messageId}`)}}`;
  return answerQuestion({ ...delivery, addressee: home }, { ...question, sessionId });
}

function noSuchService(counterparty: Addressee, serviceId: string): SoapFault {
  return new SoapFault('Client', 'SCSE005', `${counterparty} offers no service ${serviceId.slice(0, 100)}`);
}
