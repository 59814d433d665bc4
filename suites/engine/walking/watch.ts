// Waits for steps to be finished: reads the walk, lets time pass up to the term, and keeps between which moments each step ended.
import type { FlowGraph, GraphStep } from '../../../schemas/flow/flow-graph.ts';
import type { Drive } from '../../sut/sut.ts';
import type { Sighting, Trace } from '../trace.ts';
import type { Attempt } from './attempt.ts';
import { doubtRecord } from './doubt.ts';
import type { Hands } from './hands.ts';

/** How many seconds pass between readings while a step has exceeded its term, or has no printed term. After the last we give it up. */
export const PATIENCE_S = [1, 9, 50, 540, 3000] as const;
/** The same where waiting takes real time, so that a walk does not spend an hour on a step that never comes. */
export const REAL_PATIENCE_S = [1, 4, 10] as const;
/** The longest time that a walk really waits for the end of a term. */
const LONGEST_REAL_S = 600;

/** Keeps the trace up to date with every view of the walk. */
export class Watch {
  /** Since when the next step can begin: when the one before it was finished; null before the first. */
  readyAt: number | null = null;
  /** Until when the outcome of a day term may come, milliseconds since the epoch; null where none is awaited. */
  due: number | null = null;
  readonly #drive: Drive;
  readonly #hands: Hands;
  readonly #trace: Trace;
  readonly #graph: FlowGraph;
  readonly #patience: readonly number[];

  constructor(drive: Drive, hands: Hands, trace: Trace, graph: FlowGraph, virtualClock: boolean) {
    this.#drive = drive;
    this.#hands = hands;
    this.#trace = trace;
    this.#graph = graph;
    this.#patience = virtualClock ? PATIENCE_S : REAL_PATIENCE_S;
  }

  /** Notes when an operation was sent, because what it starts cannot begin earlier. @param at milliseconds since the epoch */
  begin(at: number): void {
    this.readyAt = at;
  }

  /** Takes over what an answer shows of the walk. */
  note({ view, exchange }: Attempt): void {
    if (view === null) return;
    const before = this.#trace.history;
    this.#trace.history = view.history;
    this.#trace.state = view.state;
    if ('number' in view) {
      this.#trace.number = view.number;
      this.#trace.registeredOn = view.registeredOn;
    }
    this.#trace.lastRead = exchange;
    this.#trace.doubt ??= doubtRecord(this.#trace, this.#graph, before, (one) => this.#hands.canTry(one));
  }

  /** Waits until the step is finished. @returns false when another step came instead, or the step did not come in time */
  async see(step: GraphStep): Promise<boolean> {
    const readyAt = this.readyAt ?? this.#drive.now();
    const sighting: Sighting = {
      action: step.action,
      readyAt,
      absentAt: null,
      presentAt: null,
      overtaken: false,
      exchange: this.#trace.lastRead ?? '',
    };
    this.#trace.sightings.push(sighting);
    const termS = step.term === null || 'unit' in step.term ? 0 : step.term.max;
    const left = termS - (this.#drive.now() - readyAt) / 1000;
    // Nobody waits out a term of hours on the clock on the wall.
    const isTooLong = this.#patience === REAL_PATIENCE_S && left > LONGEST_REAL_S;
    const waits = [...(isTooLong ? [] : [left]), ...this.#patience].filter((seconds) => seconds > 0);
    if (this.#look(sighting)) return sighting.presentAt !== null;
    for (const seconds of waits) {
      await this.#drive.pass(seconds);
      this.note(await this.#hands.read());
      if (this.#look(sighting)) return sighting.presentAt !== null;
    }
    return this.#waitUntilDue(sighting);
  }

  /** Goes to the first second after the last day, so that an outcome that is missing then is known to be late. */
  async #waitUntilDue(sighting: Sighting): Promise<boolean> {
    if (this.due === null || this.#drive.now() > this.due) return false;
    await this.#drive.pass((this.due - this.#drive.now()) / 1000 + 1);
    this.note(await this.#hands.read());
    this.#look(sighting);
    return sighting.presentAt !== null;
  }

  /** Looks for the step in the record. @returns true when there is nothing more to wait for */
  #look(sighting: Sighting): boolean {
    const { history, lastRead } = this.#trace;
    const now = this.#drive.now();
    const at = history.findIndex(({ action }) => action === sighting.action);
    sighting.exchange = lastRead ?? sighting.exchange;
    if (history[at]?.finishedAt != null) {
      sighting.presentAt = now;
      this.readyAt = this.#finishedAt(sighting, Date.parse(history[at].finishedAt));
      return true;
    }
    sighting.absentAt = now;
    const known = new Set(this.#trace.sightings.map(({ action }) => action));
    sighting.overtaken = at < 0 && history.some(({ action }) => !known.has(action));
    return sighting.overtaken;
  }

  /** When a step was finished. The portal's own record of it counts where it lies between the moments that we saw. */
  #finishedAt({ absentAt, presentAt, readyAt }: Sighting, own: number): number {
    const seen = presentAt ?? this.#drive.now();
    return own <= seen && own >= (absentAt ?? readyAt) ? own : seen;
  }
}
