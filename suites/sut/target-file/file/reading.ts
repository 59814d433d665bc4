// What of a target file only reads, and a target of which nothing else is left.
import { OPERATION_NAMES, OPERATIONS, type Operation } from '../../../../schemas/target/driver.ts';
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import { neededIn } from '../message/template.ts';
import type { LoadedTarget } from './load.ts';

/** Whether an exchange changes nothing: it is a GET, is marked with `reads: true`, or is a browser exchange that only waits. */
const onlyReads = ({ method, reads, actions = [] }: TargetExchange): boolean =>
  method === 'GET' || reads === true || (method === 'BROWSER' && actions.every((action) => 'wait' in action));

/** The leading exchanges of an operation that only read and need no request; these can be tried on any portal without harm. */
export function harmlessPart(exchanges: readonly TargetExchange[]): readonly TargetExchange[] {
  const end = exchanges.findIndex((one) => !onlyReads(one) || neededIn(one).includes('request'));
  return end < 0 ? exchanges : exchanges.slice(0, end);
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
  return {
    ...loaded,
    target: { ...target, controls: [], lacks: { ...target.lacks, ...reasons }, operations },
    of: (flow) => keepReading(loaded.of(flow)),
  };
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
