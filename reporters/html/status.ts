// Shows a verdict, or the worst of several with its count: always a symbol and words, never colour alone.
import type { VerdictName } from '../../schemas/run/verdict.ts';
import { type Finding, worstOf } from '../findings.ts';
import { VERDICT_WORDS } from '../sentences.ts';
import { html, type Markup } from './markup.ts';

/** The CSS class that colours an element by a verdict; `v-none` where no assertion cites a place. */
export function verdictClass(verdict: VerdictName | null): string {
  return `v-${verdict ?? 'none'}`;
}

/** One verdict as a badge. */
export function renderBadge(verdict: VerdictName): Markup {
  const { symbol, label } = VERDICT_WORDS[verdict];
  return html`<span class="badge ${verdictClass(verdict)}"><span aria-hidden="true">${symbol}</span> ${label}</span>`;
}

/** The worst verdict among findings with its count, as in "✗ 1 of 4 failed". */
export function renderStatus(findings: readonly Finding[]): Markup {
  const worst = worstOf(findings);
  if (worst === null) return html`<span class="status none">no assertion</span>`;
  const { symbol, done } = VERDICT_WORDS[worst];
  const count = findings.filter(({ verdict }) => verdict.verdict === worst).length;
  const words = count === findings.length ? `${count} ${done}` : `${count} of ${findings.length} ${done}`;
  return html`<span class="status"><span aria-hidden="true">${symbol}</span> ${words}</span>`;
}
