// The description of the gateway's SyncChannel, for the SOAP libraries of those who call it (WSDL 1.1).
import { SOAP, TYPES } from './soap.ts';

const element = (name: string, rest = ''): string => `<xs:element name="${name}"${rest}/>`;
const text = (name: string, optional = false): string =>
  element(name, ` type="xs:string"${optional ? ' minOccurs="0"' : ''}`);
const time = (name: string): string => element(name, ' type="xs:dateTime"');
const type = (name: string, ...parts: string[]): string =>
  `<xs:complexType name="${name}"><xs:sequence>${parts.join('')}</xs:sequence></xs:complexType>`;
const whole = (name: string, part: string): string =>
  `<xs:element name="${name}"><xs:complexType><xs:sequence>${part}</xs:sequence></xs:complexType></xs:element>`;

const SCHEMA = [
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
    ...[
      element('sender', ' type="t:Sender"'),
      element('properties', ' type="t:Property" minOccurs="0" maxOccurs="unbounded"'),
    ],
    text('sessionId', true),
  ),
  type(
    'SyncMessageInfoResponse',
    ...[text('messageId'), text('correlationId', true), time('responseDate'), element('status', ' type="t:Status"')],
    text('sessionId', true),
  ),
  type('Sender', text('senderId'), text('password')),
  type('Property', text('key'), text('value')),
  type('Status', text('code'), text('message', true)),
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

/** The WSDL of the SyncChannel that answers at an address. */
export function wsdlOf(address: string): string {
  const part = (name: string, of: string) =>
    `<wsdl:message name="${name}"><wsdl:part name="parameters" element="t:${of}"/></wsdl:message>`;
  const at = address.replace(/&/gu, '&amp;').replace(/"/gu, '&quot;').replace(/</gu, '&lt;');
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="SyncChannel" targetNamespace="${TYPES}" xmlns:t="${TYPES}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<wsdl:types><xs:schema targetNamespace="${TYPES}" elementFormDefault="unqualified">${SCHEMA}</xs:schema></wsdl:types>
${part('SendMessageRequest', 'SendMessage')}${part('SendMessageResponse', 'SendMessageResponse')}${part('SendMessageFault', 'SendMessageFault1_SendMessageFault')}
<wsdl:portType name="ISyncChannel"><wsdl:operation name="SendMessage"><wsdl:input message="t:SendMessageRequest"/><wsdl:output message="t:SendMessageResponse"/><wsdl:fault name="SendMessageFault1_SendMessageFault" message="t:SendMessageFault"/></wsdl:operation></wsdl:portType>
<wsdl:binding name="SyncChannelBinding" type="t:ISyncChannel"><soap:binding style="document" transport="${SOAP.replace('envelope/', 'http')}"/><wsdl:operation name="SendMessage"><soap:operation soapAction=""/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output><wsdl:fault name="SendMessageFault1_SendMessageFault"><soap:fault name="SendMessageFault1_SendMessageFault" use="literal"/></wsdl:fault></wsdl:operation></wsdl:binding>
<wsdl:service name="SyncChannel"><wsdl:port name="SyncChannelPort" binding="t:SyncChannelBinding"><soap:address location="${at}"/></wsdl:port></wsdl:service>
</wsdl:definitions>
`;
}
