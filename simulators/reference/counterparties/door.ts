// The HTTP door of the counterparties: a SOAP endpoint for each, and the endpoints of the certification authority.
import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import { readCrl } from '../../../schemas/pki/certificate.ts';
import { keeping } from '../../../schemas/pki/keeping.ts';
import {
  type Counterparty,
  type CounterpartyMode,
  type SigningKey,
  WORLD_HEADER,
} from '../../../schemas/target/driver.ts';
import { serialsIn } from '../certification-authority/ocsp-responder.ts';
import type { People } from '../engine/people.ts';
import { Rejection } from '../engine/rejection.ts';
import { tokenOf } from '../http/bearer.ts';
import { readBytes, readJson } from '../http/body.ts';
import { problemResponse } from '../http/problem.ts';
import { writeAsyncFault } from '../soap/async.ts';
import { SoapFault, type SoapQuestion, writeFault } from '../soap/soap.ts';
import { type Opened, openEnvelope, signEnvelope } from '../soap/transport-signature.ts';
import { asyncWsdlOf, wsdlOf } from '../soap/wsdl.ts';
import type { Incoming } from './asked-book.ts';
import { answerAsync } from './async-channel.ts';
import type { CounterpartyWorld } from './books.ts';
import { type Office, readOcsp, serveCertificate, serveCrl, serveOcsp, serveStamp } from './certification-authority.ts';
import { answerEnvelope, correspondentNamed, givenUp, lag } from './envelopes.ts';
import { gatewayDate } from './identity.ts';
import { postOut, readAddress } from './outgoing.ts';
import { askForPayment, readForm, takePayment } from './payment-page.ts';
import type { Gateway } from './routes.ts';
import { addSignerSetting, type SignerWorld } from './signer-door.ts';
import { SIGNING_PATH } from './signer-setting.ts';

/** What the door needs of the simulator. */
export interface CounterpartyHost {
  readonly people: People;
  /** The world of an id; the default world for null. @throws Rejection 404 */
  worldOf(id: string | null): Promise<CounterpartyWorld & SignerWorld>;
  /** Takes a question that came from outside. @throws Rejection 401, 403 where it is about a request of somebody else, 429 */
  admit(id: string | null, question: SoapQuestion, token: string | null): Promise<void>;
  /** Whether a message without a signature is refused. One with a signature is checked anyhow. */
  readonly demandsSignatures: boolean;
  /** Whether what counterparties send of their own accord may go to any address, and not only to near ones. */
  readonly sendsFar: boolean;
  /** Whether notices of what is done in a world are sent out. */
  sends(world: CounterpartyWorld): boolean;
  /** What the gateway of a world signs its answers with. @throws Rejection 404 */
  gatewayKey(id: string | null): Promise<SigningKey>;
  /** The authority that answers: that of `day` where the path names one, otherwise that of the world. @throws Rejection 404 */
  officeOf(id: string | null, day: string | null): Promise<Office>;
}

/** The paths that this door answers, as routes. */
export const COUNTERPARTY_PATHS = [
  '/counterparties/:name',
  '/counterparties/:name/AsyncChannel/v10',
  '/crl/:day?',
  '/delta-crl/:day?',
  '/ocsp/*',
  '/tsa/:day?',
  '/cert/:day?',
  '/root-cert/:day?',
  '/pay',
  '/addresses',
  SIGNING_PATH,
] as const;

/** What each path takes. */
const METHODS: Readonly<Record<(typeof COUNTERPARTY_PATHS)[number], string>> = {
  '/counterparties/:name': 'POST',
  '/counterparties/:name/AsyncChannel/v10': 'POST',
  '/crl/:day?': 'GET',
  '/delta-crl/:day?': 'GET',
  '/ocsp/*': 'POST',
  '/tsa/:day?': 'POST',
  '/cert/:day?': 'GET',
  '/root-cert/:day?': 'GET',
  '/pay': 'GET, POST',
  '/addresses': 'PUT',
  [SIGNING_PATH]: 'GET, PUT',
};

const MAX_ENVELOPE_BYTES = 200_000;
const XML = { 'content-type': 'text/xml; charset=utf-8' };

/** The app of the counterparties. */
export function createCounterpartyDoor(host: CounterpartyHost): Hono {
  const app = new Hono();
  app.post('/counterparties/:name', (context) => answerSoap(host, context));
  app.get('/counterparties/:name', (context, next) => {
    const { origin, pathname } = new URL(context.req.url);
    const isAsked = context.req.query('wsdl') !== undefined && correspondentNamed(context.req.param('name')) !== null;
    return isAsked ? Promise.resolve(new Response(wsdlOf(`${origin}${pathname}`), { headers: XML })) : next();
  });
  app.get('/counterparties/:name/AsyncChannel/v10', (context, next) => {
    const { origin, pathname } = new URL(context.req.url);
    const isAsked = context.req.query('wsdl') !== undefined && gatewayNamed(context.req.param('name')) !== null;
    return isAsked ? Promise.resolve(new Response(asyncWsdlOf(`${origin}${pathname}`), { headers: XML })) : next();
  });
  for (const kind of ['complete', 'delta'] as const)
    app.get(kind === 'delta' ? '/delta-crl/:day?' : '/crl/:day?', etag(), async (context) => {
      const office = await officeOf(host, context);
      const call = { counterparty: 'crl', operation: kind === 'delta' ? 'delta-list' : 'list' } as const;
      return behaving(office.world, call, context, () => serveCrl(office, kind));
    });
  app.post('/tsa/:day?', async (context) => {
    const office = await officeOf(host, context);
    const call = { counterparty: 'tsa', operation: 'stamp' } as const;
    return behaving(office.world, call, context, () => serveStamp(office, context));
  });
  app.get('/ocsp/*', etag());
  app.on(['GET', 'POST'], '/ocsp/*', async (context, next) => {
    const { day, asked } = ocspPath(context.req.path);
    if (context.req.method === 'GET' && asked === null) return next();
    const office = await host.officeOf(worldIdOf(context), day);
    const request = await readOcsp(context, asked);
    const call = { counterparty: 'ocsp', operation: 'status', certificates: serialsIn(request) } as const;
    return behaving(office.world, call, context, () => serveOcsp(office, request, asked !== null));
  });
  app.post('/counterparties/:name/AsyncChannel/v10', (context) => answerLater(host, context));
  app.get('/pay', async (context) => {
    await asSet(await host.worldOf(worldIdOf(context)), 'payment-gateway', context);
    return askForPayment(context);
  });
  app.post('/pay', async (context) => {
    const form = await readForm(context.req.raw);
    const id = form.get('world') ?? worldIdOf(context);
    const world = await host.worldOf(id);
    await asSet(world, 'payment-gateway', context);
    return takePayment(world, form, context, (xml, about) => void tell(host, id, world, xml, about));
  });
  app.put('/addresses', async (context) => {
    const world = await host.worldOf(worldIdOf(context));
    const address = readAddress(await readJson(context.req.raw), host.sendsFar);
    world.books.addresses.set(address.for, address.url);
    return Response.json(address);
  });
  addSignerSetting(app, (context) => host.worldOf(worldIdOf(context)));
  app.get('/cert/:day?', etag(), async (context) => serveCertificate(await officeOf(host, context), 'issuing'));
  app.get('/root-cert/:day?', etag(), async (context) => serveCertificate(await officeOf(host, context), 'root'));
  for (const path of COUNTERPARTY_PATHS) {
    const method = METHODS[path];
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

/** The world that a request names by header or, for clients that cannot set a header, by query. */
function worldIdOf(context: Context): string | null {
  return context.req.header(WORLD_HEADER) ?? context.req.query('world') ?? null;
}

function officeOf(host: CounterpartyHost, context: Context): Promise<Office> {
  return host.officeOf(worldIdOf(context), context.req.param('day') ?? null);
}

/** The day and the request in the path of OCSP. The base64 of a request may hold slashes, but no hyphen, which every day has. */
function ocspPath(path: string): { day: string | null; asked: string | null } {
  const [, day, asked] = /^\/ocsp\/?(\d{4}-\d{2}-\d{2})?\/?(.*)$/su.exec(path) ?? [];
  return { day: day ?? null, asked: asked === undefined || asked === '' ? null : asked };
}

/** Answers, fails, lags or hangs, as the mode of the counterparty says, and writes the call down. It hangs until the client gives up. */
async function behaving(
  world: CounterpartyWorld,
  call: Incoming,
  context: Context,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  const { counterparty } = call;
  const mode: CounterpartyMode = world.books.modeOf(counterparty);
  const note = world.books.asked.note(call, world.now);
  if (mode === 'fails') note('fault');
  if (mode === 'fails') throw new Rejection(500, `${counterparty} fails, as it was told to`);
  if (mode === 'hangs') await givenUp(context.req.raw.signal);
  if (mode === 'lags') await lag(context.req.raw.signal);
  if (mode === 'misses') note('none');
  const response = await answer();
  note(mode === 'misses' ? 'none' : 'record', counterparty === 'crl' ? await untilOf(response) : null);
  return response;
}

/** Fails, lags or hangs, as a counterparty is set to, where nobody but a person is asking. @throws Rejection 500, 404 */
async function asSet(world: CounterpartyWorld, counterparty: Counterparty, { req }: Context): Promise<void> {
  const mode = world.books.modeOf(counterparty);
  if (mode === 'fails') throw new Rejection(500, `${counterparty} fails, as it was told to`);
  if (mode === 'misses') throw new Rejection(404, `${counterparty} knows nothing, as it was told to`);
  if (mode === 'hangs') await givenUp(req.raw.signal);
  if (mode === 'lags') await lag(req.raw.signal);
}

/** Tells the portal of a payment, where it has declared an address for that, and writes down whether it took the notice. */
async function tell(
  host: CounterpartyHost,
  id: string | null,
  world: CounterpartyWorld,
  xml: string,
  about: { payment: string; request: string },
): Promise<void> {
  const url = world.books.addresses.get('payment-notice');
  if (url === undefined) return;
  const call = { counterparty: 'payment-gateway', operation: 'SIM_PEP_PAYMENT_NOTICE', ...about } as const;
  const note = world.books.asked.note(call, world.now);
  if (!host.sends(world)) return;
  note((await send(host, id, url, xml)) ? 'record' : 'fault');
}

/** Sends an envelope, signed. @returns whether it was taken, as it is not where its world has been dropped meanwhile */
async function send(host: CounterpartyHost, id: string | null, url: string, xml: string): Promise<boolean> {
  const key = await host.gatewayKey(id).catch(() => null);
  return key !== null && postOut(url, signEnvelope(xml, key), { far: host.sendsFar });
}

/** Until when a revocation list may be kept. */
async function untilOf(response: Response): Promise<string | null> {
  const list = Buffer.from(await response.clone().arrayBuffer());
  const { nextUpdate } = readListOnce(list.toString('base64'));
  return nextUpdate;
}

const readListOnce = keeping((base64) => readCrl(Buffer.from(base64, 'base64')));

async function answerSoap(host: CounterpartyHost, context: Context): Promise<Response> {
  const addressee = correspondentNamed(context.req.param('name'));
  if (addressee === null) throw new Rejection(404, 'path: no counterparty is there');
  const world = await host.worldOf(worldIdOf(context));
  const xml = await readEnvelope(context.req.raw);
  const token = tokenOf(context.req.header('authorization') ?? null);
  const opened = openedOrFault(xml, host.demandsSignatures);
  if (opened instanceof SoapFault)
    return new Response(writeFault(opened, gatewayDate(world.now)), { status: 500, headers: XML });
  const answer = await answerEnvelope(
    {
      ...{ people: host.people, world, addressee, signal: context.req.raw.signal },
      admit: (question) => host.admit(worldIdOf(context), question, token),
    },
    opened.xml,
  );
  // Whoever signs what they send is answered in the same way.
  const sent = opened.isSigned ? signEnvelope(answer.xml, await host.gatewayKey(worldIdOf(context))) : answer.xml;
  return new Response(sent, { status: answer.status, headers: XML });
}

function gatewayNamed(name: string | undefined): Gateway | null {
  const named = correspondentNamed(name);
  return named === 'gateway' || named === 'regional-gateway' ? named : null;
}

/** Answers a call of the AsyncChannel, which gateways alone have. */
async function answerLater(host: CounterpartyHost, context: Context): Promise<Response> {
  const gateway = gatewayNamed(context.req.param('name'));
  if (gateway === null) throw new Rejection(404, 'path: no gateway is there');
  const id = worldIdOf(context);
  const world = await host.worldOf(id);
  const opened = openedOrFault(await readEnvelope(context.req.raw), host.demandsSignatures);
  if (opened instanceof SoapFault)
    return new Response(writeAsyncFault('sendMessage', opened, gatewayDate(world.now)), { status: 500, headers: XML });
  const token = tokenOf(context.req.header('authorization') ?? null);
  // The answer comes when the message is no longer done again.
  const sends = host.sends(world);
  const answer = await answerAsync(
    {
      ...{ people: host.people, world, gateway, admit: (question) => host.admit(id, question, token) },
      push: (xml) => void (sends && pushOut(host, id, world, xml)),
    },
    opened.xml,
  );
  const sent = opened.isSigned ? signEnvelope(answer.xml, await host.gatewayKey(id)) : answer.xml;
  return new Response(sent, { status: answer.status, headers: XML });
}

/** Pushes an answer to the address that the portal has declared. What is not taken can still be fetched. */
async function pushOut(
  host: CounterpartyHost,
  id: string | null,
  world: CounterpartyWorld,
  xml: string,
): Promise<void> {
  const url = world.books.addresses.get('messages');
  if (url !== undefined) await send(host, id, url, xml);
}

function openedOrFault(xml: string, isDemanded: boolean): Opened | SoapFault {
  try {
    return openEnvelope(xml, isDemanded);
  } catch (error) {
    if (error instanceof SoapFault) return error;
    throw error;
  }
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
