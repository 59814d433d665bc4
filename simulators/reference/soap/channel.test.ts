// The gateway as the SOAP library of somebody else calls it: by its description, and with signed messages.
import { createClientAsync } from 'soap';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadRegulations } from '../../../schemas/load.ts';
import { SYSTEMS } from '../../sample-credentials.ts';
import { type Listening, listen } from '../../server.ts';
import { createApp } from '../door/app.ts';
import { createSimulator } from '../simulator.ts';
import { ASYNC_OPERATIONS } from './async.ts';
import { readAnswer, writeQuestion } from './soap.ts';
import { openEnvelope, signEnvelope } from './transport-signature.ts';

const regulations = loadRegulations('fixtures/regulations');
let door: Listening;
let strict: Listening;

beforeAll(async () => {
  door = await listen(createApp(createSimulator({ regulations })), { port: 0 });
  strict = await listen(createApp(createSimulator({ regulations, demandsSignatures: true })), { port: 0 });
});

afterAll(() => Promise.all([door.close(), strict.close()]));

const question = writeQuestion({
  ...{ messageId: 'm-1', correlationId: null, serviceId: 'SIM_GBDFL_CHECK', sessionId: null },
  ...{ messageDate: '2013-03-15T10:00:00.000+06:00', senderId: 'staging', fields: { iin: '850615400026' } },
});

async function send(xml: string, { url }: Listening = door) {
  const headers = { 'content-type': 'text/xml; charset=utf-8' };
  const reply = await fetch(`${url}/counterparties/gateway`, { method: 'POST', headers, body: xml });
  return { status: reply.status, text: await reply.text() };
}

describe('the description', () => {
  it('is one from which a library makes a client whose call is answered', async () => {
    const client = await createClientAsync(`${door.url}/counterparties/gateway?wsdl`);
    expect(Object.keys(client.describe().SyncChannel.SyncChannelPort)).toEqual(['SendMessage']);
    const [answer] = await client.SendMessageAsync({
      request: {
        requestInfo: {
          ...{ messageId: 'm-7', serviceId: 'SIM_GBDFL_CHECK', messageDate: '2013-03-15T10:00:00.000+06:00' },
          sender: { senderId: 'staging', password: '' },
        },
        requestData: { data: { iin: '850615400026' } },
      },
    });
    expect(answer.response.responseInfo.status.code).toBe('SCSS001');
    expect(answer.response.responseData.data.persons.person.iin).toBe('850615400026');
  });

  it('is one of the AsyncChannel too, by which a request is sent and its answer fetched', async () => {
    const client = await createClientAsync(`${door.url}/counterparties/gateway/AsyncChannel/v10?wsdl`);
    expect(Object.keys(client.describe().AsyncChannel.AsyncChannelPort)).toEqual([...ASYNC_OPERATIONS]);
    const sender = { senderId: 'staging', password: '' };
    const at = '2013-03-15T10:00:00.000+06:00';
    const messageInfo = { serviceId: 'SIM_GBDFL_CHECK', messageType: 'REQUEST', messageDate: at, sender };
    const [taken] = await client.sendMessageAsync({
      request: { messageInfo, messageData: { data: { iin: '850615400026' } } },
    });
    const { correlationId, messageId } = taken.response;
    const ofIt = { correlationId, serviceId: 'SIM_GBDFL_CHECK', sender };
    const found = await vi.waitFor(async () => {
      const [answer] = await client.getMessagesAsync({ request: ofIt });
      return [answer.response.messages].flat()[0] ?? expect.unreachable();
    });
    expect(found.messageInfo.correlationId).toBe(correlationId);
    expect(found.messageData.data.status.code).toBe('SCSS001');
    expect(JSON.stringify(found.messageData)).toContain('850615400026');
    const [state] = await client.getMessageStatusAsync({ request: { messageId, sender } });
    expect(state.response.messageState).toBe('DELIVERED');
    const [noted] = await client.sendDeliveryNotificationAsync({ request: { messageId, sender } });
    expect(noted.response.responseDate).toBeDefined();
    expect((await fetch(`${door.url}/counterparties/notary-is/AsyncChannel/v10?wsdl`)).status).toBe(405);
  });

  it('is given for what takes messages alone', async () => {
    expect((await fetch(`${door.url}/counterparties/crl?wsdl`)).status).toBe(405);
    expect((await fetch(`${door.url}/counterparties/gateway`)).status).toBe(405);
  });
});

describe('a signed message', () => {
  it('is answered with a signed answer', async () => {
    const { status, text } = await send(signEnvelope(question, SYSTEMS.sender));
    expect(status).toBe(200);
    const { xml, isSigned } = openEnvelope(text, true);
    expect(isSigned).toBe(true);
    expect(readAnswer(xml).status.code).toBe('SCSS001');
  });

  it('is refused when it was changed on its way, or another Body was slipped in', async () => {
    const good = signEnvelope(question, SYSTEMS.sender);
    const slipped = good.replace('</soapenv:Envelope>', '<soapenv:Body><x/></soapenv:Body></soapenv:Envelope>');
    for (const wrong of [good.replace('850615400026', '900101300017'), slipped, good.replace('rsa-sha256', 'rsa-sha1')])
      expect(await send(wrong)).toMatchObject({ status: 500, text: expect.stringContaining('>IS_NOT_VALID<') });
  });

  it('is demanded only where it was told so', async () => {
    expect((await send(question)).status).toBe(200);
    expect((await send(question)).text).not.toContain('Signature');
    expect(await send(question, strict)).toMatchObject({
      status: 500,
      text: expect.stringContaining('>SIGN_NOT_EXIST<'),
    });
    expect((await send(signEnvelope(question, SYSTEMS.sender), strict)).status).toBe(200);
  });
});
