// The signing client as pages meet it: through the client library of others, over a real socket, with what it signs checked by others.
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBER } from 'asn1js';
import ncalayer from 'ncalayer-js-client';
import { ContentInfo, SignedData } from 'pkijs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { SignedXml } from 'xml-crypto';
import { loadRegulations } from '../../../schemas/load.ts';
import { verifyCms } from '../../../schemas/pki/cms-check.ts';
import type { Roster } from '../../../schemas/target/driver.ts';
import { type Listening, listen } from '../../server.ts';
import { needsOpenssl, openssl } from '../certification-authority/sample-openssl.ts';
import { createApp } from '../door/app.ts';
import { createSimulator } from '../simulator.ts';
import { createSigningClient } from './socket.ts';
import { serverCredentials } from './tls.ts';

const { NCALayerClient } = ncalayer;
type Page = InstanceType<typeof NCALayerClient>;
const BYTES = Buffer.from('өтініш <b>');
const BASE64 = BYTES.toString('base64');
const XML = '<a:request xmlns:a="urn:a"><!-- note --><part>өтініш</part></a:request>';

let door: Listening;
let folder: string;
const simulator = createSimulator({ regulations: loadRegulations('fixtures/regulations'), seed: 1 });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reglament-ncalayer-'));
  door = await listen(createApp(simulator), { port: 0, sockets: createSigningClient(simulator, '/ncalayer') });
});
afterAll(async () => {
  await door.close();
  await rm(folder, { recursive: true });
});

const address = (query = '') => `${door.url.replace(/^http/u, 'ws')}/ncalayer${query}`;

/** A world of its own, by its name, with its roster. */
async function world(): Promise<{ world: string; roster: Roster }> {
  const body = JSON.stringify({ seed: 1, now: '2013-03-15T10:00:00+06:00' });
  const made = await fetch(`${door.url}/worlds`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return JSON.parse(await made.text());
}

async function client(query = ''): Promise<Page> {
  const made = new NCALayerClient(address(query), false);
  expect(await made.connect()).toBe('1.4');
  return made;
}

const roster = async (): Promise<Roster> => (await simulator.worldOf(null)).credentials.roster;
const pemOf = async (name: string): Promise<string> => (await roster()).certificates[name]?.certificatePem ?? '';

/** The time stamp token beside the signature; null where there is none. */
function stampIn(signature: string): Buffer | null {
  const { content } = new ContentInfo({ schema: fromBER(Uint8Array.from(Buffer.from(signature, 'base64'))).result });
  const { unsignedAttrs } = new SignedData({ schema: content }).signerInfos[0] ?? {};
  const found = unsignedAttrs?.attributes.find(({ type }) => type === '1.2.840.113549.1.9.16.2.14');
  return found === undefined ? null : Buffer.from(found.values[0].toBER());
}

describe('the older module', () => {
  it('signs bytes, attached or not, with the key of the setting', async () => {
    const page = await client();
    const detached = await page.createCAdESFromBase64('PKCS12', BASE64);
    expect(await verifyCms(Buffer.from(detached, 'base64'), BYTES)).toMatchObject({
      ...{ valid: true, certificatePem: await pemOf('good'), signedAt: '2013-03-15T04:00:00.000Z' },
    });
    const attached = await page.createCAdESFromBase64('PKCS12', BASE64, 'SIGNATURE', true);
    expect(Buffer.from(attached, 'base64').includes(BYTES)).toBe(true);
    expect(Buffer.from(detached, 'base64').includes(BYTES)).toBe(false);
    expect([stampIn(detached), stampIn(attached)]).toEqual([null, null]);
  });

  it('signs a digest', async () => {
    const page = await client();
    const digest = createHash('sha256').update(BYTES).digest('base64');
    const signature = await page.createCAdESFromBase64Hash('PKCS12', digest);
    expect(await verifyCms(Buffer.from(signature, 'base64'), BYTES)).toMatchObject({ valid: true });
    await expect(page.createCAdESFromBase64Hash('PKCS12', 'AAAA')).rejects.toThrow('the digest has 3 bytes');
  });

  it('takes the key of the same person that is for what is asked', async () => {
    const page = await client();
    const signature = await page.createCAdESFromBase64('PKCS12', BASE64, 'AUTHENTICATION');
    const checked = await verifyCms(Buffer.from(signature, 'base64'), BYTES);
    expect(checked).toMatchObject({ valid: true, certificatePem: await pemOf('authentication-key') });
  });

  it('tells of its key and its tokens', async () => {
    const page = await client('?certificate=revoked');
    expect(await page.getActiveTokens()).toEqual([]);
    expect(await page.getKeyInfo('PKCS12')).toMatchObject({
      ...{ alias: 'revoked', subjectCn: 'СЫНАҚОВА ӘСЕЛ', pem: await pemOf('revoked') },
      certNotBefore: String(Date.parse('2013-01-14T00:00:00Z')),
    });
    await page.changeLocale('kk');
  });

  it('signs XML, whole or an element of it, and puts the signature where it is told', async () => {
    const page = await client();
    const key = await pemOf('good');
    const check = (signed: string) => {
      const signature = new SignedXml({ publicCert: key });
      signature.loadSignature(/<ds:Signature[\s\S]+<\/ds:Signature>/u.exec(signed)?.[0] ?? '');
      try {
        return signature.checkSignature(signed);
      } catch {
        return false;
      }
    };
    const whole = await page.signXml('PKCS12', XML);
    expect(whole).toContain('<ds:Reference URI="">');
    expect(check(whole)).toBe(true);
    expect(check(whole.replace('<part>', '<part a="b">'))).toBe(false);
    const part = await page.signXml('PKCS12', XML, 'SIGNATURE', "//*[local-name()='part']", '/*');
    expect(part).toMatch(/<part Id="([^"]+)">[\s\S]+<ds:Reference URI="#\1">/u);
    expect(check(part)).toBe(true);
    const both = await page.signXmls('PKCS12', [XML, '<b/>']);
    expect(both.map(check)).toEqual([true, true]);
    for (const [bad, path] of [
      ['<a>', ''],
      ['<!DOCTYPE a><a/>', ''],
      [XML, '//part[count(//*)>0]'],
      [XML, '/nothing'],
    ] as const)
      await expect(page.signXml('PKCS12', bad, 'SIGNATURE', path)).rejects.toThrow(/^500: /u);
  });
});

describe('the newer module', () => {
  const { basicsStorageAll, basicsSignerSignAny } = NCALayerClient;

  it('signs bytes as the parameters say', async () => {
    const page = await client();
    const sign = (params: object, data: string | string[] = BASE64) =>
      page.basicsSignCMS(basicsStorageAll, data, params, basicsSignerSignAny);
    const detached = await sign(NCALayerClient.basicsCMSParamsDetachedNoTSP);
    expect(await verifyCms(Buffer.from(detached, 'base64'), BYTES)).toMatchObject({ valid: true });
    expect(stampIn(detached)).toBeNull();
    const attached = await sign(NCALayerClient.basicsCMSParamsAttached);
    expect(Buffer.from(attached, 'base64').includes(BYTES)).toBe(true);
    const digest = createHash('sha256').update(BYTES).digest('base64');
    const ofDigest = await sign(NCALayerClient.basicsCMSParamsDetachedHash, digest);
    expect(await verifyCms(Buffer.from(ofDigest, 'base64'), BYTES)).toMatchObject({ valid: true });
    const ofText = await sign({ decode: 'false', encapsulate: 'false' }, 'a text');
    expect(await verifyCms(Buffer.from(ofText, 'base64'), Buffer.from('a text'))).toMatchObject({ valid: true });
    expect(await sign(NCALayerClient.basicsCMSParamsDetached, [BASE64, 'AAAA'])).toHaveLength(2);
  });

  it('signs XML, one or many', async () => {
    const page = await client();
    const sign = (data: string | string[]) => page.basicsSignXML(basicsStorageAll, data, {}, basicsSignerSignAny);
    expect(await sign(XML)).toContain('<ds:SignatureValue>');
    expect(await sign([XML, XML])).toHaveLength(2);
  });

  it('signs with nobody else than who is asked for', async () => {
    const page = await client();
    const sign = (signer: object) => page.basicsSignCMS(basicsStorageAll, BASE64, {}, signer);
    expect(await sign(NCALayerClient.basicsSignerSignPerson)).toEqual(expect.any(String));
    expect(await sign({ iin: '850615400026' })).toEqual(expect.any(String));
    await expect(sign({ iin: '900101300017' })).rejects.toThrow('no certificate of that kind');
    await expect(sign(NCALayerClient.basicsSignerSignOrg)).rejects.toThrow('no certificate of that kind');
  });
});

describe('OpenSSL', () => {
  it('believes the signature and the time stamp beside it', async (context) => {
    needsOpenssl(context);
    const page = await client();
    const signature = await page.createCMSSignatureFromBase64('PKCS12', BASE64);
    const { issuers } = await roster();
    const path = (name: string) => join(folder, name);
    const token = stampIn(signature);
    if (token === null) throw new Error('the signature has no time stamp');
    const { signerInfos } = new SignedData({
      schema: new ContentInfo({ schema: fromBER(Uint8Array.from(Buffer.from(signature, 'base64'))).result }).content,
    });
    await writeFile(path('bytes'), BYTES);
    await writeFile(path('signature.p7s'), Buffer.from(signature, 'base64'));
    await writeFile(path('value'), signerInfos[0]?.signature.valueBlock.valueHexView ?? '');
    await writeFile(path('stamp.tst'), token);
    await writeFile(path('root.pem'), issuers[0] ?? '');
    await writeFile(path('issuing.pem'), issuers[1] ?? '');
    await writeFile(path('chain.pem'), issuers.join(''));
    const time = ['-attime', String(Date.parse('2013-03-15T04:00:00Z') / 1000)];
    const signed = await openssl(
      ...[
        'cms',
        '-verify',
        '-binary',
        '-cades',
        '-inform',
        'DER',
        '-in',
        path('signature.p7s'),
        '-content',
        path('bytes'),
      ],
      ...['-CAfile', path('chain.pem'), '-purpose', 'any', ...time],
    );
    expect(signed).toMatchObject({ ok: true, text: expect.stringContaining('CAdES Verification successful') });
    const stamped = await openssl(
      ...['ts', '-verify', '-token_in', '-in', path('stamp.tst'), '-data', path('value')],
      ...['-CAfile', path('root.pem'), '-untrusted', path('issuing.pem'), ...time],
    );
    expect(stamped.text).toContain('Verification: OK');
  });
});

describe('the person', () => {
  it('closes the window, mistypes, or ends the client', async () => {
    const cancelling = await client('?behaviour=cancels');
    await expect(cancelling.createCAdESFromBase64('PKCS12', BASE64)).rejects.toThrow('500: action.canceled');
    const signer = NCALayerClient.basicsSignerSignAny;
    await expect(cancelling.basicsSignCMS(null, BASE64, {}, signer)).rejects.toMatchObject({ canceledByUser: true });
    const mistyping = await client('?behaviour=mistypes');
    await expect(mistyping.createCAdESFromBase64('PKCS12', BASE64)).rejects.toThrow('the password');
    const error = mistyping.basicsSignCMS(null, BASE64, {}, signer);
    await expect(error).rejects.toMatchObject({ message: expect.stringContaining('the password') });
    const closed = new Promise((resolve) =>
      new WebSocket(address('?behaviour=quits')).on('message', function once() {
        this.send('{}');
        this.on('close', (code) => resolve(code));
      }),
    );
    expect(await closed).toBe(1001);
  });

  it('goes away, so that nothing is answered', async () => {
    const { socket, next } = await opened('?behaviour=hangs');
    socket.send('{"module":"kz.gov.pki.knca.commonUtils","method":"getActiveTokens"}');
    await simulator.worldOf(null);
    expect(await Promise.race([next(), new Promise((resolve) => setTimeout(resolve, 100, 'silence'))])).toBe('silence');
    socket.terminate();
  });

  it('is set for a world, and for no other', async () => {
    const [one, other] = [await world(), await world()];
    const set = (body: string) =>
      fetch(`${door.url}/ncalayer?world=${one.world}`, {
        ...{ method: 'PUT', headers: { 'content-type': 'application/json' }, body },
      });
    const page = await client(`?world=${one.world}`);
    expect((await set('{"certificate":"another-person","behaviour":"signs"}')).status).toBe(200);
    expect((await page.getKeyInfo('PKCS12')).alias).toBe('another-person');
    expect((await (await client(`?world=${other.world}`)).getKeyInfo('PKCS12')).alias).toBe('good');
    expect(await (await fetch(`${door.url}/ncalayer?world=${one.world}`)).json()).toMatchObject({
      ...{ certificate: 'another-person', behaviour: 'signs' },
      known: { certificates: expect.arrayContaining(['revoked']), behaviours: expect.arrayContaining(['cancels']) },
    });
    for (const body of [
      '{"certificate":"nobody","behaviour":"signs"}',
      '{"certificate":"good","behaviour":"x"}',
      '{}',
      '{',
    ])
      expect((await set(body)).status).toBe(400);
    expect((await fetch(`${door.url}/ncalayer`, { method: 'DELETE' })).headers.get('allow')).toBe('GET, PUT');
  });
});

/** A bare socket behind its greeting. */
async function opened(query = '', options: WebSocket.ClientOptions = {}) {
  const socket = new WebSocket(address(query), options);
  const waiting: ((text: string) => void)[] = [];
  socket.on('message', (data) => waiting.shift()?.(String(data)));
  const next = () => new Promise<string>((resolve) => waiting.push(resolve));
  expect(JSON.parse(await next())).toEqual({ result: { version: expect.any(String) } });
  return { socket, next };
}

describe('the socket', () => {
  const refusedWith = (query: string, origin?: string, url = address(query)) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url, origin === undefined ? {} : { origin });
      socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode));
      socket.on('open', () => resolve(101));
      socket.on('error', () => undefined);
    });

  it.each([
    ['http://localhost:3000', 101],
    ['https://127.0.0.1', 101],
    ['http://[::1]:8000', 101],
    ['https://portal.example', 403],
    ['https://127.0.0.1.portal.example', 403],
    ['https://127.portal.example', 403],
    ['null', 403],
  ])('is opened or not for the page of %s', async (origin, status) => {
    expect(await refusedWith('', origin)).toBe(status);
  });

  it('is at one path, for worlds and settings that there are', async () => {
    expect(await refusedWith('', undefined, `${door.url.replace(/^http/u, 'ws')}/elsewhere`)).toBe(404);
    expect(await refusedWith('?world=world-0')).toBe(404);
    expect(await refusedWith('?certificate=nobody')).toBe(400);
    expect(await refusedWith('?certificate=__proto__')).toBe(400);
    expect(await refusedWith('?behaviour=x')).toBe(400);
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a list', '[]'],
    ['another module', '{"module":"kz.digiflow.mobile.extensions","method":"getVersion"}'],
    ['another method', '{"module":"kz.gov.pki.knca.commonUtils","method":"constructor"}'],
    [
      'what is no base64',
      '{"module":"kz.gov.pki.knca.commonUtils","method":"createCAdESFromBase64","args":["","","\u202e"]}',
    ],
    ['arguments of another type', '{"module":"kz.gov.pki.knca.commonUtils","method":"signXml","args":[1,2,{}]}'],
    ['a sign without data', '{"module":"kz.gov.pki.knca.basics","method":"sign","args":{"format":"cms"}}'],
  ])('answers %s with an error', async (_, text) => {
    const { socket, next } = await opened();
    socket.send(text);
    expect(JSON.parse(await next())).toMatchObject({ code: '500', message: expect.any(String) });
    socket.send('--heartbeat--');
    expect(await next()).toBe('--heartbeat--');
    socket.terminate();
  });

  it.each([
    ['too much', 'x'.repeat(2_000_000), 1009],
    ['bytes', Buffer.of(1, 2), 1013],
  ])('is closed on whoever sends %s', async (_, data, expected) => {
    const { socket } = await opened();
    const closed = new Promise((resolve) => socket.on('close', (code) => resolve(code)));
    socket.send(data);
    expect(await closed).toBe(expected);
  });

  it('takes a document of a megabyte', async () => {
    const page = await client();
    const signature = await page.createCAdESFromBase64('PKCS12', Buffer.alloc(1_000_000, 7).toString('base64'));
    expect(await verifyCms(Buffer.from(signature, 'base64'), Buffer.alloc(1_000_000, 7))).toMatchObject({
      valid: true,
    });
  });

  it('lets the port go although pages hold it', async () => {
    const other = await listen(createApp(simulator), { port: 0, sockets: createSigningClient(simulator, null) });
    const socket = new WebSocket(other.url.replace(/^http/u, 'ws'));
    await new Promise((resolve) => socket.once('message', resolve));
    const gone = new Promise((resolve) => socket.once('close', resolve));
    await other.close();
    await gone;
  });

  it('leaves a request that offers another protocol to the portal, body and all', async () => {
    const body = JSON.stringify({ seed: 1, now: '2013-03-15T10:00:00+06:00' });
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
        if (text.includes('"roster"')) socket.end();
      });
      socket.on('close', () => resolve(text));
      const head = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA'];
      const length = `Content-Length: ${Buffer.byteLength(body)}`;
      const start = ['POST /worlds HTTP/1.1', 'Host: 127.0.0.1', 'Content-Type: application/json', ...head, length];
      socket.write(`${[...start, '', ''].join('\r\n')}${body.slice(0, 10)}`);
      setTimeout(() => socket.write(body.slice(10)), 50);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 201 /u);
  });

  it('speaks TLS on a port of its own, with a certificate of our authority of the year', async () => {
    const { root, ...tls } = await serverCredentials(door.url, new Date());
    const sockets = createSigningClient(simulator, null);
    const own = await listen(createApp(simulator), { port: 0, tls, sockets });
    const der = Buffer.from(await (await fetch(root)).arrayBuffer());
    const ca = `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
    for (const host of ['127.0.0.1', 'localhost']) {
      const socket = new WebSocket(`wss://${host}:${new URL(own.url).port}`, { ca });
      expect(String(await new Promise((resolve) => socket.once('message', resolve)))).toContain('version');
      socket.terminate();
    }
    const distrustful = new WebSocket(own.url.replace(/^https/u, 'wss'));
    expect(await new Promise((resolve) => distrustful.once('error', resolve))).toMatchObject({
      message: expect.stringContaining('certificate'),
    });
    await own.close();
  });
});
