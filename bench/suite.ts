// Runs the suites within this process, without a journal or a report.

import { knownRegulations, tool } from '../cli/workspace.ts';
import { kazakhstan } from '../schemas/kazakhstan.ts';
import { plan } from '../suites/engine/running/plan.ts';
import { run } from '../suites/engine/running/run.ts';
import { connectDriver, DEFAULT_START } from '../suites/sut/driver.ts';
import { CONCURRENCY } from './figure.ts';

const REGULATIONS = knownRegulations();

/** Runs all regulations against a portal. @returns how many assertions passed */
export async function runSuites(url: string): Promise<number> {
  const sut = await connectDriver(url, { start: DEFAULT_START, concurrency: CONCURRENCY });
  let passed = 0;
  await run({
    sut,
    regulations: REGULATIONS,
    plan: plan(REGULATIONS, { level: 'implied' }, sut.description),
    calendar: kazakhstan(),
    convention: 'next-day',
    seed: 1,
    concurrency: CONCURRENCY,
    requireFull: false,
    tool: tool(),
    onEvent: (event) => {
      if (event.type === 'verdict' && event.verdict.verdict === 'pass') passed += 1;
    },
  });
  await sut.close();
  return passed;
}
