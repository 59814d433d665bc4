// Reads and writes the envelopes of the SOAP service: SOAP 1.1 around the messages of the gateway's two channels.
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** The namespace of SOAP 1.1. */
export const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const MAX_MESSAGE = 250;

/** The content of an XML element: its text, or the elements inside by their names. */
export type Node = string | { readonly [name: string]: Node | readonly Node[] };

/** The channels of the gateway, with the namespace and the operations of each. */
export const CHANNELS = {
  sync: { types: 'http://bip.bee.kz/SyncChannel/v10/Types', operations: ['SendMessage'] },
  async: {
    types: 'http://bip.bee.kz/AsyncChannel/v10/Types',
    operations: ['sendMessage', 'getMessageStatus', 'getMessages'],
  },
} as const;
export type Channel = keyof typeof CHANNELS;

/** One call to a channel. */
export interface Call {
  readonly operation: string;
  readonly request: Node;
}

/** A message that was received. */
export interface Message {
  /** Empty where the sender leaves it to the gateway, as on the AsyncChannel. */
  readonly messageId: string;
  readonly serviceId: string;
  readonly sessionId: string;
  /** The values in `properties`, by their keys. */
  readonly properties: ReadonlyMap<string, string>;
  readonly data: Node;
}

/** A SOAP fault, with the code that stands in its `errorCode`. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: true, parseTagValue: false, trimValues: true });

/** Reads the envelope of a call to a channel. @throws Fault `TRL-400` */
export function readCall(xml: string, channel: Channel): Call {
  const { types, operations } = CHANNELS[channel];
  if (XMLValidator.validate(xml) !== true) throw malformed('this is no XML');
  if (!xml.includes(types)) throw malformed('a namespace is missing');
  const body = at(parser.parse(xml), 'Envelope', 'Body');
  const operation = operations.find((name) => typeof body === 'object' && Object.hasOwn(body, name));
  if (operation === undefined) throw malformed(`one of ${operations.join(', ')} is needed`);
  return { operation, request: at(body, operation, 'request') };
}

/** Reads a message that the system `from` signed. @throws Fault `TRL-400`, or `IS_NOT_VALID` where it names another sender */
export function readMessage(info: Node, data: Node, from: string): Message {
  const pairs = listAt(info, 'properties').map((pair): [string, string] => [
    textAt(pair, 'key'),
    textAt(pair, 'value'),
  ]);
  mustBeFrom(info, from);
  const message = {
    messageId: textAt(info, 'messageId'),
    serviceId: textAt(info, 'serviceId'),
    sessionId: textAt(info, 'sessionId'),
    properties: new Map(pairs),
    data: at(data, 'data'),
  };
  if (message.serviceId === '') throw malformed('serviceId is missing');
  return message;
}

/** Checks that a call names the system that signed it, since nobody may speak for another. @throws Fault `TRL-400` or `IS_NOT_VALID` */
export function mustBeFrom(asked: Node, from: string): void {
  const sender = textAt(asked, 'sender', 'senderId');
  if (sender === '') throw malformed('senderId is missing');
  if (sender !== from) throw new Fault('IS_NOT_VALID', 'the certificate is not that of the sender');
}

/** The element at the end of a path; an empty text where there is none. */
export function at(node: Node, ...path: string[]): Node {
  const [name, ...rest] = path;
  if (name === undefined) return node;
  const [first] = listAt(node, name);
  return first === undefined ? '' : at(first, ...rest);
}

/** The text at the end of a path; empty where there is none. */
export function textAt(node: Node, ...path: string[]): string {
  const found = at(node, ...path);
  return typeof found === 'string' ? found : '';
}

function listAt(node: Node, name: string): readonly Node[] {
  const found = typeof node === 'string' || !Object.hasOwn(node, name) ? undefined : node[name];
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found as Node];
}

/** The fault with which a malformed message is answered. */
export function malformed(message: string): Fault {
  return new Fault('TRL-400', message);
}

/** The envelope of an answer. */
export function writeResponse(channel: Channel, operation: string, response: Node): string {
  const { types } = CHANNELS[channel];
  return envelope(`<c:${operation}Response xmlns:c="${types}">${xmlOf({ response })}</c:${operation}Response>`);
}

/** The envelope of a fault. */
export function writeFault(channel: Channel, operation: string, { code, message }: Fault, now: Date): string {
  const side = code === 'TRL-500' ? 'Server' : 'Client';
  const errorInfo = { errorCode: code, errorMessage: message.slice(0, MAX_MESSAGE), errorDate: now.toISOString() };
  const name = `c:${operation}Fault1_${operation}Fault`;
  const detail = `<${name} xmlns:c="${CHANNELS[channel].types}">${xmlOf(errorInfo)}</${name}>`;
  return envelope(
    `<s:Fault><faultcode>s:${side}</faultcode>${xmlOf({ faultstring: message })}<detail>${detail}</detail></s:Fault>`,
  );
}

function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="${SOAP}"><s:Header/><s:Body>${body}</s:Body></s:Envelope>`;
}

function xmlOf(node: Node): string {
  if (typeof node === 'string') return escaped(node);
  return Object.entries(node)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one: Node) => `<${name}>${xmlOf(one)}</${name}>`),
    )
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
