// Says how each element of the act looks on paper. The colours are those of the light page.
import { VERDICTS, type VerdictName } from '../../schemas/run/verdict.ts';
import { LIGHT } from '../html/palette.ts';
import type { Look, Tag } from './row.ts';
import type { Element } from './tree.ts';

/** Where elements stand. */
export interface Place {
  readonly tag: Tag;
  readonly width: number;
  readonly look: Look;
  /** The verdict of the nearest element that speaks of one. */
  readonly tone: VerdictName | null;
}

export const PAGE: Look = { face: 'plain', size: 9, ink: LIGHT.page.ink, paper: null };
export const RULE = LIGHT.page.line;
export const RAISED = LIGHT.raised;

/** How letters look within an element that stands in a line, given how they look around it. @param tone of the nearest verdict */
export function lookOf({ name, classes }: Element, around: Look, tone: VerdictName | null): Look {
  const { ink, paper } = LIGHT.verdicts[tone ?? 'not-applicable'];
  const is = (...words: string[]) => words.some((word) => classes.has(word));
  if (is('badge')) return { ...around, face: 'bold', size: around.size * 0.9, ink, paper };
  if (is('mark')) return { ...around, ...{ face: 'bold', size: around.size * 0.9 }, ...LIGHT_MARK };
  if (is('none')) return { ...around, face: 'plain', size: around.size * 0.9, ink: LIGHT.muted };
  if (is('status')) return { ...around, face: 'bold', size: around.size * 0.9, ink };
  if (is('number')) return { ...around, ink };
  if (is('digest')) return { ...around, face: 'code', size: around.size * 0.75, ink: LIGHT.muted };
  if (is('place', 'muted', 'gloss', 'original', 'cited'))
    return { ...around, face: 'plain', size: Math.min(around.size, PAGE.size) * 0.94, ink: LIGHT.muted };
  if (name === 'code') return { ...around, face: 'code', size: around.size * 0.88 };
  return name === 'strong' || name === 'b' ? { ...around, face: 'bold' } : around;
}

const LIGHT_MARK = { ink: LIGHT.verdicts.inconclusive.ink, paper: LIGHT.verdicts.inconclusive.paper };

/** How letters look within an element that stands by itself. */
export function blockLookOf({ name, classes }: Element, around: Look, tone: VerdictName | null): Look {
  const heading = (size: number): Look => ({ ...around, face: 'bold', size, ink: PAGE.ink });
  if (name === 'h1') return heading(17);
  if (name === 'h2') return heading(12.5);
  if (name === 'h3') return heading(10);
  if (name === 'h4' || name === 'h5') return heading(around.size < PAGE.size ? around.size : 9.2);
  if (name === 'dt') return { ...around, ink: LIGHT.muted };
  if (name === 'th') return { ...around, face: 'bold' };
  if (name === 'pre') return { ...around, face: 'code', size: 7 };
  if (name === 'blockquote') return { ...around, size: 9.6 };
  if (classes.has('kind')) return { ...around, face: 'bold', size: 8.2, ink: LIGHT.muted };
  if (name === 'summary' && tone === 'inconclusive') return { ...around, face: 'bold', ink: LIGHT_MARK.ink };
  return lookOf({ name: '', classes, attributes: {}, children: [] }, around, tone);
}

/** The verdict that an element speaks of; null where it speaks of none. */
export function toneOf({ classes }: Element): VerdictName | null {
  for (const name of classes) {
    const word = name.replace(/^(?:v|bar)-/u, '');
    const verdict = VERDICTS.find((one) => word !== name && one === word);
    if (verdict !== undefined) return verdict;
  }
  return classes.has('hidden-by') ? 'inconclusive' : null;
}

/** The colour of a part of a drawing. */
export function inkOf(part: Element): string {
  const tone = toneOf(part);
  if (tone !== null) return LIGHT.verdicts[tone].line;
  return part.classes.has('term') ? PAGE.ink : RULE;
}

/** The colours of a verdict. */
export const tonesOf = (tone: VerdictName): (typeof LIGHT)['verdicts'][VerdictName] => LIGHT.verdicts[tone];
