// Finds procedures that only a clause or only a table tells, and steps that leave behind something else in the one than in the other.
import { type Contradiction, contradicting, type KnownTable } from './contradictions.ts';
import { channelOf } from './meaning/channel.ts';
import { completionOf, formOf, namedForm } from './meaning/completion.ts';
import { actorsIn } from './procedure-actors.ts';
import { openingOf, type Procedure } from './procedures.ts';

/** Every contradiction of this kind. */
export function againstPairs(
  tables: readonly KnownTable[],
  procedures: readonly Procedure[],
  pairs: ReadonlyMap<KnownTable, Procedure>,
): Contradiction[] {
  const paired = [...pairs.values()];
  const loose = tables.filter((table) => !pairs.has(table));
  const alone = procedures
    .filter((procedure) => !paired.includes(procedure) && isAlone(procedure, loose))
    .map(
      ({ clause }): Contradiction => ({
        code: 'flow-without-table',
        at: { clause: clause.clause },
        place: clause.place,
        printed: clause.paragraphs[0]?.text ?? '',
        conflictsWith: 'no table tells the procedure of this clause',
      }),
    );
  return [...alone, ...[...pairs].flatMap(([table, procedure]) => forms(table, procedure))];
}

/** Whether no table that is left may be the one of a procedure. */
function isAlone(procedure: Procedure, loose: readonly KnownTable[]): boolean {
  const own = channelOf(openingOf(procedure));
  return loose.every(({ title }) => {
    const channel = channelOf(title);
    return own !== null && channel !== null && own.flow !== channel.flow;
  });
}

/** Steps whose completion is another one than that of the same action in the clause. */
function forms(table: KnownTable, procedure: Procedure): Contradiction[] {
  const { found, add } = contradicting(table);
  const channel = channelOf(table.title) ?? channelOf(openingOf(procedure));
  if (channel === null) return found;
  const acting = actorsIn(procedure.told);
  table.steps.forEach((step, n) => {
    const action = table.actions[n] ?? null;
    const item = action === null ? undefined : acting.find((one) => one.action?.is === action.is);
    if (action === null || item === undefined || step.cells.completion.doubt !== null) return;
    const named = namedForm(step.cells.completion.words);
    const printed = named === 'service-refused' ? completionOf(step.cells.completion.words, action) : named;
    const own = formOf(action, channel.entry !== 'portal');
    if (printed !== null && own !== null && printed !== own)
      add(
        'forms-differ',
        step,
        'completion',
        `clause ${procedure.clause.clause}, item ${item.one.item} has ${own}, the table ${printed}`,
      );
  });
  return found;
}
