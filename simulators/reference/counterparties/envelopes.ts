// What the systems around the portal say to an envelope, whoever carried it: the HTTP door, a gateway, or the simulator itself.
import { type Addressee, COUNTERPARTIES } from '../../../schemas/driver.ts';
import type { People } from '../engine/people.ts';
import { Rejection } from '../engine/rejection.ts';
import { readQuestion, SoapFault, type SoapQuestion, writeAnswer, writeFault, writeQuestion } from '../soap/soap.ts';
import type { CounterpartyWorld } from './books.ts';
import { gatewayDate, uuidFrom } from './identity.ts';
import { type Answering, type Gateway, homeOf, SERVICES } from './routes.ts';

/** Whoever can be sent an envelope. */
export type Correspondent = Answering | Gateway;

/** Who is sent envelopes under a name; null for nobody, and for the certification authority, which reads none. */
export function correspondentNamed(name: string | undefined): Correspondent | null {
  const addressee = name === 'portal' ? name : COUNTERPARTIES.find((known) => known === name);
  return addressee === undefined || addressee === 'crl' || addressee === 'ocsp' ? null : addressee;
}

/** Who is sent an envelope, and in which world. A silence ends when the signal says that the other side has given up. */
export interface Delivery {
  readonly people: People;
  readonly world: CounterpartyWorld;
  readonly addressee: Correspondent;
  readonly signal: AbortSignal | null;
}

/** An envelope that comes back, with the status that HTTP gives it. */
export interface Returned {
  readonly status: 200 | 500;
  readonly xml: string;
}

const PROCESSED = { code: 'SCSS001', message: 'Message has been processed successfully' };
const NO_RECORD = { code: 'SCSE001', message: 'There is no such record' };

/** Answers an envelope as its addressee does in that world. @throws Rejection 500 once the other side has given up */
export async function answerEnvelope(delivery: Delivery, xml: string): Promise<Returned> {
  const { world, addressee, signal } = delivery;
  let question: SoapQuestion | null = null;
  try {
    question = readQuestion(xml);
    const mode = world.books.modeOf(addressee);
    if (mode === 'hangs') await givenUp(signal);
    if (mode === 'fails') throw new SoapFault('Server', 'SCSE003', `${addressee} is not available`);
    const isGateway = addressee === 'gateway' || addressee === 'regional-gateway';
    const returned = isGateway
      ? await passOn(delivery, addressee, question)
      : serveQuestion(delivery, addressee, question);
    if (returned.status === 200 && mode === 'answers' && isFor(addressee, question)) world.books.mail.note(question);
    return returned;
  } catch (error) {
    if (!(error instanceof SoapFault)) throw error;
    // SOAP 1.1, 6.2: a fault travels with the status 500.
    return { status: 500, xml: writeFault(error, gatewayDate(world.now), question?.sessionId ?? null) };
  }
}

/** Waits until the other side gives up. @throws Rejection 500 when it does */
export function givenUp(signal: AbortSignal | null): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(new Rejection(500, 'the other side has given up'));
    if (signal?.aborted === true) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}

/** Whether a message about a request is meant for this very system, and not only passed through it. */
function isFor(addressee: Addressee, { fields: { to } }: SoapQuestion): boolean {
  return to !== undefined && (addressee === 'portal' || addressee === to);
}

/** What a counterparty itself says to a question. @throws SoapFault */
function serveQuestion(
  { people, world }: Delivery,
  counterparty: Answering,
  { serviceId, messageId, correlationId, sessionId, fields }: SoapQuestion,
): Returned {
  const services = SERVICES[counterparty];
  const service = Object.hasOwn(services, serviceId) ? services[serviceId] : undefined;
  if (service === undefined) throw noSuchService(counterparty, serviceId);
  const { payments, licensing, serviceCentre, localBody, portal } = world.books;
  const isMissed = world.books.modeOf(counterparty) === 'misses';
  const record = isMissed ? null : service(fields, { people, payments, licensing, serviceCentre, localBody, portal });
  const status = record === null ? NO_RECORD : PROCESSED;
  const responseDate = gatewayDate(world.now);
  const answer = { messageId, correlationId, responseDate, status, sessionId, record };
  return { status: 200, xml: writeAnswer(answer) };
}

/** Sends a message on under a session of its own. @throws SoapFault SCSE005 for a service that nobody behind the gateway offers */
async function passOn(delivery: Delivery, gateway: Gateway, question: SoapQuestion): Promise<Returned> {
  const { world } = delivery;
  const home = world.books.modeOf(gateway) === 'misses' ? null : homeOf(gateway, question.serviceId);
  if (home === null) throw noSuchService(gateway, question.serviceId);
  const sessionId = `{${uuidFrom(`session ${world.seed} ${question.messageId}`)}}`;
  return answerEnvelope({ ...delivery, addressee: home }, writeQuestion({ ...question, sessionId }));
}

function noSuchService(counterparty: Addressee, serviceId: string): SoapFault {
  return new SoapFault('Client', 'SCSE005', `${counterparty} offers no service ${serviceId.slice(0, 100)}`);
}
