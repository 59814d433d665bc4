// Shows the redacted exchanges that verdicts rest on, each once. They are the same in every language but for their labels, so each label
// stands there in all three, and the style sheet shows the one of the page.
import { parseBounded } from '../../schemas/bounded-json.ts';
import { kazakhstan } from '../../schemas/kazakhstan.ts';
import type { Exchange } from '../../schemas/run/report.ts';
import { visibleJson } from '../../schemas/run/visible-json.ts';
import { lasting, moment, type Said, say, type Value } from '../../schemas/said.ts';
import { cut } from '../act/cut.ts';
import type { Finding } from '../findings.ts';
import type { Voices } from '../language/voices.ts';
import { plainText } from '../portal-text.ts';
import { findingAnchor } from './anchors.ts';
import { html, type Markup } from './markup.ts';
import { cutNotice } from './scene.ts';

/** How much of an exchange is shown: all of it but for what would fill the page, or the little that an act needs. */
interface Extent {
  readonly characters: number;
  readonly lines: number;
  readonly headers: boolean;
}
const WHOLE: Extent = { characters: 200_000, lines: 5000, headers: true };
const SHORT: Extent = { characters: 1600, lines: 24, headers: false };

/** The method of what is no exchange but a row of an event log. */
const ROW = 'ROW';

/** One exchange in a line, as in "authenticate: POST /sessions → 201". */
export function describeExchange({ operation, request, response }: Exchange): string {
  const answer = response.status ?? response.fault ?? '–';
  if (request.method === ROW) return cut(plainText(`${operation}: ${request.url}`), 300).text;
  return cut(plainText(`${operation}: ${request.method} ${request.url} → ${answer}`), 300).text;
}

/** Several exchanges with their anchors, whole, each with links to the assertions that rest on it. */
export function renderExchanges(
  exchanges: readonly (readonly [id: string, anchor: string, exchange: Exchange])[],
  citedBy: ReadonlyMap<string, readonly Finding[]>,
  languages: readonly Voices[],
): Markup {
  const told = inAll(languages);
  return html`${exchanges.map(([id, anchor, exchange]) => {
    const cited = citedBy.get(id) ?? [];
    const links = cited
      .slice(0, MOST_LINKS)
      .map((finding) => html` <a href="#${findingAnchor(finding)}">${finding.assertion.id}</a>`);
    const more = cited.length - MOST_LINKS;
    return html`<details class="exchange" id="${anchor}"><summary><code>${id}</code> ${describeExchange(exchange)}</summary>
<div class="body">${renderBody(exchange, told, WHOLE)}
<p class="cited"><strong>${told(say`Shows`)}</strong>${links}${more > 0 ? html` ${told(say`and ${more} more`)}` : null}</p></div></details>
`;
  })}`;
}

/** The most assertions that an exchange leads back to. */
const MOST_LINKS = 12;

/** An exchange in one language, cut to what an act has room for. */
export function renderShort(exchange: Exchange, voices: Voices): Markup {
  return renderBody(exchange, (said) => html`${voices.tell(said)}`, SHORT);
}

type Told = (said: Said) => Markup;

/** A label in every language; the style sheet shows one. */
const inAll =
  (languages: readonly Voices[]): Told =>
  (said) =>
    html`${languages.map((voices) => html`<span class="in" lang="${voices.language}">${voices.tell(said)}</span>`)}`;

function renderBody({ at, tookMs, clock, request, response, read }: Exchange, told: Told, extent: Extent): Markup {
  if (request.method === ROW)
    return html`<p class="muted">${told(sayMoment(at, (then) => say`A row of the log, of ${then}.`))}</p>${renderText(indented(request.body ?? ''), told, extent)}`;
  const fault =
    response.fault === null ? null : html` <strong>${cut(plainText(response.fault), extent.characters).text}</strong>`;
  const sent = sayMoment(at, (then) => say`Sent ${then}, answered after ${lasting(Math.round(tookMs))}.`);
  const showed = clock === null ? null : sayMoment(clock, (then) => say`The clock of the portal: ${then}.`);
  return html`<p class="muted">${told(sent)}${showed === null ? null : html` ${told(showed)}`}</p>
<p><strong>${told(say`Request`)}</strong> <code>${cut(plainText(`${request.method} ${request.url}`), 2000).text}</code></p>${renderMessage(request, told, extent)}
<p><strong>${told(say`Answer`)}</strong> ${response.status ?? '–'}${fault}</p>${renderMessage(response, told, extent)}
${read === undefined ? null : html`<p><strong>${told(say`Read of it`)}</strong></p>${renderText(visibleJson(read, 2), told, extent)}`}`;
}

/** A sentence with a moment; what is no instant, as a portal may send it, is told as it is. */
function sayMoment(text: string, sentence: (told: Value) => Said): Said {
  const ms = /^\d{4}-\d{2}-\d{2}T/u.test(text) ? Date.parse(text) : Number.NaN;
  return sentence(Number.isNaN(ms) ? cut(plainText(text), 100).text : moment(ms, kazakhstan()));
}

function renderMessage(message: Exchange['request'] | Exchange['response'], told: Told, extent: Extent): Markup {
  const { headers, body, ...rest } = message;
  const head = Object.entries(headers).map(([name, value]) => plainText(`${name}: ${value}`));
  const bytes = 'bytes' in rest ? rest.bytes : null;
  const size =
    bytes === null || bytes === 0 ? say`No body.` : say`A body of ${bytes} bytes, of which nothing is shown.`;
  return html`${head.length === 0 || !extent.headers ? null : renderText(head.join('\n'), told, extent)}
${body === null ? html`<p class="muted">${told(size)}</p>` : renderText(indented(body), told, extent)}`;
}

/** Text in its own lines, cut with a notice. */
function renderText(whole: string, told: Told, { characters, lines }: Extent): Markup {
  const { text, left } = cut(whole, characters, lines);
  return html`<pre tabindex="0">${text}</pre>${left === 0 ? null : html`<p class="muted cut">… ${told(cutNotice(left))}</p>`}`;
}

/** Indents JSON, but only where that changes no value: a number with more digits than JavaScript keeps must be shown as it was sent. */
function indented(body: string): string {
  try {
    const value: unknown = parseBounded(body);
    if (JSON.stringify(value) === body) return visibleJson(value, 2);
  } catch {
    // The body is no JSON, or too much of it.
  }
  return plainText(body);
}
