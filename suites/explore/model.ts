// Predicts from the tables what a portal has to show: which steps are on record after all that was done, and what it waits for now.
import type { GraphStep } from '../../schemas/flow/flow-graph.ts';
import { CAUSES, type Cause, isOutright, VERBS } from '../../schemas/vocabulary.ts';
import { answeredBy, type Deed, isSameDeed, operationOf } from '../flow/deed.ts';
import { goodNext } from '../flow/path.ts';
import { type Refusal, refusalsOf } from '../flow/refusals.ts';
import { mayRefuseByLetter } from '../flow/results.ts';
import type { Source } from '../flow/source.ts';
import { BINDING, type WaitingPoint, waitingPoints } from '../flow/waiting.ts';

/** A walk as the text demands it. The model knows no time, so the steps of systems follow at once. */
export class Model {
  /** The steps that have to be on record, in order. */
  readonly recorded: GraphStep[] = [];
  /** What somebody has to do next; null when the walk has ended. */
  waiting: Deed | null = null;
  ended: 'refused' | 'completed' | null = null;
  /** The causes of all the bad material that was used so far. */
  readonly causes = new Set<Cause>();
  readonly #source: Source;
  readonly #tags: readonly string[];
  readonly #refusals: Refusal[];
  readonly #points: WaitingPoint[];
  readonly #done: Deed[] = [];

  constructor(source: Source, tags: readonly string[]) {
    this.#source = source;
    this.#tags = tags;
    this.#refusals = refusalsOf(source);
    this.#points = waitingPoints(source, tags);
    this.#come(source.graph.steps[0]?.action);
  }

  /** The causes whose material is taken with the operation that the walk waits for. What may be refused outright is none of them. */
  get options(): Cause[] {
    const { waiting } = this;
    return waiting === null
      ? []
      : this.#refusals
          .filter((refusal) => !isOutright(refusal.cause) && this.#carries(waiting, refusal))
          .map(({ cause }) => cause);
  }

  /** The deeds that the portal has to refuse now: those whose turn comes later, and those that were done and cannot be taken back. */
  get outOfTurn(): Deed[] {
    const { waiting } = this;
    return this.#points.filter((point) => {
      if (point.operation === 'authenticate' || (waiting !== null && isSameDeed(point, waiting))) return false;
      if (point.operation === 'fetchResult') return this.ended !== 'completed' && !this.#isAnsweredByLetter;
      return BINDING.includes(point.operation) || !this.#done.some((done) => isSameDeed(done, point));
    });
  }

  /** Whether the walk is refused by a step that may do so by a document. */
  get #isAnsweredByLetter(): boolean {
    const last = this.recorded.at(-1);
    return this.ended === 'refused' && last !== undefined && mayRefuseByLetter(this.#source, last.action);
  }

  /** Does what the walk waits for, with good material, or with that of a cause. */
  perform(cause: Cause | null): void {
    const { waiting } = this;
    const step = this.#stepOf(waiting?.action);
    if (waiting === null || step === undefined) return;
    this.#done.push(waiting);
    this.waiting = null;
    if (cause !== null) this.causes.add(cause);
    if (waiting.operation === operationOf(step)) this.#record(step);
    else this.#leave(step);
  }

  /**
   * Whether the material of a cause is used with a deed. Mostly that is the operation of the cause itself. An applicant whom the
   * databases do not know is written into the form. A bad certificate is used where one is chosen, or with the signature where none
   * is. Databases that do not answer are provoked when they are asked.
   */
  #carries({ operation, action }: Deed, { cause, from }: Refusal): boolean {
    const { check, operation: own, control } = CAUSES[cause];
    if (check === 'registry' && control === null) return operation === 'fill';
    const isChosen = this.#points.some((point) => point.operation === 'chooseCertificate');
    if (own === 'chooseCertificate' && isChosen) return operation === own;
    return action === from.action && (operation === own || (operation === 'sign' && own === 'chooseCertificate'));
  }

  /** Comes to a step: skips it in a variant without it, records it where a system does it, or waits for somebody to do it. */
  #come(action: string | undefined): void {
    const step = this.#stepOf(action);
    if (step === undefined) return;
    const operation = operationOf(step);
    if (step.only !== null && !this.#tags.includes(step.only)) this.#come(goodNext(step));
    else if (operation === null) this.#record(step);
    else this.waiting = { operation, action: step.action };
  }

  /** Puts a step on record, and waits where its condition needs an answer. */
  #record(step: GraphStep): void {
    this.recorded.push(step);
    this.ended = VERBS[step.does].ends;
    if (this.ended !== null) return;
    const answer = answeredBy(step);
    if (answer !== null) this.waiting = { operation: answer, action: step.action };
    else this.#leave(step);
  }

  /** Goes on from a step: to the refusal where a cause of it was used, else to the next step. */
  #leave(step: GraphStep): void {
    const refused = this.#refusals.find(({ from, cause }) => from.action === step.action && this.causes.has(cause));
    this.#come(refused === undefined ? goodNext(step) : refused.to.action);
  }

  #stepOf(action: string | undefined): GraphStep | undefined {
    return this.#source.graph.steps.find((step) => step.action === action);
  }
}
