// Shows the redacted exchanges that verdicts rest on, each once.
import type { Exchange, Report } from '../../schemas/report.ts';
import { visibleJson } from '../../schemas/visible-json.ts';
import { plainText } from '../portal-text.ts';
import { exchangeAnchors } from './anchors.ts';
import { html, type Markup } from './markup.ts';

/** One exchange in a line, as in "authenticate: POST /sessions → 201". */
export function describeExchange({ operation, request, response }: Exchange): string {
  const answer = response.status ?? response.fault ?? 'no answer';
  return plainText(`${operation}: ${request.method} ${request.path} → ${answer}`);
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
  const { request, response, clock } = exchange;
  const fault = response.fault === null ? null : html` <strong>${plainText(response.fault)}</strong>`;
  return html`<details class="exchange" id="${anchor}"><summary><code>${id}</code> ${describeExchange(exchange)}</summary>
<div class="body">
${clock === null ? null : html`<p class="muted">The portal's clock: ${plainText(clock)}</p>`}
<p><strong>Request</strong> <code>${plainText(`${request.method} ${request.path}`)}</code></p>${renderBody(request.body)}
<p><strong>Answer</strong> ${response.status ?? 'none'}${fault}</p>${renderBody(response.body)}
</div></details>
`;
}

function renderBody(body: unknown): Markup {
  if (body === null || body === undefined) return html`<p class="muted">No body.</p>`;
  return html`<pre tabindex="0">${visibleJson(body, 2)}</pre>`;
}
