// The shape of what a foreign portal can be told to do wrong.

/** One thing done wrong; `breaks` names the step and the row of the regulation's table that it goes against. */
export interface ForeignViolation {
  readonly id: string;
  readonly breaks: { readonly action: string; readonly row: 'actor' | 'action' | 'completion' | 'term' | 'next' };
  readonly description: string;
}

/** A row of such a table. */
export const row = <Id extends string>(
  id: Id,
  action: string,
  broken: ForeignViolation['breaks']['row'],
  description: string,
) => ({ id, breaks: { action, row: broken }, description });

/** Says whether the violation chosen is this one. */
export type Breaks<Id extends string> = (id: Id) => boolean;

/** The switch of a portal. @throws RangeError for an id that its table does not have. */
export function chooseViolation<Id extends string>(
  table: readonly (ForeignViolation & { readonly id: Id })[],
  chosen: string | null | undefined,
): Breaks<Id> {
  if (chosen != null && !table.some(({ id }) => id === chosen))
    throw new RangeError(`violation: no "${chosen}"; choose one of ${table.map(({ id }) => id).join(', ')}`);
  return (id) => id === chosen;
}
