// Tests what is made of a module that hangs, tells secrets, or says what is not so.
import { expect, it } from 'vitest';
import type { Exchange } from '../../schemas/run/report.ts';
import { describing } from './dumb-portal.ts';
import { guard } from './module-guard.ts';
import type { Drive, Sut } from './sut.ts';

const ROSTER = { credentials: {}, officer: null, certificates: {}, issuers: [] };

async function drive(own: Partial<Drive>, more: Partial<Sut> = {}, deadlineMs = 1000) {
  const exchanges: Exchange[] = [];
  const sut: Sut = {
    name: 'm',
    description: describing('r/f'),
    close: async () => undefined,
    openDrive: async () => ({
      roster: ROSTER,
      now: () => 0,
      pass: async () => undefined,
      perform: () => Promise.reject(new Error('not now')),
      ...own,
    }),
    ...more,
  };
  return { exchanges, made: await guard(sut, deadlineMs).openDrive('s', 1, (one) => exchanges.push(one)) };
}
const OPEN = { input: { session: 'x' }, token: 't' };

it('waits for a call no longer than it may take', async () => {
  const { made } = await drive({ perform: () => new Promise(() => undefined) }, {}, 30);
  expect(await made.perform('open', OPEN)).toMatchObject({
    body: null,
    fault: expect.stringMatching(/did not end within 0\.03 s/u),
  });
});

it('takes an answer that comes too late for none', async () => {
  const late = () => new Promise((resolve) => setTimeout(resolve, 40));
  const perform = () =>
    late().then(() => {
      throw new Error('too late');
    });
  const { made, exchanges } = await drive({ perform }, {}, 10);
  expect(await made.perform('open', OPEN)).toMatchObject({ fault: expect.stringMatching(/did not end within/u) });
  await late();
  expect(exchanges).toHaveLength(1);
});

it('does not believe that a clock moved which stands', async () => {
  const { made } = await drive({});
  await expect(made.pass(60)).rejects.toThrow('the clock was to move by 60 s and moved by 0 s');
});

it('waits out a term that is longer than a timer of Node', async () => {
  let now = 0;
  const pass = async (seconds: number) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    now += seconds * 1000;
  };
  const { made } = await drive({ pass, now: () => now });
  await expect(made.pass(3_000_000)).resolves.toBeUndefined();
});

it('opens no more requests than the module allows itself', async () => {
  const { made } = await drive({}, { allowance: { applications: 1, walks: 1, testSystem: true } });
  await made.perform('open', OPEN);
  await expect(made.perform('open', OPEN)).rejects.toThrow('the budget of 1 applications (allowance) is used up');
});

it('takes a broken server for no refusal', async () => {
  const perform = async () => ({ body: null, status: 503, problem: '503 down', fault: null, exchange: '' });
  const { made } = await drive({ perform });
  expect(await made.perform('open', OPEN)).toMatchObject({
    problem: null,
    fault: expect.stringMatching(/no refusal/u),
  });
});

it.each([
  ['problem', { status: 401, problem: { title: 'no' }, fault: null }],
  ['fault', { status: null, problem: null, fault: new Error('lost') }],
])('names the %s of an answer that is no text', async (key, wrong) => {
  const { made } = await drive({ perform: async () => Object({ body: null, exchange: '', ...wrong }) });
  expect(await made.perform('open', OPEN)).toMatchObject({
    fault: `the target module answers open with a ${key} that is no text`,
  });
});

it('writes one redacted line for an operation of which the module tells none, and the lines that it tells', async () => {
  const { made, exchanges } = await drive({});
  const input = { regulation: 'r', flow: 'f', as: 'applicant', id: '850615400026', password: 'hunter2' } as const;
  const { exchange } = await made.perform('authenticate', { input });
  expect(exchanges).toMatchObject([{ id: exchange, operation: 'authenticate', response: { status: null } }]);

  const recorded: Exchange[] = [];
  const sut: Sut = {
    name: 'm',
    description: describing('r/f'),
    close: async () => undefined,
    openDrive: async (_, __, onExchange) => ({
      roster: ROSTER,
      now: () => 0,
      pass: async () => undefined,
      perform: async () => {
        const request = {
          ...{ method: 'POST', url: '/in?iin=850615400026', headers: { 'Content-Type': 'application/json' } },
          body: '{"password":"hunter2","name":"850615400026"}',
        };
        onExchange({
          ...{ id: '?', operation: 'authenticate', at: 'noon', tookMs: 5, clock: '2013-04-26T10:00:00+06:00', request },
          response: { status: 200, headers: {}, bytes: 0, body: null, fault: null },
        });
        throw new Error('and then it fell over');
      },
    }),
  };
  const walk = await guard(sut).openDrive('s', 1, (one) => recorded.push(one));
  expect((await walk.perform('authenticate', { input })).exchange).toBe('s#1');
  expect(recorded).toMatchObject([
    {
      ...{ tookMs: 5, clock: '2013-04-26T04:00:00.000Z' },
      request: { url: '/in?iin=[redacted]', body: '{"password":"[redacted]","name":"**********26"}' },
    },
  ]);
  expect(Date.now() - Date.parse(recorded[0]?.at ?? '')).toBeLessThan(86_400_000);
  expect(JSON.stringify([exchanges, recorded])).not.toMatch(/850615400026|hunter2/u);
});

const exchangeOn = (url: string): Exchange => ({
  ...{ id: '?', operation: 'open', at: '2013-04-26T04:00:00.000Z', tookMs: 1, clock: null },
  request: { method: 'GET', url, headers: {}, body: null },
  response: { status: 200, headers: {}, bytes: 0, body: null, fault: null },
});

it('writes one line for each operation of a module that tells none, and lets each rest on its own', async () => {
  const { made, exchanges } = await drive({});
  const ids: string[] = [];
  for (const operation of ['readSession', 'readHistory', 'readSession'] as const)
    ids.push((await made.perform(operation, { input: null, token: 't' })).exchange);
  expect(ids).toEqual(['s#1', 's#2', 's#3']);
  expect(exchanges.map(({ id, operation }) => [id, operation])).toEqual([
    ['s#1', 'readSession'],
    ['s#2', 'readHistory'],
    ['s#3', 'readSession'],
  ]);
});

it('writes what a module tells once, also while nothing is asked of it', async () => {
  let tell: (exchange: Exchange) => void = () => undefined;
  let isQuiet = false;
  const { made, exchanges } = await drive(
    {},
    {
      openDrive: async (_, __, listener) => {
        tell = listener;
        tell(exchangeOn('/world'));
        const perform = async () => {
          if (!isQuiet) tell(exchangeOn('/asked'));
          throw new Error('not now');
        };
        return { roster: ROSTER, now: () => 0, pass: async () => undefined, perform };
      },
    },
  );
  const ask = async () => (await made.perform('readHistory', { input: null, token: 't' })).exchange;
  const ids = [await ask(), await ask()];
  tell(exchangeOn('/meanwhile'));
  isQuiet = true;
  ids.push(await ask());
  expect(exchanges.map(({ request }) => request.url)).toEqual([
    ...['/world', '/asked', '/asked', '/meanwhile'],
    'readHistory',
  ]);
  expect(ids).toEqual(['s#2', 's#3', 's#5']);
});

it('writes what a module told before it could not open its drive', async () => {
  const told: Exchange[] = [];
  const sut: Sut = {
    ...{ name: 'm', description: describing('r/f'), close: async () => undefined },
    openDrive: async (_, __, listener) => {
      listener(exchangeOn('/world'));
      throw new Error('no world');
    },
  };
  await expect(guard(sut).openDrive('s', 1, (one) => told.push(one))).rejects.toThrow('failed in openDrive: no world');
  expect(told).toMatchObject([{ id: 's#1', request: { url: '/world' } }]);
});
