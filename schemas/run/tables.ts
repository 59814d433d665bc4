// Makes flat rows of the step tables, and ids of errata, for other programs that read the regulations.
import { type Draft, type DraftFlow, type DraftStep, UNREAD, type Unread } from '../draft.ts';
import { parseNext } from '../flow/branches.ts';
import { errataAt, readColumn } from '../flow/flow-graph.ts';
import { type Regulation, ROWS } from '../regulation.ts';
import { parseTerm } from '../term.ts';
import type { ImportedColumn, TableColumn } from './output.ts';

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

/** Every column of the step tables of a draft, in printed order; what is unread says so. */
export function draftColumns(draft: Draft): ImportedColumn[] {
  if (draft.flows === UNREAD) return [];
  return Object.entries(draft.flows).flatMap(([flow, one]) => {
    if (one === UNREAD || one.table === UNREAD || one.table === null || one.steps === UNREAD) return [];
    const { table } = one;
    return one.steps.flatMap((step) => (step === UNREAD ? [] : draftColumn(draft, flow, table, step)));
  });
}

function draftColumn(
  draft: Draft,
  flow: string,
  table: Exclude<DraftFlow['table'], Unread | null>,
  column: DraftStep,
): ImportedColumn[] {
  const { step } = column;
  const { annex, number } = table;
  if (step === UNREAD || annex === UNREAD || number === UNREAD) return [];
  const known = <Cell>(cell: Cell | Unread): Partial<Cell> => (cell === UNREAD ? {} : cell);
  const actor = known(column.actor);
  const action = known(column.action);
  const { printed: term = UNREAD } = known(column.term);
  const { printed: next = UNREAD, branches = UNREAD } = known(column.next);
  const resolved =
    branches === UNREAD
      ? UNREAD
      : branches.flatMap((branch) =>
          branch === UNREAD || branch.to === UNREAD ? [] : [{ to: branch.to, when: branch.when }],
        );
  return [
    {
      regulation: draft.id,
      source: draft.source,
      annex,
      table: number,
      flow,
      step,
      id: action.is ?? UNREAD,
      actor: actor.printed ?? UNREAD,
      party: actor.party ?? UNREAD,
      action: action.printed ?? UNREAD,
      completion: known(column.completion).printed ?? UNREAD,
      term: term === UNREAD ? UNREAD : parseTerm(term),
      next: { printed: next === UNREAD ? UNREAD : parseNext(next), resolved },
      errata: draftErrata(draft, annex, number, step),
    },
  ];
}

function draftErrata(draft: Draft, annex: number, table: number, step: number): string[] {
  if (draft.errata === UNREAD) return [];
  return draft.errata.flatMap((erratum) => {
    if (erratum === UNREAD || erratum.at === UNREAD || erratum.id === UNREAD) return [];
    const cites = erratum.at.some(
      (place) =>
        place !== UNREAD && 'step' in place && place.annex === annex && place.table === table && place.step === step,
    );
    return cites ? [`${draft.id}/${erratum.id}`] : [];
  });
}
