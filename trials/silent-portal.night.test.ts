// An honest portal that goes down in mid-run is left alone, and one that only fails now and then is not.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator } from '../cli/simulate/simulator.ts';
import { scratch, within } from '../cli/spawned.ts';
import { knownRegulations } from '../cli/workspace.ts';
import type { Report } from '../schemas/run/report.ts';
import { readJournal } from '../suites/engine/running/journal.ts';
import { type Answerer, refuse, startPortal } from '../suites/sut/dumb-portal.ts';
import { FAULTS_IN_A_ROW } from '../suites/sut/silence.ts';
import { forward } from './recorder.ts';

const CONCURRENCY = 4;
const FLOW = ['--regulation', 'passenger-transport-licence', '--flow', 'portal'];
let simulator: Awaited<ReturnType<typeof startSimulator>>;
beforeAll(async () => {
  simulator = await startSimulator(knownRegulations(), { port: 0, seed: 1 });
});
afterAll(() => simulator.close());

/** Runs against the simulator behind a door that fails some requests, counted from 1. */
async function runBehind(isDown: (count: number) => boolean, failing: Answerer = refuse(503)) {
  let asked = 0;
  let failed = 0;
  const portal = await startPortal(async (response, request) => {
    asked += 1;
    if (isDown(asked)) {
      failed += 1;
      return failing(response, request);
    }
    const { status, type, body } = await forward(simulator.url, request);
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  const cwd = scratch();
  const args = ['run', '--target', portal.url, ...FLOW, '--concurrency', String(CONCURRENCY), '--out', 'out'];
  const { code, stdout } = await within([...args, '--reporter', 'terminal,json'], cwd);
  await portal.close();
  const report: Report = JSON.parse(readFileSync(join(cwd, 'out/report.json'), 'utf8'));
  const begun = [...readJournal(join(cwd, 'out/journal.ndjson'))].filter(({ type }) => type === 'scenario-started');
  return { code, stdout, report, asked, failed, begun: begun.length };
}

describe('a portal that goes down in mid-run', () => {
  it('is asked a few times more, then no walk is begun, and what was seen before stays', async () => {
    const down = await runBehind((count) => count > 150);
    expect(down.report.verdicts.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(down.code).toBe(3);
    expect(down.report.stopped).toMatch(/^the portal stopped answering: .* the last because it answers 503 no$/u);
    expect(down.stdout).toContain('the portal stopped answering');
    expect(down.failed).toBeGreaterThanOrEqual(FAULTS_IN_A_ROW);
    // Answers that were under way when it went down begin the count again, and requests under way at its end are still counted.
    expect(down.failed).toBeLessThanOrEqual(FAULTS_IN_A_ROW + 2 * CONCURRENCY);
    expect(down.begun).toBeLessThan(20);
    expect(down.report.counts).toMatchObject({ fail: 0, error: 0 });
    expect(down.report.counts.inconclusive).toBeGreaterThan(10);
    const open = down.report.verdicts.filter(({ reason }) => reason?.includes('the portal stopped answering'));
    expect(open.length).toBeGreaterThan(10);
    expect(open.every(({ verdict }) => verdict === 'inconclusive')).toBe(true);
  });
});

describe('a portal that fails now and then', () => {
  it('is walked to the end, though every other request fails', async () => {
    const flaky = await runBehind((count) => count > 1 && count % 2 === 0);
    expect(flaky.report.stopped).toBeNull();
    expect(flaky.begun).toBe(25);
    expect(flaky.code).not.toBe(0);
  });
});
