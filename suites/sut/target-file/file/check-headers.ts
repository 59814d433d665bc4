// Refuses headers of a target file that cannot be sent, before anything is.

import { OPERATION_NAMES } from '../../../../schemas/target/driver.ts';
import type { Target } from '../../../../schemas/target/target.ts';
import type { Segment } from '../../../../schemas/violation.ts';
import { ENCODE, NAME, whyNoValue } from '../message/header.ts';
import type { Problem } from './secrets.ts';

/** Headers that say how a message is sent, which is for the connection to say. */
const OF_THE_CONNECTION = new Set(['content-length', 'transfer-encoding', 'expect', 'upgrade', 'keep-alive']);

/** What is wrong with the headers of a target file, whose references are filled in. */
export function checkHeaders({ headers = {}, operations }: Target): Problem[] {
  const own = OPERATION_NAMES.flatMap((name) =>
    (operations[name]?.exchanges ?? []).flatMap((exchange, at) =>
      checkAll(exchange.headers ?? {}, ['operations', name, 'exchanges', at, 'headers']),
    ),
  );
  return [...checkAll(headers, ['headers']), ...own];
}

function checkAll(headers: Readonly<Record<string, string>>, path: Segment[]): Problem[] {
  return Object.entries(headers).flatMap(([name, value]): Problem[] => {
    const at = { path: [...path, name], blames: 'key' as const };
    if (!NAME.test(name)) return [{ ...at, problem: `"${name}" is no name of a header`, cure: 'correct the name' }];
    if (OF_THE_CONNECTION.has(name.toLowerCase()))
      return [{ ...at, problem: `${name} is set by the connection itself`, cure: 'leave it out' }];
    const problem = whyNoValue(value);
    return problem === null ? [] : [{ ...at, blames: 'value', problem, cure: ENCODE }];
  });
}
