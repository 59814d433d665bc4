// The shape of a violation, which is one thing that a foreign portal can be told to do wrong.

/** One thing that a foreign portal can be told to do wrong; `breaks` names the cell that it violates, by action and row of the table. */
export interface ForeignViolation {
  readonly id: string;
  readonly breaks: { readonly action: string; readonly row: 'actor' | 'action' | 'completion' | 'term' | 'next' };
  readonly description: string;
}

/** Makes one violation for the table of a portal. */
export const violation = <Id extends string>(
  id: Id,
  action: string,
  broken: ForeignViolation['breaks']['row'],
  description: string,
) => ({ id, breaks: { action, row: broken }, description });

/** Asks whether the portal was told to commit this violation. */
export type Breaks<Id extends string> = (id: Id) => boolean;

/**
 * The function by which a portal asks whether it was told to commit a violation.
 * @param chosen the id of the violation; without one the portal commits none
 * @throws RangeError for an id that the table does not have
 */
export function chooseViolation<Id extends string>(
  table: readonly (ForeignViolation & { readonly id: Id })[],
  chosen: string | null | undefined,
): Breaks<Id> {
  if (chosen != null && !table.some(({ id }) => id === chosen))
    throw new RangeError(`violation: no "${chosen}"; choose one of ${table.map(({ id }) => id).join(', ')}`);
  return (id) => id === chosen;
}
