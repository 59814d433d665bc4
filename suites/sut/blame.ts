// The kinds of failure in which nothing can be concluded from an answer, each with the culprit who has to mend it.
/** Who has to mend a fault: `module` is a vendor's target module, `ours` is this suite with what it brings along, such as a browser. */
export type Culprit = 'portal' | 'network' | 'target file' | 'module' | 'ours';

/** A culprit with the sentence `said` for the report; `where` is the place in a target file, null where there is none. */
export interface Blame {
  culprit: Culprit;
  where: string | null;
  said: string;
  /** Set where the target file leaves out what the operation would need to be tried, as it may. */
  lacks?: true;
}

/** Thrown while an operation is performed; it spoils this operation only, because the transport turns it into a reply. */
export class Fault extends Error {
  readonly culprit: Culprit;
  readonly #rest: Pick<Blame, 'lacks'>;

  constructor(culprit: Culprit, message: string, rest: Pick<Blame, 'lacks'> = {}) {
    super(message);
    this.culprit = culprit;
    this.#rest = rest;
  }

  /** The fault as a value, for a reply. */
  get blame(): Blame {
    return { culprit: this.culprit, where: null, said: this.message, ...this.#rest };
  }
}

/** Thrown where a walk cannot go on at all: the portal's clock stands still, for example, or it opens no world. */
export class PortalFault extends Error {
  readonly blame: Blame | undefined;

  constructor(message: string, blame?: Blame) {
    super(message);
    this.blame = blame;
  }
}

/** Thrown where a limit of the target is used up: no further walk begins, and a walk under way ends where it would exceed the limit. */
export class BudgetSpent extends PortalFault {}
