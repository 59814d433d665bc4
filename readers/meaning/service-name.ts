// Finds the names of the service in the titles of a regulation.
import { foldKazakh } from '../../schemas/language.ts';
import type { Line } from '../ledger.ts';

const QUOTED = '[«"“„]([^«»"“”„]{15,400})[»"”“]';
const BEFORE = new RegExp(
  `${QUOTED}\\s*(?:электрондық\\s+)?мемлекеттік\\s+(?:көрсетілетін\\s+)?қызмет\\p{L}*\\s+(?=регламент|(?:көрсету\\s+)?(?:қағида|ереже))`,
  'giu',
);
const BEHIND = new RegExp(
  `(?:регламент\\p{L}*|правил\\p{L}*\\s+оказания)\\s+(?:электронной\\s+)?государственной\\s+услуги\\s+${QUOTED}`,
  'giu',
);
/** Clause 1 names the service without the word for the regulation. */
const CLAUSE_BEFORE = new RegExp(`^${QUOTED}\\s*(?:электрондық\\s+)?мемлекеттік\\s+(?:көрсетілетін\\s+)?қызмет`, 'giu');
const CLAUSE_BEHIND = new RegExp(`^(?:электронная\\s+)?государственная\\s+услуга\\s+${QUOTED}`, 'giu');

/** The names of the service that a paragraph prints as a title of the regulation. */
export function namesIn({ text, of, at }: Pick<Line, 'text' | 'of' | 'at'>): string[] {
  const isFirst = of === 'clause' && 'clause' in at && at.clause === 1;
  const isTitle = of === 'title' || of === 'point' || of === 'name' || of === 'heading' || of === 'figure';
  const patterns = isFirst ? [CLAUSE_BEFORE, CLAUSE_BEHIND] : isTitle ? [BEFORE, BEHIND] : [];
  return patterns.flatMap((pattern) => Array.from(text.matchAll(pattern), ([, name = '']) => name.trim()));
}

/** Whether two names are the same but for how they are punctuated. */
export const sameName = (a: string, b: string): boolean => fold(a) === fold(b);

const fold = (name: string): string => foldKazakh(name).replace(/[-,.\s]+/gu, ' ');
