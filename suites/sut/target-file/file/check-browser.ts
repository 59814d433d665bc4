// What a target file may not ask of a browser exchange, or of any other.
import { OPERATION_NAMES } from '../../../../schemas/target/driver.ts';
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import type { Segment } from '../../../../schemas/violation.ts';
import type { FlowTarget } from './flows.ts';
import type { Problem } from './secrets.ts';

/** Keys that mean nothing in a browser exchange. */
const OF_A_REQUEST = ['form', 'json', 'multipart', 'xml', 'body', 'follow', 'poll'] as const;

/** All problems with keys that do not fit the method of their exchange. */
export function checkBrowser(target: FlowTarget): Problem[] {
  return OPERATION_NAMES.flatMap((name) =>
    (target.operations[name]?.exchanges ?? []).flatMap((exchange, at) =>
      checkExchange(exchange, ['operations', name, 'exchanges', at]),
    ),
  );
}

function checkExchange(exchange: TargetExchange, path: Segment[]): Problem[] {
  if (exchange.method === 'BROWSER')
    return OF_A_REQUEST.filter((key) => exchange[key] !== undefined).map((key) => ({
      path: [...path, key],
      blames: 'key',
      problem: `${key} has no meaning with BROWSER`,
      cure: 'say in actions what is done on the page',
    }));
  if (exchange.actions === undefined) return [];
  const problem = `actions have no meaning with ${exchange.method}`;
  return [{ path: [...path, 'actions'], blames: 'key', problem, cure: 'write method: BROWSER' }];
}
