// The AsyncChannel of the gateway over HTTP: polled, pushed, and refused.
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadRegulations } from '../../../schemas/load.ts';
import { SYSTEMS } from '../../sample-credentials.ts';
import { type Listening, listen } from '../../server.ts';
import { createApp } from '../door/app.ts';
import { Visitor } from '../sample-visitor.ts';
import { createSimulator } from '../simulator.ts';
import { openEnvelope, signEnvelope } from '../soap/transport-signature.ts';

const app = createApp(createSimulator({ regulations: loadRegulations('fixtures/regulations') }));
const pushed: string[] = [];
let portal: Listening;

beforeAll(async () => {
  portal = await listen(
    new Hono().post('/messages', async ({ req, text }) => {
      pushed.push(await req.text());
      return text('ok');
    }),
    { port: 0 },
  );
});

afterAll(() => portal.close());

async function enter(): Promise<Visitor> {
  const visitor = new Visitor((request) => app.fetch(request));
  await visitor.enter(4);
  return visitor;
}

const SENDER = '<sender><senderId>staging</senderId><password/></sender>';
const envelope = (operation: string, request: string) =>
  `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header/><soapenv:Body><a:${operation} xmlns:a="http://bip.bee.kz/AsyncChannel/v10/Types"><request>${request}</request></a:${operation}></soapenv:Body></soapenv:Envelope>`;
const asking = (iin: string, serviceId = 'SIM_GBDFL_CHECK') =>
  envelope(
    'sendMessage',
    `<messageInfo><serviceId>${serviceId}</serviceId><messageType>REQUEST</messageType><messageDate>2013-03-15T10:00:00.000+06:00</messageDate>${SENDER}</messageInfo><messageData><data><iin>${iin}</iin></data></messageData>`,
  );
const fetching = (more = '') =>
  envelope(
    'getMessages',
    `${more}<requestDate>2013-03-15T10:00:00.000+06:00</requestDate><serviceId>SIM_GBDFL_CHECK</serviceId>${SENDER}`,
  );
const stateOf = (id: string, sender = SENDER) => envelope('getMessageStatus', `<messageId>${id}</messageId>${sender}`);

async function post({ world }: Visitor, body: string, to = 'gateway') {
  const path = `/counterparties/${to}/AsyncChannel/v10?world=${world}`;
  const reply = await app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body,
  });
  return { status: reply.status, text: await reply.text() };
}

const idIn = (text: string) => /<messageId>(\{[^<]+\})<\/messageId>/u.exec(text)?.[1] ?? '';

describe('a request', () => {
  it('is taken at once, and its answer is fetched later', async () => {
    const visitor = await enter();
    const taken = await post(visitor, asking('850615400026'));
    expect(taken.status).toBe(200);
    const id = idIn(taken.text);
    await vi.waitFor(async () => expect((await post(visitor, stateOf(id))).text).toContain('>DELIVERED<'));
    const { text } = await post(visitor, fetching(`<correlationId>${id}</correlationId>`));
    expect(text).toContain('<messageType>RESPONSE</messageType>');
    expect(text).toContain('<surname>СЫНАҚОВА</surname>');
    expect((await post(visitor, fetching('<correlationId>{x}</correlationId>'))).text).not.toContain('RESPONSE');
    expect((await visitor.ask('readAsked', null)).view().calls).toMatchObject([
      { counterparty: 'gateway', sender: 'staging' },
      { counterparty: 'individuals-registry', persons: ['850615400026'] },
    ]);
  });

  it('is under way as long as whoever is asked hangs, and is shown to nobody else', async () => {
    const visitor = await enter();
    (await visitor.ask('setCounterparty', { counterparty: 'individuals-registry', mode: 'hangs' })).view();
    const id = idIn((await post(visitor, asking('850615400026'))).text);
    expect((await post(visitor, stateOf(id))).text).toContain('>ON_DELIVERY<');
    expect((await post(visitor, fetching())).text).not.toContain('RESPONSE');
    const other = stateOf(id, SENDER.replace('staging', 'other'));
    expect(await post(visitor, other)).toMatchObject({ status: 500, text: expect.stringContaining('SCSE001') });
  });

  it('that finds nothing, or nobody has a service for, is answered so', async () => {
    const visitor = await enter();
    const unknown = idIn((await post(visitor, asking('850615400026', 'SIM_NONE'))).text);
    await vi.waitFor(async () =>
      expect((await post(visitor, stateOf(unknown))).text).toContain('MESSAGE_NOT_ACCTEPTED'),
    );
  });

  it.each([
    envelope('sendMessage', '<messageInfo/>'),
    envelope('deleteMessages', ''),
    asking('1').replace('AsyncChannel', 'SyncChannel'),
    'no XML',
  ])('is refused by a fault when it is malformed', async (body) => {
    expect(await post(await enter(), body)).toMatchObject({ status: 500, text: expect.stringContaining('SCSE002') });
  });

  it('goes to gateways alone', async () => {
    expect((await post(await enter(), asking('1'), 'notary-is')).status).toBe(404);
  });
});

describe('an answer', () => {
  it('is pushed, signed, to the address that the portal has declared', async () => {
    const visitor = await enter();
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ for: 'messages', url: `${portal.url}/messages` });
    await app.request(`/addresses?world=${visitor.world}`, { method: 'PUT', headers, body });
    const taken = await post(visitor, signEnvelope(asking('850615400026'), SYSTEMS.sender));
    const id = idIn(openEnvelope(taken.text, true).xml);
    await vi.waitFor(() => expect(pushed).toHaveLength(1), 5000);
    const { xml, isSigned } = openEnvelope(pushed.pop() ?? '', true);
    expect(isSigned).toBe(true);
    expect(xml).toContain(`<correlationId>${id}</correlationId>`);
  });
});
