// Finds out what a run would send: performs its walks on our own simulator, which follows the text, and notes every operation.

import { kazakhstan } from '../../schemas/kazakhstan.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { ADDITIONS, OPERATIONS, type Operation } from '../../schemas/target/driver.ts';
import { showsAddition } from '../../suites/engine/running/observable.ts';
import type { Plan } from '../../suites/engine/running/plan.ts';
import { run } from '../../suites/engine/running/run.ts';
import { type Drive, type Offer, offerFor, type Sut, staffName } from '../../suites/sut/sut.ts';
import { connectTarget } from '../target.ts';
import { tool } from '../workspace.ts';

/** An operation that a run would perform, and whether a portal that follows the text refuses it. */
export interface Rehearsed {
  readonly operation: Operation;
  readonly refused: boolean;
}

/**
 * The operations of each scenario in order, by the id of the scenario. A run on a portal that breaks the text will send others. Each flow
 * is rehearsed by itself, as a target file may offer something else in each.
 */
export async function rehearse(
  regulations: readonly Regulation[],
  planned: Plan,
  { description, offer }: Pick<Sut, 'description' | 'offer'>,
  seed: number,
): Promise<Map<string, Rehearsed[]>> {
  const simulator = await connectTarget({ target: 'simulator', concurrency: 8, seed }, regulations);
  const walked = new Map<string, Rehearsed[]>(planned.scenarios.map(({ id }) => [id, []]));
  // The rehearsal has the simulator's clock even where the target has none, so that nobody waits for a term.
  const controls = [...new Set([...description.controls, 'worlds' as const, 'clock' as const])];
  try {
    for (const [flow, plan] of byFlow(planned)) {
      const own = offerFor(offer, flow);
      const additions = ADDITIONS.filter((part) => showsAddition(part, { description, ...(own && { offer: own }) }));
      await run({
        sut: {
          ...simulator,
          description: { ...simulator.description, controls, additions },
          openDrive: async (...opening) => withPersonsOf(own, await simulator.openDrive(...opening)),
        },
        regulations,
        plan,
        calendar: kazakhstan(),
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
    }
  } finally {
    await simulator.close();
  }
  const offered = ({ operation }: Rehearsed) => {
    const { control } = OPERATIONS[operation];
    return control === null || description.controls.includes(control);
  };
  return new Map([...walked].map(([id, operations]) => [id, operations.filter(offered)]));
}

/** The parts of a plan, by the flow that they walk. */
function byFlow({ assertions, scenarios, notApplicable }: Plan): Map<string, Plan> {
  const flowOf = ({ regulation, flow }: { regulation: string; flow: string }) => `${regulation}/${flow}`;
  return new Map(
    [...new Set(scenarios.map(flowOf))].map((id) => [
      id,
      {
        assertions: assertions.filter((one) => flowOf(one) === id),
        scenarios: scenarios.filter((one) => flowOf(one) === id),
        notApplicable,
      },
    ]),
  );
}

const isOperation = (name: string): name is Operation => Object.hasOwn(OPERATIONS, name);

/**
 * The drive with the people and certificates that the target supplies too, so that nobody else is rehearsed with. Employees and operators
 * stay: where a target has none of its own, its `good` comes in at their door, and our simulator does not let theirs in there.
 */
export function withPersonsOf(offer: Offer | undefined, drive: Drive): Drive {
  if (offer === undefined) return drive;
  const { persons, certificates: supplied } = offer;
  const { credentials, certificates, staff, officer, ...roster } = drive.roster;
  const among = <T>(all: Readonly<Record<string, T>>, has: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => has(name)));
  return {
    ...drive,
    roster: {
      ...roster,
      credentials: among(credentials, (name) => persons.has(name)),
      certificates: among(certificates, (name) => supplied.has(name)),
      officer: persons.has('officer') ? officer : null,
      staff: among(staff ?? {}, (party) => persons.has(staffName(party))),
    },
  };
}
