// Shows the redacted exchanges that verdicts rest on, each once.
import { parseBounded } from '../../schemas/bounded-json.ts';
import type { Exchange, Report } from '../../schemas/run/report.ts';
import { visibleJson } from '../../schemas/run/visible-json.ts';
import { tellMoment } from '../moment.ts';
import { plainText } from '../portal-text.ts';
import { exchangeAnchors } from './anchors.ts';
import { html, type Markup } from './markup.ts';

/** One exchange in a line, as in "authenticate: POST /sessions → 201". */
export function describeExchange({ operation, request, response }: Exchange): string {
  const answer = response.status ?? response.fault ?? 'no answer';
  return plainText(`${operation}: ${request.method} ${request.url} → ${answer}`);
}

/** The section of exchanges, in the order of their ids. */
export function renderExchanges(report: Report): Markup {
  const anchors = exchangeAnchors(report);
  if (anchors.size === 0) return html`<p class="muted">No exchange was kept.</p>`;
  return html`${[...anchors].map(([id, anchor]) => {
    const exchange = report.exchanges[id];
    return exchange === undefined ? null : renderExchange(id, anchor, exchange);
  })}`;
}

function renderExchange(id: string, anchor: string, exchange: Exchange): Markup {
  const { at, tookMs, clock, request, response, read } = exchange;
  const fault = response.fault === null ? null : html` <strong>${plainText(response.fault)}</strong>`;
  return html`<details class="exchange" id="${anchor}"><summary><code>${id}</code> ${describeExchange(exchange)}</summary>
<div class="body">
<p class="muted">Sent <time datetime="${at}">${tellMoment(at)}</time>, answered after ${tookMs} ms.${clock === null ? null : html` The portal's clock: ${tellMoment(clock)}.`}</p>
<p><strong>Request</strong> <code>${plainText(`${request.method} ${request.url}`)}</code></p>${renderMessage(request)}
<p><strong>Answer</strong> ${response.status ?? 'none'}${fault}</p>${renderMessage(response)}
${read === undefined ? null : html`<p><strong>Read of it</strong></p><pre tabindex="0">${visibleJson(read, 2)}</pre>`}
</div></details>
`;
}

function renderMessage({ headers, body, ...rest }: Exchange['request'] | Exchange['response']): Markup {
  const head = Object.entries(headers).map(([name, value]) => plainText(`${name}: ${value}\n`));
  const bytes = 'bytes' in rest ? rest.bytes : null;
  const size = bytes === null || bytes === 0 ? 'No body.' : `A body of ${bytes} bytes, of which nothing is shown.`;
  return html`${head.length === 0 ? null : html`<pre tabindex="0">${head}</pre>`}
${body === null ? html`<p class="muted">${size}</p>` : html`<pre tabindex="0">${indented(body)}</pre>`}`;
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
