// What of a target file only reads, and a target of which nothing else is left.
import { OPERATION_NAMES, OPERATIONS, type Operation } from '../../../../schemas/target/driver.ts';
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import { namesIn, type Variables } from '../message/template.ts';
import { NOBODYS } from '../message/variables.ts';
import type { LoadedTarget } from './load.ts';

/** Whether an exchange changes nothing: it is a GET, is marked with `reads: true`, or is a browser exchange that only waits. */
export const onlyReads = ({ method, reads, actions = [] }: TargetExchange): boolean =>
  method === 'GET' || reads === true || (method === 'BROWSER' && actions.every((action) => 'wait' in action));

/** Why an exchange cannot be tried without doing harm, or with nothing to conclude from it; null where it can. */
export function whyNotTried(exchange: TargetExchange, variables: Variables): string | null {
  const { method, path, query, form, json, multipart, xml, body, actions, with: own = {} } = exchange;
  if (!onlyReads(exchange)) return `${method} ${path} would change something`;
  const sent = JSON.stringify({ path, query, form, json, multipart, xml, body, actions, own });
  const isGiven = (name: string) => name === 'uuid' || name in own || (variables[name] ?? NOBODYS) !== NOBODYS;
  const lacking = namesIn(sent).find((name) => !isGiven(name));
  return lacking === undefined ? null : `${method} ${path} needs ${lacking}`;
}

/**
 * Removes from a target its controls and all operations that open or change something, so that they cannot be sent by mistake.
 * Logging in stays, because without it there is little to read.
 */
export function keepReading(loaded: LoadedTarget): LoadedTarget {
  const { target } = loaded;
  const { describe, authenticate, ...others } = target.operations;
  const reasons: Record<string, string> = Object.fromEntries(
    (target.controls ?? []).map((control) => [control, 'a run with --production has none']),
  );
  for (const name of OPERATION_NAMES) {
    const reason = name === 'authenticate' ? null : whyNotRead(name, target.operations[name]?.exchanges);
    if (reason !== null) reasons[name] = reason;
  }
  const kept = Object.fromEntries(Object.entries(others).filter(([name]) => reasons[name] === undefined));
  const operations = { ...kept, describe, authenticate };
  return { ...loaded, target: { ...target, controls: [], lacks: { ...target.lacks, ...reasons }, operations } };
}

/** Why an operation is removed; null where it is kept, or was never described. */
function whyNotRead(name: Operation, exchanges: readonly TargetExchange[] | undefined): string | null {
  if (exchanges === undefined) return null;
  const { method, control } = OPERATIONS[name];
  if (method !== 'GET' || control !== null) return 'a run with --production only reads';
  const changing = exchanges.find((exchange) => !onlyReads(exchange));
  if (changing === undefined) return null;
  return `a run with --production only reads, and ${changing.method} ${changing.path} is not marked with reads: true`;
}
