// How one variable of a target file comes to a visitor.
import type { TargetExchange } from '../../../../schemas/target/operations.ts';

/** How one variable is picked. */
export interface Picked {
  /** The exchanges that pick it and only read, so that anybody may send them to get it. */
  sources: TargetExchange[];
  /** Whether nothing but the login gives it, as a ticket: whoever has not logged in has none to send. */
  isTicket: boolean;
}
