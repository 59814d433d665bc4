// Tests that a request ends within its bounds, whatever answers, and that every fault is told in a sentence.
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Pool } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { type Answerer, type DumbPortal, drip, echo, hang, reset, say, startPortal } from './dumb-portal.ts';
import { type HttpAnswer, type HttpRequest, openPool, receive, textOf } from './http.ts';

/** Time enough on a machine that has much to do; what never comes is not waited for. */
const LIMITS = { timeoutMs: 20_000, maxBytes: 1000 };
const GET: HttpRequest = { method: 'GET', path: '/', headers: {}, body: null };
let portal: DumbPortal | null = null;
let pool: Pool | null = null;

afterEach(async () => {
  await pool?.destroy();
  await portal?.close();
});

async function ask(answer: Answerer, request = GET, limits = LIMITS): Promise<HttpAnswer> {
  portal = await startPortal(answer);
  pool = openPool(portal.url, 1);
  return textOf(await receive(pool, request, limits));
}

describe('send', () => {
  it('gives back the status, the type and the text of an answer', async () => {
    expect(await ask(say(201, 'application/json', '{"a":"ә"}'))).toEqual({
      status: 201,
      contentType: 'application/json',
      body: '{"a":"ә"}',
      fault: null,
    });
  });

  it('gives an empty body as an empty text', async () => {
    expect(await ask(say(200, '', ''))).toEqual({ status: 200, contentType: '', body: '', fault: null });
  });

  it('sends the body that it is given', async () => {
    const answer = await ask(echo, { method: 'POST', path: '/x', headers: {}, body: '{"said":"сәлем"}' });
    expect(answer.body).toBe('{"said":"сәлем"}');
  });

  it('gives a body of exactly the limit, and faults one byte more', async () => {
    expect((await ask(say(200, 'text/plain', 'a'.repeat(1000)))).body).toHaveLength(1000);
    await pool?.destroy();
    await portal?.close();
    const over = await ask(say(200, 'text/plain', 'a'.repeat(1001)));
    expect(over).toMatchObject({ status: 200, body: null, fault: 'its answer is larger than 1000 bytes' });
  });

  it.each<[string, Answerer, number, Partial<HttpAnswer>]>([
    ['hangs', hang, 150, { status: null, fault: 'no whole answer came within 0.15 s' }],
    ['drips', drip, 1000, { status: 200, fault: 'no whole answer came within 1 s' }],
  ])('does not wait for one that %s', async (_, answer, timeoutMs, expected) => {
    expect(await ask(answer, GET, { ...LIMITS, timeoutMs })).toMatchObject({ body: null, ...expected });
  });

  it.each<[string, Answerer, Partial<HttpAnswer>]>([
    [
      'bytes that are not UTF-8',
      say(200, 'application/json', Buffer.from([0x22, 0xff, 0x22])),
      { fault: 'its answer is not UTF-8' },
    ],
    [
      'a redirect',
      say(302, 'text/html', '<a/>', { location: 'http://a.example/login' }),
      { status: 302, fault: 'it redirects to http://a.example/login' },
    ],
    ['a redirect to nowhere', say(302, '', ''), { fault: 'it redirects to nowhere' }],
  ])('faults %s', async (_, answer, expected) => {
    expect(await ask(answer)).toMatchObject({ body: null, ...expected });
  });

  it.each<[string, string, (text: Buffer) => Buffer]>([
    ['gzip', 'gzip', gzipSync],
    ['deflate', 'deflate', deflateSync],
    ['deflate without its frame', 'deflate', deflateRawSync],
    ['brotli', 'BR', brotliCompressSync],
    ['two, the last one first', 'gzip, br', (text) => brotliCompressSync(gzipSync(text))],
    ['none', 'identity', (text) => text],
  ])('reads what is coded by %s, though nobody asked for it', async (_, coding, code) => {
    const answer = await ask(say(200, 'text/plain', code(Buffer.from('сәлем')), { 'content-encoding': coding }));
    expect(answer).toMatchObject({ body: 'сәлем', fault: null });
  });

  it.each([
    ['is not what it says', 'gzip', Buffer.from('plain'), 'its answer says that it is coded as gzip, and is not'],
    ['swells', 'gzip', gzipSync(Buffer.alloc(2000)), 'its answer is larger than 1000 bytes'],
    [
      'is unknown',
      'zstd',
      Buffer.from('x'),
      'its answer has the content coding "zstd", which was not asked for; send none',
    ],
  ])('faults a coding that %s', async (_, coding, body, fault) => {
    expect(await ask(say(200, 'text/plain', body, { 'content-encoding': coding }))).toMatchObject({
      body: null,
      fault,
    });
  });

  it('keeps what may be secret in the address of a redirect to itself', async () => {
    const { fault } = await ask(say(302, '', '', { location: '/login?token=s3cret#s3cret' }));
    expect(fault).toBe('it redirects to /login');
  });

  it('faults a connection that breaks in the middle of the body', async () => {
    const answer = await ask(reset);
    expect(answer).toMatchObject({ status: 200, body: null });
    expect(answer.fault).toMatch(/terminated|ECONNRESET|other side closed/u);
  });

  it('faults a port where nothing listens', async () => {
    const gone = await startPortal(hang);
    await gone.close();
    pool = openPool(gone.url, 1);
    expect(await receive(pool, GET, LIMITS).then(textOf)).toMatchObject({
      status: null,
      body: null,
      fault: expect.stringMatching(/ECONNREFUSED/u),
    });
  });

  it('faults what is no HTTP and a header that cannot be sent', async () => {
    const garbled = await ask((response) => void response.socket?.end('SSH-2.0-OpenSSH\r\n'));
    expect(garbled).toMatchObject({ status: null, body: null, fault: expect.stringMatching(/HPE|Expected HTTP/u) });
    const unsendable = await receive(
      openPool('http://127.0.0.1:1', 1),
      { ...GET, headers: { a: 'b\nc' } },
      LIMITS,
    ).then(textOf);
    expect(unsendable).toMatchObject({ body: null, fault: expect.stringMatching(/invalid/iu) });
  });
});
