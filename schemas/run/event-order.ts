// Checks that events come in an order in which a run can write them, so that nothing can be added to a finished journal.
import { type Scenario, suits, type TestAssertion } from './assertion.ts';
import { attemptsAt } from './baseline.ts';
import type { RunEvent } from './report.ts';
import type { Verdict } from './verdict.ts';

type Started = Extract<RunEvent, { type: 'run-started' }>;

/** Reads the events of one run, one after the other. */
export class EventOrder {
  #isStarted = false;
  #isOver = false;
  /** What the run was to judge and to walk, by their ids. */
  #assertions = new Map<string, TestAssertion>();
  #scenarios = new Map<string, Scenario>();
  /** The walks that may come beside those that were planned. */
  #attempts = new Map<string, Scenario>();
  readonly #walks = new Map<string, 'under way' | 'finished'>();
  /** The scenario of every exchange, by the id of the exchange. */
  readonly #exchanges = new Map<string, string>();
  readonly #judged = new Set<string>();
  /** The walks that are this part's, by their ids; null where the run is one. */
  #mine: ReadonlySet<string> | null = null;
  /** For which assertion something was found on which walk. */
  readonly #found = new Set<string>();

  /** Why no run can write this event after those before it, as a sentence; null where one can. */
  whyNot(event: RunEvent): string | null {
    if (this.#isOver) return `${event.type} comes after the end of the run`;
    if (event.type === 'run-started') return this.#start(event);
    if (!this.#isStarted) return `${event.type} comes before the run began`;
    switch (event.type) {
      case 'scenario-started':
        if (this.#scenarioOf(event.scenario) === undefined) return `no walk ${event.scenario} was planned`;
        if (!this.#isMine(event.scenario)) return `the walk ${event.scenario} is one of another part`;
        if (this.#walks.has(event.scenario)) return `the walk ${event.scenario} begins a second time`;
        this.#walks.set(event.scenario, 'under way');
        return null;
      case 'exchange':
        return this.#exchange(event.scenario, event.exchange.id);
      case 'scenario-finished':
        if (this.#walks.get(event.scenario) !== 'under way') return `the walk ${event.scenario} is not under way`;
        this.#walks.set(event.scenario, 'finished');
        return null;
      case 'finding':
        return this.#find(event);
      case 'verdict':
        return this.#judge(event.verdict);
      case 'warning':
        return null;
      case 'run-finished':
        return this.#finish(event.stopped !== null);
    }
  }

  #scenarioOf(id: string): Scenario | undefined {
    return this.#scenarios.get(id) ?? this.#attempts.get(id);
  }

  #start({ assertions, scenarios, baseline, part }: Started): string | null {
    if (this.#isStarted) return 'the run begins a second time';
    this.#isStarted = true;
    this.#assertions = new Map(assertions.map((one) => [one.id, one]));
    this.#scenarios = new Map(scenarios.map((one) => [one.id, one]));
    if (baseline !== undefined) this.#attempts = attemptsAt(baseline, assertions, scenarios);
    const areDistinct = this.#assertions.size === assertions.length && this.#scenarios.size === scenarios.length;
    if (!areDistinct) return 'two of its assertions, or two of its walks, have one id';
    if (part === undefined) return null;
    this.#mine = new Set(part.scenarios);
    const areOf = part.number <= part.of && part.scenarios.every((id) => this.#scenarios.has(id));
    return areOf && this.#mine.size === part.scenarios.length ? null : 'its part is none of the run';
  }

  #isMine(walk: string): boolean {
    return this.#mine === null || this.#mine.has(walk);
  }

  #find({ assertion: id, scenario, finding }: Extract<RunEvent, { type: 'finding' }>): string | null {
    const key = `${id} ${scenario}`;
    const assertion = this.#assertions.get(id);
    if (this.#mine === null || assertion === undefined) return `nothing is left to be found for ${id}`;
    if (this.#found.has(key)) return `it is found a second time for ${id} on ${scenario}`;
    this.#found.add(key);
    if (!this.#decides(scenario, assertion)) return `the walk ${scenario} does not decide ${id}`;
    const strange = finding?.evidence.find((one) => this.#exchanges.get(one) !== scenario);
    return strange === undefined ? null : `what is found for ${id} rests on ${strange}, which is not of that walk`;
  }

  #exchange(scenario: string, id: string): string | null {
    // Of several requests at once the last may be answered when the walk has been given up.
    if (!this.#walks.has(scenario)) return `the walk ${scenario} has not begun`;
    if (!id.startsWith(`${scenario}#`)) return `the exchange ${id} is not one of the walk ${scenario}`;
    if (this.#exchanges.has(id)) return `the exchange ${id} comes a second time`;
    this.#exchanges.set(id, scenario);
    return null;
  }

  #judge({ assertion: id, verdict, evidence: own, scenario, attempts = [] }: Verdict): string | null {
    const assertion = this.#assertions.get(id);
    if (assertion === undefined) return `no assertion ${id} was to be judged`;
    if (this.#judged.has(id)) return `${id} is judged a second time`;
    const isBare = attempts.some((one) => one.holds === true && one.evidence.length === 0);
    if ((verdict === 'pass' && own.length === 0) || isBare) return `${id} passes without any evidence`;
    const evidence = [...own, ...attempts.flatMap((one) => one.evidence)];
    const strange = evidence.find((one) => !this.#exchanges.has(one));
    if (strange !== undefined) return `the verdict on ${id} rests on ${strange}, which comes nowhere before it`;
    const tried = attempts.map((one) => one.scenario);
    const walks = [
      ...(scenario === null ? [] : [scenario]),
      ...tried,
      ...evidence.map((one) => this.#exchanges.get(one) ?? ''),
    ];
    const other = walks.find((walk) => !this.#decides(walk, assertion));
    if (other !== undefined) return `the verdict on ${id} rests on the walk ${other}, which does not decide it`;
    this.#judged.add(id);
    return null;
  }

  #decides(walk: string, assertion: TestAssertion): boolean {
    const scenario = this.#scenarioOf(walk);
    return scenario !== undefined && this.#walks.get(walk) === 'finished' && suits(scenario, assertion);
  }

  #finish(isStopped: boolean): string | null {
    const open = [...this.#assertions.keys()].find((id) => !this.#judged.has(id));
    if (open !== undefined) return `the run ends without a verdict on ${open}`;
    const left = [...this.#scenarios.keys()].find((id) => this.#isMine(id) && this.#walks.get(id) !== 'finished');
    if (left !== undefined && !isStopped) return `the run ends before the walk ${left}`;
    this.#isOver = true;
    return null;
  }
}

/** @throws TypeError where no run can write these events */
export function mustBeInOrder(events: Iterable<RunEvent>): void {
  const order = new EventOrder();
  for (const event of events) {
    const why = order.whyNot(event);
    if (why !== null) throw new TypeError(`no run writes this: ${why}`);
  }
}
