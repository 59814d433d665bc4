// Finds where a table disagrees with the clause that tells the same procedure, by the numbers that both give to what is done.
import { parseNext } from '../schemas/flow/branches.ts';
import { parseTerm } from '../schemas/term.ts';
import { aligned } from './alignment.ts';
import type { Told } from './clauses.ts';
import { type Contradiction, contradicting, type KnownTable, readCell } from './contradictions.ts';
import { actionOf } from './meaning/action.ts';
import { mentionedIn } from './meaning/mention.ts';
import { isReason, partiesOf } from './meaning/party.ts';
import { termsIn } from './meaning/terms-in-text.ts';
import type { Procedure } from './procedures.ts';

/** Every contradiction between a table and the clause that tells the same procedure. */
export function againstClause(table: KnownTable, procedure: Procedure): Contradiction[] {
  const { clause, told } = procedure;
  const { found, add } = contradicting(table);
  const { like, extra, lacking } = aligned(table, procedure);
  for (const process of extra)
    found.push({
      code: 'item-without-step',
      at: { clause: clause.clause, item: process.item },
      place: process.place,
      printed: process.printed,
      conflictsWith: `table ${table.number} has no such step`,
    });
  for (const step of lacking) add('step-without-item', step, 'action', `clause ${clause.clause} has no such process`);
  const stepOf = (process: Told): number | undefined => [...like].find(([, one]) => one === process)?.[0].step;
  for (const step of table.steps) {
    const process = like.get(step);
    if (process === undefined) continue;
    const where = `clause ${clause.clause}, item ${process.item}`;
    const own = actionOf(step.cells.action.doubt === null ? step.cells.action.words : '');
    const theirs = actionOf(process.words);
    if (own !== null && theirs !== null && (own.does === 'refuse') !== (theirs.does === 'refuse'))
      add('action-differs', step, 'action', `${where} has ${JSON.stringify(process.printed)}`);
    const actors = step.cells.actor.doubt === null ? partiesOf(step.cells.actor.words) : null;
    // A refusal names whose data are wrong, and where they were looked for, who are not those who refuse.
    const mentioned = mentionedIn(process.words).filter((id) => theirs?.does !== 'refuse' || !isReason(id));
    if (actors !== null && mentioned.length > 0 && actors.every((actor) => !mentioned.includes(actor)))
      add('actor-differs', step, 'actor', `${where} names ${mentioned.join(', ')}`);
    const next = readCell(step.cells.next, parseNext);
    const expected = nextOf(told, process);
    if (next !== undefined && expected !== null) {
      const printed = new Set(next.map(({ to }) => to));
      const isOther =
        printed.size !== expected.length ||
        expected.some((one) => !printed.has(stepOf(one) ?? [...printed][0] ?? 0)) ||
        table.steps.some((one) => printed.has(one.step) && !expected.includes(like.get(one) ?? expected[0] ?? process));
      const names = expected.map((one) => stepOf(one) ?? `process ${one.number}`).sort();
      if (isOther)
        add('next-differs', step, 'next', `by ${where} comes ${names.length === 0 ? 'nothing' : names.join(', ')}`);
    }
    const term = readCell(step.cells.term, parseTerm);
    const inText = termsIn(process.words);
    const [said] = inText;
    if (
      term !== undefined &&
      inText.length === 1 &&
      said !== undefined &&
      JSON.stringify(said.term) !== JSON.stringify(term)
    )
      add('term-differs', step, 'term', `${where} has ${JSON.stringify(said.words)}`);
  }
  return found;
}

/** The processes that may follow one by the prose; null where it leaves that open. */
function nextOf(told: readonly Told[], process: Told): Told[] | null {
  if (actionOf(process.words)?.does === 'refuse') return [];
  const after = told[told.indexOf(process) + 1];
  if (after === undefined) return [];
  if (after.kind === 'process') return [after];
  // Behind a condition stand the process of its failure, which refuses, and that of its success.
  const [first, second] = told.slice(told.indexOf(after) + 1);
  if (first?.kind !== 'process' || actionOf(first.words)?.does !== 'refuse') return null;
  return second?.kind === 'process' ? [first, second] : null;
}
