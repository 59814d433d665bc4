// A vendor's unit test meets the simulator at a URL, without a port.
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadRegulations } from '../../../schemas/load.ts';
import { createSimulator } from '../simulator.ts';
import { createHandlers } from './msw.ts';

const simulator = createSimulator({ regulations: loadRegulations('fixtures/regulations') });
const interceptor = setupServer(...createHandlers(simulator, 'https://portal.test'));

beforeAll(() => interceptor.listen({ onUnhandledRequest: 'error' }));
afterAll(() => interceptor.close());

it('describes itself', async () => {
  const response = await fetch('https://portal.test/');
  expect(await response.json()).toMatchObject({ contract: 'reglament-driver/1' });
});

it('opens a world and turns a bad body away', async () => {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ seed: 1, now: '2013-03-15T10:00:00+06:00' });
  const opened = await fetch('https://portal.test/worlds', { method: 'POST', headers, body });
  expect(opened.status).toBe(201);
  const refused = await fetch('https://portal.test/worlds', { method: 'POST', headers, body: '{}' });
  expect(await refused.json()).toMatchObject({ status: 400 });
});

it('answers a path that cannot be decoded, and none that only begins like its own', async () => {
  const answer = await fetch('https://portal.test/requests/%E0%A4%A');
  expect(await answer.json()).toMatchObject({ status: 401 });
  await expect(fetch('https://portal.test.example/')).rejects.toThrow();
});
