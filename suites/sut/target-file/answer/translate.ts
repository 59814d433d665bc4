// What becomes of a text that was found: our word for it, an instant or a number; and how it compares with another one.
import type { Condition, Extractor } from '../../../../schemas/target/extractors.ts';
import { Fault } from '../../blame.ts';
import { render } from '../message/template.ts';
import { match } from './expression.ts';
import { toInstant } from './instant.ts';
import type { Reading } from './reading.ts';

const shown = (text: string) => JSON.stringify(text.slice(0, 60));

/** Translates a text as its extractor says: to the word whose pattern fits, to an instant, or to the number multiplied by `times`. */
export function translate(text: string, pick: Extractor, { where, noteUnmapped }: Reading): string {
  if (pick.patterns !== undefined) {
    const found = Object.entries(pick.patterns).find(
      ([, pattern]) => pattern !== null && match(pattern, text) !== null,
    );
    if (found === undefined && !Object.hasOwn(pick.patterns, text))
      noteUnmapped?.(`${where(pick, 'patterns')}: no pattern fits ${JSON.stringify(text)}`);
    return found?.[0] ?? text;
  }
  if (pick.instant !== undefined) {
    const instant = toInstant(text, pick.instant, pick.zone);
    if (instant !== null) return instant;
    throw new Fault('target file', `${where(pick, 'instant')}: ${shown(text)} is not written as ${pick.instant}`);
  }
  if (pick.times === undefined) return text;
  const number = numberIn(text);
  if (number !== null) return String(Math.round(number * pick.times));
  throw new Fault('target file', `${where(pick, 'times')}: ${shown(text)} is not a number`);
}

/** The word that an extractor has for what is not there; null where it has none. */
export const wordForNothing = ({ patterns = {} }: Extractor): string | null =>
  Object.entries(patterns).find(([, pattern]) => pattern === null)?.[0] ?? null;

/** Whether a text is as a condition wants it, beyond being there. @throws Fault where it cannot be compared */
export function satisfies(text: string, condition: Condition, reading: Reading): boolean {
  const { matches, is, least, most } = condition;
  const order = (bound: string) => compare(text, render(bound, reading.variables), condition, reading);
  return (
    (matches === undefined || match(matches, text) !== null) &&
    (is === undefined || text === render(is, reading.variables)) &&
    (least === undefined || order(least) >= 0) &&
    (most === undefined || order(most) <= 0)
  );
}

/** Below, at or above zero as the text is less than the bound, equal or more: as numbers, else as instants. */
function compare(text: string, bound: string, condition: Condition, { where }: Reading): number {
  const [a, b] = [numberIn(text), numberIn(bound)];
  if (a !== null && b !== null) return a - b;
  const [at, from] = [toInstant(text, 'iso'), toInstant(bound, 'iso')];
  if (at !== null && from !== null) return Date.parse(at) - Date.parse(from);
  const said = `${shown(text)} and ${shown(bound)} are neither two numbers nor two instants`;
  throw new Fault('target file', `${where(condition)}: ${said}`);
}

function numberIn(text: string): number | null {
  const bare = text.replace(/\s/gu, '').replace(',', '.');
  return bare !== '' && Number.isFinite(Number(bare)) ? Number(bare) : null;
}
