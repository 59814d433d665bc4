// Makes flat rows of the step tables, and ids of errata, for other programs that read the regulations.
import { parseNext } from '../flow/branches.ts';
import { errataAt, readColumn } from '../flow/flow-graph.ts';
import { type Regulation, ROWS } from '../regulation.ts';
import { parseTerm } from '../term.ts';
import type { TableColumn } from './output.ts';

/** The id of an erratum outside its regulation: `<regulation>/<erratum>`. */
export const erratumId = (regulation: Regulation, id: string): string => `${regulation.id}/${id}`;

/** Every column of a regulation's step tables, in printed order. */
export function tableColumns(regulation: Regulation): TableColumn[] {
  return Object.entries(regulation.flows).flatMap(([flow, { table, steps }]) => {
    if (table === null) return [];
    return steps.map((column): TableColumn => {
      const read = readColumn(regulation, table, column, 'resolved');
      const errata = ROWS.flatMap((row) => errataAt(regulation, table.annex, table.number, column.step, row));
      return {
        regulation: regulation.id,
        source: regulation.source,
        annex: table.annex,
        table: table.number,
        flow,
        step: column.step,
        id: column.action.is,
        actor: column.actor.printed,
        party: read.actor,
        action: column.action.printed,
        completion: column.completion.printed,
        term: parseTerm(column.term.printed),
        next: { printed: parseNext(column.next.printed), resolved: read.next },
        errata: [...new Set(errata.map(({ id }) => erratumId(regulation, id)))],
      };
    });
  });
}
