// Finds where a table disagrees with the clause that tells the same procedure, by the numbers that both give to what is done.
import { parseNext } from '../schemas/flow/branches.ts';
import { parseTerm } from '../schemas/term.ts';
import type { Told } from './clauses.ts';
import { type Contradiction, contradicting, type KnownTable, readCell } from './contradictions.ts';
import { actionOf } from './meaning/action.ts';
import { mentionedIn } from './meaning/mention.ts';
import { isReason, partiesOf } from './meaning/party.ts';
import { termsIn } from './meaning/terms-in-text.ts';
import type { Procedure } from './procedures.ts';

/** Every contradiction between a table and the clause that tells the same procedure. */
export function againstClause(table: KnownTable, { clause, told }: Procedure): Contradiction[] {
  const { found, add } = contradicting(table);
  const processes = told.filter(({ kind }) => kind === 'process');
  const numbers = table.steps.map(({ step }) => step);
  for (const process of processes) {
    if (numbers.includes(process.number)) continue;
    found.push({
      code: 'item-without-step',
      at: { clause: clause.clause, item: process.item },
      place: process.place,
      printed: process.printed,
      conflictsWith: `table ${table.number} has no step ${process.number}`,
    });
  }
  for (const step of table.steps) {
    const process = processes.find(({ number }) => number === step.step);
    if (process === undefined) {
      add('step-without-item', step, 'action', `clause ${clause.clause} has no process ${step.step}`);
      continue;
    }
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
      const [printed, clauseNext] = [next.map(({ to }) => to), expected].map((list) =>
        [...new Set(list)].sort((a, b) => a - b).join(', '),
      );
      if (printed !== clauseNext)
        add('next-differs', step, 'next', `by ${where} comes ${clauseNext === '' ? 'nothing' : clauseNext}`);
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

/** The numbers of the processes that may follow one by the prose; null where it leaves that open. */
function nextOf(told: readonly Told[], process: Told): number[] | null {
  if (actionOf(process.words)?.does === 'refuse') return [];
  const at = told.indexOf(process);
  const after = told[at + 1];
  if (after === undefined) return [];
  if (after.kind === 'process') return [after.number];
  // Behind a condition stand the process of its failure, which refuses, and that of its success.
  const following = told.slice(at + 2);
  const first = following[0];
  const second = following[1];
  if (first?.kind !== 'process' || actionOf(first.words)?.does !== 'refuse') return null;
  if (second?.kind !== 'process') return null;
  return [first.number, second.number];
}
