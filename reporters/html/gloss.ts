// Says how a printed cell was read, for readers without Kazakh.
import type { Row, TableStep } from '../../schemas/regulation.ts';
import { all, any, printedTerm, type Said, say } from '../../schemas/said.ts';
import { parseTerm } from '../../schemas/term.ts';

/** How a cell was read, as in "at most 90 seconds"; null where that would say nothing new. */
export function glossCell(step: TableStep, row: Row): Said | null {
  if (row === 'actor') return say`${step.actor.party}`;
  if (row === 'action') return say`${step.action.is}`;
  if (row === 'completion') return say`${all(step.completion.forms)}`;
  if (row === 'term') return glossTerm(step.term.printed);
  return glossNext(step);
}

/** The steps that can follow; null where the cell prints no more than the number of the step. */
function glossNext({ next }: TableStep): Said | null {
  const branches = next.branches.map(({ to, when }) => (when === null ? say`${to}` : say`${to} when ${when}`));
  const isNew = branches.length > 0 && next.branches.map(({ to }) => String(to)).join('; ') !== next.printed;
  return isNew ? say`${any(branches)}` : null;
}

/** The term; null where none is printed or it cannot be read, which the command lint reports. */
function glossTerm(printed: string): Said | null {
  try {
    const term = parseTerm(printed);
    return term === null ? null : say`at most ${printedTerm(term)}`;
  } catch {
    return null;
  }
}
