// Tells which walk of a flow a case is, by what is on record of it.
import type { MappedEvent } from '../../schemas/audit/event.ts';
import type { Scenario } from '../../schemas/run/assertion.ts';
import { type Cause, CHECKS, isOutright } from '../../schemas/vocabulary.ts';
import { successPath } from '../flow/path.ts';
import { type Refusal, refusalsOf } from '../flow/refusals.ts';
import type { Source } from '../flow/source.ts';

/** The walk of a case. `isCauseKnown`: the log tells why it was refused; else the cause is just one of its condition. */
export interface CasePath {
  scenario: Scenario;
  isCauseKnown: boolean;
}

/** Finds the walks of the cases of one flow. */
export class CasePaths {
  readonly #source: Source;
  readonly #refusals: readonly Refusal[];
  readonly #scenarios = new Map<string, Scenario>();

  constructor(source: Source) {
    this.#source = source;
    this.#refusals = refusalsOf(source).filter(({ cause }) => !isOutright(cause));
  }

  /**
   * The walk that the case had to go: to a refusal where one is on record, or where the outcome of a step demands it, and else the one on
   * which every condition holds. An outcome on record outweighs what followed it, because what followed is what is judged.
   * @param events in their order
   */
  of(events: readonly MappedEvent[]): CasePath {
    const tags = this.#tagsOf(events);
    const path = successPath(this.#source, tags);
    const demanded = this.#demanded(events);
    const refusal = demanded === undefined ? this.#recorded(events) : demanded;
    if (refusal === null) return { scenario: this.#scenario(path, null), isCauseKnown: true };
    const told = events.find(({ cause }) => cause !== null)?.cause ?? null;
    const known = this.#refusals.some(({ to, cause }) => to === refusal.to && cause === told) ? told : null;
    const walked = [...path.slice(0, path.indexOf(refusal.from.action) + 1), refusal.to.action];
    return { scenario: this.#scenario(walked, known ?? refusal.cause), isCauseKnown: known !== null };
  }

  /** The refusal that the first negative outcome demands; null where an outcome is positive of every condition that was refused; undefined where none tells. */
  #demanded(events: readonly MappedEvent[]): Refusal | null | undefined {
    let isPassed = false;
    for (const { step, outcome } of events) {
      if (outcome === null) continue;
      const refusal = this.#refusals.find(
        ({ from, check }) => from.action === step && check.check !== null && CHECKS[check.check].fails === outcome,
      );
      if (refusal !== undefined) return refusal;
      const recorded = this.#recorded(events);
      const { check } = recorded?.check ?? { check: null };
      isPassed ||= recorded?.from.action === step && check !== null && CHECKS[check].passes === outcome;
    }
    return isPassed ? null : undefined;
  }

  /** The first refusal on record, with the step after which it stands. */
  #recorded(events: readonly MappedEvent[]): Refusal | null {
    const at = events.findIndex(({ step }) => this.#refusals.some(({ to }) => to.action === step));
    if (at < 0) return null;
    const own = this.#refusals.filter(({ to }) => to.action === events[at]?.step);
    const before = events[at - 1]?.step;
    return own.find(({ from }) => from.action === before) ?? own[0] ?? null;
  }

  /** The tags of the first variant that has every step on record. */
  #tagsOf(events: readonly MappedEvent[]): readonly string[] | undefined {
    const { variants } = this.#source.flow;
    if (variants === undefined) return undefined;
    const needed = this.#source.graph.steps.flatMap(({ action, only }) =>
      only !== null && events.some(({ step }) => step === action) ? [only] : [],
    );
    return variants.find(({ tags }) => needed.every((tag) => tags.includes(tag)))?.tags;
  }

  #scenario(path: string[], cause: Cause | null): Scenario {
    const key = `${path.join(' ')} ${cause ?? ''}`;
    const known = this.#scenarios.get(key);
    if (known !== undefined) return known;
    const { regulation, flowId } = this.#source;
    const made: Scenario = {
      ...{ id: `${regulation.id}/${flowId}/${cause ?? 'success'}`, regulation: regulation.id, flow: flowId },
      ...{ path, cause, needs: [], variant: null, means: null, tags: [], applications: 1 },
    };
    this.#scenarios.set(key, made);
    return made;
  }
}
