// Makes one random walk: makes every move on the portal and in the model, and compares the two after each.
import type { Calendar, TermStart } from '../../schemas/calendar.ts';
import { calendarOf } from '../../schemas/kazakhstan.ts';
import type { Control, RequestView, SessionView } from '../../schemas/target/driver.ts';
import { dueAt } from '../../schemas/term.ts';
import { CAUSES, type Cause } from '../../schemas/vocabulary.ts';
import { ORDER_REFUSALS } from '../engine/judging/predicates/order.ts';
import type { Attempt } from '../engine/walking/attempt.ts';
import { freshOf } from '../engine/walking/fresh.ts';
import { Hands } from '../engine/walking/hands.ts';
import { MaterialMissing } from '../engine/walking/material.ts';
import { PATIENCE_S, REAL_PATIENCE_S } from '../engine/walking/watch.ts';
import { errandOf } from '../flow/errand.ts';
import type { Source } from '../flow/source.ts';
import { bindsToWait, dayCounts } from '../flow/terms.ts';
import { PortalFault } from '../sut/blame.ts';
import type { Drive } from '../sut/sut.ts';
import { findDisagreement, isWhole, type Moment } from './compare.ts';
import { Model } from './model.ts';

/**
 * One move of a walk. `cause` and `pick` choose among what is possible at that moment, and `share` is a part of the time that may pass,
 * so that any list of moves makes a walk.
 */
export type Move =
  | { make: 'due'; cause: number | null }
  | { make: 'out-of-turn'; pick: number }
  | { make: 'wait'; share: number }
  | { make: 'rest' };

/** The flow that a walk goes through, and its variant. */
export interface Course {
  source: Source;
  variant: { id: string; tags: readonly string[] } | null;
}

/** What all walks of an exploration have in common. */
export interface RoamSetting {
  controls: readonly Control[];
  calendar: Calendar;
  convention: TermStart;
}

/** The result of one walk. */
export interface Roamed {
  /** What was done, a sentence for each move. */
  account: string[];
  /** How many operations were accepted in their turn. */
  accepted: number;
  /** How many operations were refused out of their turn, as they have to be. */
  refused: number;
  /** Where portal and tables disagree, as a sentence; null where they do not. */
  disagreement: string | null;
  /** Why the walk had to be broken off, as a sentence; null where it was not. */
  cut: string | null;
}

/** Thrown to end a walk where the portal and the tables disagree. */
class Disagreement extends Error {}
/** Thrown to end a walk where nothing more can be observed. */
class Cut extends Error {}

/** How many seconds pass at most in a move that waits where the text prints no term. */
const IDLE_S = 15;

/** Makes one walk. Whatever the portal does is returned and never thrown. */
export async function roam(
  drive: Drive,
  course: Course,
  moves: readonly Move[],
  setting: RoamSetting,
): Promise<Roamed> {
  const roamed: Roamed = { account: [], accepted: 0, refused: 0, disagreement: null, cut: null };
  try {
    await new Roamer(drive, course, setting, roamed).go(moves);
  } catch (error) {
    if (error instanceof Disagreement) roamed.disagreement = error.message;
    else if (error instanceof Cut || error instanceof PortalFault || error instanceof MaterialMissing)
      roamed.cut = error.message;
    else throw error;
  }
  return roamed;
}

/** Makes the moves of one walk, and keeps its result up to date. */
class Roamer {
  readonly #drive: Drive;
  readonly #source: Source;
  readonly #tags: readonly string[];
  readonly #setting: RoamSetting;
  readonly #roamed: Roamed;
  readonly #hands: Hands;
  readonly #model: Model;
  #view: RequestView | SessionView | null = null;
  /** When the last operation was sent, milliseconds since the epoch. What it started cannot have begun earlier. */
  #sentAt: number;

  constructor(drive: Drive, { source, variant }: Course, setting: RoamSetting, roamed: Roamed) {
    const means = source.graph.steps.flatMap((step) => step.means)[0] ?? null;
    this.#drive = drive;
    this.#source = source;
    this.#tags = variant?.tags ?? [];
    this.#setting = setting;
    this.#roamed = roamed;
    this.#hands = new Hands(
      drive,
      errandOf(source, { variant: variant?.id ?? null, means }),
      freshOf('explore', source.flowId),
    );
    this.#model = new Model(source, this.#tags);
    this.#sentAt = drive.now();
  }

  async go(moves: readonly Move[]): Promise<void> {
    try {
      if (this.#model.waiting?.operation !== 'authenticate') await this.#letIn();
      for (const move of moves) {
        if (move.make === 'due') await this.#makeDue(move.cause);
        else if (move.make === 'wait') await this.#wait(move.share);
        else if (move.make === 'out-of-turn') await this.#strayFrom(move.pick);
      }
      await this.#settle();
    } finally {
      // Other walks may use the databases that this one has silenced.
      await this.#hands.restore().catch(() => undefined);
    }
  }

  /** Logs in on a flow whose text has no login. It is no step of the walk then, only what the portal asks for before the first one. */
  async #letIn(): Promise<void> {
    let login = await this.#hands.logIn();
    for (const seconds of this.#patience) {
      if (login.view?.state !== 'pending') break;
      await this.#drive.pass(seconds);
      login = await this.#hands.read();
    }
    if (login.view?.state !== 'authorised') throw new Cut(`nobody is let in: ${login.fault ?? login.problem}`);
  }

  /** Does what the walk waits for, with good material or with that of a cause; after its end fetches the result. */
  async #makeDue(pick: number | null): Promise<void> {
    await this.#settle();
    const { waiting, ended, options } = this.#model;
    if (ended === 'completed') return this.#fetchResult();
    const able = options.filter((cause) => this.#offers(CAUSES[cause].control));
    const cause = pick === null ? null : (able[pick % Math.max(1, able.length)] ?? null);
    if (waiting === null || !this.#canDo(waiting.operation, cause)) return;
    this.#sentAt = this.#drive.now();
    const attempted = `${waiting.operation} (${waiting.action})${cause === null ? '' : ` with ${cause}`}`;
    const attempt = await this.#hands.perform(waiting.operation, cause, waiting.action);
    this.#tell(attempted, attempt);
    if (!attempt.accepted)
      throw new Disagreement(`${waiting.operation} is waited for, and is refused: ${attempt.problem}`);
    this.#roamed.accepted += 1;
    this.#model.perform(cause);
    this.#compare(attempt, 'under way');
  }

  async #fetchResult(): Promise<void> {
    const attempt = await this.#hands.perform('fetchResult', null, '');
    this.#tell('fetchResult', attempt);
    if (!attempt.accepted)
      throw new Disagreement(`the request is completed, and its result is refused: ${attempt.problem}`);
    this.#roamed.accepted += 1;
  }

  /**
   * Tries something that is not due, which the portal has to refuse. What the model waits for is left out: as the portal may still be
   * working on the step before it, accepting and refusing it are both right.
   */
  async #strayFrom(pick: number): Promise<void> {
    const { waiting, outOfTurn } = this.#model;
    const isEntered = this.#view !== null && waiting?.operation !== 'authenticate';
    if (!isEntered || (this.#hands.request === null && this.#model.ended !== null)) return this.#openUninvited();
    if (this.#hands.request === null) {
      await this.#settle();
      const opened = await this.#hands.open();
      if (opened !== null) this.#tell('open', opened);
      if (opened?.accepted === false)
        throw new Disagreement(`a request can be opened now, and is refused: ${opened.problem}`);
    }
    const point = outOfTurn[pick % Math.max(1, outOfTurn.length)];
    if (point === undefined || !this.#canDo(point.operation, null)) return;
    const attempted = `${point.operation} (${point.action}) out of turn`;
    this.#refuse(attempted, await this.#hands.perform(point.operation, null, point.action));
    this.#compare(await this.#hands.read(), 'under way');
  }

  /** Tries to open a request without a login, the only thing to try then because there is no request yet. */
  async #openUninvited(): Promise<void> {
    this.#refuse('open without being let in', await this.#hands.openUninvited());
  }

  #refuse(attempted: string, attempt: Attempt): void {
    this.#tell(attempted, attempt);
    if (attempt.accepted) throw new Disagreement(`${attempted} is accepted`);
    if (attempt.status !== null && ORDER_REFUSALS.includes(attempt.status)) this.#roamed.refused += 1;
  }

  async #wait(share: number): Promise<void> {
    if (!this.#offers('clock') || this.#view === null) return;
    await this.#settle();
    const seconds = Math.floor(share * this.#spare());
    if (seconds <= 0) return;
    await this.#drive.pass(seconds);
    this.#roamed.account.push(`${seconds} s pass`);
    this.#compare(await this.#hands.read(), 'settled');
  }

  /** For how many seconds from now on the portal has to wait for somebody; `IDLE_S` where no term binds it. */
  #spare(): number {
    const { waiting } = this.#model;
    const step = this.#source.graph.steps.find(({ action }) => action === waiting?.action);
    const finishedAt = this.#view?.history.at(-1)?.finishedAt;
    const own = finishedAt == null ? this.#sentAt : Date.parse(finishedAt);
    const readyAt = own >= this.#sentAt && own <= this.#drive.now() ? own : this.#sentAt;
    if (waiting === null || step === undefined) return IDLE_S;
    if (waiting.operation === 'decide') {
      const dues = this.#dues();
      return dues.length === 0 ? IDLE_S : (Math.min(...dues) - this.#drive.now()) / 1000;
    }
    if (step.term === null || 'unit' in step.term || !bindsToWait(this.#source, step)) return IDLE_S;
    return step.term.max - (this.#drive.now() - readyAt) / 1000;
  }

  /** When the terms of days end that have begun on this walk, in every reading, milliseconds since the epoch. */
  #dues(): number[] {
    const { convention } = this.#setting;
    const calendar = calendarOf(this.#setting.calendar, this.#source.regulation);
    return dayCounts(this.#source)
      .filter(({ only }) => only === null || this.#tags.includes(only))
      .flatMap(({ begun, readings }) => {
        const from = this.#view?.history.find(({ action }) => action === begun)?.finishedAt;
        return from == null ? [] : readings.map((term) => Date.parse(dueAt(calendar, term, from, convention).due));
      });
  }

  /** Waits until the portal has finished what was started, at most for the terms of the open steps and some patience beyond. */
  async #settle(): Promise<void> {
    if (this.#view === null) return;
    let seen = await this.#hands.read();
    for (const seconds of [this.#outstanding(seen.view), ...this.#patience]) {
      if (seen.view === null || isWhole(this.#model, seen.view)) break;
      if (findDisagreement(this.#model, seen.view, 'under way') !== null) break;
      if (seconds > 0) await this.#drive.pass(seconds);
      seen = await this.#hands.read();
    }
    this.#compare(seen, 'settled');
  }

  /** The sum of the terms of all steps that have to be on record and are not finished, in seconds. */
  #outstanding(view: Attempt['view']): number {
    const open = this.#model.recorded.filter((_, n) => view?.history[n]?.finishedAt == null);
    return open.reduce((sum, { term }) => sum + (term === null || 'unit' in term ? 0 : term.max), 0);
  }

  #compare({ view, fault, problem }: Attempt, moment: Moment): void {
    if (view === null) throw new Cut(`the walk cannot be read: ${fault ?? problem}`);
    this.#view = view;
    const disagreement = findDisagreement(this.#model, view, moment);
    if (disagreement !== null) throw new Disagreement(disagreement);
  }

  #tell(attempted: string, { accepted, fault, problem }: Attempt): void {
    this.#roamed.account.push(`${attempted}: ${fault ?? (accepted ? 'accepted' : problem)}`);
    if (fault !== null) throw new Cut(`nothing can be told from the answer to ${attempted}: ${fault}`);
  }

  #canDo(operation: string, cause: Cause | null): boolean {
    if (operation === 'decide') return this.#offers('decision');
    return operation !== 'pay' || cause === 'not-paid' || this.#offers('payment-sandbox');
  }

  #offers(control: Control | null): boolean {
    return control === null || this.#setting.controls.includes(control);
  }

  get #patience(): readonly number[] {
    return this.#offers('clock') ? PATIENCE_S : REAL_PATIENCE_S;
  }
}
