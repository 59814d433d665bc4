// Every counterparty over HTTP, in every mode, as a vendor's staging portal meets it.
import { createAdaptorServer } from '@hono/node-server';
import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { loadRegulations } from '../../../schemas/load.ts';
import { readCertificate, readCrl } from '../../../schemas/pki/certificate.ts';
import { readOcspResponse, writeOcspRequest } from '../../../schemas/pki/ocsp.ts';
import { readStamp, stampRequest } from '../../../schemas/pki/time-stamp.ts';
import { type Counterparty, type CounterpartyMode, WORLD_HEADER } from '../../../schemas/target/driver.ts';
import { createApp } from '../door/app.ts';
import { Visitor } from '../sample-visitor.ts';
import { createSimulator } from '../simulator.ts';
import { readAnswer, writeQuestion } from '../soap/soap.ts';

const app = createApp(createSimulator({ regulations: loadRegulations('fixtures/regulations') }));
const server = createAdaptorServer({ fetch: app.fetch });
const http = () => supertest(server);
const XML = 'text/xml; charset=utf-8';
const ALMOST_AT_ONCE_MS = 150;

async function world(counterparty?: Counterparty, mode: CounterpartyMode = 'answers'): Promise<Visitor> {
  const visitor = new Visitor((request) => app.fetch(request));
  await visitor.enter(4);
  if (counterparty !== undefined) (await visitor.ask('setCounterparty', { counterparty, mode })).view();
  return visitor;
}

function envelope(serviceId: string, fields: Record<string, string>): string {
  return writeQuestion({
    messageId: 'm-1',
    correlationId: null,
    serviceId,
    messageDate: '2013-03-15T10:00:00.000+06:00',
    senderId: 'staging',
    sessionId: null,
    fields,
  });
}

const post = (counterparty: string, visitor: Visitor, body: string) =>
  http()
    .post(`/counterparties/${counterparty}?world=${visitor.world}`)
    .set('content-type', XML)
    .buffer(true)
    .parse((reply, done) => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', (chunk) => {
        text += chunk;
      });
      reply.on('end', () => done(null, text));
    })
    .send(body);

const state = { request: 'request-1', state: 'IN_PROGRESS' };
const ASKED = [
  [
    'individuals-registry',
    'SIM_GBDFL_CHECK',
    { iin: '850615400026' },
    { surname: 'СЫНАҚОВА', patronymic: 'ЕРЛАНҚЫЗЫ' },
  ],
  ['organisations-registry', 'SIM_GBDUL_CHECK', { bin: '120140000017' }, null],
  ['organisations-registry', 'SIM_GBDUL_CHECK', { bin: '140361000032' }, { bin: '140361000032' }],
  ['notary-is', 'SIM_ENIS_POWER_CHECK', { principal: '900101300017', attorney: '850615400026' }, { state: 'VALID' }],
  ['payment-gateway', 'SIM_PEP_PAYMENT_CHECK', { reference: 'nothing' }, null],
  ['e-licensing', 'SIM_ELICENSE_NOTIFY', state, state],
  ['psc-is', 'SIM_PSC_NOTIFY', state, state],
  ['leb-is', 'SIM_LEB_NOTIFY', state, state],
  ['gateway', 'SIM_GBDFL_CHECK', { iin: '900101300017' }, { iin: '900101300017' }],
  ['regional-gateway', 'SIM_LEB_NOTIFY', state, state],
] as const;

describe('a counterparty', () => {
  it.each(ASKED)('%s answers %s', async (counterparty, serviceId, fields, found) => {
    const reply = await post(counterparty, await world(), envelope(serviceId, fields));
    expect([reply.status, reply.headers['content-type']]).toEqual([200, XML]);
    const answer = readAnswer(reply.body);
    expect(answer).toMatchObject({ messageId: 'm-1', responseDate: '2013-03-15T10:00:00.000+06:00' });
    expect(answer.status.code).toBe(found === null ? 'SCSE001' : 'SCSS001');
    if (found === null) expect(answer.record).toBeNull();
    else expect(answer.record?.fields).toMatchObject(found);
  });

  it.each(ASKED)('%s misses %s', async (counterparty, serviceId, fields) => {
    const reply = await post(counterparty, await world(counterparty, 'misses'), envelope(serviceId, fields));
    if (counterparty === 'gateway' || counterparty === 'regional-gateway') {
      expect([reply.status, reply.body]).toEqual([500, expect.stringContaining('<errorCode>SCSE005</errorCode>')]);
    } else {
      expect([reply.status, readAnswer(reply.body).status.code]).toEqual([200, 'SCSE001']);
    }
  });

  it.each(ASKED)('%s fails %s with a fault', async (counterparty, serviceId, fields) => {
    const reply = await post(counterparty, await world(counterparty, 'fails'), envelope(serviceId, fields));
    expect([reply.status, reply.headers['content-type']]).toEqual([500, XML]);
    expect(() => readAnswer(reply.body)).toThrowError(expect.objectContaining({ errorCode: 'SCSE003' }));
  });

  it.each(ASKED)('%s hangs on %s until the other side gives up', async (counterparty, serviceId, fields) => {
    const asked = post(counterparty, await world(counterparty, 'hangs'), envelope(serviceId, fields));
    await expect(asked.timeout(ALMOST_AT_ONCE_MS)).rejects.toMatchObject({ timeout: ALMOST_AT_ONCE_MS });
  });
});

describe('the gateway', () => {
  it('gives a session in braces, the same for the same message', async () => {
    const visitor = await world();
    const body = envelope('SIM_GBDFL_CHECK', { iin: '850615400026' });
    const first = readAnswer((await post('gateway', visitor, body)).body);
    expect(first.sessionId).toMatch(/^\{[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\}$/);
    expect(readAnswer((await post('gateway', visitor, body)).body)).toEqual(first);
    expect(readAnswer((await post('individuals-registry', visitor, body)).body).sessionId).toBeNull();
  });

  it('passes the fault of the one behind it on, and knows not every service', async () => {
    const visitor = await world('individuals-registry', 'fails');
    const passed = await post('gateway', visitor, envelope('SIM_GBDFL_CHECK', { iin: '850615400026' }));
    expect([passed.status, passed.body]).toEqual([
      500,
      expect.stringContaining('individuals-registry is not available'),
    ]);
    for (const service of ['SIM_LEB_NOTIFY', 'constructor', '__proto__', 'SIM_OTHER']) {
      const reply = await post('gateway', visitor, envelope(service, {}));
      expect([reply.status, reply.body]).toEqual([500, expect.stringContaining('<errorCode>SCSE005</errorCode>')]);
    }
  });

  it('falls silent with the one behind it', async () => {
    const asked = post(
      'gateway',
      await world('notary-is', 'hangs'),
      envelope('SIM_ENIS_POWER_CHECK', { principal: '1' }),
    );
    await expect(asked.timeout(ALMOST_AT_ONCE_MS)).rejects.toMatchObject({ timeout: ALMOST_AT_ONCE_MS });
  });
});

describe('what is turned away', () => {
  const good = envelope('SIM_GBDFL_CHECK', { iin: '850615400026' });
  const bomb = good
    .replace('?>', '?><!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>')
    .replace('850615400026', '&b;');

  it.each([
    ['entity expansion', bomb, 'document type'],
    ['an unknown entity', good.replace('850615400026', '&nbsp;'), 'no such entity'],
    ['another namespace', good.replace('SyncChannel/v10', 'SyncChannel/v11'), 'SendMessage'],
    ['broken XML', '<a>', 'line'],
    ['a missing field', envelope('SIM_GBDFL_CHECK', {}), 'iin is missing'],
  ])('%s, with a fault of the client', async (_, body, named) => {
    const reply = await post('individuals-registry', await world(), body);
    expect(reply.status).toBe(500);
    expect(reply.body).toContain('<faultcode>soapenv:Client</faultcode>');
    expect(reply.body).toContain(named);
  });

  it('a body that is too large, of another type, or no UTF-8; another path, method or world', async () => {
    const visitor = await world();
    expect((await post('gateway', visitor, envelope('X', { a: 'x'.repeat(200_001) }))).status).toBe(413);
    expect(
      (await http().post('/counterparties/gateway').set('content-type', 'application/xml').send('<a/>')).status,
    ).toBe(415);
    const bytes = http().post('/counterparties/gateway').set('content-type', XML);
    expect((await bytes.serialize((body) => body).send(Buffer.from([0x3c, 0xff]))).status).toBe(400);
    expect((await http().post('/counterparties/crl').set('content-type', XML).send('<a/>')).status).toBe(404);
    expect((await http().post('/counterparties/constructor').set('content-type', XML).send('<a/>')).status).toBe(404);
    const wrong = await http().get('/counterparties/gateway');
    expect([wrong.status, wrong.headers.allow]).toEqual([405, 'POST']);
    expect(
      (await http().post('/counterparties/gateway?world=nowhere').set('content-type', XML).send('<a/>')).status,
    ).toBe(404);
    expect((await http().get('/crl/2013-02-30')).status).toBe(404);
    expect((await http().post('/ocsp').set('content-type', 'text/plain').send('x')).status).toBe(415);
    expect([(await http().post('/crl')).headers.allow, (await http().get('/ocsp')).headers.allow]).toEqual([
      'GET',
      'POST',
    ]);
  });
});

describe('the certification authority', () => {
  const ocsp = async (visitor: Visitor, name: string) => {
    const pem = visitor.roster.certificates[name]?.certificatePem ?? '';
    const issuerPem = visitor.roster.issuers[1] ?? '';
    const nonce = Buffer.from('0123456789abcdef');
    const reply = await http()
      .post('/ocsp')
      .set(WORLD_HEADER, visitor.world ?? '')
      .set('content-type', 'application/ocsp-request')
      .responseType('arraybuffer')
      .serialize((body) => body)
      .send(Buffer.from(writeOcspRequest(pem, issuerPem, nonce)));
    return {
      status: reply.status,
      read: () => readOcspResponse(Uint8Array.from(reply.body), { pem, issuerPem, nonce }),
    };
  };

  it.each([
    ['good', { status: 'good' }],
    ['revoked', { status: 'revoked', reason: 'key-compromise' }],
    ['on-hold', { status: 'revoked', reason: 'hold' }],
    ['untrusted-issuer', { status: 'unknown' }],
  ])('says of %s', async (name, expected) => {
    expect((await ocsp(await world(), name)).read()).toMatchObject(expected);
  });

  it.each([
    ['percent-encoded', encodeURIComponent],
    ['as it is', (base64: string) => base64],
  ])('answers what stands in the path, %s, also below the day of a certificate', async (_, encode) => {
    const { roster } = await world();
    const pem = roster.certificates.revoked?.certificatePem ?? '';
    const issuerPem = roster.issuers[1] ?? '';
    const nonce = Buffer.from([251, 255, 191, 250, 255, 239, 251, 255]);
    const asked = encode(Buffer.from(writeOcspRequest(pem, issuerPem, nonce)).toString('base64'));
    for (const folder of ['/ocsp', new URL(readCertificate(pem).ocspUrl ?? '').pathname]) {
      const reply = await app.fetch(new Request(`http://127.0.0.1${folder}/${asked}`));
      expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/ocsp-response']);
      const read = readOcspResponse(new Uint8Array(await reply.arrayBuffer()), { pem, issuerPem, nonce });
      expect(read).toMatchObject({ status: 'revoked', reason: 'key-compromise' });
    }
    expect((await http().get('/ocsp/%25')).status).toBe(400);
  });

  it('lets caches keep what is asked by GET, if they ask whether it still holds', async () => {
    const visitor = await world();
    const { certificatePem: pem } = visitor.roster.certificates.good ?? { certificatePem: '' };
    const asked = writeOcspRequest(pem, visitor.roster.issuers[1] ?? '', Buffer.from('nonce'));
    const about = `${encodeURIComponent(Buffer.from(asked).toString('base64'))}?world=${visitor.world}`;
    for (const path of [
      `/ocsp/${about}`,
      `/crl?world=${visitor.world}`,
      `/delta-crl?world=${visitor.world}`,
      '/root-cert',
    ]) {
      const first = await http().get(path);
      expect(first.headers).toMatchObject({ 'cache-control': expect.stringMatching(/public.*must-revalidate/u) });
      expect(first.headers.vary).toBe(WORLD_HEADER);
      const again = () =>
        http()
          .get(path)
          .set('if-none-match', first.headers.etag ?? '');
      expect((await again()).status).toBe(304);
      if (path === '/root-cert') continue;
      (await visitor.ask('advanceClock', { seconds: 60 })).view();
      expect((await again()).status).toBe(200);
    }
    const posted = await http().post('/ocsp').set('content-type', 'application/ocsp-request').send(Buffer.from(asked));
    expect([posted.status, posted.headers.etag, posted.headers['cache-control']]).toEqual([200, undefined, undefined]);
  });

  const stamp = async (visitor: Visitor) => {
    const nonce = Buffer.from('01234567');
    const reply = await http()
      .post('/tsa')
      .set(WORLD_HEADER, visitor.world ?? '')
      .set('content-type', 'application/timestamp-query')
      .responseType('arraybuffer')
      .send(Buffer.from(stampRequest(Buffer.from('text'), nonce)));
    return { reply, read: () => readStamp(Uint8Array.from(reply.body), Buffer.from('text'), nonce) };
  };

  it('stamps by the clock of the world, and gives each stamp of any world a number of its own', async () => {
    const [one, other] = [await world(), await world()];
    const first = await stamp(one);
    expect(first.reply.headers['content-type']).toBe('application/timestamp-reply');
    expect(await first.read()).toMatchObject({ valid: true, at: '2013-03-15T04:00:00.000Z' });
    const bodies = [first, await stamp(one), await stamp(other)].map(({ reply }) => Buffer.from(reply.body));
    const numbers = bodies.map((body) => /02100(1[0-9a-f]{30})180f/u.exec(body.toString('hex'))?.[1]);
    expect(new Set(numbers).size).toBe(3);
    expect(numbers).not.toContain(undefined);
    (await one.ask('advanceClock', { seconds: 60 })).view();
    expect(await (await stamp(one)).read()).toMatchObject({ at: '2013-03-15T04:01:00.000Z' });
  });

  it('stamps nothing where it is told so, and takes nothing else', async () => {
    expect(await (await stamp(await world('tsa', 'misses'))).read()).toMatchObject({
      detail: 'was not granted (status 2)',
    });
    expect((await stamp(await world('tsa', 'fails'))).reply.status).toBe(500);
    expect((await http().post('/tsa').set('content-type', 'text/plain').send('x')).status).toBe(415);
    expect((await http().get('/tsa')).headers.allow).toBe('POST');
    expect((await http().get('/tsa/2013-02-30')).status).toBe(405);
    const big = http().post('/tsa').set('content-type', 'application/timestamp-query').send(Buffer.alloc(30_000));
    expect((await big).status).toBe(413);
    expect((await http().post('/counterparties/tsa').set('content-type', XML).send('<a/>')).status).toBe(404);
  });

  it('misses, fails and hangs', async () => {
    expect((await ocsp(await world('ocsp', 'misses'), 'good')).read()).toEqual({ status: 'unknown' });
    expect((await ocsp(await world('ocsp', 'fails'), 'good')).status).toBe(500);
    const crl = async (mode: CounterpartyMode) => http().get(`/crl?world=${(await world('crl', mode)).world}`);
    expect([(await crl('misses')).status, (await crl('fails')).status]).toEqual([404, 500]);
    const silent = http().get(`/crl?world=${(await world('crl', 'hangs')).world}`);
    await expect(silent.timeout(ALMOST_AT_ONCE_MS)).rejects.toMatchObject({ timeout: ALMOST_AT_ONCE_MS });
  });

  it('serves the list and its certificate of the day that a certificate names', async () => {
    const visitor = new Visitor((request) => app.fetch(request));
    await visitor.enter(4, '2014-07-01T10:00:00+06:00');
    const { crlUrl, ocspUrl, serialNumber } = readCertificate(
      visitor.roster.certificates.revoked?.certificatePem ?? '',
    );
    expect([crlUrl, ocspUrl]).toEqual(['http://127.0.0.1/crl/2014-07-01', 'http://127.0.0.1/ocsp/2014-07-01']);
    const list = readCrl(new Uint8Array(await (await app.fetch(new Request(crlUrl ?? ''))).arrayBuffer()));
    expect(list.thisUpdate).toBe('2014-07-01T00:00:00.000Z');
    expect(list.revoked.map((line) => line.serialNumber)).toContain(serialNumber);
    const issuing = await http().get('/cert/2014-07-01').responseType('arraybuffer');
    expect(issuing.headers['content-type']).toBe('application/pkix-cert');
    expect(Buffer.from(issuing.body).toString('base64')).toBe(
      (visitor.roster.issuers[1] ?? '').replace(/-----[^-]+-----|\s/g, ''),
    );
  });
});
