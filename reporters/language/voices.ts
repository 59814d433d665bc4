// One language with all regulations of a report: whoever tells of several keeps one speaker for each.
import type { Language } from '../../schemas/language.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { Said } from '../../schemas/said.ts';
import { Speaker } from './speaker.ts';

/** The speakers of one language: one that knows no regulation, and one for each regulation. */
export class Voices {
  readonly own: Speaker;
  readonly #of: ReadonlyMap<string, Speaker>;

  constructor(language: Language, regulations: readonly Regulation[]) {
    this.own = new Speaker(language);
    this.#of = new Map(regulations.map((regulation) => [regulation.id, this.own.of(regulation)]));
  }

  get language(): Language {
    return this.own.language;
  }

  /** The speaker that knows the names of a regulation; the one that knows none where its text is not at hand. */
  of(regulation: string): Speaker {
    return this.#of.get(regulation) ?? this.own;
  }

  /** Tells what belongs to no regulation. */
  tell(said: Said): string {
    return this.own.tell(said);
  }
}
