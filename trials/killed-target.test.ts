// A run through a target file that is killed again and again goes on with its sessions, and sends no application twice.
import { expect, it } from 'vitest';
import { knownRegulations } from '../cli/workspace.ts';
import { createHtmlPortal } from '../simulators/foreign/html/portal.ts';
import { createJsonPortal } from '../simulators/foreign/json/portal.ts';
import { TRUST } from '../simulators/sample-credentials.ts';
import { openTarget } from '../suites/sut/target-file/adapter.ts';
import { loadTarget } from '../suites/sut/target-file/file/load.ts';
import { environmentOf, openPortal, targetFile } from './foreign-runs.ts';
import { drawing, Interrupted } from './interrupting.ts';

const KILLS = process.env.REGLAMENT_ALL === undefined ? 4 : 100;
const SOME = '*/*/{fill-request,sign,register,pay,receive-result}/{once,next*,actor}';

it.each([
  ['html', createHtmlPortal, /^POST .*\/zakaz$/u],
  ['json', createJsonPortal, /^POST \/v2\/orders$/u],
] as const)('on the portal %s', { timeout: 600_000 }, async (name, create, opens) => {
  const foreign = create(TRUST);
  /** How many applications the portal has taken. */
  let taken = 0;
  const state = { left: Number.POSITIVE_INFINITY, isAfter: false, isAimed: false };
  const killer: { kill?: () => void; strike: () => boolean } = { strike: () => false };
  const portal = await openPortal(foreign, (request) => {
    state.left -= 1;
    // Every third is killed at the worst moment, if it comes to one: an application is sent, and its answer is lost.
    const isOpening = state.isAimed && opens.test(`${request.method} ${new URL(request.url).pathname}`);
    if (isOpening) [state.left, state.isAimed, state.isAfter] = [0, false, true];
    const isStruck = state.left === 0;
    if (isStruck && !state.isAfter) {
      killer.kill?.();
      return new Response(null, { status: 503 });
    }
    const isOpen = opens.test(`${request.method} ${new URL(request.url).pathname}`);
    return Promise.resolve(foreign.fetch(request)).then((answer) => {
      // What is refused, or was lost before it came, is no application.
      if (isOpen && answer.status < 400) taken += 1;
      if (isStruck) killer.kill?.();
      return answer;
    });
  });
  const [file, environment] = [targetFile(`foreign-${name}.yaml`), environmentOf(portal.url)];
  const connect = () =>
    openTarget(loadTarget(file, knownRegulations(), environment), {
      ...{ concurrency: 8, start: TRUST.now().toISOString() },
    });
  const whole = new Interrupted(SOME, killer, connect);
  await whole.part();
  const once = taken;
  expect(once).toBeGreaterThan(0);
  expect(whole.report.outcome).toBe('passed');
  const passed = whole.report.counts.pass;

  const draw = drawing(3);
  for (let kills = 0; kills < KILLS; ) {
    taken = 0;
    const cut = new Interrupted(SOME, killer, connect);
    for (let isDone = false; !isDone; ) {
      state.left = kills < KILLS ? 1 + Math.floor(draw() ** 2 * 150) : Number.POSITIVE_INFINITY;
      state.isAfter = draw() < 0.5;
      state.isAimed = kills < KILLS && kills % 3 === 1;
      isDone = await cut.part();
      if (!isDone) kills += 1;
    }
    const { counts, verdicts } = cut.report;
    expect(verdicts.filter(({ verdict }) => verdict === 'fail' || verdict === 'error')).toEqual([]);
    expect(counts.pass).toBeGreaterThan(passed / 3);
    expect(taken).toBeLessThanOrEqual(once);
  }
  await portal.close();
});
