// Runs the suites against mutants: over HTTP as against any portal, but only with the walks that can reach the broken cell.

import type { Calendar } from '../../schemas/calendar.ts';
import { kazakhstan } from '../../schemas/kazakhstan.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { Verdict } from '../../schemas/run/verdict.ts';
import {
  createApp,
  createSimulator,
  type Listening,
  listen,
  listMutants,
  type Mutant,
} from '../../simulators/index.ts';
import { type Plan, plan } from '../../suites/engine/running/plan.ts';
import { type Broken, type Noticed, narrow, notice } from '../../suites/engine/running/proof.ts';
import { run } from '../../suites/engine/running/run.ts';
import { sourceOf } from '../../suites/flow/source.ts';
import { connectDriver, DEFAULT_START } from '../../suites/sut/driver.ts';
import type { Sut } from '../../suites/sut/sut.ts';
import { knownRegulations } from '../workspace.ts';

const CONCURRENCY = 4;

/** What came of one mutant. `walks` is the number of scenarios that were walked on it. */
export interface Tried extends Noticed {
  mutant: string;
  walks: number;
}

/** Tries one mutant after the other. Each is a new simulator, put behind the same server so that no port has to be opened for it. */
export class Prover {
  readonly #acts: readonly Regulation[];
  readonly #mutants: ReadonlyMap<string, Mutant>;
  readonly #calendar: Calendar;
  readonly #plans = new Map<string, Plan>();
  #app: { fetch(request: Request): Response | Promise<Response> };
  #door: Listening | null = null;
  #sut: Sut | null = null;

  private constructor(regulations: readonly Regulation[]) {
    this.#acts = regulations;
    this.#mutants = new Map(listMutants(regulations).map((mutant) => [mutant.id, mutant]));
    this.#calendar = kazakhstan();
    this.#app = createApp(createSimulator({ regulations }));
  }

  /** Starts the server, which answers for a simulator without a fault until a mutant is tried. */
  static async open(): Promise<Prover> {
    const prover = new Prover(knownRegulations());
    const door = await listen({ fetch: (request: Request) => prover.#app.fetch(request) }, { port: 0 });
    prover.#door = door;
    prover.#sut = await connectDriver(door.url, { start: DEFAULT_START, concurrency: CONCURRENCY });
    return prover;
  }

  /** Tries a mutant; not to be called before the last call has ended. @throws RangeError where no mutant has the id */
  async try(id: string): Promise<Tried> {
    const mutant = this.#mutants.get(id);
    const regulation = this.#acts.find((one) => one.id === mutant?.regulation);
    const sut = this.#sut;
    if (mutant === undefined || regulation === undefined || sut === null)
      throw new RangeError(`there is no mutant ${id}`);
    const broken = brokenBy(mutant);
    const planned = narrow(this.#planOf(regulation, mutant.flow, sut), broken);
    const simulator = createSimulator({ regulations: [regulation], mutant });
    if (this.#door !== null) simulator.moveTo(this.#door.url);
    this.#app = createApp(simulator);
    const verdicts = await this.#run(sut, planned);
    const noticed = notice(sourceOf(regulation, mutant.flow), broken, planned.assertions, verdicts);
    return { mutant: id, walks: planned.scenarios.length, ...noticed };
  }

  async close(): Promise<void> {
    await this.#sut?.close();
    await this.#door?.close();
  }

  async #run(sut: Sut, planned: Plan): Promise<Verdict[]> {
    const verdicts: Verdict[] = [];
    await run({
      sut,
      regulations: this.#acts,
      plan: planned,
      calendar: this.#calendar,
      convention: 'next-day',
      seed: 1,
      concurrency: CONCURRENCY,
      requireFull: false,
      tool: 'prove',
      onEvent: (event) => {
        if (event.type === 'verdict') verdicts.push(event.verdict);
      },
    });
    return verdicts;
  }

  #planOf(regulation: Regulation, flow: string, { description }: Sut): Plan {
    const key = `${regulation.id}/${flow}`;
    const known = this.#plans.get(key) ?? plan([regulation], { flow }, description);
    this.#plans.set(key, known);
    return known;
  }
}

function brokenBy({ action, row, mutation }: Mutant): Broken {
  return { action, row, cause: mutation.kind === 'ignores-cause' ? mutation.cause : null };
}
