// Strangers at the simulator: what they cannot know, reach, forge or use up.
import { describe, expect, it } from 'vitest';
import { loadRegulations } from '../../schemas/load.ts';
import { createApp } from './door/app.ts';
import { isProblem } from './door/sample-problem.ts';
import { compileProgram } from './engine/program.ts';
import { Visitor } from './sample-visitor.ts';
import { createSimulator } from './simulator.ts';
import { writeQuestion } from './soap/soap.ts';

const [regulation] = loadRegulations('fixtures/regulations').filter(({ flows }) => 'portal' in flows);
if (regulation === undefined) throw new Error('no such regulation');
const portal = compileProgram(regulation, 'portal');
const appOf = (seed?: number) =>
  createApp(createSimulator({ regulations: [regulation], ...(seed === undefined ? {} : { seed }) }));
const app = appOf();

async function arrived(at = app, seed = 7): Promise<Visitor> {
  const guest = new Visitor((request) => at.fetch(request));
  await guest.enter(seed);
  await guest.arrive(portal);
  return guest;
}

/** A form of almost a megabyte, the most that is taken. */
const values = Object.fromEntries(Array.from({ length: 490 }, (_, at) => [`note-${at}`, 'x'.repeat(2000)]));

/** Somebody else in the same world, who has logged in as another person. */
async function stranger({ world, request }: Visitor): Promise<Visitor> {
  const other = await arrived();
  other.world = world;
  await other.arrive(portal, 'another-person');
  other.request = request;
  return other;
}

describe('what gives access', () => {
  const secrets = async (seed?: number) => {
    const { world, token, session } = await arrived(appOf(seed));
    return [world, token, session];
  };

  it('cannot be told from the seed of a world, in the default world neither', async () => {
    const [first, second] = [await secrets(), await secrets()];
    for (const [at, secret] of first.entries()) expect(secret).not.toBe(second[at]);
    const [one, two] = [appOf(), appOf()].map((at) => new Visitor((request) => at.fetch(request)));
    await one?.arrive(portal);
    await two?.arrive(portal);
    expect(one?.session).not.toBe(two?.session);
  });

  it('is the same again where the simulator was given a seed, and another for another', async () => {
    expect(await secrets(3)).toEqual(await secrets(3));
    expect(await secrets(4)).not.toEqual(await secrets(3));
  });
});

describe('the messages of a request', () => {
  it('are read by its owner and by officers alone', async () => {
    const owner = await arrived();
    const read = async (token: string | null) => (await owner.ask('readMessages', null, token)).status;
    expect(await read(owner.token)).toBe(200);
    expect(await read(await owner.officer(portal))).toBe(200);
    expect(await read(null)).toBe(401);
    expect(await read('made-up')).toBe(401);
    expect(await read((await stranger(owner)).token)).toBe(403);
  });

  it.each(['e-licensing', 'portal', 'gateway'])('are not forged through the door of %s', async (counterparty) => {
    const owner = await arrived();
    const other = await stranger(owner);
    const received = async () => (await owner.ask('readMessages', null)).text;
    const before = await received();
    const fields = {
      request: owner.request,
      state: 'REFUSED',
      action: 'pay',
      from: 'portal',
      to: 'e-licensing',
      what: 'status',
    };
    const serviceId = counterparty === 'portal' ? 'SIM_PORTAL_NOTIFY' : 'SIM_ELICENSE_NOTIFY';
    const asked = {
      messageId: 'm',
      correlationId: null,
      messageDate: '2013-03-15T10:00:00.000+06:00',
      senderId: 's',
      sessionId: null,
    };
    const tell = async (token: string | null) => {
      const headers = { 'content-type': 'text/xml', ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
      const body = writeQuestion({ ...asked, serviceId, fields });
      const url = `http://127.0.0.1/counterparties/${counterparty}?world=${owner.world}`;
      return app.fetch(new Request(url, { method: 'POST', headers, body }));
    };
    expect(await isProblem(await tell(null), 401)).toBe(true);
    expect(await isProblem(await tell(other.token), 403)).toBe(true);
    expect(await received()).toBe(before);
    expect((await tell(owner.token)).status).toBe(200);
    expect(await received()).not.toBe(before);
  });
});

describe('what a world keeps', () => {
  it('has a limit, which costs no other world anything', async () => {
    const before = await arrived();
    const greedy = await arrived();
    let answer = await greedy.ask('fill', { values });
    let sent = 1;
    for (; answer.status !== 429 && sent < 100; sent += 1) answer = await greedy.ask('fill', { values });
    expect(sent).toBeGreaterThan(20);
    expect(sent).toBeLessThan(50);
    expect(JSON.parse(answer.text)).toMatchObject({ status: 429, detail: expect.stringContaining('open another one') });
    expect((await before.ask('readRequest', null)).status).toBe(200);
    expect((await (await arrived()).ask('readRequest', null)).status).toBe(200);
  });

  it('makes place for others: the world that was opened first is dropped where all together keep too much', async () => {
    const fresh = appOf();
    const worlds: Visitor[] = [];
    for (const seed of [1, 2, 3]) {
      const guest = await arrived(fresh, seed);
      worlds.push(guest);
      for (let sent = 0; sent < 30; sent += 1) await guest.ask('fill', { values });
    }
    const there = await Promise.all(worlds.map(async (guest) => (await guest.ask('readRequest', null)).status));
    expect(there).toEqual([404, 200, 200]);
  });
});
