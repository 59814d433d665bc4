// Waits for steps to be finished: reads the walk, lets time pass up to the term, and keeps between which moments each step ended.
import type { FlowGraph, GraphStep } from '../../../schemas/flow/flow-graph.ts';
import type { Given as Gift } from '../../../schemas/vocabulary.ts';
import type { Drive } from '../../sut/sut.ts';
import type { Given, Sighting, Trace } from '../trace.ts';
import type { Attempt } from './attempt.ts';
import { doubtRecord } from './doubt.ts';
import type { Hands } from './hands.ts';

/** How many seconds pass between readings while a step has exceeded its term, or has no printed term. After the last we give it up. */
export const PATIENCE_S = [1, 9, 50, 540, 3000] as const;
/** The same where waiting takes real time, so that a walk does not spend an hour on a step that never comes. */
export const REAL_PATIENCE_S = [1, 4, 10] as const;
/** The longest time that a walk really waits for the end of a term. */
const LONGEST_REAL_S = 600;

/** The statuses by which a portal says that there is no such request, or none of this person. */
const GONE: readonly number[] = [403, 404, 410];

/** How many days later what has not come in time is looked for. */
const LATE_DAYS = [1, 5, 60] as const;
const DAY_MS = 86_400_000;

/** Keeps the trace up to date with every view of the walk. */
export class Watch {
  /** Since when the next step can begin: when the one before it was finished; null before the first. */
  readyAt: number | null = null;
  /** Until when the outcome of a day term may come, in every reading, milliseconds since the epoch; empty where none is awaited. */
  dues: readonly number[] = [];
  /** When what has overtaken a step was certainly not there yet, milliseconds since the epoch; null where nothing has. */
  #absentAt: number | null = null;
  /** When the walk was last read, milliseconds since the epoch; null before that. */
  #readAt: number | null = null;
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

  /**
   * Takes over what an answer shows of the walk.
   * @returns whether what is known is of now: a portal that refuses shows nothing new either, but one that does not answer may have it all
   */
  note({ view, fault, exchange }: Attempt): boolean {
    if (view === null) return fault === null;
    const before = this.#trace.history;
    this.#trace.history = view.history;
    this.#trace.state = view.state;
    if ('number' in view) {
      this.#trace.number = view.number;
      this.#trace.registeredOn = view.registeredOn;
    }
    this.#trace.lastRead = exchange;
    this.#readAt = this.#drive.now();
    this.#trace.doubt ??= doubtRecord(this.#trace, this.#graph, before, (one) => this.#hands.canTry(one));
    return true;
  }

  /** Notes that what is awaited was not there when the walk was last read. */
  missed(): void {
    this.#absentAt = this.#readAt;
  }

  /** Notes that a step was waited for until now in vain. */
  giveUp(action: string): void {
    const now = this.#drive.now();
    const exchange = this.#trace.lastRead ?? '';
    const seen = { absentAt: this.#readAt, presentAt: null, overtaken: false, exchange };
    this.#trace.sightings.push({ action, readyAt: this.readyAt ?? now, ...seen });
  }

  /**
   * Looks at the walk again after a long time, in which the portal may have ended the sessions of everybody.
   * @returns whether it could be looked at: a portal that has lost the request shows that there is nothing
   */
  async lookAgain(): Promise<boolean> {
    this.#hands.logins.forget();
    let seen = await this.#hands.read();
    if (seen.view === null) {
      if (!(await this.#hands.logInAgain())) return false;
      seen = await this.#hands.read();
    }
    this.note(seen);
    const isGone = seen.fault === null && GONE.includes(seen.status ?? 0);
    if (isGone) [this.#trace.lastRead, this.#readAt] = [seen.exchange, this.#drive.now()];
    return isGone || seen.view !== null;
  }

  /** What the request has once a step is done that gives it something; whatever is a little late is waited for. */
  async given(action: string, gives: readonly Gift[]): Promise<Given> {
    const now = (): Given => {
      const { number, registeredOn: date, lastRead: exchange } = this.#trace;
      return { action, number, date, exchange };
    };
    for (const seconds of this.#patience.slice(0, 2)) {
      const given = now();
      if (gives.every((what) => given[what] !== null)) break;
      await this.#drive.pass(seconds);
      this.note(await this.#hands.read());
    }
    return now();
  }

  /**
   * Waits until the step is finished.
   * @param refusedWithin how many seconds its refusal may take, which a portal may show in its place; null where it is not refused
   * @returns false when another step came instead, or the step did not come in time
   */
  async see(step: GraphStep, refusedWithin: number | null = null): Promise<boolean> {
    const readyAt = this.readyAt ?? this.#drive.now();
    const sighting: Sighting = {
      action: step.action,
      readyAt,
      absentAt: this.#absentAt,
      presentAt: null,
      overtaken: false,
      exchange: this.#trace.lastRead ?? '',
    };
    this.#absentAt = null;
    this.#trace.sightings.push(sighting);
    const termS = step.term === null || 'unit' in step.term ? 0 : step.term.max;
    const left = termS - (this.#drive.now() - readyAt) / 1000;
    // Nobody waits out a term of hours on the clock on the wall.
    const isTooLong = this.#patience === REAL_PATIENCE_S && left > LONGEST_REAL_S;
    const waits = [...(isTooLong ? [] : [left, refusedWithin ?? 0]), ...this.#patience].filter(
      (seconds) => seconds > 0,
    );
    if (this.#look(sighting)) return this.#isSeen(sighting, termS);
    for (const seconds of waits) {
      await this.#drive.pass(seconds);
      if (this.note(await this.#hands.read()) && this.#look(sighting)) return this.#isSeen(sighting, termS);
    }
    if (isTooLong && (await this.#visit(sighting, readyAt + termS * 1000))) return this.#isSeen(sighting, termS);
    return this.#waitUntilDue(sighting);
  }

  /**
   * Looks for a step once in each part of the run, until its term of hours is over. @param dueMs when that is
   * @returns whether there is nothing more to wait for
   * @throws Suspended until the next part of the run
   */
  async #visit(sighting: Sighting, dueMs: number): Promise<boolean> {
    const dues = [{ convention: 'clock', due: new Date(dueMs).toISOString() }];
    const since = new Date(sighting.readyAt).toISOString();
    while (this.#drive.visit !== undefined && (sighting.absentAt ?? 0) < dueMs) {
      await this.#drive.visit({ awaits: sighting.action, since, dues });
      if ((await this.lookAgain()) && this.#look(sighting)) return true;
    }
    return false;
  }

  /** Whether the step itself was seen. If it was not, whatever came in its place may have begun as late as the term of the step ended. */
  #isSeen({ presentAt, readyAt }: Sighting, termS: number): boolean {
    if (presentAt === null) this.readyAt = readyAt + termS * 1000;
    return presentAt !== null;
  }

  /**
   * Goes to the last second of each day on which an outcome is due, and past it, so that one that is missing then is known to be late;
   * then on where the clock can be moved, so that what comes too late is told from what never comes.
   */
  async #waitUntilDue(sighting: Sighting): Promise<boolean> {
    const from = Math.max(this.#drive.now(), this.dues.at(-1) ?? 0);
    const late = this.#patience === PATIENCE_S ? LATE_DAYS.map((days) => from + days * DAY_MS) : [];
    for (const moment of [...this.dues.flatMap((due) => [due, due + 1000]), ...late]) {
      const left = (moment - this.#drive.now()) / 1000;
      if (left <= 0) continue;
      await this.#drive.pass(left);
      if (this.note(await this.#hands.read()) && this.#look(sighting)) break;
    }
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
    const before = sighting.absentAt;
    sighting.absentAt = now;
    const known = new Set(this.#trace.sightings.map(({ action }) => action));
    sighting.overtaken = at < 0 && history.some(({ action }) => !known.has(action));
    if (sighting.overtaken) this.#absentAt = before;
    return sighting.overtaken;
  }

  /** When a step was finished. The portal's own record of it counts where it lies between the moments that we saw. */
  #finishedAt({ absentAt, presentAt, readyAt }: Sighting, own: number): number {
    const seen = presentAt ?? this.#drive.now();
    return own <= seen && own >= (absentAt ?? readyAt) ? own : seen;
  }
}
