// What an exchange lacks where nothing has picked a variable for its visitor, and why the answer to it then tells nothing.
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import { Fault } from '../../blame.ts';
import { framed } from '../message/send-body.ts';
import { namesIn } from '../message/template.ts';
import type { Performance } from './performance.ts';

/** The variables that an exchange sends and nothing has picked for the visitor. A header that lacks one is left out, so it lacks nothing. */
export function lackedBy(exchange: TargetExchange, by: Performance): string[] {
  const { headers: _, xml, ...sent } = exchange;
  const whole = JSON.stringify(sent) + (xml === undefined ? '' : framed(xml, exchange, by.envelopes));
  const own = Object.keys(exchange.with ?? {});
  return [...new Set(namesIn(whole))].filter(
    (name) => by.picks.has(name) && !own.includes(name) && isEmpty(by.reading.variables[name]),
  );
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/**
 * The fault in the place of a refusal, where the exchange went out without a variable that the visitor would have to have: the portal may
 * have refused it for that alone. Who has not logged in has no ticket, and a body without one is what is tried; an address without one is
 * no address of the portal.
 */
export function untold(exchange: TargetExchange, problem: string, by: Performance): Fault | null {
  const { path, query = {} } = exchange;
  const inAddress = namesIn(path + Object.values(query).join(''));
  const isTried = (name: string) => !by.isLetIn && by.picks.get(name)?.isTicket === true && !inAddress.includes(name);
  const [name] = lackedBy(exchange, by).filter((lacked) => !isTried(lacked));
  if (name === undefined) return null;
  const cure = 'pick it in an exchange that only reads, or mark the pick with of: request';
  const said = `${by.reading.where(exchange)}: nothing has picked ${name} for this visitor, so ${problem} tells nothing; ${cure}`;
  return new Fault('target file', said, { lacks: true });
}

/**
 * The fault for a variable that only other visitors have picked. Sent without it, the exchange would be refused for the missing
 * value, which would be mistaken for a refusal of the operation.
 */
export function wanting(name: string, exchange: TargetExchange, { reading }: Performance): Fault {
  const cure = 'pick it in the session of whoever sends it, or mark the pick with of: request';
  return new Fault('target file', `${reading.where(exchange)}: nothing has picked ${name} for this visitor; ${cure}`);
}
