// The visits of browsers to the pages: the cookie, the token against forged forms, the worlds of a visit and who has logged in.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Language } from '../../../schemas/vocabulary.ts';
import { CappedMap } from '../engine/capped-map.ts';
import type { Mutant } from '../engine/mutation.ts';

/** How the clock of a world goes while somebody uses the pages: short steps pass at once, with the real time, or only when told. */
export const PACES = ['hurry', 'real', 'still'] as const;
export type Pace = (typeof PACES)[number];

/** A world that was opened on the pages, in the whole simulator or in one with a broken cell. It may have been dropped since. */
export interface Place {
  /** Null for the one that all programs share which name none. */
  readonly world: string | null;
  readonly mutant: Mutant | null;
  pace: Pace;
  /** When the clock was last brought up to the real time, in real milliseconds. */
  caughtUpAt: number;
}

/** Somebody who has logged in on the pages, by one of the doors of a flow. */
export interface Login {
  readonly place: Place;
  readonly session: string;
  readonly person: string;
  readonly as: 'applicant' | 'employee' | 'operator' | 'officer';
  readonly regulation: string;
  readonly flow: string;
  /** The party as which an officer was asked to act; null for everybody else. */
  readonly party: string | null;
  token: string | null;
  hasEnded: boolean;
}

/** What the next page tells of what was just done. */
export interface Notice {
  readonly kind: 'done' | 'refused';
  readonly text: string;
  readonly language: Language;
  /** The status that a program would have got. */
  readonly status?: number;
}

/** A form that is filled in over several screens. */
export interface Draft {
  at: number;
  values: Readonly<Record<string, string>>;
}

/** One browser on the pages. */
export interface Visit {
  readonly id: string;
  readonly csrf: string;
  language: Language;
  readonly places: Place[];
  place: Place | null;
  readonly logins: Login[];
  notice: Notice | null;
  readonly drafts: CappedMap<Draft>;
}

const REMEMBERED_VISITS = 2000;
const REMEMBERED_DRAFTS = 50;

/** The cookie by which a visit is known. */
export const COOKIE = 'reglament-visit';

/** The visits of one server. Those that began first are forgotten for new ones. */
export class Visits {
  readonly #known = new CappedMap<Visit>(REMEMBERED_VISITS);

  /** The visit of a cookie; undefined where it is unknown or forgotten. */
  find(cookie: string | undefined): Visit | undefined {
    return cookie === undefined ? undefined : this.#known.get(cookie);
  }

  begin(language: Language): Visit {
    const visit: Visit = {
      id: randomBytes(24).toString('base64url'),
      csrf: randomBytes(24).toString('base64url'),
      language,
      places: [],
      place: null,
      logins: [],
      notice: null,
      drafts: new CappedMap<Draft>(REMEMBERED_DRAFTS),
    };
    this.#known.set(visit.id, visit);
    return visit;
  }
}

/** Whether a form carries the token of the visit. */
export function isOwnForm({ csrf }: Visit, sent: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(csrf), digest(sent));
}
