// Runs the suites inside vitest with one test for each assertion, so that vendors can have them in their own test run.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { TermStart } from '../schemas/calendar.ts';
import { fixturePath } from '../schemas/fixture.ts';
import { kazakhstan } from '../schemas/kazakhstan.ts';
import { loadRegulations } from '../schemas/load.ts';
import type { Verdict } from '../schemas/run/verdict.ts';
import { plan } from './engine/running/plan.ts';
import { run } from './engine/running/run.ts';
import { type Selection, select } from './engine/running/selection.ts';
import { connectDriver, DEFAULT_START } from './sut/driver.ts';
import { whySkipped } from './test-result.ts';

/** What to test, and where. */
export interface ConformanceOptions extends Selection {
  /** The URL of a portal that speaks the driver contract, or a function that starts one and returns its URL. */
  target: string | (() => Promise<string>);
  /** Called after the last test, for example to stop the portal. */
  stop?: () => Promise<void> | void;
  /** How many walks at once. Default 8. */
  concurrency?: number;
  /** Default 1. */
  seed?: number;
  /** What the values that are sent follow from, to repeat a run. Default: drawn anew. */
  nonce?: string;
  /** From which day the terms of days are counted. Default `next-day`. */
  termStart?: TermStart;
  /** How many milliseconds the whole run may take. Default 600 000. */
  timeoutMs?: number;
}

/**
 * Declares one test for every selected assertion. The run takes place once, before the first test. Where a verdict shows nothing, yet
 * does not keep a run from passing, its test is skipped with the reason. Every other verdict that is no pass fails its test. Recommended
 * assertions have tests only with `level: 'recommended'`.
 * @throws ConformanceError `unknown-id` or `empty-selection`, at once and not within a test
 */
export function conformanceTests(options: ConformanceOptions): void {
  const regulations = loadRegulations(fixturePath('regulations'));
  const selection: Selection = { level: 'implied', ...options };
  const assertions = select(regulations, selection);
  const verdicts = new Map<string, Verdict>();

  beforeAll(async () => {
    const url = typeof options.target === 'string' ? options.target : await options.target();
    const concurrency = options.concurrency ?? 8;
    const sut = await connectDriver(url, { start: DEFAULT_START, concurrency });
    try {
      await run({
        sut,
        regulations,
        plan: plan(regulations, selection, sut.description),
        calendar: kazakhstan(),
        convention: options.termStart ?? 'next-day',
        seed: options.seed ?? 1,
        nonce: options.nonce ?? randomBytes(8).toString('hex'),
        concurrency,
        requireFull: false,
        tool: 'reglament in vitest',
        onEvent: (event) => {
          if (event.type === 'verdict') verdicts.set(event.verdict.assertion, event.verdict);
        },
      });
    } finally {
      await sut.close();
    }
  }, options.timeoutMs ?? 600_000);
  afterAll(async () => options.stop?.());

  for (const flow of new Set(assertions.map((assertion) => `${assertion.regulation}/${assertion.flow}`))) {
    describe(flow, () => {
      for (const assertion of assertions.filter(({ id }) => id.startsWith(`${flow}/`))) {
        it(`${assertion.id.slice(flow.length + 1)}: ${assertion.title}`, (context) => {
          const reason = whySkipped(assertion, verdicts.get(assertion.id));
          if (reason !== null) context.skip(reason);
        });
      }
    });
  }
}
