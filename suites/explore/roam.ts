// One random walk: every move is made on the portal and in the model, and after each the two are compared.
import type { Calendar, TermStart } from '../../schemas/calendar.ts';
import type { Control, RequestView, SessionView } from '../../schemas/target/driver.ts';
import { dueAt } from '../../schemas/term.ts';
import { CAUSES, type Cause } from '../../schemas/vocabulary.ts';
import { ORDER_REFUSALS } from '../engine/judging/predicates/order.ts';
import type { Attempt } from '../engine/walking/attempt.ts';
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

/** One move. Numbers choose among what there is at that moment, so that every list of moves makes a walk. */
export type Move =
  | { make: 'due'; cause: number | null }
  | { make: 'out-of-turn'; pick: number }
  | { make: 'wait'; share: number }
  | { make: 'rest' };

/** Through which flow a walk goes, and in which variant. */
export interface Course {
  source: Source;
  variant: { id: string; tags: readonly string[] } | null;
}

/** What the walks have in common. */
export interface RoamSetting {
  controls: readonly Control[];
  calendar: Calendar;
  convention: TermStart;
}

/** What a walk came to. `cut` says why it could not be gone on with: then nothing more was observed. */
export interface Roamed {
  /** What was done, in words. */
  account: string[];
  /** How many operations were accepted, and how many refused as they have to be. */
  accepted: number;
  refused: number;
  disagreement: string | null;
  cut: string | null;
}

/** The walk ends here: the portal and the tables disagree. */
class Disagreement extends Error {}
/** The walk ends here: nothing can be told any more. */
class Cut extends Error {}

const IDLE_S = 15;

/** Walks. Whatever the portal does is in what is returned, never thrown. */
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

class Roamer {
  readonly #drive: Drive;
  readonly #source: Source;
  readonly #tags: readonly string[];
  readonly #setting: RoamSetting;
  readonly #roamed: Roamed;
  readonly #hands: Hands;
  readonly #model: Model;
  #view: RequestView | SessionView | null = null;
  /** When the last operation was sent: what it started began then, at the earliest. */
  #sentAt: number;

  constructor(drive: Drive, { source, variant }: Course, setting: RoamSetting, roamed: Roamed) {
    const means = source.graph.steps.flatMap((step) => step.means)[0] ?? null;
    this.#drive = drive;
    this.#source = source;
    this.#tags = variant?.tags ?? [];
    this.#setting = setting;
    this.#roamed = roamed;
    this.#hands = new Hands(drive, errandOf(source, { variant: variant?.id ?? null, means }));
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
      // Other walks may meet the same databases.
      await this.#hands.restore().catch(() => undefined);
    }
  }

  /** Where the text begins with something else, logging in is no step: only what the portal asks before it. */
  async #letIn(): Promise<void> {
    let login = await this.#hands.logIn();
    for (const seconds of this.#patience) {
      if (login.view?.state !== 'pending') break;
      await this.#drive.pass(seconds);
      login = await this.#hands.read();
    }
    if (login.view?.state !== 'authorised') throw new Cut(`nobody is let in: ${login.fault ?? login.problem}`);
  }

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

  /** Tries something that is not due. While a step is under way its successor may be due or not, so that is left alone. */
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

  /** Without a session that was let in there is no request to address. */
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

  /** For how long the portal has to wait from now on, in seconds; where no term is printed a moment. */
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

  #dues(): number[] {
    const { calendar, convention } = this.#setting;
    return dayCounts(this.#source)
      .filter(({ only }) => only === null || this.#tags.includes(only))
      .flatMap(({ begun, readings }) => {
        const from = this.#view?.history.find(({ action }) => action === begun)?.finishedAt;
        return from == null ? [] : readings.map((term) => Date.parse(dueAt(calendar, term, from, convention).due));
      });
  }

  /** Lets the portal come to the end of what was started, at the latest after the terms of it and some patience. */
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
