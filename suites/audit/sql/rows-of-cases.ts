// Writes the query that gathers the rows of each case in their order, each once.
import { packed } from './event-code.ts';
import { inStages } from './expression.ts';

/** More rows than a file has: what a file and a row are put into one number with. */
export const ROWS_OF_A_FILE = 2 ** 48;

/** The places of the parts of a row while it is gathered. The first four order the rows; the third one is the step. */
const [AT, ORD, PLACE, CODE, STARTED, OFFICE, CHANNEL] = [1, 2, 4, 5, 6, 7, 8];

/**
 * One row for each case, with the columns that name it, `spoiled`, `last_at` (its last moment), `codes` (the words of its rows), `moments` (those at which they were done, then
 * those at which they began), and `turns`: empty where no two rows are of one moment, else for each row the number of its moment, and then
 * for each row how many rows stand before it in the log.
 */
export function rowsOfCases(events: string): string {
  const row = `(at, ord, step, toUInt64(file) * ${ROWS_OF_A_FILE} + row, ${packed}, started, office, channel)`;
  const grouped = `SELECT case, max(step = 0) AS spoiled, arraySort(groupArrayIf(${row}, step > 0)) AS rows FROM ${events} WHERE case != '' GROUP BY case HAVING max(step) > 0`;
  const part = (n: number, rows = 'rows') => `arrayMap(one -> one.${n}, ${rows})`;
  const said = [AT, ORD, CODE, STARTED, OFFICE, CHANNEL].map((n) => part(n, 'tied')).join(', ');
  return inStages(grouped, [
    [`${part(AT)} AS all_ats`],
    // Only rows of one moment can say the same.
    ['if(arrayUniq(all_ats) < length(all_ats), rows, arraySlice(rows, 1, 0)) AS tied'],
    [`arrayEnumerateUniq(${said}) AS nth`],
    [
      `arrayMap(one -> one.${PLACE}, arrayFilter((one, n) -> n > 1, tied, nth)) AS doubles`,
      'if(empty(tied), rows, arrayFilter((one, n) -> n = 1, tied, nth)) AS kept',
      'arrayFilter((one, n) -> n = 1, tied, nth) AS kept_tied',
    ],
    [
      `${part(CODE, 'kept')} AS codes`,
      `arrayConcat(${part(AT, 'kept')}, ${part(STARTED, 'kept')}) AS moments`,
      `arrayReduce('min', ${part(PLACE, 'kept')}) AS first_place`,
      `kept[1].${AT} AS begun`,
      `kept[length(kept)].${AT} AS last_at`,
      `kept[1].${OFFICE} AS office`,
      `kept[1].${CHANNEL} AS channel`,
      'arrayMap((one, other) -> (one.1 != other.1) OR (one.2 != other.2), arrayPopFront(kept_tied), arrayPopBack(kept_tied)) AS moves',
      `arraySort((n, place) -> place, arrayEnumerate(kept_tied), ${part(PLACE, 'kept_tied')}) AS by_place`,
    ],
    [
      'arrayMap(n -> toUInt32(n), if(empty(kept_tied), emptyArrayUInt32(), arrayConcat(arrayPushFront(arrayMap(n -> toUInt32(n), arrayCumSum(moves)), toUInt32(0)), arraySort((n, at) -> at, arrayEnumerate(by_place), by_place)))) AS turns',
    ],
  ]);
}
