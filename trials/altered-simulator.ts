// Runs the suites against the simulator through a proxy that alters what is asked or answered, as a portal by other hands would.

import { knownRegulations } from '../cli/workspace.ts';
import { kazakhstan } from '../schemas/kazakhstan.ts';
import { foldReport, type Report, type RunEvent } from '../schemas/run/report.ts';
import type { VerdictName } from '../schemas/run/verdict.ts';
import { createApp, createSimulator, listen } from '../simulators/index.ts';
import { plan } from '../suites/engine/running/plan.ts';
import { run } from '../suites/engine/running/run.ts';
import { connectDriver, DEFAULT_START } from '../suites/sut/driver.ts';

/** One message to the simulator, such as `POST /requests/r1/payment`; `body` is its JSON, null where it has none. */
export interface Asked {
  method: string;
  path: string;
  readonly token: string | null;
  body: Record<string, unknown> | null;
}

/** What is answered: the status and the JSON. */
export interface Told {
  status: number;
  body: Record<string, unknown>;
}

/** Stands between the suites and the simulator; `pass` hands the message on, as it is then. */
export type Alter = (asked: Asked, pass: () => Promise<Told>) => Told | Promise<Told>;

/** A refusal as the driver contract has it. */
export const refusal = (status: number, detail: string): Told => ({
  status,
  body: { type: 'about:blank', title: 'refused', status, detail },
});

/**
 * The verdicts on the selected assertions, by their ids without the regulation.
 * @param assertion selects by a glob, which begins with the regulation
 */
export async function runAltered(assertion: string, alter: Alter): Promise<Record<string, VerdictName>> {
  return (await reportAltered(assertion, alter)).verdicts;
}

/** The same, with the report. */
export async function reportAltered(
  assertion: string,
  alter: Alter,
): Promise<{ report: Report; verdicts: Record<string, VerdictName> }> {
  const regulations = knownRegulations();
  const app = createApp(createSimulator({ regulations }));
  const fetch = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const text = await request.text();
    const asked: Asked = {
      method: request.method,
      path: pathname,
      token: request.headers.get('authorization'),
      body: text === '' ? null : JSON.parse(text),
    };
    const pass = async (): Promise<Told> => {
      const { method, path, body } = asked;
      const sent = { method, headers: request.headers, ...(body === null ? {} : { body: JSON.stringify(body) }) };
      const answer = await app.fetch(new Request(new URL(path, request.url), sent));
      return { status: answer.status, body: JSON.parse(await answer.text()) };
    };
    const { status, body } = await alter(asked, pass);
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });
  };
  const door = await listen({ fetch }, { port: 0 });
  const sut = await connectDriver(door.url, { start: DEFAULT_START });
  const events: RunEvent[] = [];
  try {
    const selection = { assertion, level: 'recommended' } as const;
    await run({
      ...{ sut, regulations, plan: plan(regulations, selection, sut.description), calendar: kazakhstan() },
      ...{ convention: 'next-day', seed: 1, concurrency: 4, requireFull: false, tool: 'test' },
      onEvent: (event) => events.push(event),
    });
  } finally {
    await sut.close();
    await door.close();
  }
  const report = foldReport(events);
  const all = [...report.verdicts, ...report.recommended];
  const named = all.map(({ assertion: id, verdict }) => [id.slice(id.indexOf('/') + 1), verdict]);
  return { report, verdicts: Object.fromEntries(named) };
}
