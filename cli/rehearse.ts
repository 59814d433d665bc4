// What a run would send: the same walks on our own simulator, which follows the text, with every operation written down.
import { OPERATIONS, type Operation } from '../schemas/driver.ts';
import type { Regulation } from '../schemas/regulation.ts';
import type { Plan } from '../suites/engine/running/plan.ts';
import { run } from '../suites/engine/running/run.ts';
import type { Sut } from '../suites/sut/sut.ts';
import { connectTarget } from './target.ts';
import { calendar, tool } from './workspace.ts';

/** An operation that is performed, and whether the text has it refused. */
export interface Rehearsed {
  readonly operation: Operation;
  readonly refused: boolean;
}

/** The operations of each scenario in the order in which they would be performed, by its id. A portal that strays makes the run differ. */
export async function rehearse(
  acts: readonly Regulation[],
  planned: Plan,
  { description }: Sut,
  seed: number,
): Promise<Map<string, Rehearsed[]>> {
  const simulator = await connectTarget({ target: 'simulator', concurrency: 8, seed }, acts);
  const walked = new Map<string, Rehearsed[]>(planned.scenarios.map(({ id }) => [id, []]));
  // Time passes by the simulator's clock whatever the target has: nobody waits for a rehearsal.
  const controls = [...new Set([...description.controls, 'worlds' as const, 'clock' as const])];
  try {
    await run({
      sut: { ...simulator, description: { ...simulator.description, controls } },
      regulations: acts,
      plan: planned,
      calendar: calendar(),
      convention: 'next-day',
      seed,
      concurrency: 8,
      requireFull: false,
      tool: tool(),
      onEvent: (event) => {
        if (event.type !== 'exchange' || !isOperation(event.exchange.operation)) return;
        const { operation, response } = event.exchange;
        walked.get(event.scenario)?.push({ operation, refused: response.status !== null && response.status >= 400 });
      },
    });
  } finally {
    await simulator.close();
  }
  const offered = ({ operation }: Rehearsed) => {
    const { control } = OPERATIONS[operation];
    return control === null || description.controls.includes(control);
  };
  return new Map([...walked].map(([id, operations]) => [id, operations.filter(offered)]));
}

const isOperation = (name: string): name is Operation => Object.hasOwn(OPERATIONS, name);
