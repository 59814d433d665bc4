// The SOAP service of another vendor: licences to distribute television and radio, filed by the provider (docs/foreign-portals.md).
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { AsyncChannel } from './async-channel.ts';
import {
  at,
  type Call,
  CHANNELS,
  type Channel,
  Fault,
  type Message,
  malformed,
  type Node,
  readCall,
  readMessage,
  writeFault,
  writeResponse,
} from './envelope.ts';
import { NotNow } from './file.ts';
import { guid, openServices, type Services, type ServicesOptions } from './services.ts';
import { type Correspondent, sealed, unseal } from './transport-signature.ts';
import { LANGUAGES, type Language } from './wording.ts';

/** The options of the service: who exchanges messages with it, and what its services are given. */
export interface SoapPortalOptions extends ServicesOptions {
  /** The systems that may send messages. */
  readonly senders: readonly Correspondent[];
}

const MAX_BODY_BYTES = 1_000_000;

/** Makes a SOAP service that shares its state with no other. @throws RangeError for an unknown violation */
export function createSoapPortal(options: SoapPortalOptions): Hono {
  const { senders, gateway, now = () => new Date() } = options;
  const { quick, slow, admit } = openServices(options);
  let ids = 0;
  const nextId = () => guid(`message ${++ids}`);
  const letters = new AsyncChannel({
    now,
    nextId,
    admit(message) {
      serviceOf(slow, message);
      admit(message);
    },
    serve: (message) => served(slow, message),
  });

  async function answerAtOnce({ request }: Call, from: string): Promise<Node> {
    const message = readMessage(at(request, 'requestInfo'), at(request, 'requestData'), from);
    const { messageId, sessionId } = message;
    if (messageId === '') throw malformed('messageId is missing');
    const data = await served(quick, message);
    const responseInfo = {
      messageId: nextId(),
      correlationId: messageId,
      responseDate: now().toISOString(),
      status: { code: 'SCSS001', message: 'Message has been processed successfully' },
      ...(sessionId === '' ? {} : { sessionId }),
    };
    return { responseInfo, responseData: { data } };
  }

  /** The envelope that answers a message, not yet signed, and its HTTP status, which SOAP 1.1 wants to be 500 for a fault. */
  async function exchange(channel: Channel, body: string): Promise<[xml: string, status: 200 | 500]> {
    let operation: string = CHANNELS[channel].operations[0];
    try {
      const { from, xml } = unseal(body, senders);
      const call = readCall(xml, channel);
      operation = call.operation;
      const response = await (channel === 'sync' ? answerAtOnce(call, from.id) : letters.answer(call, from.id));
      return [writeResponse(channel, operation, response), 200];
    } catch (error) {
      return [writeFault(channel, operation, faultOf(error), now()), 500];
    }
  }

  const app = new Hono();
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES }));
  for (const [path, channel] of [
    ['/SyncChannel/v10', 'sync'],
    ['/AsyncChannel/v10', 'async'],
  ] as const)
    app.post(path, async (context) => {
      const [xml, status] = await exchange(channel, await context.req.text());
      return context.body(sealed(xml, gateway), status, { 'content-type': 'text/xml; charset=utf-8' });
    });
  return app;
}

function serviceOf(services: Services['quick'], { serviceId }: Message): Services['quick'][string] {
  const service = Object.hasOwn(services, serviceId) ? services[serviceId] : undefined;
  if (service === undefined) throw new Fault('TRL-404', 'there is no such serviceId in this channel');
  return service;
}

async function served(services: Services['quick'], message: Message): Promise<Node> {
  try {
    return await serviceOf(services, message)(message, languageOf(message));
  } catch (error) {
    throw faultOf(error);
  }
}

function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (error instanceof NotNow) return new Fault('TRL-409', 'Бұл қадамның кезегі емес / не та очередь');
  throw error;
}

function languageOf({ properties }: Message): Language {
  return LANGUAGES.find((language) => language === properties.get('til')) ?? 'kk';
}
