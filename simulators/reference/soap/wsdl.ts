// The descriptions of the gateway's channels, for the SOAP libraries of those who call them (WSDL 1.1).
import { ASYNC_OPERATIONS, ASYNC_TYPES } from './async.ts';
import { SOAP, TYPES } from './soap.ts';

const element = (name: string, rest = ''): string => `<xs:element name="${name}"${rest}/>`;
const text = (name: string, optional = false): string =>
  element(name, ` type="xs:string"${optional ? ' minOccurs="0"' : ''}`);
const time = (name: string): string => element(name, ' type="xs:dateTime"');
const type = (name: string, ...parts: string[]): string =>
  `<xs:complexType name="${name}"><xs:sequence>${parts.join('')}</xs:sequence></xs:complexType>`;
const whole = (name: string, part: string): string =>
  `<xs:element name="${name}"><xs:complexType><xs:sequence>${part}</xs:sequence></xs:complexType></xs:element>`;

const SENDER = element('sender', ' type="t:Sender"');
const PROPERTIES = element('properties', ' type="t:Property" minOccurs="0" maxOccurs="unbounded"');
/** What both channels have. */
const COMMON = [
  type('Sender', text('senderId'), text('password')),
  type('Property', text('key'), text('value')),
  type('Data', element('data', ' type="xs:anyType"')),
  type(
    'ErrorInfo',
    text('errorCode'),
    text('errorMessage'),
    text('errorData', true),
    time('errorDate'),
    text('sessionId', true),
  ),
].join('');

const SYNC = [
  whole('SendMessage', element('request', ' type="t:SyncSendMessageRequest"')),
  whole('SendMessageResponse', element('response', ' type="t:SyncSendMessageResponse"')),
  element('SendMessageFault1_SendMessageFault', ' type="t:ErrorInfo"'),
  type(
    'SyncSendMessageRequest',
    element('requestInfo', ' type="t:SyncMessageInfo"'),
    element('requestData', ' type="t:Data"'),
  ),
  type(
    'SyncSendMessageResponse',
    element('responseInfo', ' type="t:SyncMessageInfoResponse"'),
    element('responseData', ' type="t:Data"'),
  ),
  type(
    'SyncMessageInfo',
    ...[text('messageId'), text('correlationId', true), text('serviceId'), time('messageDate'), text('routeId', true)],
    ...[SENDER, PROPERTIES, text('sessionId', true)],
  ),
  type(
    'SyncMessageInfoResponse',
    ...[text('messageId'), text('correlationId', true), time('responseDate'), element('status', ' type="t:Status"')],
    text('sessionId', true),
  ),
  type('Status', text('code'), text('message', true)),
  COMMON,
].join('');

const optional = (line: string): string => line.replace('/>', ' minOccurs="0"/>');
const ASYNC = [
  ...ASYNC_OPERATIONS.flatMap((name) => [
    whole(name, element('request', ` type="t:${name}Request"`)),
    whole(`${name}Response`, element('response', ` type="t:${name}Answer"`)),
    element(`${name}Fault1_${name}Fault`, ' type="t:ErrorInfo"'),
  ]),
  type('Message', element('messageInfo', ' type="t:MessageInfo"'), element('messageData', ' type="t:Data"')),
  type(
    'MessageInfo',
    ...[text('messageId', true), text('correlationId', true), text('serviceId'), text('messageType')],
    ...[text('routeId', true), time('messageDate'), SENDER, PROPERTIES, text('sessionId', true)],
  ),
  type('sendMessageRequest', element('messageInfo', ' type="t:MessageInfo"'), element('messageData', ' type="t:Data"')),
  type('sendMessageAnswer', text('messageId'), text('correlationId'), time('responseDate')),
  type('getMessagesRequest', text('correlationId', true), optional(time('requestDate')), text('serviceId'), SENDER),
  type(
    'getMessagesAnswer',
    time('responseDate'),
    element('messages', ' type="t:Message" minOccurs="0" maxOccurs="unbounded"'),
  ),
  type('getMessageStatusRequest', text('messageId'), optional(time('requestDate')), SENDER),
  type('State', text('statusCode'), time('statusDate')),
  type(
    'getMessageStatusAnswer',
    text('messageState'),
    element('status', ' type="t:State" minOccurs="0"'),
    time('responseDate'),
  ),
  type('sendDeliveryNotificationRequest', text('messageId'), optional(time('requestDate')), SENDER),
  type('sendDeliveryNotificationAnswer', time('responseDate')),
  COMMON,
].join('');

/** The WSDL of the SyncChannel that answers at an address. */
export const wsdlOf = (address: string): string =>
  describe(address, { name: 'SyncChannel', types: TYPES, schema: SYNC, operations: ['SendMessage'] });

/** The WSDL of the AsyncChannel that answers at an address. */
export const asyncWsdlOf = (address: string): string =>
  describe(address, { name: 'AsyncChannel', types: ASYNC_TYPES, schema: ASYNC, operations: ASYNC_OPERATIONS });

interface Described {
  readonly name: string;
  readonly types: string;
  readonly schema: string;
  readonly operations: readonly string[];
}

function describe(address: string, { name, types, schema, operations }: Described): string {
  const at = address.replace(/&/gu, '&amp;').replace(/"/gu, '&quot;').replace(/</gu, '&lt;');
  const part = (message: string, of: string) =>
    `<wsdl:message name="${message}"><wsdl:part name="parameters" element="t:${of}"/></wsdl:message>`;
  const parts = operations.map((one) =>
    [
      part(`${one}Request`, one),
      part(`${one}Response`, `${one}Response`),
      part(`${one}Fault`, `${one}Fault1_${one}Fault`),
    ].join(''),
  );
  const ported = operations.map(
    (one) =>
      `<wsdl:operation name="${one}"><wsdl:input message="t:${one}Request"/><wsdl:output message="t:${one}Response"/><wsdl:fault name="${one}Fault1_${one}Fault" message="t:${one}Fault"/></wsdl:operation>`,
  );
  const bound = operations.map(
    (one) =>
      `<wsdl:operation name="${one}"><soap:operation soapAction=""/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output><wsdl:fault name="${one}Fault1_${one}Fault"><soap:fault name="${one}Fault1_${one}Fault" use="literal"/></wsdl:fault></wsdl:operation>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="${name}" targetNamespace="${types}" xmlns:t="${types}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<wsdl:types><xs:schema targetNamespace="${types}" elementFormDefault="unqualified">${schema}</xs:schema></wsdl:types>
${parts.join('\n')}
<wsdl:portType name="I${name}">${ported.join('')}</wsdl:portType>
<wsdl:binding name="${name}Binding" type="t:I${name}"><soap:binding style="document" transport="${SOAP.replace('envelope/', 'http')}"/>${bound.join('')}</wsdl:binding>
<wsdl:service name="${name}"><wsdl:port name="${name}Port" binding="t:${name}Binding"><soap:address location="${at}"/></wsdl:port></wsdl:service>
</wsdl:definitions>
`;
}
