// How the variables of a target file come to a visitor: which exchanges pick them, and which are what only a login gives.
import { OPERATION_NAMES } from '../../../../schemas/target/driver.ts';
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import type { Picked } from '../message/picked.ts';
import type { LoadedTarget } from './load.ts';
import { onlyReads } from './reading.ts';

/** How every variable of a target file is picked, by its name. */
export function picksOf({ target: { operations } }: Pick<LoadedTarget, 'target'>): ReadonlyMap<string, Picked> {
  const all = OPERATION_NAMES.flatMap((operation) =>
    (operations[operation]?.exchanges ?? []).map((exchange) => ({ operation, exchange })),
  );
  const names = new Set(all.flatMap(({ exchange }) => Object.keys(exchange.pick ?? {})));
  const picked = [...names].map((name): [string, Picked] => {
    const own = all.filter(({ exchange }) => exchange.pick?.[name] !== undefined);
    const sources = own.map(({ exchange }) => exchange).filter(isSource);
    return [name, { sources, isTicket: sources.length === 0 && own.every((one) => one.operation === 'authenticate') }];
  });
  return new Map(picked);
}

const isSource = (exchange: TargetExchange): boolean =>
  onlyReads(exchange) && exchange.method !== 'BROWSER' && exchange.poll === undefined;
