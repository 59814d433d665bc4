// Shows the ledger of sentences: every paragraph outside the step tables, what it says, and what was found of it or why nothing was.
import type { Regulation, Sentence } from '../../schemas/regulation.ts';
import { say } from '../../schemas/said.ts';
import { tellPlace } from '../act/printed.ts';
import { type Finding, worstOf } from '../findings.ts';
import { html, type Markup } from './markup.ts';
import { anchorOnce, type Document } from './provisions.ts';
import type { Scene } from './scene.ts';
import { renderStatus, verdictClass } from './status.ts';

/** Every sentence of the ledger, in the order of the document. */
export function renderLedger({ sentences }: Regulation, document: Document, scene: Scene): Markup {
  return html`<div class="items">
${sentences.map((sentence) => renderSentence(sentence, document.citations.take(sentence.at), document, scene))}</div>
`;
}

function renderSentence(
  sentence: Sentence,
  findings: readonly Finding[],
  document: Document,
  { voices }: Scene,
): Markup {
  const { at, says, leaves, beyond, excluded, none } = sentence;
  const speaker = voices.of(document.id);
  const word = (text: string) => speaker.word(text);
  const unjudged = none ?? excluded;
  const reason =
    unjudged !== undefined
      ? word(unjudged)
      : leaves !== undefined
        ? speaker.tell(say`Not tested of it: ${leaves}`)
        : beyond !== undefined
          ? speaker.tell(say`It asks nothing more of a portal: ${beyond}`)
          : null;
  const unasked = none === undefined ? say`cannot be tested` : say`demands nothing`;
  const status =
    unjudged === undefined
      ? renderStatus(findings, voices)
      : html`<span class="status none">${voices.own.within(unasked)}</span>`;
  const tone = unjudged === undefined ? verdictClass(worstOf(findings)) : 'v-none';
  return html`<div class="item ${tone}"${anchorOnce(document, at)}><span class="place">${speaker.tell(tellPlace(at))}</span> ${word(says)} ${status}${reason === null ? null : html` <span class="muted">${reason}</span>`}</div>\n`;
}
