// Which causes can make a condition of a program fail.
import { CAUSES, type Cause, causesOf } from '../../../schemas/vocabulary.ts';
import { operationOf } from './acceptance.ts';
import type { Program, ProgramCondition } from './program.ts';

/**
 * The causes of a condition that one of the flow's operations can bring: only an applicant logs in with an identification number,
 * and only a database that is asked can have no record.
 */
export function causesAt({ nodes, entry }: Program, { checks, asks }: ProgramCondition): Cause[] {
  const operations = new Set<string | null>(nodes.map(operationOf));
  return causesOf(checks).filter((cause) => {
    const row = CAUSES[cause];
    if (!operations.has(row.operation)) return false;
    if (cause === 'malformed-id' || cause === 'wrong-check-digit') return entry === 'portal';
    return !('asks' in row) || asks.length === 0 || asks.includes(row.asks);
  });
}
