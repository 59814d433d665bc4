// Why nothing can be concluded from what came back, and who has to mend it.
/** The one at fault. */
export type Culprit = 'portal' | 'target file' | 'network';

/** Thrown while an operation is performed; the adapter turns it into an answer. */
export class Fault extends Error {
  readonly culprit: Culprit;

  constructor(culprit: Culprit, message: string) {
    super(message);
    this.culprit = culprit;
  }
}
