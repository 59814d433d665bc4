// Tests how long a portal is waited for that asks for time, and a text on which an expression does not come to an end.
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { say, sayJson } from '../dumb-portal.ts';
import { closing, ORDER, opened, start } from './sample-turns.ts';

const READ_BY_GET = "readRequest:\n    exchanges: [{ method: GET, path: '/orders/{{request}}' }]";
const READ_BY_POST =
  "readRequest:\n    exchanges: [{ method: POST, reads: true, json: {}, path: '/orders/{{request}}' }]";

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** What comes of it where waiting takes none of our time, and how long it took there: a turn of the event loop is a hundredth of a second. */
async function inItsTime<T>(wait: () => Promise<T>): Promise<{ answer: T; seconds: number }> {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout'] });
  const from = Date.now();
  let until: number | null = null;
  const waiting = wait().finally(() => {
    until = Date.now();
  });
  while (until === null) {
    await new Promise((resolve) => setImmediate(resolve));
    if (until === null) vi.advanceTimersByTime(10);
  }
  vi.useRealTimers();
  return { answer: await waiting, seconds: (until - from) / 1000 };
}

describe('a portal that asks for time', () => {
  const later = (status: number, seconds: string) => say(status, 'application/json', '{}', { 'retry-after': seconds });

  it('is given it, and then asked again for what only reads', async () => {
    const { walk, asked, turn } = await start();
    const { token, at } = await opened(walk);
    let busy = 2;
    turn((path, method) => (path === ORDER && method === 'GET' && busy-- > 0 ? later(503, '1') : null));
    const { answer, seconds } = await inItsTime(() => walk.perform('readRequest', { input: null, token, at }));
    expect(answer.body).toMatchObject({ state: 'open' });
    expect(seconds).toBeGreaterThan(1.9);
    expect(seconds).toBeLessThan(4);
    expect(asked.filter((line) => line === `GET ${ORDER}`).length).toBeGreaterThan(2);
  });

  it('is asked again by a POST that is marked as only reading', async () => {
    const { walk, asked, turn } = await start((text) => text.replace(READ_BY_GET, READ_BY_POST));
    const { token, at } = await opened(walk);
    let busy = 1;
    const before = asked.length;
    turn((path, method) =>
      path !== ORDER ? null : method === 'POST' && busy-- > 0 ? later(503, '1') : sayJson(200, { state: 'NEW' }),
    );
    const { answer } = await inItsTime(() => walk.perform('readRequest', { input: null, token, at }));
    expect(answer.body).toMatchObject({ state: 'open' });
    expect(asked.slice(before)).toEqual([`POST ${ORDER}`, `POST ${ORDER}`]);
  });

  it('is not sent again what may have been done', async () => {
    const { walk, asked, turn } = await start();
    const { token, at } = await opened(walk);
    turn((path, method) => (path === ORDER && method === 'PUT' ? later(429, '0') : null));
    const { fault } = await walk.perform('fill', { input: { values: {} }, token, at });
    expect(fault).toMatch(/it answers 429 and asks to come back in 0 s/u);
    expect(asked.filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  });

  it('is waited for no longer than its time in a row', async () => {
    const { walk, turn, asked } = await start();
    const { token, at } = await opened(walk);
    turn((path) => (path === ORDER ? later(503, '9') : null));
    const before = asked.length;
    const { answer } = await inItsTime(() => walk.perform('readRequest', { input: null, token, at }));
    expect(answer.fault).toMatch(/asks to come back in 9 s/u);
    expect(asked.length - before).toBe(4);
  });

  it.each([
    ['3600', /and asks to come back in 3600 s/u],
    [new Date(Date.now() + 3_600_000).toUTCString(), /and asks to come back in 3[56]\d\d s/u],
    ['soon', /it answers 503$/u],
  ])('is not waited for where it says %s', async (retryAfter, message) => {
    const { walk, turn } = await start();
    const { token, at } = await opened(walk);
    turn((path) => (path === ORDER ? later(503, retryAfter) : null));
    const { answer, seconds } = await inItsTime(() => walk.perform('readRequest', { input: null, token, at }));
    expect(answer.fault).toMatch(message);
    expect(seconds).toBeLessThan(2);
  });
});

describe('a connection that breaks before an answer begins', () => {
  const breaking = (times: number) => {
    let left = times;
    return (path: string) =>
      path === ORDER && left-- > 0 ? (response: ServerResponse) => void response.socket?.resetAndDestroy() : null;
  };

  it.each([
    ['a GET', (text: string) => text],
    ['a POST that only reads', (text: string) => text.replace(READ_BY_GET, READ_BY_POST)],
  ])('is opened again, once, for %s', async (_, change) => {
    const { walk, turn } = await start(change);
    const { token, at } = await opened(walk);
    const read = () => walk.perform('readRequest', { input: null, token, at });
    const break1 = breaking(1);
    turn((path) => (path === ORDER ? (break1(path) ?? sayJson(200, { state: 'NEW' })) : null));
    expect((await read()).body).toMatchObject({ state: 'open' });
    turn(breaking(2));
    expect((await read()).fault).toMatch(/ECONNRESET|UND_ERR_SOCKET/u);
  });

  it('is not for what may have been done', async () => {
    const { walk, turn, asked } = await start();
    const { token, at } = await opened(walk);
    turn(breaking(1));
    expect((await walk.perform('fill', { input: { values: {} }, token, at })).fault).toMatch(
      /ECONNRESET|UND_ERR_SOCKET/u,
    );
    expect(asked.filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  });
});

describe('a page that is not of the portal', () => {
  const page = (body: string, headers: Record<string, string> = {}) =>
    say(200, 'text/html; charset=utf-8', body, headers);
  const read = async (answer: ReturnType<typeof page>, ownPage = '') => {
    const { walk, turn } = await start((text) => `${ownPage}${text}`);
    const { token, at } = await opened(walk);
    turn((path) => (path === ORDER ? answer : null));
    const { fault } = await walk.perform('readRequest', { input: null, token, at });
    return { fault, culprit: walk.culprit };
  };

  it.each([
    ['words', page('<html><body><div id="captcha">Подтвердите, что вы не робот</div></body></html>')],
    ['a header', page('<html></html>', { 'cf-mitigated': 'challenge' })],
  ])('is told as what stands in front of it, by its %s', async (_, answer) => {
    const { fault, culprit } = await read(answer);
    expect(fault).toMatch(/looks like the challenge of a firewall; let the suite through .*, or tell by ownPage/u);
    expect(culprit).toBe('network');
  });

  it('is told by what the file says that the pages of the portal show', async () => {
    const { fault, culprit } = await read(page('<p>Welcome to our network</p>'), 'ownPage: { css: header }\n');
    expect(fault).toMatch(/the page is not of the portal, as .*target\.yaml:1:\d+.* tells/u);
    expect(culprit).toBe('network');
  });

  it.each([
    ['a form with a captcha of its own', page('<form><input name="iin"><div class="captcha"></div></form>'), ''],
    ['a page that the file knows', page('<header></header><div id="captcha"></div>'), 'ownPage: { css: header }\n'],
  ])('is not %s', async (_, answer, ownPage) => {
    expect((await read(answer, ownPage)).culprit).not.toBe('network');
  });
});

describe('a text on which an expression never ends', () => {
  it.each([
    ['regex', "regex: '(a+)+$'"],
    ['patterns', "patterns: { open: '^(a|a)*$' }"],
  ])('is given up with the line of its %s', async (_, own) => {
    const { walk, turn } = await start((text) =>
      text.replace('patterns: { open: NEW|SENT, completed: DONE }', () => own),
    );
    const { token, at } = await opened(walk);
    turn((path) => (path === ORDER ? sayJson(200, { state: `${'a'.repeat(60)}!` }) : null));
    const { fault } = await walk.perform('readRequest', { input: null, token, at });
    expect(fault).toMatch(/target\.yaml:\d+:\d+ .*takes more than 0\.5 s on a text of 61 characters/u);
    expect(walk.culprit).toBe('target file');
  });
});
