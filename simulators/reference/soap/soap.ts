// Writes and reads the messages and faults of the gateway's SyncChannel v10 over SOAP 1.1.
import { readXml, type XmlElement } from './xml.ts';
import { escapeXml, XmlRefused } from './xml-text.ts';

/** The namespace of SOAP 1.1. */
export const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
/** The namespace of the messages. */
export const TYPES = 'http://bip.bee.kz/SyncChannel/v10/Types';

/** The values of a message by their element names. */
export type Fields = Readonly<Record<string, string>>;

/** A `SendMessage` request. */
export interface SoapQuestion {
  readonly messageId: string;
  readonly correlationId: string | null;
  readonly serviceId: string;
  /** When it is sent, in the form `yyyy-MM-ddTHH:mm:ss.SSS` and the offset. */
  readonly messageDate: string;
  readonly senderId: string;
  /** A UUID in braces. The gateway sets it; the sender leaves it null. */
  readonly sessionId: string | null;
  readonly fields: Fields;
}

/** A `SendMessage` response. `record` is null where none was found; when read back, its path is cut to the outermost element. */
export interface SoapAnswer {
  readonly messageId: string;
  readonly correlationId: string | null;
  readonly responseDate: string;
  readonly status: { readonly code: string; readonly message: string };
  readonly sessionId: string | null;
  readonly record: { readonly path: readonly string[]; readonly fields: Fields } | null;
}

/** A SOAP fault instead of an answer. `side` says whose fault it is: `Client` for the sender of the message. */
export class SoapFault extends Error {
  override readonly name = 'SoapFault';
  readonly side: 'Client' | 'Server';
  readonly errorCode: string;

  constructor(side: 'Client' | 'Server', errorCode: string, message: string) {
    super(message);
    this.side = side;
    this.errorCode = errorCode;
  }
}

/** The envelope of a request, as XML. */
export function writeQuestion(question: SoapQuestion): string {
  const { messageId, correlationId, serviceId, messageDate, senderId, sessionId, fields } = question;
  const info = [
    leaf('messageId', messageId),
    leaf('correlationId', correlationId),
    leaf('serviceId', serviceId),
    leaf('messageDate', messageDate),
    wrap('sender', leaf('senderId', senderId) + leaf('password', '')),
    leaf('sessionId', sessionId),
  ];
  const data = wrap('requestData', wrap('data', leaves(fields)));
  return envelope(typed('SendMessage', wrap('request', wrap('requestInfo', info.join('')) + data)));
}

/** The envelope of a response, as XML. */
export function writeAnswer(answer: SoapAnswer): string {
  const { messageId, correlationId, responseDate, status, sessionId, record } = answer;
  const info = [
    leaf('messageId', messageId),
    leaf('correlationId', correlationId),
    leaf('responseDate', responseDate),
    wrap('status', leaf('code', status.code) + leaf('message', status.message.slice(0, 250))),
    leaf('sessionId', sessionId),
  ];
  const content =
    record === null ? '' : record.path.reduceRight((inner, name) => wrap(name, inner), leaves(record.fields));
  const data = wrap('responseData', wrap('data', content));
  return envelope(typed('SendMessageResponse', wrap('response', wrap('responseInfo', info.join('')) + data)));
}

/** The envelope of a fault, as XML. */
export const writeFault = (fault: SoapFault, errorDate: string, sessionId: string | null = null): string =>
  writeFaultIn({ types: TYPES, name: 'SendMessageFault1_SendMessageFault' }, fault, errorDate, sessionId);

/** The envelope of a fault with the detail that a channel has for it. */
export function writeFaultIn(
  { types, name }: { readonly types: string; readonly name: string },
  fault: SoapFault,
  errorDate: string,
  sessionId: string | null = null,
): string {
  const error = [
    leaf('errorCode', fault.errorCode),
    leaf('errorMessage', fault.message.slice(0, 500)),
    leaf('errorDate', errorDate),
    leaf('sessionId', sessionId),
  ];
  const detail = wrap('detail', `<typ:${name} xmlns:typ="${types}">${error.join('')}</typ:${name}>`);
  const text = leaf('faultcode', `soapenv:${fault.side}`) + leaf('faultstring', fault.message.slice(0, 500));
  return envelope(`<soapenv:Fault>${text}${detail}</soapenv:Fault>`);
}

/** Reads a request from its envelope. @throws SoapFault `Client` SCSE002 where it is malformed; a fault in it is thrown as it is */
export function readQuestion(xml: string): SoapQuestion {
  const request = only(bodyOf(xml, 'SendMessage'), 'request', ['request']);
  const parts = ['requestInfo', 'requestData'];
  const info = only(request, 'requestInfo', parts);
  const known = [
    'messageId',
    'correlationId',
    'serviceId',
    'messageDate',
    'routeId',
    'sender',
    'properties',
    'sessionId',
  ];
  const sender = only(info, 'sender', known);
  const data = only(only(request, 'requestData', parts), 'data', ['data']);
  return {
    messageId: needed(info, 'messageId', known),
    correlationId: maybe(info, 'correlationId', known),
    serviceId: needed(info, 'serviceId', known),
    messageDate: needed(info, 'messageDate', known),
    senderId: needed(sender, 'senderId', ['senderId', 'password']),
    sessionId: maybe(info, 'sessionId', known),
    fields: fieldsOf(data),
  };
}

/** Reads a response from its envelope. @throws SoapFault the fault in it, or `Server` SCSE004 where it is malformed */
export function readAnswer(xml: string): SoapAnswer {
  try {
    const response = only(bodyOf(xml, 'SendMessageResponse'), 'response', ['response']);
    const parts = ['responseInfo', 'responseData'];
    const info = only(response, 'responseInfo', parts);
    const known = ['messageId', 'correlationId', 'responseDate', 'status', 'sessionId'];
    const status = only(info, 'status', known);
    const data = only(only(response, 'responseData', parts), 'data', ['data']);
    const path = data.children[0];
    return {
      messageId: needed(info, 'messageId', known),
      correlationId: maybe(info, 'correlationId', known),
      responseDate: needed(info, 'responseDate', known),
      status: {
        code: needed(status, 'code', ['code', 'message']),
        message: maybe(status, 'message', ['code', 'message']) ?? '',
      },
      sessionId: maybe(info, 'sessionId', known),
      record: path === undefined ? null : { path: [path.name], fields: fieldsOf(data) },
    };
  } catch (error) {
    if (error instanceof SoapFault && error.side === 'Client') throw new SoapFault('Server', 'SCSE004', error.message);
    throw error;
  }
}

const bodyOf = (xml: string, wrapper: 'SendMessage' | 'SendMessageResponse'): XmlElement =>
  contentOf(xml, TYPES, [wrapper]);

/** What stands in the Body of an envelope: an element of one of these names. @throws SoapFault SCSE002, or the fault that stands there */
export function contentOf(xml: string, types: string, names: readonly string[]): XmlElement {
  const root = read(xml);
  if (root.name !== 'Envelope' || root.namespace !== SOAP) throw malformed(`the root is no Envelope of ${SOAP}`);
  const bodies = root.children.filter(({ name, namespace }) => name === 'Body' && namespace === SOAP);
  const [content, ...others] = bodies[0]?.children ?? [];
  if (bodies.length !== 1 || content === undefined || others.length > 0)
    throw malformed('there is not one Body with one child');
  if (content.name === 'Fault' && content.namespace === SOAP) throw faultOf(content);
  if (content.namespace !== types || !names.includes(content.name)) {
    throw malformed(`the Body holds {${content.namespace}}${content.name}, not {${types}}${names.join(' or ')}`);
  }
  return content;
}

function read(xml: string): XmlElement {
  try {
    return readXml(xml);
  } catch (error) {
    if (error instanceof XmlRefused) throw malformed(error.message);
    throw error;
  }
}

function faultOf(fault: XmlElement): SoapFault {
  const child = (parent: XmlElement | undefined, name: string) => parent?.children.find((one) => one.name === name);
  const error = child(child(fault, 'detail'), 'SendMessageFault1_SendMessageFault');
  const code = child(error, 'errorCode')?.text ?? 'unknown';
  return new SoapFault('Server', code, child(fault, 'faultstring')?.text ?? 'no reason given');
}

/** The only child of that name. Below the wrapper, an element in a namespace or outside `known` is malformed. @throws SoapFault SCSE002 */
export function only(parent: XmlElement, name: string, known: readonly string[]): XmlElement {
  const [found, ...others] = optional(parent, name, known);
  if (found === undefined || others.length > 0) throw malformed(`${parent.name}: there is not exactly one ${name}`);
  return found;
}

function optional(parent: XmlElement, name: string, known: readonly string[]): readonly XmlElement[] {
  const stranger = parent.children.find((child) => child.namespace !== '' || !known.includes(child.name));
  if (stranger !== undefined) {
    throw malformed(`${parent.name}: {${stranger.namespace}}${stranger.name} does not belong here`);
  }
  return parent.children.filter((child) => child.name === name);
}

/** The text of a child; null where there is none. @throws SoapFault SCSE002 */
export function maybe(parent: XmlElement, name: string, known: readonly string[]): string | null {
  const [found, ...others] = optional(parent, name, known);
  if (others.length > 0 || (found?.children.length ?? 0) > 0)
    throw malformed(`${parent.name}: ${name} is not one text`);
  return found === undefined || found.text.trim() === '' ? null : found.text.trim();
}

/** The text of a child that there has to be. @throws SoapFault SCSE002 */
export function needed(parent: XmlElement, name: string, known: readonly string[]): string {
  const text = maybe(parent, name, known);
  if (text === null) throw malformed(`${parent.name}: ${name} is missing`);
  return text;
}

/** The texts of all leaves below `data`, at any depth, by their names. The content may also be one escaped XML string. */
export function fieldsOf(data: XmlElement): Fields {
  const isText = data.children.length === 0 && data.text.trim().startsWith('<');
  const fields = new Map<string, string>();
  const visit = (element: XmlElement): void => {
    if (element.namespace !== '') throw malformed(`data: {${element.namespace}}${element.name} does not belong here`);
    if (element.children.length > 0) element.children.forEach(visit);
    else if (fields.has(element.name)) throw malformed(`data: ${element.name} stands there twice`);
    else fields.set(element.name, element.text);
  };
  for (const child of isText ? [read(data.text.trim())] : data.children) visit(child);
  return Object.fromEntries(fields);
}

function malformed(message: string): SoapFault {
  return new SoapFault('Client', 'SCSE002', message);
}

/** The envelope around a Body. */
export function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${SOAP}"><soapenv:Header/><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
}

function typed(name: string, content: string): string {
  return `<typ:${name} xmlns:typ="${TYPES}">${content}</typ:${name}>`;
}

/** An element with this content. */
export function wrap(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** An element with this text; nothing where there is none. */
export function leaf(name: string, text: string | null): string {
  return text === null ? '' : wrap(name, escapeXml(text));
}

function leaves(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, text]) => leaf(name, text))
    .join('');
}
