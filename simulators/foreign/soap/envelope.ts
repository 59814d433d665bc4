// The envelopes of the SOAP service: SOAP 1.1 around the gateway's SyncChannel messages.
import { XMLParser, XMLValidator } from 'fast-xml-parser';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const TYPES = 'http://bip.bee.kz/SyncChannel/v10/Types';
const MAX_MESSAGE = 250;

/** An element: text, or elements by their names. */
export type Node = string | { readonly [name: string]: Node | readonly Node[] };

/** A message as it came. */
export interface Message {
  readonly messageId: string;
  readonly serviceId: string;
  readonly sessionId: string;
  /** By the keys of `properties`. */
  readonly properties: ReadonlyMap<string, string>;
  readonly data: Node;
}

/** Why a message is not answered. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: true, parseTagValue: false, trimValues: true });

/** Reads a `SendMessage`. @throws Fault TRL-400 */
export function readMessage(xml: string): Message {
  // Entities of a document type can make a small message huge.
  if (xml.includes('<!DOCTYPE') || XMLValidator.validate(xml) !== true) throw malformed('this is no XML');
  if (!xml.includes(SOAP) || !xml.includes(TYPES)) throw malformed('a namespace is missing');
  const request = at(parser.parse(xml), 'Envelope', 'Body', 'SendMessage', 'request');
  const info = at(request, 'requestInfo');
  const pairs = listAt(info, 'properties').map((pair): [string, string] => [
    textAt(pair, 'key'),
    textAt(pair, 'value'),
  ]);
  const message = {
    messageId: textAt(info, 'messageId'),
    serviceId: textAt(info, 'serviceId'),
    sessionId: textAt(info, 'sessionId'),
    properties: new Map(pairs),
    data: at(request, 'requestData', 'data'),
  };
  if (message.messageId === '' || message.serviceId === '') throw malformed('messageId or serviceId is missing');
  if (textAt(at(info, 'sender'), 'senderId') === '') throw malformed('senderId is missing');
  return message;
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

function malformed(message: string): Fault {
  return new Fault('TRL-400', message);
}

/** The envelope of an answer. */
export function writeAnswer({ messageId, sessionId }: Message, answerId: string, now: Date, data: Node): string {
  const info = {
    messageId: answerId,
    correlationId: messageId,
    responseDate: now.toISOString(),
    status: { code: 'SCSS001', message: 'Message has been processed successfully' },
    ...(sessionId === '' ? {} : { sessionId }),
  };
  const response = { responseInfo: info, responseData: { data } };
  return envelope(`<sc:SendMessageResponse xmlns:sc="${TYPES}">${xmlOf({ response })}</sc:SendMessageResponse>`);
}

/** The envelope of a fault. */
export function writeFault({ code, message }: Fault, now: Date): string {
  const side = code === 'TRL-500' ? 'Server' : 'Client';
  const errorInfo = { errorCode: code, errorMessage: message.slice(0, MAX_MESSAGE), errorDate: now.toISOString() };
  const detail = `<sc:SendMessageFault1_SendMessageFault xmlns:sc="${TYPES}">${xmlOf(errorInfo)}</sc:SendMessageFault1_SendMessageFault>`;
  return envelope(
    `<s:Fault><faultcode>s:${side}</faultcode>${xmlOf({ faultstring: message })}<detail>${detail}</detail></s:Fault>`,
  );
}

function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="${SOAP}"><s:Body>${body}</s:Body></s:Envelope>`;
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
