// The limit of requests a second: who is turned away, until when, and by what answer.
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WORLD_HEADER } from '../schemas/target/driver.ts';
import { Rate } from './rate.ts';
import { isProblem } from './reference/door/sample-problem.ts';
import { listen } from './server.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const from = (remoteAddress: string, world?: string) => ({
  socket: { remoteAddress },
  headers: world === undefined ? {} : { [WORLD_HEADER]: world },
});

it('takes so many from a client, then one more each part of a second', () => {
  const rate = new Rate(4);
  const take = () => rate.whyRefused(from('10.0.0.1'))?.status ?? 'taken';
  expect([take(), take(), take(), take(), take()]).toEqual(['taken', 'taken', 'taken', 'taken', 429]);
  vi.advanceTimersByTime(249);
  expect(take()).toBe(429);
  vi.advanceTimersByTime(1);
  expect([take(), take()]).toEqual(['taken', 429]);
  vi.advanceTimersByTime(60_000);
  expect([take(), take(), take(), take(), take()]).toEqual(['taken', 'taken', 'taken', 'taken', 429]);
});

it('turns nobody else away, whatever worlds a client names', () => {
  const rate = new Rate(2);
  const take = (client: string, world?: string) => rate.whyRefused(from(client, world))?.status ?? 'taken';
  expect(['a', 'b', 'c'].map((world) => take('10.0.0.1', world))).toEqual(['taken', 'taken', 429]);
  expect([take('10.0.0.2'), take('10.0.0.2', 'c')]).toEqual(['taken', 'taken']);
});

it('counts what several clients ask for in one world together', () => {
  const rate = new Rate(2);
  const take = (client: string) => rate.whyRefused(from(client, 'w'))?.status ?? 'taken';
  expect(['10.0.0.1', '10.0.0.2', '10.0.0.3'].map(take)).toEqual(['taken', 'taken', 429]);
});

it('forgets clients of long ago, and not those that ask', () => {
  const rate = new Rate(1);
  const take = (client: string) => rate.whyRefused(from(client))?.status ?? 'taken';
  take('of long ago');
  take('first');
  for (let n = 0; n < 9_997; n += 1) take(`client-${n}`);
  expect(take('first')).toBe(429);
  for (let n = 0; n < 9_999; n += 1) take(`other-${n}`);
  expect([take('first'), take('of long ago')]).toEqual([429, 'taken']);
});

it('is told by a problem document that says when to come again', async () => {
  const door = await listen(
    new Hono().get('/', ({ text }) => text('here')),
    { port: 0, perSecond: 1 },
  );
  expect((await fetch(door.url)).status).toBe(200);
  const refused = await fetch(door.url);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await isProblem(refused, 429)).toBe(true);
  vi.advanceTimersByTime(1000);
  expect((await fetch(door.url)).status).toBe(200);
  await door.close();
});

it('is none unless it is asked for', async () => {
  const door = await listen(
    new Hono().get('/', ({ text }) => text('here')),
    { port: 0 },
  );
  const all = await Promise.all(Array.from({ length: 300 }, () => fetch(door.url)));
  expect(all.every(({ status }) => status === 200)).toBe(true);
  await door.close();
});
