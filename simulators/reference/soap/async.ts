// Reads and writes the messages of the gateway's AsyncChannel v10: a request is taken at once, and its answer is fetched or pushed later.
import {
  contentOf,
  envelope,
  type Fields,
  fieldsOf,
  leaf,
  maybe,
  needed,
  only,
  type SoapAnswer,
  type SoapFault,
  wrap,
  writeFaultIn,
} from './soap.ts';

/** The namespace of the channel. */
export const ASYNC_TYPES = 'http://bip.bee.kz/AsyncChannel/v10/Types';
/** Its operations. */
export const ASYNC_OPERATIONS = ['sendMessage', 'getMessages', 'getMessageStatus', 'sendDeliveryNotification'] as const;
/** What can be asked of the channel. */
export type AsyncOperation = (typeof ASYNC_OPERATIONS)[number];

/** A call of the channel. `correlationId` is that of the request whose answer is asked for; null for all of a service. */
export type AsyncCall =
  | { operation: 'sendMessage'; senderId: string; serviceId: string; messageDate: string; fields: Fields }
  | { operation: 'getMessages'; senderId: string; serviceId: string; correlationId: string | null }
  | { operation: 'getMessageStatus' | 'sendDeliveryNotification'; senderId: string; messageId: string };

/** The answer to a request, as it waits to be fetched. */
export interface Letter {
  readonly messageId: string;
  readonly correlationId: string;
  readonly serviceId: string;
  readonly messageDate: string;
  readonly status: SoapAnswer['status'];
  readonly record: SoapAnswer['record'];
}

/** Reads a call from its envelope. @throws SoapFault `Client` SCSE002 where it is malformed */
export function readAsyncCall(xml: string): AsyncCall {
  const content = contentOf(xml, ASYNC_TYPES, ASYNC_OPERATIONS);
  const operation = ASYNC_OPERATIONS.find((name) => name === content.name) ?? 'sendMessage';
  const request = only(content, 'request', ['request']);
  if (operation === 'sendMessage') {
    const parts = ['messageInfo', 'messageData'];
    const info = only(request, 'messageInfo', parts);
    const known = [
      'messageId',
      'correlationId',
      'serviceId',
      'messageType',
      'routeId',
      'messageDate',
      'sender',
      'properties',
      'sessionId',
    ];
    const senderId = needed(only(info, 'sender', known), 'senderId', ['senderId', 'password']);
    const fields = fieldsOf(only(only(request, 'messageData', parts), 'data', ['data']));
    needed(info, 'messageType', known);
    return {
      ...{ operation, senderId, fields },
      serviceId: needed(info, 'serviceId', known),
      messageDate: needed(info, 'messageDate', known),
    };
  }
  const known = [
    'correlationId',
    'messageId',
    'requestDate',
    'serviceId',
    'sender',
    'sessionId',
    'messageType',
    'status',
    'notificationInfo',
  ];
  const senderId = needed(only(request, 'sender', known), 'senderId', ['senderId', 'password']);
  return operation === 'getMessages'
    ? {
        operation,
        senderId,
        serviceId: needed(request, 'serviceId', known),
        correlationId: maybe(request, 'correlationId', known),
      }
    : { operation, senderId, messageId: needed(request, 'messageId', known) };
}

const answer = (operation: AsyncOperation, content: string): string =>
  envelope(
    `<typ:${operation}Response xmlns:typ="${ASYNC_TYPES}">${wrap('response', content)}</typ:${operation}Response>`,
  );

/** That a request was taken. */
export const writeTaken = (messageId: string, date: string): string =>
  answer('sendMessage', leaf('messageId', messageId) + leaf('correlationId', messageId) + leaf('responseDate', date));

/** The answers that are ready. */
export const writeLetters = (letters: readonly Letter[], date: string): string =>
  answer(
    'getMessages',
    leaf('responseDate', date) + letters.map((letter) => wrap('messages', letterOf(letter))).join(''),
  );

/** How far a request is. The schema of the gateway misspells MESSAGE_NOT_ACCTEPTED. */
export function writeState(letter: Letter | null, date: string): string {
  const code =
    letter === null ? null : letter.status.code.startsWith('SCSS') ? 'MESSAGE_ACCEPTED' : 'MESSAGE_NOT_ACCTEPTED';
  const status =
    code === null ? '' : wrap('status', leaf('statusCode', code) + leaf('statusDate', letter?.messageDate ?? date));
  return answer(
    'getMessageStatus',
    leaf('messageState', letter === null ? 'ON_DELIVERY' : 'DELIVERED') + status + leaf('responseDate', date),
  );
}

/** That a delivery was noted. */
export const writeNoted = (date: string): string => answer('sendDeliveryNotification', leaf('responseDate', date));

/** An answer as it is pushed to the system that sent the request: the same message, in a call of its `IAsyncChannelClient`. */
export const writePush = (letter: Letter): string =>
  envelope(`<typ:sendMessage xmlns:typ="${ASYNC_TYPES}">${wrap('request', letterOf(letter))}</typ:sendMessage>`);

/** The envelope of a fault. */
export const writeAsyncFault = (operation: AsyncOperation, fault: SoapFault, date: string): string =>
  writeFaultIn({ types: ASYNC_TYPES, name: `${operation}Fault1_${operation}Fault` }, fault, date);

function letterOf({ messageId, correlationId, serviceId, messageDate, status, record }: Letter): string {
  const info = [
    ...[leaf('messageId', messageId), leaf('correlationId', correlationId), leaf('serviceId', serviceId)],
    ...[leaf('messageType', 'RESPONSE'), leaf('messageDate', messageDate)],
    wrap('sender', leaf('senderId', 'sim-gateway') + leaf('password', '')),
  ].join('');
  const fields = Object.entries(record?.fields ?? {}).map(([name, text]) => leaf(name, text));
  const found = (record?.path ?? []).reduceRight((inner, name) => wrap(name, inner), fields.join(''));
  const data = wrap('status', leaf('code', status.code) + leaf('message', status.message)) + found;
  return wrap('messageInfo', info) + wrap('messageData', wrap('data', data));
}
