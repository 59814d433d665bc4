// Says in English how a printed cell was read, for readers without Kazakh.
import type { Regulation, Row, TableStep } from '../../schemas/regulation.ts';
import { describeTerm, parseTerm } from '../../schemas/term.ts';

const words = (slug: string) => slug.replaceAll('-', ' ');

/** How a cell was read, as in "at most 90 s"; null where that would say nothing new. */
export function glossCell(regulation: Regulation, step: TableStep, row: Row): string | null {
  if (row === 'actor') return regulation.parties.find(({ id }) => id === step.actor.party)?.name.en ?? null;
  if (row === 'action') return words(step.action.is);
  if (row === 'completion') return step.completion.forms.map(words).join(', ');
  if (row === 'term') return glossTerm(step.term.printed);
  return glossNext(step);
}

/** The steps that can follow; null where the cell prints no more than the number of the step. */
function glossNext(step: TableStep): string | null {
  const branches = step.next.branches.map(({ to, when }) => (when === null ? `${to}` : `${to} when ${words(when)}`));
  const gloss = branches.join('; ');
  return gloss === '' || gloss === step.next.printed ? null : gloss;
}

/** The term in English; null where none is printed or it cannot be read, which the command lint reports. */
function glossTerm(printed: string): string | null {
  try {
    const term = parseTerm(printed);
    return term === null ? null : describeTerm(term);
  } catch {
    return null;
  }
}
