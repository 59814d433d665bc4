// Shows the ledger of sentences: every paragraph outside the step tables, what it says, and what was found of it or why nothing was.
import { describePlace } from '../../schemas/place.ts';
import type { Regulation, Sentence } from '../../schemas/regulation.ts';
import { type Finding, worstOf } from '../findings.ts';
import type { Citations } from './citations.ts';
import { html, type Markup } from './markup.ts';
import { renderStatus, verdictClass } from './status.ts';

/** The ledger as a section that is closed at first; null where the regulation has none. */
export function renderLedger({ sentences }: Regulation, citations: Citations): Markup | null {
  if (sentences.length === 0) return null;
  return html`<details class="clause"><summary><h3>Every sentence outside the tables (${sentences.length})</h3></summary>
<div class="items">
${sentences.map((sentence) => renderSentence(sentence, citations.take(sentence.at)))}</div></details>
`;
}

function renderSentence(sentence: Sentence, findings: readonly Finding[]): Markup {
  const { at, says, leaves, beyond, excluded, none } = sentence;
  const unjudged = none === undefined ? excluded : none;
  const unasked = beyond === undefined ? null : `asks nothing more of a portal: ${beyond}`;
  const reason = unjudged ?? (leaves === undefined ? unasked : `not tested of it: ${leaves}`);
  const status =
    unjudged === undefined
      ? renderStatus(findings)
      : html`<span class="status none">${none === undefined ? 'cannot be tested' : 'demands nothing'}</span>`;
  const tone = unjudged === undefined ? verdictClass(worstOf(findings)) : 'v-none';
  return html`<div class="item ${tone}"><span class="place">${describePlace(at)}</span> ${says} ${status}${reason === null ? null : html` <span class="muted">${reason}</span>`}</div>\n`;
}
