// Tests that a described portal which changes, forgets, fails or floods while it is driven is told with who is at fault, and is asked once.
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createSecureServer as createH2 } from 'node:http2';
import { createServer } from 'node:https';
import { dirname, join } from 'node:path';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { afterEach, describe, expect, it } from 'vitest';
import { fixturePath } from '../../../schemas/fixture.ts';
import { certificatePem } from '../../../schemas/pki/certificate.ts';
import { type Answerer, drip, flood, reset, say, sayJson } from '../dumb-portal.ts';
import { hasty, SECRET, walkOn, written } from './sample-target.ts';
import { closing, logIn, ORDER, opened, start } from './sample-turns.ts';

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const NESTED = `{"state":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
const GIGABYTE = 1024 ** 3;

/** What the order answers from the moment on at which it was opened, and how it is told when it is read. */
const turns: [string, Answerer, 'portal' | 'network' | 'target file', RegExp][] = [
  [
    'has lost what a selector found',
    sayJson(200, { status: 'NEW' }),
    'target file',
    /target\.yaml:\d+:\d+ operations\.readRequest\.answer\.state: jsonpath "\$\.state" finds nothing in the answer to GET \/orders\/\{\{request\}\} \(status 200\)/u,
  ],
  [
    'has a state that nobody knows',
    sayJson(200, { state: 'ARCHIVED' }),
    'target file',
    /target\.yaml:\d+:\d+ operations\.readRequest\.answer\.state: no pattern fits "ARCHIVED"; it has to be one of open/u,
  ],
  ['answers 503', say(503, 'text/html', 'later'), 'portal', /GET \/orders\/\{\{request\}\}: it answers 503/u],
  ['drips', drip, 'portal', /GET \/orders\/\{\{request\}\}: no whole answer came within 3 s/u],
  ['sends a gigabyte', flood(GIGABYTE), 'portal', /its answer is larger than 4000000 bytes/u],
  ['breaks off', reset, 'portal', /GET \/orders\/\{\{request\}\}: /u],
  ['answers no UTF-8', say(200, 'application/json', Buffer.from([0x22, 0xff, 0x22])), 'portal', /is not UTF-8/u],
  ['answers what is nested without end', say(200, 'application/json', NESTED), 'portal', /is nested too deeply/u],
  ['answers a page of its login', say(200, 'text/html', '<form>'), 'portal', /\(status 200\) is no JSON/u],
  [
    'sends to another host',
    say(302, '', '', { location: 'https://example.org/login?token=1' }),
    'portal',
    /redirects to example\.org, which is not among the hosts/u,
  ],
];

it('a portal whose token no header can hold is not sent it, and the place in the target file is told', async () => {
  const { walk, asked, turn } = await start();
  turn((path) => (path === '/api/token' ? sayJson(200, { result: 'вошёл', token: 'ключ', log: [] }) : null));
  const { token } = Object((await logIn(walk)).body);
  const opened = await walk.perform('open', { input: { session: token }, token });
  expect(opened.fault).toMatch(/target\.yaml:\d+:\d+ headers\.authorization: its character 8 \(U\+043A\) is one/u);
  expect(walk.culprit).toBe('target file');
  expect(asked).toEqual(['POST /api/token']);
});

describe.each(turns)('a portal that %s while it is walked on', (_, answer, culprit, message) => {
  it('is told with who is at fault, is not read as anything, and is asked for the order once', async () => {
    const { walk, asked, turn } = await start(answer === drip ? hasty : undefined);
    const { token, at } = await opened(walk);
    turn((path, method) => (path === ORDER && method === 'GET' ? answer : null));
    const read = await walk.perform('readRequest', { input: null, token, at });
    expect(read).toMatchObject({ body: null, problem: null, fault: expect.stringMatching(message) });
    expect(walk.culprit).toBe(culprit);
    expect(asked.filter((line) => line === 'POST /api/orders')).toHaveLength(1);
  });

  it('is sent what was done once, although nobody can read what came of it', async () => {
    const { walk, asked, turn } = await start(answer === drip ? hasty : undefined);
    const { token, at } = await opened(walk);
    turn((path, method) => (path === ORDER ? (method === 'PUT' ? sayJson(200, {}) : answer) : null));
    const filled = await walk.perform('fill', { input: { values: {} }, token, at });
    expect(filled).toMatchObject({ body: null, fault: expect.stringMatching(message) });
    expect(asked.filter((line) => line === `PUT ${ORDER}`)).toHaveLength(1);
  });
});

describe('a portal that changes its page', () => {
  it('is told where a selector finds two things', async () => {
    const { walk, turn } = await start((text) => text.replace('$.state, patterns', '$..state, patterns'));
    const { token, at } = await opened(walk);
    turn((path) => (path === ORDER ? sayJson(200, { state: 'NEW', old: { state: 'WAIT' } }) : null));
    const { fault } = await walk.perform('readRequest', { input: null, token, at });
    expect(fault).toMatch(
      /target\.yaml:\d+:\d+ .*"\$\.\.state" finds 2 things in the answer to GET .*; make it find one/u,
    );
    expect(walk.culprit).toBe('target file');
  });

  it('is told where an expression does not fit what it is applied to', async () => {
    const { walk, turn } = await start((text) =>
      text.replace('state: { jsonpath: $.state, patterns', 'state: { xpath: "xs:integer(/state/text())", patterns'),
    );
    const { token, at } = await opened(walk);
    turn((path) => (path === ORDER ? say(200, 'text/xml', '<state>NEW</state>') : null));
    const { fault } = await walk.perform('readRequest', { input: null, token, at });
    expect(fault).toMatch(/target\.yaml:\d+:\d+ .*xpath ".*" fails on the answer to GET \/orders/u);
    expect(walk.culprit).toBe('target file');
  });
});

describe('a page', () => {
  const readHtml = async (html: string) => {
    const { walk, turn } = await start((text) =>
      text.replace('state: { jsonpath: $.state, patterns', "state: { css: '#state', patterns"),
    );
    const { token, at } = await opened(walk);
    turn((path) => (path === ORDER ? say(200, 'text/html', html) : null));
    return walk.perform('readRequest', { input: null, token, at });
  };

  it('that is nested without end is not read, and takes no time', async () => {
    expect((await readHtml('<div>'.repeat(500_000))).fault).toMatch(/\(status 200\) is nested too deeply to be read/u);
  });

  it('that is long, with elements that nobody ends, is read', async () => {
    const { fault } = await readHtml(`<ul>${'<li>a<br><p>b'.repeat(3000)}</ul><i id="state">SENT</i>`);
    expect(fault).toMatch(/ is no JSON$/u);
  });
});

describe('a portal that fails for a while', () => {
  it('is read again when it has recovered, and what it failed on is not sent again', async () => {
    const { walk, asked, turn } = await start();
    const { token, at } = await opened(walk);
    turn((path) => (path === ORDER ? sayJson(503, {}) : null));
    expect((await walk.perform('fill', { input: { values: {} }, token, at })).fault).toMatch(/PUT .*: it answers 503/u);
    turn(() => null);
    expect((await walk.perform('readRequest', { input: null, token, at })).body).toMatchObject({ state: 'open' });
    expect(asked.filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  });
});

describe('a portal that ends a session', () => {
  const gone = sayJson(401, { error: 'who are you' });

  it('is not said to refuse what was tried', async () => {
    const { walk, turn } = await start(
      (text) => `${text}  readSession:\n    exchanges: [{ method: GET, path: /me }]\n`,
    );
    const { token, at } = await opened(walk);
    turn((path) => (path === ORDER || path === '/api/me' ? gone : null));
    const fill = await walk.perform('fill', { input: { values: {} }, token, at });
    expect(fill).toMatchObject({ body: null, problem: null });
    expect(fill.fault).toMatch(/401 .*: it has ended the session of somebody whom it had let in/u);
    expect(walk.culprit).toBe('portal');
  });

  it('is said to refuse where the session goes on', async () => {
    const { walk, turn } = await start(
      (text) => `${text}  readSession:\n    exchanges: [{ method: GET, path: /me }]\n`,
    );
    const { token, at } = await opened(walk);
    turn((path) => (path === ORDER ? gone : path === '/api/me' ? sayJson(200, { result: 'вошёл', log: [] }) : null));
    const fill = await walk.perform('fill', { input: { values: {} }, token, at });
    expect(fill).toMatchObject({ body: null, status: 401, fault: null });
  });

  it('leaves open which of the two where no page of the session can be read', async () => {
    const { walk, turn } = await start();
    const { token, at } = await opened(walk);
    turn((path) => (path === ORDER ? gone : null));
    const { fault } = await walk.perform('fill', { input: { values: {} }, token, at });
    expect(fault).toMatch(/whether it has ended the session cannot be told without readSession/u);
  });
});

describe('an address on another host', () => {
  const STRAYING = 'https://example.org/me';

  it.each([
    ['the target file where it is written there', STRAYING, 'target file'],
    ['the portal where it was picked from its answers', '{{token}}', 'portal'],
  ] as const)('is the fault of %s, and nothing is sent', async (_, path, culprit) => {
    const { walk, asked, turn } = await start((text) =>
      text.replace("PUT, path: '/orders/{{request}}'", `PUT, path: '${path}'`),
    );
    turn(() => sayJson(200, { result: 'вошёл', token: STRAYING, log: [] }));
    const { body } = await logIn(walk);
    const { fault } = await walk.perform('fill', { input: { values: {} }, token: body?.token ?? null });
    expect(fault).toMatch(/target\.yaml:\d+:\d+ .*path: example\.org is not among the hosts that may be contacted/u);
    expect(walk.culprit).toBe(culprit);
    expect(asked).toEqual(['POST /api/token']);
  });
});

describe('a portal behind a certificate that nobody vouches for', () => {
  /** What the answers of both versions of HTTP can do. */
  interface Answering {
    setHeader(name: string, value: string): unknown;
    end(text: string): unknown;
  }

  async function startTls(speaks: 'HTTP/1.1' | 'HTTP/2' = 'HTTP/1.1') {
    const { keys } = JSON.parse(readFileSync(fixturePath('keys.json'), 'utf8'));
    const key = String(keys['applicant-sign']);
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    const pkcs8 = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' });
    const made = await X509CertificateGenerator.create({
      subject: 'CN=127.0.0.1',
      issuer: 'CN=127.0.0.1',
      serialNumber: '2b',
      notBefore: new Date(Date.now() - 86_400_000),
      notAfter: new Date(Date.now() + 86_400_000),
      publicKey: Uint8Array.from(createPublicKey(key).export({ type: 'spki', format: 'der' })),
      signingKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']),
      signingAlgorithm: algorithm,
      extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
    });
    const cert = certificatePem(new Uint8Array(made.rawData));
    const asked: string[] = [];
    const answer = (request: { url?: string | undefined }, response: Answering) => {
      asked.push(request.url ?? '');
      response.setHeader('content-type', 'application/json');
      response.end('{"result":"вошёл","token":"a","log":[]}');
    };
    const server = speaks === 'HTTP/2' ? createH2({ key, cert }, answer) : createServer({ key, cert }, answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the portal has no port');
    closing.push(() => new Promise((resolve) => server.close(() => resolve())));
    return { url: `https://127.0.0.1:${address.port}`, cert, asked };
  }

  it('is not talked to, and is said to need extraCa', async () => {
    const { url, asked } = await startTls();
    const { walk, gate } = walkOn(url, (text) => text.replace('http://', 'https://'));
    closing.unshift(() => gate.close());
    const { fault } = await logIn(walk);
    expect(fault).toMatch(
      /^POST \/token: DEPTH_ZERO_SELF_SIGNED_CERT: .*; name the certificate of its issuer in extraCa/u,
    );
    expect(walk.culprit).toBe('network');
    expect(asked).toEqual([]);
  });

  it('is talked to by HTTP/2 where it speaks nothing else', async () => {
    const { url, cert, asked } = await startTls('HTTP/2');
    writeFileSync(join(dirname(written('')), 'ca.pem'), cert);
    const { walk, gate } = walkOn(url, (text) => `extraCa: ca.pem\n${text.replace('http://', 'https://')}`);
    closing.unshift(() => gate.close());
    for (const { body } of await Promise.all([logIn(walk), logIn(walk), logIn(walk)]))
      expect(body).toMatchObject({ state: 'authorised' });
    expect(asked).toEqual(Array(3).fill('/api/token'));
  });

  it('is talked to where extraCa names it, and the usual certificates are trusted as before', async () => {
    const { url, cert } = await startTls();
    writeFileSync(join(dirname(written('')), 'ca.pem'), cert);
    const { walk, gate } = walkOn(url, (text) => `extraCa: ca.pem\n${text.replace('http://', 'https://')}`);
    closing.unshift(() => gate.close());
    expect((await logIn(walk)).body).toMatchObject({ state: 'authorised' });
  });
});

describe('what a portal says', () => {
  it('is told without the secrets that it repeats: passwords, tokens and cookies', async () => {
    const cookie = 'sid-0123456789abcdef';
    const { walk, exchanges, turn } = await start((text) =>
      text.replace(
        '      history:\n        - each',
        `      notifications:
        - each: { jsonpath: '$.log[*]' }
          action: { jsonpath: $.step }
          kind: { value: action-confirmed }
          text: { jsonpath: $.who }
      history:\n        - each`,
      ),
    );
    const leak = `${SECRET} t-${SECRET} ${cookie} 850615400026`;
    turn((path) => {
      if (path !== '/api/token') return null;
      const log = [{ step: 'Вход', who: leak, at: '22.11.2026 10:00:00' }];
      return say(200, 'application/json', JSON.stringify({ result: 'вошёл', token: `t-${SECRET}`, log }), {
        'set-cookie': `sid=${cookie}; Path=/`,
      });
    });
    const { body } = await logIn(walk);
    turn((path) => (path === ORDER ? sayJson(409, { error: leak }) : null));
    const { problem } = await walk.perform('readRequest', {
      input: null,
      token: body?.token ?? null,
      at: { request: 'R7' },
    });
    const shown = JSON.stringify([exchanges, body?.notifications, problem]);
    expect(body?.notifications[0]?.text).toBe('[redacted] [redacted] [redacted] [redacted]');
    for (const secret of [SECRET, `t-${SECRET}`, cookie]) expect(shown).not.toContain(secret);
    expect(JSON.stringify(exchanges)).not.toContain('850615400026');
  });
});
