// Walks the walks of a run again, with the same seed and nonce, and compares the verdicts.
import type { TermStart } from '../../schemas/calendar.ts';
import { kazakhstan } from '../../schemas/kazakhstan.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { Report, RunEvent } from '../../schemas/run/report.ts';
import { planFor } from '../../suites/engine/running/plan.ts';
import { run } from '../../suites/engine/running/run.ts';
import { connectTarget, keepWithin, type TargetOptions } from '../target.ts';
import { tool } from '../workspace.ts';

/** How many verdicts that differ are told one by one. */
const SHOWN = 10;

/** What came of it: sentences on what agrees and on what does not. */
interface Replayed {
  says: string[];
  wrong: string[];
}

/** @throws ConformanceError whatever `run` throws for the target */
export async function replay(
  started: Extract<RunEvent, { type: 'run-started' }>,
  report: Report,
  target: TargetOptions,
  regulations: readonly Regulation[],
): Promise<Replayed> {
  const sut = await connectTarget({ ...target, seed: started.seed }, regulations);
  try {
    const planned = planFor(regulations, started.assertions, sut.description, sut.offer ?? null, true);
    const walks = (all: readonly { id: string }[]) => all.map(({ id }) => id).join(' ');
    if (walks(planned.scenarios) !== walks(started.scenarios))
      return { says: [], wrong: [`${sut.name} offers something else: other walks are planned on it`] };
    const { concurrency } = keepWithin(target, sut, planned);
    const found = new Map<string, string>();
    await run({
      ...{ sut, regulations, plan: planned, calendar: kazakhstan(), convention: started.convention as TermStart },
      ...{ seed: started.seed, concurrency, requireFull: started.requireFull, tool: tool() },
      ...(started.nonce === null ? {} : { nonce: started.nonce }),
      ...(started.part === undefined ? {} : { part: started.part }),
      onEvent(event) {
        if (event.type === 'verdict') found.set(event.verdict.assertion, event.verdict.verdict);
      },
    });
    return compare(report, found, sut.name);
  } finally {
    await sut.close();
  }
}

function compare({ verdicts, recommended }: Report, found: ReadonlyMap<string, string>, name: string): Replayed {
  const all = [...verdicts, ...recommended];
  const differing = all.filter(({ assertion, verdict }) => found.get(assertion) !== verdict);
  const told = differing
    .slice(0, SHOWN)
    .map(({ assertion, verdict }) => `${assertion} was ${verdict} and is ${found.get(assertion) ?? 'not judged'}`);
  const more = differing.length - told.length;
  const wrong = more > 0 ? [...told, `and ${more} more differ`] : told;
  return { says: [`${all.length - differing.length} of ${all.length} verdicts are the same on ${name}`], wrong };
}
