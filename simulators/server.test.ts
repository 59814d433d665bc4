// Listening: a free port, a taken one, and a close that does not wait for idle clients.
import { connect } from 'node:net';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { listen } from './server.ts';

const app = new Hono().get('/', (context) => context.text('here'));

it('listens on a free port and says where', async () => {
  const door = await listen(app, { port: 0 });
  expect(door.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await (await fetch(door.url)).text()).toBe('here');
  await door.close();
  await expect(fetch(door.url)).rejects.toThrow();
});

it('names a port that is taken, and the cure', async () => {
  const door = await listen(app, { port: 0 });
  const port = Number(new URL(door.url).port);
  await expect(listen(app, { port })).rejects.toMatchObject({
    code: 'port-in-use',
    message: `port: port ${port} is taken; give another one with --port, or 0 for any free one`,
  });
  await door.close();
  const again = await listen(app, { port });
  await again.close();
});

it('names a host that cannot be listened on', async () => {
  await expect(listen(app, { port: 0, host: '203.0.113.1' })).rejects.toMatchObject({ code: 'usage' });
});

it('closes at once although a client holds its connection', async () => {
  const door = await listen(app, { port: 0 });
  const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const gone = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  await door.close();
  await gone;
});

/** Sends bytes to a server, and gives all that it answers until it closes the connection. */
function raw(url: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

const HOST = 'Host: 127.0.0.1\r\n';
const CLOSE = 'Connection: close\r\n\r\n';

it.each([
  ['what is no HTTP', 'hello\r\n\r\n', 400],
  ['a version that there is not', `GET / HTTP/9.9\r\n${HOST}${CLOSE}`, 400],
  ['a method that there is not', `FOO / HTTP/1.1\r\n${HOST}${CLOSE}`, 400],
  ['a header without a name', `GET / HTTP/1.1\r\n${HOST}a b: c\r\n${CLOSE}`, 400],
  ['a broken chunk', `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
  ['a path that is none', `OPTIONS * HTTP/1.1\r\n${HOST}${CLOSE}`, 400],
  ['an address that is none', `GET http://[a HTTP/1.1\r\n${HOST}${CLOSE}`, 400],
  ['no host', `GET / HTTP/1.1\r\n${CLOSE}`, 400],
  ['a host that is none', `GET / HTTP/1.1\r\nHost: a b\r\n${CLOSE}`, 400],
  ['headers without end', `GET / HTTP/1.1\r\n${HOST}x: ${'a'.repeat(20_000)}\r\n${CLOSE}`, 431],
  ['a path without end', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${HOST}${CLOSE}`, 431],
  ['an expectation', `POST / HTTP/1.1\r\n${HOST}Expect: cake\r\nContent-Length: 0\r\n${CLOSE}`, 417],
  ['a tunnel', `CONNECT a.example:443 HTTP/1.1\r\n${HOST}\r\n`, 405],
  ['the page of another site', `GET / HTTP/1.1\r\n${HOST}Origin: http://a.example\r\n${CLOSE}`, 403],
  ['a page without a site', `GET / HTTP/1.1\r\n${HOST}Origin: null\r\n${CLOSE}`, 403],
  ['a name that leads here', `GET / HTTP/1.1\r\nHost: a.example\r\nOrigin: http://a.example\r\n${CLOSE}`, 421],
  ['a name like ours', `GET / HTTP/1.1\r\nHost: localhost.a.example\r\n${CLOSE}`, 421],
])('turns away %s, with a problem document', async (_, text, status) => {
  const door = await listen(app, { port: 0 });
  const answer = await raw(door.url, text);
  await door.close();
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*?content-type: application/problem\\+json\r\n`, 'su'));
  const body: unknown = JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
  expect(body).toEqual({ type: expect.any(String), title: expect.any(String), status, detail: expect.any(String) });
});

it.each(['127.0.0.1', '[::1]', 'localhost', 'simulator.test', '192.0.2.7'])(
  'answers under the name %s',
  async (name) => {
    const door = await listen(app, { port: 0, names: ['simulator.test'] });
    const { port } = new URL(door.url);
    const own = `Host: ${name}:${port}\r\nOrigin: http://${name}:${port}\r\n`;
    expect(await raw(door.url, `GET / HTTP/1.1\r\n${own}${CLOSE}`)).toMatch(/^HTTP\/1\.1 200 .*here/su);
    await door.close();
  },
);

describe('a slow client', () => {
  const patience = { headersMs: 150, requestMs: 300, idleMs: 200, checkMs: 50 };
  const echo = new Hono().post('/', async (context) => context.text(await context.req.text()));
  echo.onError((_, context) => context.text('gone'));

  /** Sends a piece as often as the server takes one, until it closes the connection. @returns what it answered */
  function drip(url: string, head: string, piece: string): Promise<string> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
        socket.write(head);
        timer = setInterval(() => socket.write(piece), 20);
      });
      let answer = '';
      socket.on('data', (chunk) => {
        answer += chunk;
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(timer);
        resolve(answer);
      });
    });
  }

  it.each([
    ['that drips headers', `POST / HTTP/1.1\r\n${HOST}`, 'x: y\r\n'],
    ['that drips its body', `POST / HTTP/1.1\r\n${HOST}Content-Length: 100000\r\n\r\n`, 'x'],
    ['that drips chunks', `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n`, '1\r\nx\r\n'],
  ])('%s is let go, with a problem document, and others are served meanwhile', async (_, head, piece) => {
    const door = await listen(echo, { port: 0, patience });
    const slow = Array.from({ length: 20 }, () => drip(door.url, head, piece));
    expect(await (await fetch(door.url, { method: 'POST', body: 'quick' })).text()).toBe('quick');
    for (const answer of await Promise.all(slow)) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 /u);
      expect(answer).toContain('application/problem+json');
    }
    await door.close();
  });

  it('that says nothing is let go', async () => {
    const door = await listen(echo, { port: 0, patience });
    expect(await drip(door.url, `POST / HTTP/1.1\r\n${HOST}Content-Length: 10\r\n\r\n`, '')).not.toContain('200');
    await door.close();
  });
});
