// Walks every flow of every regulation, happily and into each cause, and checks worlds, the clock and sameness of bytes.
import { describe, expect, it, vi } from 'vitest';
import { loadRegulations } from '../../schemas/load.ts';
import { verifyCms } from '../../schemas/pki/cms-check.ts';
import type { RequestView, SessionView } from '../../schemas/target/driver.ts';
import { type Cause, namedCause, VERBS } from '../../schemas/vocabulary.ts';
import { createApp } from './door/app.ts';
import { causesAt } from './engine/causes.ts';
import { compileProgram, type Program } from './engine/program.ts';
import { Visitor } from './sample-visitor.ts';
import { createSimulator } from './simulator.ts';

const regulations = loadRegulations('fixtures/regulations');
const programs = regulations.flatMap((regulation) =>
  Object.keys(regulation.flows).map((flow) => compileProgram(regulation, flow)),
);
const app = createApp(createSimulator({ regulations }));

function visitor(): Visitor {
  return new Visitor((request) => app.fetch(request));
}

const causesIn = (program: Program): Cause[] =>
  program.nodes.flatMap((node) => (node.kind === 'condition' ? causesAt(program, node) : []));

const flows = programs.map((program) => [`${program.regulation}/${program.flow}`, program] as const);
const refusals = flows.flatMap(([name, program]) =>
  // What is no certificate is refused by the answer alone.
  causesIn(program).flatMap((cause) => (cause === 'no-certificate' ? [] : [[name, cause, program] as const])),
);

describe.each(flows)('%s', (_, program) => {
  it('ends with every step finished, and with what the flow issues', async () => {
    const guest = visitor();
    await guest.enter(7);
    const view = await guest.walk(program);
    const issues = program.nodes.some((node) => node.kind === 'step' && VERBS[node.does].ends === 'completed');
    expect(view).toMatchObject({ state: 'completed', result: issues });
    expect(view.history.every(({ finishedAt }) => finishedAt !== null)).toBe(true);
    expect(view.notifications.map(({ action }) => action)).toEqual(view.history.map(({ action }) => action));
    if (!issues) return;
    const result = (await guest.ask('fetchResult', null)).view();
    const document = Buffer.from(result.document, 'base64');
    expect(document.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await verifyCms(Buffer.from(result.signature, 'base64'), document)).toMatchObject({ valid: true });
  });
});

describe('a cause', () => {
  it.each(refusals)('%s: %s is refused, named and final', async (_, cause, program) => {
    const guest = visitor();
    await guest.enter(7);
    const view: SessionView | RequestView = await guest.walk(program, cause);
    expect(view.state).toBe('refused');
    const last = view.notifications.at(-1);
    expect(last).toMatchObject({ cause: namedCause(cause), language: 'kk', action: view.history.at(-1)?.action });
    expect(last?.text).toContain('Себебі: ');
    expect(view.notifications.filter((message) => message.cause !== null)).toHaveLength(1);
    if ('request' in view) {
      const step = program.nodes.find((node) => node.kind === 'step' && node.action === last?.action);
      const isDocument = step?.kind === 'step' && step.result !== null;
      expect(view.result).toBe(isDocument);
      const fetched = await guest.ask('fetchResult', null);
      expect(fetched.status).toBe(isDocument ? 200 : 404);
      if (isDocument) expect(fetched.view()).toMatchObject({ kind: 'refusal' });
    } else {
      expect(view.token).toBeNull();
    }
  });
});

const portal = compileProgram(regulations.find(({ id }) => id === 'passenger-transport-licence') ?? never(), 'portal');

function never(): never {
  throw new Error('the regulation is gone');
}

describe('the clock', () => {
  it('lets a refused login stand pending exactly as long as its term allows', async () => {
    const guest = visitor();
    await guest.enter(1);
    const { id, password } = guest.roster.credentials['wrong-password'] ?? never();
    const asked = { regulation: portal.regulation, flow: portal.flow, as: 'applicant' as const, id, password };
    const first = (await guest.ask('authenticate', asked, null)).view();
    guest.session = first.session;
    expect(first).toMatchObject({ state: 'pending', token: null });
    expect(first.history.map(({ action, finishedAt }) => [action, finishedAt !== null])).toEqual([
      ['authenticate', true],
      ['refuse-credentials', false],
    ]);
    expect(first.notifications).toEqual([]);
    await guest.pass(19.999);
    expect((await guest.ask('readSession', null, null)).view().state).toBe('pending');
    await guest.pass(0.001);
    const last = (await guest.ask('readSession', null, null)).view();
    expect(last).toMatchObject({ state: 'refused' });
    expect(last.history.at(-1)).toMatchObject({
      finishedAt: '2013-03-15T10:00:20+06:00',
      completion: 'auth-refused-user',
    });
  });

  it('begins the next automatic step at the very end of the one before, whenever it is looked at', async () => {
    const guest = visitor();
    await guest.enter(1);
    await guest.arrive(portal);
    await guest.perform(portal, 'fill');
    const started = (await guest.perform(portal, 'pay', 'not-paid')).view();
    expect(started).toMatchObject({ state: 'open' });
    await guest.pass(86_400);
    const { history, state } = (await guest.ask('readRequest', null)).view();
    expect(state).toBe('refused');
    expect(history.slice(-2)).toMatchObject([
      { action: 'pay', startedAt: '2013-03-15T10:10:00+06:00', finishedAt: '2013-03-15T10:11:30+06:00' },
      { action: 'refuse-unpaid', startedAt: '2013-03-15T10:11:30+06:00', finishedAt: '2013-03-15T10:11:45+06:00' },
    ]);
  });

  it('does not move by itself', async () => {
    const guest = visitor();
    await guest.enter(1);
    const before = (await guest.ask('advanceClock', { seconds: 0 })).view().now;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    const after = (await guest.ask('advanceClock', { seconds: 0 })).view().now;
    vi.useRealTimers();
    expect(after).toBe(before);
  });
});

describe('worlds', () => {
  it('do not see one another', async () => {
    const [one, two] = [visitor(), visitor()];
    await one.enter(1);
    await two.enter(2);
    await one.arrive(portal);
    two.token = one.token;
    two.request = one.request;
    expect((await two.ask('readRequest', null)).status).toBe(401);
    await two.arrive(portal);
    two.request = one.request;
    expect((await two.ask('readRequest', null)).status).toBe(404);
    await two.pass(3600);
    expect((await one.ask('advanceClock', { seconds: 0 })).view().now).toBe('2013-03-15T10:10:00+06:00');
  });

  it('of equal seeds give equal bytes, of different seeds other ids', async () => {
    const transcript = async (seed: number): Promise<string[]> => {
      const lines: string[] = [];
      const fresh = createApp(createSimulator({ regulations, seed: 1 }));
      const guest = new Visitor(async (request) => {
        const response = await fresh.fetch(request);
        lines.push(`${response.status} ${await response.clone().text()}`);
        return response;
      });
      await guest.enter(seed);
      await guest.walk(portal);
      await guest.ask('fetchResult', null);
      await guest.ask('readHistory', null);
      return lines;
    };
    const first = await transcript(5);
    expect(await transcript(5)).toEqual(first);
    expect(await transcript(6)).not.toEqual(first);
    expect(first.length).toBeGreaterThan(20);
  });

  it('are dropped when there are too many, the one that has been idle longest first, and never the default one', async () => {
    const few = createApp(createSimulator({ regulations, worlds: 3 }));
    const guest = new Visitor((request) => few.fetch(request));
    const now = (await guest.ask('advanceClock', { seconds: 60 })).view().now;
    const open = async () => (await guest.ask('openWorld', { seed: 1, now: '2013-03-15T10:00:00+06:00' })).view().world;
    const isThere = async (world: string | undefined) => {
      const other = new Visitor((request) => few.fetch(request));
      other.world = world ?? null;
      return (await other.ask('describe', null)).status === 200;
    };
    const worlds = [await open(), await open()];
    expect(await isThere(worlds[0])).toBe(true);
    worlds.push(await open());
    expect([await isThere(worlds[1]), await isThere(worlds[0]), await isThere(worlds[2])]).toEqual([false, true, true]);
    expect((await guest.ask('advanceClock', { seconds: 0 })).view().now).toBe(now);
  });

  it('keep the requests of one session apart', async () => {
    const guest = visitor();
    await guest.enter(1);
    await guest.arrive(portal);
    const second = (await guest.ask('open', { session: guest.session })).view();
    await guest.perform(portal, 'fill');
    guest.request = second.request;
    expect((await guest.ask('readRequest', null)).view()).toEqual(second);
    expect((await guest.ask('readSession', null)).view().history).toHaveLength(1);
  });
});

describe('the messages between the systems', () => {
  it('reach those whom the steps name, dated by the step that sends them', async () => {
    const regulation = regulations.find(({ flows }) => Object.values(flows).some(({ steps }) => steps.some(isSending)));
    const [flow] = Object.entries(regulation?.flows ?? {}).find(([, { steps }]) => steps.some(isStatus)) ?? [];
    if (regulation === undefined || flow === undefined) throw new Error('no table sends a status');
    const guest = visitor();
    await guest.enter(7);
    const view = await guest.walk(compileProgram(regulation, flow));
    const { messages } = (await guest.ask('readMessages', null)).view();
    const finished = new Map(
      'request' in view ? view.history.map(({ action, finishedAt }) => [action, finishedAt]) : [],
    );
    const sent = regulation.flows[flow]?.steps.flatMap(({ action, completion }) =>
      [...(action.sends ?? []), ...(completion.sends ?? [])].map(({ to, what, status = null }) => ({
        action: action.is,
        to,
        what,
        status,
        at: Date.parse(finished.get(action.is) ?? ''),
      })),
    );
    expect(messages.map(({ from, at, ...message }) => ({ ...message, at: Date.parse(at) }))).toEqual(sent);
    expect(messages.filter(({ status }) => status === 'in-progress').map(({ to }) => to)).toEqual(['portal', 'psc-is']);
  });

  it('wait for a receiver that does not answer, and come later then', async () => {
    const regulation = regulations.find(({ flows }) => 'messages' in flows);
    if (regulation === undefined) throw new Error('no such flow');
    const guest = visitor();
    await guest.enter(7);
    await guest.ask('setCounterparty', { counterparty: 'psc-is', mode: 'hangs' });
    await guest.walk(compileProgram(regulation, 'messages'));
    const received = async () => (await guest.ask('readMessages', null)).view().messages.map(({ to }) => to);
    expect(await received()).not.toContain('psc-is');
    await guest.ask('setCounterparty', { counterparty: 'psc-is', mode: 'answers' });
    await guest.pass(60);
    expect((await received()).filter((to) => to === 'psc-is')).toHaveLength(3);
  });
});

type Column = (typeof regulations)[number]['flows'][string]['steps'][number];
const isSending = ({ action }: Column) => action.sends !== undefined;
const isStatus = ({ action }: Column) => action.sends?.some(({ status }) => status !== undefined) === true;
