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

const KILLS = process.env.REGLAMENT_ALL === undefined ? 6 : 100;
const SOME = '*/*/{fill-request,sign,register,pay,receive-result}/{once,next*,actor}';

/** The application that an answer names, which the portal has taken; null where it has taken none. */
const whereTo = async ({ headers }: Response): Promise<string | null> =>
  /^\/zayavka\/(.+)$/u.exec(headers.get('location') ?? '')?.[1] ?? null;
const whichOrder = async (answer: Response): Promise<string | null> =>
  answer.ok ? String(Object(await answer.clone().json()).id) : null;

it.each([
  ['html', createHtmlPortal, /^POST .*\/zakaz$/u, whereTo],
  ['json', createJsonPortal, /^POST \/v2\/orders$/u, whichOrder],
] as const)('on the portal %s', { timeout: 600_000 }, async (name, create, opens, taking) => {
  let foreign = create(TRUST);
  /** The applications that the portal has taken, by its own ids. */
  const taken = new Set<string>();
  const state = { left: Number.POSITIVE_INFINITY, isAfter: false, isAimed: false, isDead: false };
  const killer: { kill?: () => void; strike: () => boolean } = { strike: () => false };
  const die = () => {
    state.isDead = true;
    killer.kill?.();
  };
  const portal = await openPortal(foreign, (request) => {
    // The process is not really killed: what its walks had begun to send would still come.
    if (state.isDead) return new Response(null, { status: 503 });
    state.left -= 1;
    // Every third is killed at the worst moment, if it comes to one: an application is sent, and its answer is lost.
    const isOpening = state.isAimed && opens.test(`${request.method} ${new URL(request.url).pathname}`);
    if (isOpening) [state.left, state.isAimed, state.isAfter] = [0, false, true];
    const isStruck = state.left === 0;
    if (isStruck && !state.isAfter) {
      die();
      return new Response(null, { status: 503 });
    }
    const isOpen = opens.test(`${request.method} ${new URL(request.url).pathname}`);
    return Promise.resolve(foreign.fetch(request)).then(async (answer) => {
      const id = isOpen ? await taking(answer) : null;
      if (id !== null) taken.add(id);
      if (isStruck) die();
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
  const once = taken.size;
  expect(once).toBeGreaterThan(0);
  expect(whole.report.outcome).toBe('passed');
  const passed = whole.report.counts.pass;

  const draw = drawing(3);
  const passes: number[] = [];
  for (let kills = 0; kills < KILLS; ) {
    // Each run has a portal of its own, because the clock of one is moved on and on, past the end of the certificates.
    foreign = create(TRUST);
    taken.clear();
    const cut = new Interrupted(SOME, killer, connect);
    for (let isDone = false; !isDone; ) {
      state.left = kills < KILLS ? 1 + Math.floor(draw() ** 2 * 150) : Number.POSITIVE_INFINITY;
      state.isAfter = draw() < 0.5;
      state.isAimed = kills < KILLS && kills % 3 === 1;
      state.isDead = false;
      isDone = await cut.part();
      if (!isDone) kills += 1;
    }
    const { counts, verdicts } = cut.report;
    expect(verdicts.filter(({ verdict }) => verdict === 'fail' || verdict === 'error')).toEqual([]);
    passes.push(counts.pass);
    expect(taken.size).toBeLessThanOrEqual(once);
  }
  // Walks whose answers are lost are given up, and in a run that is killed often that may be most of them.
  expect(passes.reduce((sum, count) => sum + count, 0) / passes.length).toBeGreaterThan(passed / 3);
  await portal.close();
});
