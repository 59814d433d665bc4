// Shows a verdict, or the worst of several with its count: always a symbol and words, never colour alone.

import type { VerdictName } from '../../schemas/run/verdict.ts';
import { say } from '../../schemas/said.ts';
import { type Finding, worstOf } from '../findings.ts';
import type { Voices } from '../language/voices.ts';
import { VERDICT_SAID } from '../sentences.ts';
import { html, type Markup } from './markup.ts';

/** The CSS class that colours an element by a verdict; `v-none` where no assertion cites a place. */
export function verdictClass(verdict: VerdictName | null): string {
  return `v-${verdict ?? 'none'}`;
}

/** One verdict as a badge. */
export function renderBadge(verdict: VerdictName, voices: Voices): Markup {
  const { symbol, label } = VERDICT_SAID[verdict];
  return html`<span class="badge ${verdictClass(verdict)}"><span aria-hidden="true">${symbol}</span> ${voices.tell(label)}</span>`;
}

/** The worst verdict among findings with its count, as in "✗ 1 of 4 failed". */
export function renderStatus(findings: readonly Finding[], voices: Voices): Markup {
  const worst = worstOf(findings);
  if (worst === null) return html`<span class="status none">${voices.own.within(say`no assertion`)}</span>`;
  const { symbol, done, share } = VERDICT_SAID[worst];
  const count = findings.filter(({ verdict }) => verdict.verdict === worst).length;
  const words = count === findings.length ? done(count) : share(count, findings.length);
  return html`<span class="status"><span aria-hidden="true">${symbol}</span> ${voices.own.within(words)}</span>`;
}
