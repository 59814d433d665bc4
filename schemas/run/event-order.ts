// Checks that events come in an order in which a run can write them, so that nothing can be added to a finished journal.
import { type Scenario, suits, type TestAssertion } from './assertion.ts';
import { attempted, attemptsAt } from './baseline.ts';
import type { RunEvent } from './report.ts';
import type { Verdict } from './verdict.ts';

type Started = Extract<RunEvent, { type: 'run-started' }>;

/** How far a walk is. It is `left` where the part of the run in which it went on ended before the walk did. */
type Progress = 'under way' | 'suspended' | 'left' | 'finished';

/** Reads the events of one run, one after the other. */
export class EventOrder {
  #isStarted = false;
  #isOver = false;
  /** Whether the last part of the run was stopped before its time; a part that was killed has no end at all. */
  #isStopped = false;
  /** What the run was to judge and to walk, by their ids. */
  #assertions = new Map<string, TestAssertion>();
  #scenarios = new Map<string, Scenario>();
  /** The walks that may come beside those that were planned. */
  #attempts = new Map<string, Scenario>();
  /** The walks that are this part's, by their ids; null where the run is one. */
  #mine: ReadonlySet<string> | null = null;
  /** For which assertion something was found on which walk. */
  readonly #found = new Set<string>();
  readonly #walks = new Map<string, Progress>();
  /** The scenario of every exchange, by the id of the exchange. */
  readonly #exchanges = new Map<string, string>();
  /** The last verdict on each assertion. */
  readonly #judged = new Map<string, Verdict>();
  /** The assertions whose verdict a resumed run may give anew. */
  readonly #open = new Set<string>();

  /** Whether nothing can change the verdict on an assertion any more. */
  isSettled(assertion: string): boolean {
    return this.#judged.has(assertion) && !this.#open.has(assertion);
  }

  /** Whether the run can be resumed: it was killed or stopped, or waits for something. */
  get isResumable(): boolean {
    return this.#isStarted && (!this.#isOver || this.#isStopped || this.#has('suspended'));
  }

  /** Why no run can write this event after those before it, as a sentence; null where one can. */
  whyNot(event: RunEvent): string | null {
    if (event.type === 'run-resumed') return this.#resume();
    if (this.#isOver) return `${event.type} comes after the end of the run`;
    if (event.type === 'run-started') return this.#start(event);
    if (!this.#isStarted) return `${event.type} comes before the run began`;
    switch (event.type) {
      case 'scenario-started':
        if (this.#scenarioOf(event.scenario) === undefined) return `no walk ${event.scenario} was planned`;
        if (!this.#isMine(event.scenario)) return `the walk ${event.scenario} is one of another part`;
        if ((this.#walks.get(event.scenario) ?? 'left') !== 'left')
          return `the walk ${event.scenario} begins a second time`;
        this.#walks.set(event.scenario, 'under way');
        return null;
      case 'exchange':
        return this.#exchange(event.scenario, event.exchange.id);
      case 'scenario-suspended':
      case 'scenario-finished':
        if (!['under way', 'left'].includes(this.#walks.get(event.scenario) ?? ''))
          return `the walk ${event.scenario} is not under way`;
        this.#walks.set(event.scenario, event.type === 'scenario-finished' ? 'finished' : 'suspended');
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
    return this.#mine === null || this.#mine.has(this.#attempts.has(walk) ? attempted(walk) : walk);
  }

  #find({ assertion: id, scenario, finding }: Extract<RunEvent, { type: 'finding' }>): string | null {
    const key = `${id} ${scenario}`;
    const assertion = this.#assertions.get(id);
    if (this.#mine === null || assertion === undefined) return `nothing is left to be found for ${id}`;
    if (this.#found.has(key)) return `it is found a second time for ${id} on ${scenario}`;
    this.#found.add(key);
    if (!this.#decides(scenario, assertion, 'pass')) return `the walk ${scenario} does not decide ${id}`;
    const strange = finding?.evidence.find((one) => this.#exchanges.get(one) !== scenario);
    return strange === undefined ? null : `what is found for ${id} rests on ${strange}, which is not of that walk`;
  }

  /** A verdict is open after this only where it was pending, or where the run ended before any walk could decide it. */
  #resume(): string | null {
    if (!this.#isStarted) return 'run-resumed comes before the run began';
    if (!this.isResumable) return 'run-resumed comes after a run that left nothing open';
    const wasCut = !this.#isOver || this.#isStopped;
    for (const [id, verdict] of this.#judged)
      if (verdict.verdict === 'pending' || (wasCut && restsOnNothing(verdict))) this.#open.add(id);
    for (const [id, progress] of this.#walks) if (progress !== 'finished') this.#walks.set(id, 'left');
    [this.#isOver, this.#isStopped] = [false, false];
    return null;
  }

  #exchange(scenario: string, id: string): string | null {
    // Of several requests at once the last may be answered when the walk has been given up.
    if (!this.#walks.has(scenario)) return `the walk ${scenario} has not begun`;
    if (!id.startsWith(`${scenario}#`)) return `the exchange ${id} is not one of the walk ${scenario}`;
    if (this.#exchanges.has(id)) return `the exchange ${id} comes a second time`;
    this.#exchanges.set(id, scenario);
    return null;
  }

  #judge(judged: Verdict): string | null {
    const { assertion: id, verdict, evidence: own, scenario, attempts = [] } = judged;
    const assertion = this.#assertions.get(id);
    if (assertion === undefined) return `no assertion ${id} was to be judged`;
    if (this.isSettled(id)) return `${id} is judged a second time`;
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
    const other = walks.find((walk) => !this.#decides(walk, assertion, verdict));
    if (other !== undefined) return `the verdict on ${id} rests on the walk ${other}, which does not decide it`;
    if (verdict === 'pending' && (scenario === null || this.#walks.get(scenario) !== 'suspended'))
      return `the verdict on ${id} is pending, and no walk waits for anything`;
    this.#judged.set(id, judged);
    this.#open.delete(id);
    return null;
  }

  /** A walk that waits for something may fail the portal already, and cannot pass it yet. */
  #decides(walk: string, assertion: TestAssertion, verdict: Verdict['verdict']): boolean {
    const scenario = this.#scenarioOf(walk);
    const progress = this.#walks.get(walk);
    const isFar = progress === 'finished' || (progress === 'suspended' && verdict !== 'pass');
    return scenario !== undefined && isFar && suits(scenario, assertion);
  }

  #finish(isStopped: boolean): string | null {
    const open = [...this.#assertions.keys()].find((id) => !this.#judged.has(id));
    if (open !== undefined) return `the run ends without a verdict on ${open}`;
    const left = [...this.#scenarios.keys()].find(
      (id) => this.#isMine(id) && !['finished', 'suspended'].includes(this.#walks.get(id) ?? ''),
    );
    if (left !== undefined && !isStopped) return `the run ends before the walk ${left}`;
    const stale = [...this.#open].find((id) => !this.#has('suspended') && this.#judged.get(id)?.verdict === 'pending');
    if (stale !== undefined && !isStopped) return `${stale} is pending, and no walk waits for anything`;
    this.#isOver = true;
    this.#isStopped = isStopped;
    return null;
  }

  #has(progress: Progress): boolean {
    return [...this.#walks.values()].includes(progress);
  }
}

/** Whether a verdict was given only because the run ended, as it rests on no walk. */
const restsOnNothing = ({ verdict, scenario, evidence }: Verdict): boolean =>
  verdict === 'inconclusive' && scenario === null && evidence.length === 0;

/** @throws TypeError where no run can write these events */
export function mustBeInOrder(events: Iterable<RunEvent>): void {
  const order = new EventOrder();
  for (const event of events) {
    const why = order.whyNot(event);
    if (why !== null) throw new TypeError(`no run writes this: ${why}`);
  }
}
