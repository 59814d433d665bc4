// Defines a difference: a contradiction that lint finds by comparing the clauses and tables of a regulation.
import type { Locator, Row } from '../regulation.ts';

/** Every kind of difference, with what it means. */
export const DIFFERENCE_CODES = {
  'actor-differs': 'the table names another actor than the clause',
  'actor-against-action': 'the actor cell names another unit than the action cell',
  'next-differs': 'the table names other next steps than the clause',
  'forms-differ': 'the table prints another completion than the clause',
  'self-reference': 'the step names itself as the next one',
  'lone-branch': 'a branch is printed without its other side',
  'dead-end': 'a step that neither refuses nor issues has no next one',
  'missing-term': 'a step that refuses or issues has no term',
  'misnamed-branch': 'the printed condition names something that is not checked here',
  'wrong-route': 'the clause sends something through a unit that is no gateway',
  'flow-without-clause': 'the flow has a table and no clause',
  'flow-without-table': 'the flow has a clause and no table',
  'item-without-step': 'a process of the clause has no column in the table',
  'step-without-item': 'a column of the table has no process in the clause',
  spelling: 'the actor cell spells the unit otherwise than its definition',
  'title-differs': 'the title is printed otherwise than at its first place',
  'silent-participant': 'a listed participant does nothing in any flow',
  'unlisted-actor': 'a unit acts that the list of participants lacks',
  'retold-actor-differs': 'a clause that tells the procedure again names another actor',
  'retold-term-differs': 'a clause that tells the procedure again prints another term',
  'retold-step-missing': 'a clause that tells the procedure again leaves a step out',
  'retold-step-extra': 'a clause that tells the procedure again has a step more',
  'requirement-provider-differs': 'the table of basic requirements names another provider than who signs the result',
  'requirement-way-differs': 'a flow goes a way that the table of basic requirements does not name',
  'requirement-term-differs': 'the table of basic requirements prints another term than the steps',
  'requirement-fee-differs':
    'the table of basic requirements and the steps disagree on whether the service is paid for',
  'requirement-ground-differs': 'the table of basic requirements lists a ground of refusal that no flow checks',
  'term-differs': 'two tables print different terms for the same action',
} as const;
export type DifferenceCode = keyof typeof DIFFERENCE_CODES;

/** One difference: its kind, its place, and one sentence with the particulars. */
export interface Difference {
  code: DifferenceCode;
  at: Locator;
  message: string;
}

/** The place of a cell. */
export const cellAt = (table: { annex: number; number: number }, step: number, row: Row): Locator => ({
  annex: table.annex,
  table: table.number,
  step,
  row,
});
