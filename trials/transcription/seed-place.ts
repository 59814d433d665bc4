// Finds the text that a document prints at a place.
import type { Locator } from '../../schemas/regulation.ts';
import type { Seed, SeedClause } from './seed.ts';

function clauseText(clause: SeedClause | undefined, item: number | undefined, paragraph?: number): string | null {
  const found = item === undefined ? clause : clause?.items.find((one) => one.item === item);
  if (found === undefined) return null;
  const paragraphs = [found.text, ...found.paragraphs];
  return paragraph === undefined ? paragraphs.join(' ') : (paragraphs[paragraph - 1] ?? null);
}

/** The printed text at the place, or null where the document has no such place. */
export function textAt(seed: Seed, locator: Locator): string | null {
  if ('clause' in locator) {
    return clauseText(
      seed.clauses.find(({ clause }) => clause === locator.clause),
      locator.item,
      locator.paragraph,
    );
  }
  if ('part' in locator) return partText(seed, locator.part, locator.line);
  const annex = seed.annexes.find((one) => one.annex === locator.annex);
  if (annex === undefined) return null;
  if ('table' in locator) {
    const table = annex.tables.find(({ number }) => number === locator.table);
    if (locator.step === undefined) return table?.title ?? null;
    const step = table?.steps.find((one) => one.step === locator.step);
    if (step === undefined) return null;
    if (locator.row !== undefined) return step[locator.row];
    return [step.actor, step.action, step.completion, step.term, step.next].join(' ');
  }
  if ('figure' in locator) return annex.figures.find(({ figure }) => figure === locator.figure)?.text ?? null;
  if ('question' in locator) {
    return clauseText(
      annex.questions.find(({ clause }) => clause === locator.question),
      locator.answer,
    );
  }
  // None of these texts has a table of basic requirements.
  if ('requirement' in locator) return null;
  return annex.headings[locator.heading - 1] ?? null;
}

function partText(seed: Seed, part: string, line: number | undefined): string | null {
  if (part === 'title') return seed.title;
  if (part === 'approval') return (line === undefined ? seed.approval.join(' ') : seed.approval[line - 1]) ?? null;
  if (part === 'heading') return (line === undefined ? seed.sections.join(' ') : seed.sections[line - 1]) ?? null;
  if (line === undefined || line === 0) return seed.opening.join(' ');
  const point = seed.points.find(({ clause }) => clause === line);
  return point === undefined ? null : [point.text, ...point.items.map(({ text }) => text)].join(' ');
}
