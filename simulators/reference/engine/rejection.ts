// The error for an operation that the portal does not accept.
import type { Problem } from '../../../schemas/target/driver.ts';

const TITLES = {
  400: 'The request cannot be understood',
  401: 'Log in first',
  403: 'This is not yours',
  404: 'There is no such thing',
  405: 'The method is not offered here',
  409: 'Not now',
  413: 'The body is too large',
  415: 'The body is of another type',
  422: 'This cannot be done',
  429: 'Too much',
  500: 'A defect of the simulator',
  503: 'The store does not take it',
} as const;
/** The HTTP statuses with which the simulator rejects. */
export type RejectionStatus = keyof typeof TITLES;

/** An operation is not accepted. It is thrown before anything has changed, and becomes a problem document over HTTP. */
export class Rejection extends Error {
  readonly status: RejectionStatus;

  constructor(status: RejectionStatus, detail: string) {
    super(detail);
    this.name = 'Rejection';
    this.status = status;
  }

  /** The problem document of RFC 9457. */
  get problem(): Problem {
    const { status, message } = this;
    return { type: `https://reglament.dev/problems/${status}`, title: TITLES[status], status, detail: message };
  }
}
