// Runs the suites against the simulator through a proxy that alters what is asked or answered, as a portal by other hands would.

import { knownRegulations } from '../cli/workspace.ts';
import { kazakhstan } from '../schemas/kazakhstan.ts';
import type { Regulation } from '../schemas/regulation.ts';
import type { Family, Level } from '../schemas/run/assertion.ts';
import type { Baseline } from '../schemas/run/baseline.ts';
import { mustBeInOrder } from '../schemas/run/event-order.ts';
import { foldReport } from '../schemas/run/fold.ts';
import type { Report, RunEvent } from '../schemas/run/report.ts';
import type { VerdictName } from '../schemas/run/verdict.ts';
import { WORLD_HEADER } from '../schemas/target/driver.ts';
import { createApp, createSimulator } from '../simulators/index.ts';
import { plan } from '../suites/engine/running/plan.ts';
import { run } from '../suites/engine/running/run.ts';
import { connectDriver, DEFAULT_START } from '../suites/sut/driver.ts';
import { startPortal } from '../suites/sut/dumb-portal.ts';
import type { Sut } from '../suites/sut/sut.ts';

/** One message to the simulator, such as `POST /requests/r1/payment`; `body` is its JSON, null where it has none. */
export interface Asked {
  method: string;
  path: string;
  /** The header `authorization`; null where there is none. */
  token: string | null;
  readonly world: string | null;
  readonly language: string;
  body: Record<string, unknown> | null;
}

/** What is answered: the status and the JSON, or in its place a `page`, which may be empty. */
export interface Told {
  status: number;
  body: Record<string, unknown>;
  page?: string;
}

/** Hands a message on to the simulator, by default the one that was asked, as it is then. */
export type Pass = (instead?: Asked) => Promise<Told>;

/** Stands between the suites and the simulator. */
export type Alter = (asked: Asked, pass: Pass) => Told | Promise<Told>;

/** A refusal as the driver contract has it. */
export const refusal = (status: number, detail: string): Told => ({
  status,
  body: { type: 'about:blank', title: 'refused', status, detail },
});

/** What came of a run. Ids are without regulation and flow; `failed` and `open` hold what the text demands, and nothing recommended. */
export interface Outcome {
  report: Report;
  /** The events of the run, as JSON. */
  journal: string;
  failed: string[];
  open: string[];
  left: string[];
  passed: string[];
  familyOf: (id: string) => Family | undefined;
}

// One will do for all: each walk has a world of its own.
let simulator: Promise<ReturnType<typeof createApp>> | null = null;

/** Starts a simulator, and has its certificates issued, which takes longest, before anybody waits for an answer. */
async function start(regulations: readonly Regulation[]): Promise<ReturnType<typeof createApp>> {
  const app = createApp(createSimulator({ regulations }));
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ seed: 1, now: DEFAULT_START });
  await app.fetch(new Request('http://simulator/worlds', { method: 'POST', headers, body }));
  return app;
}

const started = () => {
  simulator ??= start(knownRegulations());
  return simulator;
};
const askShared = async (asked: Asked): Promise<Told> => askOf(await started(), asked);

/** A simulator of other regulations, in the place of the one that all share. */
export function on(regulations: readonly Regulation[]): (asked: Asked) => Promise<Told> {
  const other = start(regulations);
  return async (asked) => askOf(await other, asked);
}

async function askOf(
  app: ReturnType<typeof createApp>,
  { method, path, token, world, language, body }: Asked,
): Promise<Told> {
  const headers: Record<string, string> = { 'accept-language': language, 'content-type': 'application/json' };
  if (token !== null) headers.authorization = token;
  if (world !== null) headers[WORLD_HEADER] = world;
  const sent = { method, headers, ...(body === null ? {} : { body: JSON.stringify(body) }) };
  const answer = await app.fetch(new Request(`http://simulator${path}`, sent));
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

/**
 * Runs the selected assertions.
 * @param assertion selects by a glob, which begins with the regulation and the flow
 * @param connect by what way the portal at a URL is driven
 */
export async function judgeAltered(
  assertion: string,
  alter: Alter,
  {
    level = 'implied',
    connect = (url) => connectDriver(url, { start: DEFAULT_START }),
    baseline,
    beside,
  }: {
    level?: Level;
    connect?: (url: string) => Promise<Sut>;
    baseline?: Baseline;
    /** A regulation that is none of the package. */
    beside?: Regulation;
  } = {},
): Promise<Outcome> {
  const [id = '', flow = ''] = assertion.split('/');
  const regulations = beside === undefined ? knownRegulations().filter((one) => one.id === id) : [beside];
  const ask = beside === undefined ? askShared : on([beside]);
  if (beside === undefined) await started();
  const portal = await startPortal(async (response, { method, path, headers, body }) => {
    const asked: Asked = {
      ...{ method, path, token: headers.authorization ?? null, language: headers['accept-language'] ?? 'kk' },
      world: headers[WORLD_HEADER]?.toString() ?? null,
      body: body === '' ? null : JSON.parse(body),
    };
    const told = await alter(asked, (instead = asked) => ask(instead));
    const isJson = told.page === undefined;
    const type = isJson ? (told.status < 400 ? 'application/json' : 'application/problem+json') : 'text/html';
    response.writeHead(told.status, { 'content-type': type }).end(told.page ?? JSON.stringify(told.body));
  });
  const sut = await connect(portal.url);
  const events: RunEvent[] = [];
  const planned = plan(regulations, { regulation: id, flow, assertion, level }, sut.description);
  try {
    await run({
      ...{ sut, regulations, plan: planned, calendar: kazakhstan() },
      ...{ convention: 'next-day', seed: 1, concurrency: 4, requireFull: false, tool: 'test' },
      ...(baseline === undefined ? {} : { baseline }),
      onEvent: (event) => events.push(event),
    });
  } finally {
    await sut.close();
    await portal.close();
  }
  mustBeInOrder(events);
  const report = foldReport(events);
  const short = (whole: string) => whole.slice(id.length + flow.length + 2);
  const families = new Map(planned.assertions.map((one) => [short(one.id), one.family]));
  const those = (is: VerdictName) =>
    report.verdicts.filter(({ verdict }) => verdict === is).map((verdict) => short(verdict.assertion));
  return {
    ...{
      report,
      journal: JSON.stringify(events),
      failed: those('fail'),
      open: those('inconclusive'),
      left: those('not-applicable'),
    },
    ...{ passed: those('pass'), familyOf: (one) => families.get(one) },
  };
}

/** The verdicts on the selected assertions of every level, by their ids without the regulation. */
export async function runAltered(assertion: string, alter: Alter): Promise<Record<string, VerdictName>> {
  return (await reportAltered(assertion, alter)).verdicts;
}

/** The same, with the report. */
export async function reportAltered(
  assertion: string,
  alter: Alter,
): Promise<{ report: Report; verdicts: Record<string, VerdictName> }> {
  const { report } = await judgeAltered(assertion, alter, { level: 'recommended' });
  const all = [...report.verdicts, ...report.recommended];
  const named = all.map(({ assertion: id, verdict }) => [id.slice(id.indexOf('/') + 1), verdict]);
  return { report, verdicts: Object.fromEntries(named) };
}
