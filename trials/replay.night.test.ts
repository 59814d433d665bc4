// Recordings of the simulator, replayed by programs that understand nothing: they pass the run that was recorded, and of no other more than its login.
import { beforeAll, describe, expect, it } from 'vitest';
import { knownRegulations } from '../cli/workspace.ts';
import { kazakhstan } from '../schemas/kazakhstan.ts';
import { foldReport } from '../schemas/run/fold.ts';
import type { Report, RunEvent } from '../schemas/run/report.ts';
import { WORLD_HEADER } from '../schemas/target/driver.ts';
import { createApp, createSimulator } from '../simulators/index.ts';
import { plan } from '../suites/engine/running/plan.ts';
import { run } from '../suites/engine/running/run.ts';
import { connectDriver, DEFAULT_START } from '../suites/sut/driver.ts';
import { type Answerer, type Asked, startPortal } from '../suites/sut/dumb-portal.ts';

interface Taken {
  readonly asked: Asked;
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const [regulation] = knownRegulations().filter(({ id }) => id === 'cultural-property-export-certificate');
const regulations = regulation === undefined ? [] : [regulation];

/** Runs the suites one walk after the other, so that the order of the walks helps a recording. */
async function judge(answerer: Answerer, nonce: string): Promise<Report> {
  const portal = await startPortal(answerer);
  const sut = await connectDriver(portal.url, { start: DEFAULT_START });
  const events: RunEvent[] = [];
  const planned = plan(regulations, { flow: 'portal', level: 'implied' }, sut.description);
  try {
    await run({
      ...{ sut, regulations, plan: planned, calendar: kazakhstan(), convention: 'next-day', seed: 1, nonce },
      ...{ concurrency: 1, requireFull: false, tool: 'test', onEvent: (event) => events.push(event) },
    });
  } finally {
    await sut.close();
    await portal.close();
  }
  return foldReport(events);
}

const tape: Taken[] = [];
let recorded: Report;

beforeAll(async () => {
  const app = createApp(createSimulator({ regulations: knownRegulations(), seed: 1 }));
  recorded = await judge(async (response, asked) => {
    const { method, path, headers, body } = asked;
    const given = Object.entries(headers).map(([name, value]) => [name, String(value)]);
    const sent = { method, headers: Object.fromEntries(given), ...(method === 'GET' ? {} : { body }) };
    const answer = await app.fetch(new Request(`http://simulator${path}`, sent));
    const taken = { status: answer.status, type: answer.headers.get('content-type') ?? '', body: await answer.text() };
    tape.push({ asked, ...taken });
    response.writeHead(taken.status, { 'content-type': taken.type }).end(taken.body);
  }, 'recorded');
});

/** Answers what has the same key in the order in which it was recorded, and the last answer to it again and again. */
function replayBy(keyOf: (asked: Asked) => string): Answerer {
  const left = new Map<string, Taken[]>();
  for (const taken of tape) left.set(keyOf(taken.asked), [...(left.get(keyOf(taken.asked)) ?? []), taken]);
  return (response, asked) => {
    const answers = left.get(keyOf(asked)) ?? [];
    const taken = answers.length > 1 ? answers.shift() : answers[0];
    response.writeHead(taken?.status ?? 404, { 'content-type': taken?.type ?? 'text/plain' }).end(taken?.body ?? '');
  };
}

const worldOf = ({ headers }: Asked) => String(headers[WORLD_HEADER] ?? '');
const REPLAYS: Readonly<Record<string, (asked: Asked) => string>> = {
  'that looks for the very same request': (asked) => `${worldOf(asked)} ${asked.method} ${asked.path} ${asked.body}`,
  'that looks at method and address only': (asked) => `${worldOf(asked)} ${asked.method} ${asked.path}`,
  'that goes by turn alone': worldOf,
};

describe.each(Object.entries(REPLAYS))('a recording %s', (_, keyOf) => {
  it('passes the run that was recorded', async () => {
    const { counts } = await judge(replayBy(keyOf), 'recorded');
    expect(counts).toEqual(recorded.counts);
  });

  it('passes nothing on another run but the login, for which the same is sent every time', async () => {
    const { outcome, verdicts } = await judge(replayBy(keyOf), 'another');
    const passed = verdicts.filter(({ verdict }) => verdict === 'pass').map(({ assertion }) => assertion);
    expect(passed.filter((id) => !/\/(?:authenticate|refuse-credentials)\//u.test(id))).toEqual([]);
    expect(outcome).toBe('incomplete');
  });
});
