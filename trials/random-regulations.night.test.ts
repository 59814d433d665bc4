// Any well-formed regulation is simulated and passes its own suites; whatever one cell of it is broken, they notice.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkConsistency } from '../schemas/consistency/consistency.ts';
import { kazakhstan } from '../schemas/kazakhstan.ts';
import { lint } from '../schemas/lint/lint.ts';
import type { Regulation } from '../schemas/regulation.ts';
import { foldReport } from '../schemas/run/fold.ts';
import type { Report, RunEvent } from '../schemas/run/report.ts';
import { createApp, createSimulator, listen, listMutants, type Mutant } from '../simulators/index.ts';
import { plan } from '../suites/engine/running/plan.ts';
import { run } from '../suites/engine/running/run.ts';
import { refusalsOf } from '../suites/flow/refusals.ts';
import { isTriedByAnother } from '../suites/flow/security.ts';
import { type Source, sourceOf } from '../suites/flow/source.ts';
import { bindsToWait, dayCounts } from '../suites/flow/terms.ts';
import { connectDriver, DEFAULT_START } from '../suites/sut/driver.ts';
import { anyRegulation } from './regulations.ts';

// More of them: REGLAMENT_RUNS=200 REGLAMENT_SEED=1 npx vitest run cli/random-regulations.test.ts
const SEED = Number(process.env.REGLAMENT_SEED ?? 20130315);
const RUNS = Number(process.env.REGLAMENT_RUNS ?? 5);

async function reportOn(regulation: Regulation, mutant?: Mutant): Promise<Report> {
  const simulator = createSimulator({ regulations: [regulation], ...(mutant === undefined ? {} : { mutant }) });
  const door = await listen(createApp(simulator), { port: 0 });
  const sut = await connectDriver(door.url, { start: DEFAULT_START });
  const events: RunEvent[] = [];
  try {
    await run({
      sut,
      regulations: [regulation],
      plan: plan([regulation], mutant === undefined ? {} : { flow: mutant.flow }, sut.description),
      calendar: kazakhstan(),
      convention: 'next-day',
      seed: 1,
      concurrency: 8,
      requireFull: false,
      tool: 'test',
      onEvent: (event) => void events.push(event),
    });
  } finally {
    await sut.close();
    await door.close();
  }
  return foldReport(events);
}

const graphStep = (source: Source, { action }: Mutant) => source.graph.steps.find((step) => step.action === action);

/** Why no text of a regulation is broken by a mutant; null where one is. */
function whyHarmless(source: Source, mutant: Mutant): string | null {
  const { mutation } = mutant;
  const step = graphStep(source, mutant);
  const isGuarded = isTriedByAnother(source);
  const days = dayCounts(source).find(({ action }) => action === mutant.action);
  switch (mutation.kind) {
    case 'ignores-cause':
      return refusalsOf(source).some(({ cause }) => cause === mutation.cause)
        ? null
        : 'the text does not ask for it here';
    case 'closes-early':
      return step !== undefined && bindsToWait(source, step)
        ? null
        : 'no step stands before it from which its term could count';
    case 'delays-the-result': {
      const outcome = source.graph.steps.find(({ action }) => action === days?.outcome);
      return outcome?.does === 'issue' ? null : 'the days are met by a step before the result';
    }
    case 'shows-to-anyone':
    case 'takes-from-anyone':
      return isGuarded ? null : 'no text keeps the request from others';
    default:
      return null;
  }
}

it('draws regulations that agree with themselves', () => {
  fc.assert(
    fc.property(anyRegulation, (regulation) => {
      expect(checkConsistency(regulation)).toEqual([]);
      expect(lint(regulation)).toMatchObject({ unexplained: [], idle: [] });
    }),
    { seed: SEED, numRuns: 100 },
  );
});

it('passes every regulation that is carried out', async () => {
  await fc.assert(
    fc.asyncProperty(anyRegulation, async (regulation) => {
      const report = await reportOn(regulation);
      const wrong = report.verdicts.filter(({ verdict }) => verdict !== 'pass');
      expect(
        wrong.map(({ assertion, verdict, expected, actual }) => ({ assertion, verdict, expected, actual })),
      ).toEqual([]);
      expect(report.outcome).toBe('passed');
    }),
    { seed: SEED, numRuns: RUNS },
  );
}, 600_000);

it('fails every regulation that is carried out with one cell broken', async () => {
  await fc.assert(
    fc.asyncProperty(anyRegulation, fc.nat(), async (regulation, nth) => {
      const mutants = listMutants([regulation]).filter(
        (mutant) => whyHarmless(sourceOf(regulation, mutant.flow), mutant) === null,
      );
      const mutant = mutants[nth % mutants.length];
      fc.pre(mutant !== undefined);
      const report = await reportOn(regulation, mutant);
      const failed = [...report.verdicts, ...report.recommended].some(({ verdict }) => verdict === 'fail');
      expect(`${failed} ${mutant?.id}`).toBe(`true ${mutant?.id}`);
    }),
    { seed: SEED, numRuns: RUNS },
  );
}, 600_000);
