// Gathers the texts of elements that stand in a line, each with its look.
import type { VerdictName } from '../../schemas/run/verdict.ts';
import type { Span } from './lines.ts';
import { lookOf, toneOf } from './looks.ts';
import type { Look } from './row.ts';
import type { Element } from './tree.ts';

/**
 * The texts of elements and texts that stand in a line.
 * @param isExact whether white space stands as it is; elsewhere it is that of the markup, which means one blank
 */
export function spansOf(
  nodes: readonly (Element | string)[],
  look: Look,
  tone: VerdictName | null,
  isExact = false,
): Span[] {
  return nodes.flatMap((node): Span[] => {
    if (typeof node === 'string') return [{ text: isExact ? node : node.replace(/\s+/gu, ' '), look }];
    if (node.name === 'br') return [{ text: '\n', look }];
    const own = toneOf(node) ?? tone;
    const spans = spansOf(node.children, lookOf(node, look, own), own, isExact);
    // The sign of a verdict stands beside its name.
    return node.classes.has('badge')
      ? spans.map((span) => ({ ...span, text: span.text.replaceAll(' ', '\u00a0') }))
      : spans;
  });
}
