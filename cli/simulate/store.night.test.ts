// A simulator with a store is killed at any moment: whatever it has answered is there when it starts again.
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { loadRegulations } from '../../schemas/load.ts';
import { compileProgram } from '../../simulators/reference/engine/program.ts';
import { Visitor } from '../../simulators/reference/sample-visitor.ts';
import { hasStores, NO_STORES } from '../../simulators/reference/store/sample-store.ts';
import { ended, firstLine, reglament, scratch, start } from '../spawned.ts';

const folder = scratch();
const args = ['simulate', '--port', '0', '--store', join(folder, 'worlds.db')];
const [regulation] = loadRegulations('fixtures/regulations');
if (regulation === undefined) throw new Error('no regulation');
const program = compileProgram(regulation, Object.keys(regulation.flows)[0] ?? '');

async function started() {
  const child = start(args, folder);
  const url = await firstLine(child);
  const send = (request: Request) => {
    const { pathname, search } = new URL(request.url);
    return fetch(new Request(url + pathname + search, request));
  };
  return { child, send };
}

beforeEach(({ skip }) => skip(!hasStores, NO_STORES));

it('loses nothing that it has answered, killed while eight clients move the clock', { timeout: 300_000 }, async () => {
  let { child, send } = await started();
  const guest = new Visitor((request) => send(request));
  await guest.enter(5);
  await guest.arrive(program);
  const opened = (await guest.ask('readRequest', null)).text;
  let answered = 0;
  for (const kills of [3, 11, 24]) {
    let isKilled = false;
    const gone = once(child, 'close');
    const client = async () => {
      while (!isKilled) {
        const reply = await guest.ask('advanceClock', { seconds: 1 }).catch(() => null);
        if (reply?.status !== 200) break;
        answered = Math.max(answered, Date.parse(reply.view().now));
        isKilled ||= answered >= Date.parse(guest.now) + kills * 1000;
        if (isKilled) child.kill('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: 8 }, client));
    await gone;
    ({ child, send } = await started());
    const now = Date.parse((await guest.ask('advanceClock', { seconds: 0 })).view().now);
    // What was under way may be done too, but no more than that.
    expect(now).toBeGreaterThanOrEqual(answered);
    expect(now).toBeLessThanOrEqual(answered + 8000);
    guest.now = new Date(now).toISOString();
  }
  expect((await guest.ask('readRequest', null)).text).toBe(opened);
  const second = await reglament(args, folder);
  expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining('open in another process') });
  child.kill('SIGTERM');
  expect((await ended(child)).code).toBe(0);
  const other = await reglament([...args, '--seed', '2'], folder);
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('it was written with') });
});
