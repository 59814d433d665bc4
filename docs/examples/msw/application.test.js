// Tests that code without a portal: the simulator answers at https://portal.test, and every test has a world with a clock of its own.
import { setupServer } from 'msw/node';
import { handlers } from 'reglament/msw';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { apply } from './application.js';

const PORTAL = 'https://portal.test';
const SERVICE = { regulation: 'passenger-transport-licence', flow: 'portal' };
const server = setupServer(...handlers(PORTAL));
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());

let world;
beforeEach(async () => {
  world = await control('/worlds', { seed: 1, now: '2013-03-15T10:00:00+06:00' });
});

async function control(path, body) {
  const headers = { 'content-type': 'application/json', ...(world === undefined ? {} : inWorld()) };
  return (await fetch(PORTAL + path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
}
const inWorld = () => ({ 'reglament-world': world.world });

it('applies for the service', async () => {
  const { state, form, feeMinorUnits } = await apply(PORTAL, { ...SERVICE, ...world.roster.credentials.good }, inWorld());
  expect(state).toBe('open');
  expect(form.applicant).toBe(world.roster.credentials.good.id);
  expect(feeMinorUnits).toBeGreaterThan(0);
});

it('tells that nobody is let in with a wrong password', async () => {
  const wrong = { ...SERVICE, ...world.roster.credentials['wrong-password'] };
  await expect(apply(PORTAL, wrong, inWorld())).rejects.toThrow('nobody was let in');
});

it('moves a clock of its own', async () => {
  expect(await control('/clock', { seconds: 90 })).toEqual({ now: '2013-03-15T10:01:30+06:00' });
});
