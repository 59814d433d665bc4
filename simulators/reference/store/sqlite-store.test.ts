// A store that cannot be used says why, before anything is written into it; and one transaction that fails harms no other.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadRegulations } from '../../../schemas/load.ts';
import { createApp } from '../door/app.ts';
import { createSimulator, type SimulatorOptions } from '../simulator.ts';
import { databaseIn, hasStores, NO_STORES } from './sample-store.ts';
import { openStore } from './sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'reglament-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (): string => join(folder, `${crypto.randomUUID()}.db`);
const [first, second] = loadRegulations('fixtures/regulations');
if (first === undefined || second === undefined) throw new Error('no regulations');

const opening = (number: number) => ({ id: `w${number}`, number, seed: 1, start: 0, origin: 'http://a' });

beforeEach(({ skip }) => skip(!hasStores, NO_STORES));

describe('a file', () => {
  const unusable = (message: string) => ({ code: 'store-unusable', message: expect.stringContaining(message) });

  it('that is no database is refused, and stays as it is', async () => {
    const path = file();
    writeFileSync(path, 'hello '.repeat(1000));
    await expect(openStore(path, '1')).rejects.toMatchObject(unusable('damaged, or no database'));
    expect(readFileSync(path, 'utf8')).toBe('hello '.repeat(1000));
  });

  it('that is the database of something else is refused, and stays as it is', async () => {
    const path = file();
    (await databaseIn(path)).exec('CREATE TABLE other (a)').close();
    await expect(openStore(path, '1')).rejects.toMatchObject(unusable('of something else'));
    const tables = (await databaseIn(path)).prepare('SELECT name FROM sqlite_schema').pluck().all();
    expect(tables).toEqual(['other']);
  });

  it('that is damaged is refused', async () => {
    const path = file();
    const store = await openStore(path, '1');
    for (let n = 1; n <= 50; n += 1) await store.add(opening(n));
    for (let n = 1; n <= 50; n += 1) await store.append(`w${n}`, 'x'.repeat(2000), 'y');
    store.close();
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, 8192), Buffer.alloc(bytes.length - 8192, 7)]));
    await expect(openStore(path, '1')).rejects.toMatchObject(unusable('damaged'));
  });

  it('that another process has open is refused until it is let go', async () => {
    const path = file();
    const store = await openStore(path, '1');
    await expect(openStore(path, '1')).rejects.toMatchObject(unusable('open in another process'));
    store.close();
    (await openStore(path, '1')).close();
  });

  it('in a folder that is not there is refused', async () => {
    await expect(openStore(join(folder, 'none', 'a.db'), '1')).rejects.toMatchObject(unusable('cannot be opened'));
  });

  it('of another version is refused', async () => {
    const path = file();
    (await openStore(path, '1')).close();
    await expect(openStore(path, '2')).rejects.toMatchObject(unusable('version: it was written with 1, and this is 2'));
    (await databaseIn(path)).exec('PRAGMA user_version = 99').close();
    await expect(openStore(path, '1')).rejects.toMatchObject(unusable('it has the layout 99'));
  });

  it.each<[string, SimulatorOptions]>([
    ['seed', { seed: 2 }],
    ['start', { now: '2014-03-15T10:00:00+06:00' }],
    ['regulations', { regulations: [first, second] }],
  ])('of another %s is refused', async (name, other) => {
    const path = file();
    const store = await openStore(path, '1');
    const options = { regulations: [first], seed: 1, store };
    createSimulator(options);
    createSimulator(options);
    expect(() => createSimulator({ ...options, ...other })).toThrow(new RegExp(`${name}: it was written with `, 'u'));
    store.close();
  });
});

describe('a transaction', () => {
  it('that fails harms no other that is written with it', async () => {
    const path = file();
    const store = await openStore(path, '1');
    await store.add(opening(1));
    const all = await Promise.allSettled([
      store.append('w1', 'a', '1'),
      store.append('nobody', 'b', '2'),
      store.append('w1', 'c', '3'),
    ]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    store.close();
    const again = await openStore(path, '1');
    const deeds = [];
    for await (const { deed } of again.deeds('w1')) deeds.push(deed);
    expect(deeds).toEqual(['a', 'c']);
    again.close();
  });
});

describe('limits', () => {
  it.each([
    ['number', { mostWorlds: 3 }],
    ['size', { mostBytes: 400_000 }],
  ])('of %s drop the oldest worlds with their deeds, and never the default one', async (_, limits) => {
    const store = await openStore(file(), '1', limits);
    await store.add({ ...opening(0), id: 'standing' });
    const dropped: string[] = [];
    for (let n = 1; n <= 10; n += 1) {
      dropped.push(...(await store.add(opening(n))));
      await store.append(`w${n}`, 'x'.repeat(100_000), 'y');
    }
    expect(dropped.length).toBeGreaterThan(5);
    expect(dropped).toEqual(dropped.map((_, at) => `w${at + 1}`));
    expect([store.opening('standing'), store.opening('w10')]).not.toContain(null);
    expect(store.opening('w1')).toBeNull();
    expect(store.lastNumber()).toBe(10);
    store.close();
  });
});

it('in which a world would come back otherwise than it was answered is unusable, and says which deed', async () => {
  const path = file();
  const pass = async (seconds: number) => {
    const store = await openStore(path, '1');
    const app = createApp(createSimulator({ regulations: [first], seed: 1, store }));
    const headers = { 'content-type': 'application/json' };
    const answer = await app.request('/clock', { method: 'POST', headers, body: JSON.stringify({ seconds }) });
    store.close();
    return answer.text();
  };
  await pass(10);
  await pass(20);
  const alter = async (answer: string): Promise<string> => {
    const database = await databaseIn(path);
    const kept = database.prepare('SELECT answer FROM deeds WHERE n = 2').pluck().get();
    database.prepare('UPDATE deeds SET answer = ? WHERE n = 2').run(answer);
    database.close();
    return String(kept);
  };
  const kept = await alter('0'.repeat(32));
  expect(await pass(30)).toContain('deed 2 of standing has another answer now');
  await alter(kept);
  expect(JSON.parse(await pass(30))).toEqual({ now: '2013-03-15T10:01:00+06:00' });
});

it('that cannot be written any more gives no answer that is not kept', async () => {
  const path = file();
  const store = await openStore(path, '1');
  let isFull = false;
  const append = (world: string, deed: string, answer: string) =>
    isFull ? Promise.reject(new Error('disk is full')) : store.append(world, deed, answer);
  const failing = {
    ...{ bind: store.bind.bind(store), secret: store.secret.bind(store), lastNumber: store.lastNumber.bind(store) },
    ...{ add: store.add.bind(store), opening: store.opening.bind(store), deeds: store.deeds.bind(store) },
    ...{ append, close: store.close.bind(store) },
  };
  const app = createApp(createSimulator({ regulations: [first], seed: 1, store: failing }));
  const pass = async (seconds: number) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await app.request('/clock', { method: 'POST', headers, body: JSON.stringify({ seconds }) });
    return { status: answer.status, now: Date.parse(Object(await answer.json()).now) };
  };
  const before = await pass(10);
  isFull = true;
  expect(await Promise.all([pass(100), pass(100)])).toMatchObject([{ status: 503 }, { status: 503 }]);
  isFull = false;
  const after = await pass(1);
  expect(after.now - before.now).toBe(1000);
  store.close();
});
