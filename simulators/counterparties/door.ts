// The HTTP door of the counterparties: one SOAP endpoint each, and those of the certification authority.
import { type Context, Hono } from 'hono';
import {
  type Addressee,
  COUNTERPARTIES,
  type Counterparty,
  type CounterpartyMode,
  WORLD_HEADER,
} from '../../schemas/driver.ts';
import { readBytes } from '../door/body.ts';
import { problemResponse } from '../door/problem.ts';
import type { People } from '../engine/people.ts';
import { Rejection } from '../engine/rejection.ts';
import type { World } from '../engine/world.ts';
import { type Office, serveCertificate, serveCrl, serveOcsp } from './certification-authority.ts';
import { gatewayDate, uuidFrom } from './identity.ts';
import { type Answering, type Gateway, homeOf, SERVICES } from './routes.ts';
import { readQuestion, SoapFault, type SoapQuestion, writeAnswer, writeFault, writeQuestion } from './soap.ts';

/** What the door needs of the simulator. */
export interface CounterpartyHost {
  readonly people: People;
  /** The world of an id; the standing one for null. @throws Rejection 404 */
  worldOf(id: string | null): Promise<World>;
  /** The authority that a request means: that of a day where the path names one, otherwise the world's. @throws Rejection 404 */
  officeOf(id: string | null, day: string | null): Promise<Office>;
}

/** The paths that this door answers, as routes. */
export const COUNTERPARTY_PATHS = ['/counterparties/:name', '/crl/:day?', '/ocsp/:day?', '/cert/:day?'] as const;

const MAX_ENVELOPE_BYTES = 200_000;
const PROCESSED = { code: 'SCSS001', message: 'Message has been processed successfully' };
const NO_RECORD = { code: 'SCSE001', message: 'There is no such record' };
const XML = { 'content-type': 'text/xml; charset=utf-8' };

/** The app of the counterparties. */
export function createCounterpartyDoor(host: CounterpartyHost): Hono {
  const app = new Hono();
  app.post('/counterparties/:name', (context) => answerSoap(host, app, context));
  app.get('/crl/:day?', async (context) => {
    const office = await officeOf(host, context);
    return behaving(office.world, 'crl', context, () => serveCrl(office));
  });
  app.post('/ocsp/:day?', async (context) => {
    const office = await officeOf(host, context);
    return behaving(office.world, 'ocsp', context, () => serveOcsp(office, context));
  });
  app.get('/cert/:day?', async (context) => serveCertificate(await officeOf(host, context)));
  for (const path of COUNTERPARTY_PATHS) {
    const method = path.startsWith('/c') && !path.startsWith('/counterparties') ? 'GET' : 'POST';
    app.all(path, (context) => {
      const response = problemResponse(new Rejection(405, `method: ${context.req.path} takes ${method}`));
      response.headers.set('allow', method);
      return response;
    });
  }
  app.notFound(() => problemResponse(new Rejection(404, 'path: no counterparty is there')));
  app.onError((error) => problemResponse(error instanceof Rejection ? error : new Rejection(500, error.message)));
  return app;
}

/** The world that a request names by header or, where a client can set none, by query. */
function worldIdOf(context: Context): string | null {
  return context.req.header(WORLD_HEADER) ?? context.req.query('world') ?? null;
}

function officeOf(host: CounterpartyHost, context: Context): Promise<Office> {
  return host.officeOf(worldIdOf(context), context.req.param('day') ?? null);
}

/** Fails or falls silent where the world says so. A silence ends when the other side gives up. */
async function behaving(
  world: World,
  counterparty: Counterparty,
  context: Context,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  const mode: CounterpartyMode = world.books.modeOf(counterparty);
  if (mode === 'fails') throw new Rejection(500, `${counterparty} fails, as it was told to`);
  if (mode === 'hangs') await givenUp(context.req.raw.signal);
  return answer();
}

function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(new Rejection(500, 'the other side has given up'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

async function answerSoap(host: CounterpartyHost, app: Hono, context: Context): Promise<Response> {
  const name = context.req.param('name');
  const counterparty = name === 'portal' ? name : COUNTERPARTIES.find((known) => known === name);
  if (counterparty === undefined || counterparty === 'crl' || counterparty === 'ocsp') {
    throw new Rejection(404, 'path: no counterparty is there');
  }
  const world = await host.worldOf(worldIdOf(context));
  const xml = await readEnvelope(context.req.raw);
  let question: SoapQuestion | null = null;
  try {
    question = readQuestion(xml);
    const mode = world.books.modeOf(counterparty);
    if (mode === 'hangs') await givenUp(context.req.raw.signal);
    if (mode === 'fails') throw new SoapFault('Server', 'SCSE003', `${counterparty} is not available`);
    const isGateway = counterparty === 'gateway' || counterparty === 'regional-gateway';
    const response = isGateway
      ? await passOn(app, world, counterparty, question, context.req.raw.signal)
      : serveQuestion(host, world, counterparty, question);
    if (response.ok && mode === 'answers' && isFor(counterparty, question)) world.books.mail.note(question);
    return response;
  } catch (error) {
    if (!(error instanceof SoapFault)) throw error;
    // SOAP 1.1, 6.2: a fault travels with the status 500.
    const fault = writeFault(error, gatewayDate(world.now), question?.sessionId ?? null);
    return new Response(fault, { status: 500, headers: XML });
  }
}

/** Whether a message about a request is meant for this very system, and not only passed through it. */
function isFor(addressee: Addressee, { fields: { to } }: SoapQuestion): boolean {
  return to !== undefined && (addressee === 'portal' || addressee === to);
}

/** What a counterparty itself says to a question. @throws SoapFault */
function serveQuestion(
  { people }: CounterpartyHost,
  world: World,
  counterparty: Answering,
  { serviceId, messageId, correlationId, sessionId, fields }: SoapQuestion,
): Response {
  const services = SERVICES[counterparty];
  const service = Object.hasOwn(services, serviceId) ? services[serviceId] : undefined;
  if (service === undefined) throw noSuchService(counterparty, serviceId);
  const { payments, licensing, serviceCentre, localBody, portal } = world.books;
  const isMissed = world.books.modeOf(counterparty) === 'misses';
  const record = isMissed ? null : service(fields, { people, payments, licensing, serviceCentre, localBody, portal });
  const status = record === null ? NO_RECORD : PROCESSED;
  const responseDate = gatewayDate(world.now);
  const answer = { messageId, correlationId, responseDate, status, sessionId, record };
  return new Response(writeAnswer(answer), { headers: XML });
}

/** Sends a message on under a session of its own. @throws SoapFault SCSE005 for a service that nobody behind the gateway offers */
async function passOn(
  app: Hono,
  world: World,
  gateway: Gateway,
  question: SoapQuestion,
  signal: AbortSignal,
): Promise<Response> {
  const home = world.books.modeOf(gateway) === 'misses' ? null : homeOf(gateway, question.serviceId);
  if (home === null) throw noSuchService(gateway, question.serviceId);
  const sessionId = `{${uuidFrom(`session ${world.seed} ${question.messageId}`)}}`;
  const headers = new Headers({ ...XML, soapaction: '""' });
  if (world.id !== 'standing') headers.set(WORLD_HEADER, world.id);
  const body = writeQuestion({ ...question, sessionId });
  return app.fetch(new Request(`http://127.0.0.1/counterparties/${home}`, { method: 'POST', headers, body, signal }));
}

function noSuchService(counterparty: Addressee, serviceId: string): SoapFault {
  return new SoapFault('Client', 'SCSE005', `${counterparty} offers no service ${serviceId.slice(0, 100)}`);
}

async function readEnvelope(request: Request): Promise<string> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^text\/xml\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type)) {
    throw new Rejection(
      415,
      `content-type: send text/xml in UTF-8, got ${type === '' ? 'nothing' : type.slice(0, 100)}`,
    );
  }
  const bytes = await readBytes(request, MAX_ENVELOPE_BYTES);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Rejection(400, 'body: not UTF-8');
  }
}
