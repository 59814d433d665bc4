// Why nothing can be concluded from what came back, and who has to mend it.
/** Who has to mend something: `module` is what a vendor wrote, `ours` the suite and what it brings along, such as a browser. */
export type Culprit = 'portal' | 'network' | 'target file' | 'module' | 'ours';

/** Who is at fault; `where` is the place in a target file, null where there is none. */
export interface Blame {
  culprit: Culprit;
  where: string | null;
  said: string;
}

/** Thrown while an operation is performed; the transport turns it into a reply. */
export class Fault extends Error {
  readonly culprit: Culprit;

  constructor(culprit: Culprit, message: string) {
    super(message);
    this.culprit = culprit;
  }

  /** As the harness tells it. */
  get blame(): Blame {
    return { culprit: this.culprit, where: null, said: this.message };
  }
}

/** The portal does not do what a walk cannot go on without: its clock stands still, or it opens no world. */
export class PortalFault extends Error {
  readonly blame: Blame | undefined;

  constructor(message: string, blame?: Blame) {
    super(message);
    this.blame = blame;
  }
}

/** A limit of the target is used up: no walk can begin any more, and those under way end where they need it. */
export class BudgetSpent extends PortalFault {}
