// The SyncChannel envelope: what is written is read back, and what is not of that shape is refused with a fault.
import { describe, expect, it } from 'vitest';
import { readAnswer, readQuestion, SoapFault, writeAnswer, writeFault, writeQuestion } from './soap.ts';

const question = {
  messageId: 'm-1',
  correlationId: null,
  serviceId: 'SIM_GBDFL_CHECK',
  messageDate: '2013-03-15T10:00:00.000+06:00',
  senderId: 'sim-portal',
  sessionId: '{6f1b5a10-0000-4000-8000-000000000001}',
  fields: { iin: '850615400026', note: 'a & b <c> "d"' },
};
const answer = {
  messageId: 'm-1',
  correlationId: 'c-1',
  responseDate: '2013-03-15T10:00:00.000+06:00',
  status: { code: 'SCSS001', message: 'done' },
  sessionId: null,
  record: { path: ['persons', 'person'], fields: { iin: '850615400026', surname: 'СЫНАҚОВА' } },
};
const xml = writeQuestion(question);

describe('what is written', () => {
  it('is read back', () => {
    expect(readQuestion(xml)).toEqual(question);
    expect(readAnswer(writeAnswer(answer))).toEqual({ ...answer, record: { ...answer.record, path: ['persons'] } });
    expect(readAnswer(writeAnswer({ ...answer, record: null })).record).toBeNull();
  });

  it('has the wrapper in the namespace of the types and everything below it in none', () => {
    expect(xml).toContain(
      '<typ:SendMessage xmlns:typ="http://bip.bee.kz/SyncChannel/v10/Types"><request><requestInfo>',
    );
    expect(writeAnswer(answer)).toContain('<responseData><data><persons><person><iin>850615400026</iin>');
  });

  it('of a fault is thrown by whoever reads it as an answer', () => {
    const fault = writeFault(new SoapFault('Server', 'SCSE003', 'closed & gone'), question.messageDate, '{s}');
    expect(fault).toContain('<faultcode>soapenv:Server</faultcode>');
    expect(fault).toContain('<detail><typ:SendMessageFault1_SendMessageFault xmlns:typ=');
    expect(fault).toContain('<errorDate>2013-03-15T10:00:00.000+06:00</errorDate><sessionId>{s}</sessionId>');
    expect(() => readAnswer(fault)).toThrowError(
      expect.objectContaining({ errorCode: 'SCSE003', message: 'closed & gone' }),
    );
  });
});

describe('what is refused', () => {
  it.each([
    ['no XML', '<a><b></a>', 'line'],
    ['SOAP 1.2', xml.replace('schemas.xmlsoap.org/soap/envelope/', 'www.w3.org/2003/05/soap-envelope'), 'Envelope'],
    ['another root', '<a/>', 'Envelope'],
    ['no body', xml.replace(/<soapenv:Body>.*<\/soapenv:Body>/, ''), 'Body'],
    ['another channel', xml.replace('SyncChannel', 'AsyncChannel'), 'SendMessage'],
    ['another operation', xml.replaceAll('typ:SendMessage', 'typ:GetMessage'), 'SendMessage'],
    ['a qualified request', xml.replace('<request>', '<request xmlns="urn:x">'), 'does not belong here'],
    ['an unknown part', xml.replace('<messageId>', '<priority>1</priority><messageId>'), 'priority'],
    ['no message id', xml.replace('<messageId>m-1</messageId>', ''), 'messageId'],
    ['an empty message id', xml.replace('m-1', ' '), 'messageId'],
    ['two message ids', xml.replace('<messageId>', '<messageId>m-0</messageId><messageId>'), 'messageId'],
    ['no service', xml.replace(/<serviceId>.*<\/serviceId>/, ''), 'serviceId'],
    ['no sender', xml.replace(/<sender>.*<\/sender>/, ''), 'sender'],
    ['no data', xml.replace(/<requestData>.*<\/requestData>/, ''), 'requestData'],
    ['a field twice', xml.replace('<note>', '<iin>1</iin><note>'), 'iin'],
  ])('%s', (_, text, named) => {
    expect(() => readQuestion(text)).toThrowError(
      expect.objectContaining({ side: 'Client', errorCode: 'SCSE002', message: expect.stringContaining(named) }),
    );
  });

  it('an answer that is none is the fault of the other side', () => {
    expect(() => readAnswer(xml)).toThrowError(expect.objectContaining({ side: 'Server', errorCode: 'SCSE004' }));
  });
});

it('reads data that comes as an escaped XML string', () => {
  const escaped = xml.replace(/<data>.*<\/data>/, '<data>&lt;person&gt;&lt;iin&gt;1&lt;/iin&gt;&lt;/person&gt;</data>');
  expect(readQuestion(escaped).fields).toEqual({ iin: '1' });
});
