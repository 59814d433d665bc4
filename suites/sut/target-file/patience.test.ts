// Tests how long a portal is waited for that asks for time, and a text on which an expression does not come to an end.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { say, sayJson } from '../dumb-portal.ts';
import { closing, ORDER, opened, start } from './sample-turns.ts';

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
