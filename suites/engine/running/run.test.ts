// Tests that no portal that answers without thinking earns a pass, whatever it answers, and that no portal breaks the run.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Calendar, readCalendar } from '../../../schemas/calendar.ts';
import { fixturePath } from '../../../schemas/fixture.ts';
import { printedButtons, printedFields, printedShows, screenGroups } from '../../../schemas/flow/filling.ts';
import { loadRegulations, loadYaml } from '../../../schemas/load.ts';
import { mustBeInOrder } from '../../../schemas/run/event-order.ts';
import { foldReport } from '../../../schemas/run/fold.ts';
import type { Report, RunEvent } from '../../../schemas/run/report.ts';
import type { HistoryEntry, Notification } from '../../../schemas/target/driver.ts';
import { successPath } from '../../flow/path.ts';
import { sourceOf } from '../../flow/source.ts';
import { connectDriver } from '../../sut/driver.ts';
import {
  type Answerer,
  type Asked,
  controlled,
  type DumbPortal,
  describing,
  drip,
  echo,
  hang,
  makeRoster,
  refuse,
  reset,
  say,
  sayJson,
  startPortal,
} from '../../sut/dumb-portal.ts';
import type { Sut } from '../../sut/sut.ts';
import { plan } from './plan.ts';
import { run } from './run.ts';

const START = '2013-04-26T10:00:00+06:00';
const regulations = loadRegulations(fixturePath('regulations'));
const regulation = regulations[0] ?? expect.unreachable('there is no regulation');
const selection = { regulation: regulation.id, flow: 'portal' };
const flow = `${regulation.id}/portal`;
const calendar = readCalendar(loadYaml(fixturePath('calendars/kz.yaml'), Calendar).value);
const source = sourceOf(regulation, 'portal');
const open: { portal: DumbPortal | null; sut: Sut | null } = { portal: null, sut: null };

afterEach(async () => {
  await open.sut?.close();
  await open.portal?.close();
});

/** Only what never answers is not waited for. */
const SHORT_MS = 250;
const LONG_MS = 20_000;

async function runAgainst(
  answer: Answerer,
  { timeoutMs = LONG_MS, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<{ report: Report; events: RunEvent[] }> {
  open.portal = await startPortal(answer);
  open.sut = await connectDriver(open.portal.url, { start: START, limits: { timeoutMs, maxBytes: 200_000 } });
  const events: RunEvent[] = [];
  await run({
    sut: open.sut,
    regulations,
    plan: plan(regulations, selection, open.sut.description),
    calendar,
    convention: 'next-day',
    seed: 1,
    concurrency: 8,
    requireFull: false,
    tool: 'test',
    onEvent: (event) => events.push(event),
    ...(signal === undefined ? {} : { signal }),
  });
  mustBeInOrder(events);
  return { report: foldReport(events), events };
}

const passed = ({ verdicts }: Report) =>
  verdicts.filter(({ verdict }) => verdict === 'pass').map(({ assertion }) => assertion);

/** What a record would hold of these actions, as right as can be. */
function recordOf(actions: readonly string[]): { history: HistoryEntry[]; notifications: Notification[] } {
  const steps = actions.flatMap((action) => source.graph.steps.filter((step) => step.action === action));
  return {
    history: steps.map(({ action, actor, forms }) => ({
      action,
      actor: actor ?? 'portal',
      startedAt: START,
      finishedAt: START,
      completion: forms[0] ?? null,
    })),
    notifications: steps.flatMap(({ action, forms }) =>
      forms.map((kind) => ({ kind, action, at: START, cause: null, language: 'en', text: 'It is done', number: 'N1' })),
    ),
  };
}

const good = successPath(source);
const everything = source.graph.steps.map(({ action }) => action);
const refusals = everything.filter((action) => !good.includes(action));
const session = (actions: readonly string[], state = 'authorised') => ({
  session: 's1',
  state,
  token: 't1',
  ...recordOf(actions),
});
const request = (actions: readonly string[], state = 'completed') => ({
  request: 'r1',
  state,
  number: 'N1',
  feeMinorUnits: 1,
  result: true,
  ...recordOf(actions),
});
const result = { mediaType: 'application/pdf', document: 'JVBERi0=', signature: 'AAAA' };

/** Everything that the text shows, as right as can be. */
const pages = {
  screens: screenGroups(regulation).flat(),
  buttons: printedButtons(regulation).map(({ does }) => does),
  fields: printedFields(regulation).map(({ is }) => ({ is, value: null })),
  shows: printedShows(regulation).map(({ is }) => ({ is, value: 'N1' })),
  survey:
    regulation.survey?.questions.map(({ question, answers }) => ({
      question,
      answers: answers.map(({ answer }) => answer),
    })) ?? null,
};

/** Answers every operation with a body of its shape, always the same; `known` is whether it refuses names that it never gave. */
const recite =
  (views: { session: unknown; request: unknown }, known: boolean): Answerer =>
  (response, asked) => {
    const answered = bodyFor(asked, views);
    const named = /^\/(sessions|requests)\/([^/]+)/u.exec(asked.path)?.[2];
    if (known && named !== undefined && named !== 's1' && named !== 'r1') refuse(404)(response, asked);
    else sayJson(200, answered)(response, asked);
  };

function bodyFor({ path }: Asked, views: { session: unknown; request: unknown }): unknown {
  if (path.endsWith('/result')) return result;
  if (path.endsWith('/content')) return { content: 'AAAA' };
  if (path.endsWith('/pages')) return pages;
  if (path.endsWith('/requests') && path !== '/requests')
    return { requests: [{ request: 'r1', number: 'N1', state: 'completed' }] };
  return path.startsWith('/sessions') ? views.session : views.request;
}

const REFUSED = session([good[0] ?? '', ...refusals], 'refused');
const REFUSED_LOGIN = session([good[0] ?? '', refusals[0] ?? ''], 'refused');
const CANNED: [string, Answerer][] = [
  ['nothing', say(200, '', '')],
  ['no content', say(204, '', '')],
  ['an empty JSON text', say(200, 'application/json', '')],
  ['{}', sayJson(200, {})],
  ['null', sayJson(200, null)],
  ['{"ok":true}', sayJson(200, { ok: true })],
  ['HTML', say(200, 'text/html', '<h1>Welcome</h1>')],
  ['a redirect to a login page', say(302, 'text/html', '', { location: '/login' })],
  ['an HTML error', say(500, 'text/html', 'Oops')],
  ['garbage', say(200, 'application/json', Buffer.from([0xff, 0xfe, 0x00]))],
  ['too much', say(200, 'application/json', Buffer.alloc(300_000, 0x20))],
  ['a deep JSON', say(200, 'application/json', '['.repeat(50_000) + ']'.repeat(50_000))],
  ['an echo', echo],
  ['a reset', reset],
  ['silence', hang],
  ['drops', drip],
  ...[400, 401, 403, 404, 409, 422, 429, 500, 503].map((status): [string, Answerer] => [
    `a problem ${status}`,
    refuse(status),
  ]),
  ['one open request', sayJson(200, request(good.slice(0, 2), 'open'))],
  ['one completed request', sayJson(200, request(good))],
  ['one refused request', sayJson(200, request(everything, 'refused'))],
  ['one session', sayJson(200, session(good.slice(0, 1)))],
  ['one refused session', sayJson(200, REFUSED)],
  ['empty records', recite({ session: session([]), request: request([], 'open') }, false)],
  ['a login and the good walk', recite({ session: session(good.slice(0, 1)), request: request(good) }, false)],
  ['the good walk everywhere', recite({ session: session(good), request: request(good) }, false)],
  ['all steps everywhere', recite({ session: session(everything), request: request(everything, 'refused') }, false)],
  ['refusals everywhere', recite({ session: REFUSED, request: request(everything, 'refused') }, false)],
  ['the good walk under known names', recite({ session: session(good), request: request(good) }, true)],
  [
    'all steps under known names',
    recite({ session: session(everything), request: request(everything, 'refused') }, true),
  ],
  ['all refusals under known names', recite({ session: REFUSED, request: request(good) }, true)],
  ['the refusal of every login', recite({ session: REFUSED_LOGIN, request: request([]) }, true)],
];

describe('a portal that describes itself rightly and then answers everything alike', () => {
  // The simple bodies are many and end alike, so that most of them are sent at night.
  const SOME = process.env.REGLAMENT_ALL === undefined ? CANNED.filter((_, n) => n % 5 === 0 || n > 24) : CANNED;
  it.each(SOME)('earns no pass by %s', async (_, answer) => {
    const timeoutMs = answer === hang || answer === drip ? SHORT_MS : LONG_MS;
    const { report } = await runAgainst(await controlled(flow, answer), { timeoutMs });
    expect(passed(report)).toEqual([]);
    expect(report.outcome).not.toBe('passed');
    expect(report.counts.total).toBeGreaterThan(100);
    expect(report.verdicts.filter(({ verdict }) => verdict === 'error')).toEqual([]);
  });

  it.each(SOME.slice(0, 2))('earns no pass where its worlds cannot be opened, by %s', async (_, answer) => {
    const { report } = await runAgainst((response, asked) =>
      (asked.path === '/' ? sayJson(200, describing(flow)) : answer)(response, asked),
    );
    expect(report).toMatchObject({ outcome: 'incomplete', counts: { pass: 0, fail: 0, error: 0 } });
  });
});

describe('a portal that does one thing right', () => {
  it('earns what its login shows, and nothing of what comes after', async () => {
    const login = session(good.slice(0, 1));
    const { report } = await runAgainst(
      await controlled(flow, (response, asked) => {
        if (/^\/sessions(\/s1)?$/u.test(asked.path)) sayJson(200, login)(response, asked);
        else refuse(409)(response, asked);
      }),
    );
    expect(passed(report).map((id) => id.slice(flow.length + 1))).toEqual([
      `${good[0]}/actor`,
      `${good[0]}/completion`,
      `${good[0]}/once`,
      `${good[0]}/term`,
    ]);
    expect(report.outcome).toBe('failed');
  });
});

describe('run', () => {
  let roster: Awaited<ReturnType<typeof makeRoster>>;
  beforeAll(async () => {
    roster = await makeRoster();
  });

  it('is no defect of ours when the clock does not move or the test persons are missing', async () => {
    const broken =
      (world: unknown, clock: unknown): Answerer =>
      (response, asked) => {
        const control = { '/': describing(flow), '/worlds': world, '/clock': clock }[asked.path];
        sayJson(200, control ?? bodyFor(asked, { session: session([], 'pending'), request: request([]) }))(
          response,
          asked,
        );
      };
    const world = { world: 'w', now: START, roster };
    for (const answer of [
      broken(world, { now: START }),
      broken(world, { ok: true }),
      broken({ ...world, now: '2013-13-01T00:00:00Z' }, {}),
      broken({ ...world, roster: { credentials: {}, officer: null, certificates: {}, issuers: [] } }, { now: START }),
      broken(
        { ...world, roster: { ...roster, certificates: { good: { certificatePem: '', privateKeyPem: '' } } } },
        {},
      ),
    ]) {
      const { report } = await runAgainst(answer);
      expect(report.outcome).not.toBe('passed');
      expect(report.counts).toMatchObject({ pass: 0, error: 0 });
      await open.sut?.close();
      await open.portal?.close();
    }
  });

  it('gives each assertion one verdict, and every walk a beginning and an end', async () => {
    const { events, report } = await runAgainst(await controlled(flow, refuse(409)));
    const verdicts = events.flatMap((event) => (event.type === 'verdict' ? [event.verdict.assertion] : []));
    expect(new Set(verdicts).size).toBe(verdicts.length);
    expect([...verdicts].sort()).toEqual(report.assertions.map(({ id }) => id));
    const started = events.flatMap((event) => (event.type === 'scenario-started' ? [event.scenario] : []));
    const finished = events.flatMap((event) => (event.type === 'scenario-finished' ? [event.scenario] : []));
    expect(started.length).toBeGreaterThan(10);
    expect([...finished].sort()).toEqual([...started].sort());
    expect([events[0]?.type, events.at(-1)?.type]).toEqual(['run-started', 'run-finished']);
  });

  it('begins with the walks that take longest', async () => {
    const { events } = await runAgainst(await controlled(flow, refuse(409)));
    const scenarios = events.flatMap((event) => (event.type === 'run-started' ? event.scenarios : []));
    const begun = events.flatMap((event) =>
      event.type === 'scenario-started' ? scenarios.filter(({ id }) => id === event.scenario) : [],
    );
    expect(begun[0]?.cause).toBeNull();
    const steps = begun.slice(1).map(({ path }) => path.length);
    expect(new Set(steps).size).toBeGreaterThan(2);
    expect(steps).toEqual(steps.toSorted((a, b) => b - a));
  });

  it('has an exchange for everything that a verdict rests on', async () => {
    const answer = recite({ session: session(good.slice(0, 1)), request: request(good) }, true);
    const { report } = await runAgainst(await controlled(flow, answer));
    const cited = new Set([...report.verdicts, ...report.recommended].flatMap(({ evidence }) => evidence));
    expect(cited.size).toBeGreaterThan(5);
    expect([...cited].sort()).toEqual(Object.keys(report.exchanges).sort());
    for (const { verdict, evidence } of report.verdicts) if (verdict === 'fail') expect(evidence).not.toEqual([]);
  });

  it('ends at once when it is aborted, and leaves the rest open', async () => {
    const { report } = await runAgainst(await controlled(flow, hang), { signal: AbortSignal.timeout(30) });
    expect(report).toMatchObject({
      outcome: 'incomplete',
      stopped: 'the run was interrupted',
      counts: { pass: 0, fail: 0 },
    });
  });

  it('masks identification numbers that a portal puts where a name belongs', async () => {
    const shown = session(good.slice(0, 1));
    const [entry] = shown.history;
    if (entry !== undefined) entry.actor = 'of 850101300123';
    const { events } = await runAgainst(await controlled(flow, recite({ session: shown, request: request([]) }, true)));
    expect(JSON.stringify(events)).not.toContain('850101300123');
    expect(JSON.stringify(events)).toContain('recorded as done by of *');
  });
});
