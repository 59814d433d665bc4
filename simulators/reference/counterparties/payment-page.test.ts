// The page of the payment gateway over HTTP, and the notice that the portal gets of a payment.
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadRegulations } from '../../../schemas/load.ts';
import { type Listening, listen } from '../../server.ts';
import { createApp } from '../door/app.ts';
import { Visitor } from '../sample-visitor.ts';
import { createSimulator } from '../simulator.ts';
import { readQuestion } from '../soap/soap.ts';
import { openEnvelope } from '../soap/transport-signature.ts';
import { postOut, readAddress } from './outgoing.ts';

const app = createApp(createSimulator({ regulations: loadRegulations('fixtures/regulations') }));
const got: string[] = [];
let refusals = 0;
let portal: Listening;

beforeAll(async () => {
  const taking = new Hono().post('/notice', async ({ req, text }) => {
    if (refusals > 0) {
      refusals -= 1;
      return text('no', 503);
    }
    got.push(await req.text());
    return text('ok');
  });
  taking.post('/elsewhere', ({ redirect }) => redirect('/notice'));
  portal = await listen(taking, { port: 0 });
});

afterAll(() => portal.close());

async function enter(): Promise<Visitor> {
  const visitor = new Visitor((request) => app.fetch(request));
  await visitor.enter(4);
  return visitor;
}

const declare = ({ world }: Visitor, url: string) =>
  app.request(`/addresses?world=${world}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ for: 'payment-notice', url }),
  });

const pay = ({ world }: Visitor, fields: Record<string, string>) =>
  app.request('/pay', { method: 'POST', body: new URLSearchParams({ world: world ?? '', ...fields }) });

describe('the page', () => {
  it('asks for the payment without a script, whatever it is for', async () => {
    const { world } = await enter();
    const request = encodeURIComponent('"><script>alert(1)</script>');
    const reply = await app.request(`/pay?request=${request}&amount=1038600&world=${world}`, {
      headers: { 'accept-language': 'ru' },
    });
    const text = await reply.text();
    expect(reply.status).toBe(200);
    expect(text).not.toContain('<script');
    expect(text).toContain('10386.00');
    expect(text).toContain('Оплатить');
    expect(reply.headers.get('content-security-policy')).toMatch(/default-src 'none'/u);
  });

  it.each(['/pay', '/pay?request=', '/pay?request=r&amount=0', '/pay?request=r&amount=1.5'])(
    'refuses %s',
    async (path) => {
      expect((await app.request(path)).status).toBe(400);
    },
  );

  it('fails where the gateway is set to', async () => {
    const visitor = await enter();
    (await visitor.ask('setCounterparty', { counterparty: 'payment-gateway', mode: 'fails' })).view();
    expect((await app.request(`/pay?request=r&world=${visitor.world}`)).status).toBe(500);
  });
});

describe('the notice', () => {
  it('is signed, comes again until it is taken, and is written down', async () => {
    const visitor = await enter();
    expect((await declare(visitor, `${portal.url}/notice`)).status).toBe(200);
    refusals = 1;
    expect((await pay(visitor, { request: 'order-7', amount: '500' })).status).toBe(200);
    await vi.waitFor(() => expect(got).toHaveLength(1), 5000);
    const { xml, isSigned } = openEnvelope(got.pop() ?? '', true);
    expect(isSigned).toBe(true);
    const { serviceId, fields } = readQuestion(xml);
    expect(serviceId).toBe('SIM_PEP_PAYMENT_NOTICE');
    expect(fields).toMatchObject({ request: 'order-7', amountMinorUnits: '500', state: 'PAID' });
    await vi.waitFor(async () => {
      const { calls } = (await visitor.ask('readAsked', null)).view();
      expect(calls).toMatchObject([
        { operation: 'SIM_PEP_PAYMENT', payment: expect.stringMatching(/^payment-/u), request: 'order-7' },
        { operation: 'SIM_PEP_PAYMENT_NOTICE', request: 'order-7', answered: 'record' },
      ]);
    }, 5000);
  });

  it('tells of too little, and of what was taken back', async () => {
    const visitor = await enter();
    await declare(visitor, `${portal.url}/notice`);
    await pay(visitor, { request: 'r', amount: '500', standing: 'paid-too-little' });
    await vi.waitFor(() => expect(got).toHaveLength(1), 5000);
    expect(readQuestion(openEnvelope(got.pop() ?? '', true).xml).fields.amountMinorUnits).toBe('499');
    expect((await pay(visitor, { request: 'r', standing: 'otherwise' })).status).toBe(400);
  });

  it('goes nowhere but to this machine and private networks', async () => {
    const visitor = await enter();
    for (const url of [
      'http://169.254.169.254/',
      'http://8.8.8.8/',
      'http://[2001:db8::1]/',
      'http://[::ffff:8.8.8.8]/',
    ])
      expect([url, (await declare(visitor, url)).status]).toEqual([url, 403]);
    for (const url of ['file:///etc/passwd', 'http://a:b@127.0.0.1/', 'nothing'])
      expect([url, (await declare(visitor, url)).status]).toEqual([url, 400]);
    expect(readAddress({ for: 'messages', url: 'http://8.8.8.8/' }, true).url).toBe('http://8.8.8.8/');
  });

  it('is not taken where it is led elsewhere, or nobody is there', async () => {
    expect(await postOut(`${portal.url}/elsewhere`, '<x/>', { tries: [0] })).toBe(false);
    expect(await postOut('http://127.0.0.1:9/', '<x/>', { tries: [0] })).toBe(false);
    expect(await postOut(portal.url.replace('127.0.0.1', 'localhost'), '<x/>', { tries: [0] })).toBe(false);
    expect(got).toEqual([]);
  });
});
