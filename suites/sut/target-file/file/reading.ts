// What of a target file only reads, and a target of which nothing else is left.
import { OPERATION_NAMES, OPERATIONS, type Operation } from '../../../../schemas/target/driver.ts';
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import { namesIn } from '../message/template.ts';
import type { LoadedTarget } from './load.ts';

/** Whether an exchange changes nothing: it is a GET, or marked so, or a browser that only looks. */
const onlyReads = ({ method, reads, actions = [] }: TargetExchange): boolean =>
  method === 'GET' || reads === true || (method === 'BROWSER' && actions.every((action) => 'wait' in action));

/** What an operation begins with that only reads, as far as it needs no request. */
export function harmlessPart(exchanges: readonly TargetExchange[]): readonly TargetExchange[] {
  const end = exchanges.findIndex((one) => !onlyReads(one) || namesIn(JSON.stringify(one)).includes('request'));
  return end < 0 ? exchanges : exchanges.slice(0, end);
}

/**
 * The same target without its controls and without every operation that opens or changes something, so that none can be sent.
 * Logging in stays: without it there is little to read.
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

/** Why an operation that is described is left out; null where it is kept, or was not there. */
function whyNotRead(name: Operation, exchanges: readonly TargetExchange[] | undefined): string | null {
  if (exchanges === undefined) return null;
  const { method, control } = OPERATIONS[name];
  if (method !== 'GET' || control !== null) return 'a run with --production only reads';
  const changing = exchanges.find((exchange) => !onlyReads(exchange));
  if (changing === undefined) return null;
  return `a run with --production only reads, and ${changing.method} ${changing.path} is not marked with reads: true`;
}
