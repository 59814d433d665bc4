// Performs the exchanges of one operation for a visitor: sends, follows redirects, picks, polls, and tells refusals.
import { randomUUID } from 'node:crypto';
import type { Condition, Pick, Refusal, TargetExchange } from '../../../../schemas/target-operations.ts';
import { type Culprit, Fault } from '../../blame.ts';
import type { Wire } from '../../evidence/evidence.ts';
import { maskText } from '../../evidence/redaction.ts';
import type { Inserted } from '../../evidence/told.ts';
import { type HttpRequest, isRedirect } from '../../http.ts';
import { Page, type Reading, type Seen } from '../answer/page.ts';
import type { Visitor } from '../answer/visitor.ts';
import { toldOf } from '../answer/wording.ts';
import { type Arrival, browse } from '../browser/browse.ts';
import type { MessageSignature } from '../message/message-signature.ts';
import { type Envelopes, encodeBody } from '../message/send-body.ts';
import { namesIn, render, renderKnown, renderNoting } from '../message/template.ts';
import { askedToWait, type Gate } from './gate.ts';
import { readable, signed } from './signed-exchange.ts';

/** How the exchanges of an operation ended: on a page, or with a refusal of the portal. */
export type Outcome = Seen | Refused;

/** A refusal of the portal; `sign` is by what it was told, and who is at fault if it should not have been one. */
export interface Refused {
  status: number;
  problem: string;
  sign: { culprit: Culprit; where: string };
}

/** An exchange with all that was sent for it, for whoever keeps the evidence. */
export interface Sent {
  exchange: TargetExchange;
  /** In order; what the exchange came to rests on the last one. Empty where nothing was sent. */
  wires: Wire[];
  /** Hosts that a page asked for and may not contact. */
  blocked: readonly string[];
  fault: string | null;
  picked: Record<string, string>;
}

/** What an operation is performed with. */
export interface Performance {
  gate: Gate;
  baseUrl: string;
  visitor: Visitor;
  reading: Reading & { variables: Record<string, unknown> };
  headers: Readonly<Record<string, string>>;
  envelopes: Envelopes;
  signature: MessageSignature | null;
  refused: readonly Refusal[];
  onSent(sent: Sent): void;
  onPick(name: string, value: string, isOfRequest: boolean): void;
  /** Whether a variable is something that this visitor, who is let in, should have picked and has not. */
  isWanting(name: string): boolean;
  /** Is told of what the portal gave and nobody may see. */
  onSecret(value: string): void;
}

const MOST_REDIRECTS = 10;
const MOST_PAGES = 100;
const REFUSED = 409;

/** Performs exchanges in order. @throws Fault where nothing can be told from what came back */
export async function performAll(exchanges: readonly TargetExchange[], by: Performance): Promise<Outcome> {
  let page: Page | null = null;
  const named = new Map<string, Page>();
  for (const exchange of exchanges) {
    const outcome = await polled(exchange, by);
    if ('problem' in outcome) return outcome;
    page = outcome.page;
    const refusal = exchange.next === undefined ? null : await turnPages(exchange, exchange.next, page, by);
    if (refusal !== null) return refusal;
    if (exchange.name !== undefined) named.set(exchange.name, page);
  }
  return { page, named };
}

type Reached = { page: Page } | Refused;

async function polled(exchange: TargetExchange, by: Performance): Promise<Reached> {
  const { poll } = exchange;
  if (poll === undefined) return performOne(exchange, by);
  const giveUpAt = Date.now() + poll.atMost * 1000;
  for (;;) {
    const outcome = await performOne(exchange, by, { until: poll.until });
    if ('problem' in outcome || outcome.page.meets(poll.until, by.reading)) return outcome;
    if (Date.now() + poll.every * 1000 > giveUpAt)
      throw new Fault('portal', `${by.reading.where(poll)}: what is waited for did not come within ${poll.atMost} s`);
    await new Promise((resolve) => setTimeout(resolve, poll.every * 1000));
  }
}

/** Reads the other pages of a list. The refusal of one of them, else null. */
async function turnPages(exchange: TargetExchange, next: Pick, first: Page, by: Performance): Promise<Refused | null> {
  const seen = new Set([first.url.href]);
  for (let page = first; ; ) {
    const [told] = page.find(next, by.reading);
    if (told === undefined || told.text === '') return null;
    const url = nextOf(told.text, page.url, by, page.name, 'leads on');
    if (seen.has(url.href) || seen.size === MOST_PAGES)
      throw new Fault('portal', `${by.reading.where(next)}: the pages of the list do not end after ${seen.size}`);
    seen.add(url.href);
    const { pick: _, ...turned } = exchange;
    const outcome = await performOne(turned, by, { at: url });
    if ('problem' in outcome) return outcome;
    page.next = outcome.page;
    page = outcome.page;
  }
}

/** One exchange with its redirects; `at` another address. With `until` nothing is picked before it holds. */
async function performOne(
  exchange: TargetExchange,
  all: Performance,
  { until, at }: { until?: Condition; at?: URL } = {},
): Promise<Reached> {
  const { variables } = all.reading;
  const own = Object.entries(exchange.with ?? {}).map(([name, text]) => [name, render(text, variables)]);
  const reading = { ...all.reading, variables: { ...variables, uuid: randomUUID(), ...Object.fromEntries(own) } };
  const by = { ...all, reading };
  const sent: Sent = { exchange, wires: [], blocked: [], fault: null, picked: {} };
  try {
    for (const name of namesIn(JSON.stringify({ ...exchange, headers: undefined })))
      if (reading.variables[name] === undefined && by.isWanting(name)) throw wanting(name, exchange, by);
    const { page, absent } = await (exchange.method === 'BROWSER' ? visit : reach)(exchange, by, sent, at);
    const refusal = refusalOf(page, exchange, by) ?? (absent === null ? null : unoffered(absent, sent, reading));
    if (refusal !== null) return refusal;
    if (until !== undefined && !page.meets(until, reading)) return { page };
    for (const [name, pick] of Object.entries(exchange.pick ?? {})) {
      const value = page.pick(pick, reading);
      if (value === null) continue;
      sent.picked[name] = value;
      variables[name] = value;
      reading.variables[name] = value;
      by.onPick(name, value, pick.of === 'request');
    }
    return { page };
  } catch (error) {
    if (error instanceof Fault) sent.fault = error.message;
    throw error;
  } finally {
    by.onSent(sent);
  }
}

/** What somebody else picked would be refused for itself, and that would tell nothing of the operation. */
function wanting(name: string, exchange: TargetExchange, { reading }: Performance): Fault {
  const cure = 'pick it in the session of whoever sends it, or mark the pick with of: request';
  return new Fault('target file', `${reading.where(exchange)}: nothing has picked ${name} for this visitor; ${cure}`);
}

/** What the exchange comes to in a browser; every step of it is told. */
function visit(exchange: TargetExchange, by: Performance, sent: Sent): Promise<Arrival> {
  const { gate, visitor, reading } = by;
  const { url, inserted } = addressOf(exchange, by);
  const { cookie: _, 'accept-language': language = '', ...headers } = headersOf(exchange, by, url, null);
  return browse({
    ...{ exchange, url, inserted, headers, language, gate, visitor, reading, sent },
    onSecret: by.onSecret,
    onStep: () => {
      by.onSent({ ...sent });
      sent.wires = [];
      sent.blocked = [];
    },
    isRefusal: (page) => refusalOf(page, exchange, by) !== null,
  });
}

/** The refusal of a page that offers nothing for what comes after the step. */
function unoffered(status: number, { exchange }: Sent, { where }: Reading): Refused {
  const problem = `${status} the page offers nothing for what comes after ${exchange.path}`;
  return { status, problem, sign: { culprit: 'target file', where: where(exchange) } };
}

async function reach(exchange: TargetExchange, by: Performance, sent: Sent, at?: URL): Promise<Arrival> {
  const { reading, visitor } = by;
  const name = `${exchange.method} ${exchange.path}`;
  const { url: described, inserted: parts } = addressOf(exchange, by);
  let url = at ?? described;
  let inserted = at === undefined ? parts : null;
  if (!by.gate.allows(url)) throw new Fault(...strayed(exchange, url, by));
  let method: HttpRequest['method'] = exchange.method === 'BROWSER' ? 'GET' : exchange.method;
  let { body, type } = signed(encodeBody(exchange, reading.variables, by.envelopes), exchange, by);
  for (let hops = 0; ; hops++) {
    const headers = headersOf(exchange, by, url, type);
    const described = hops === 0 ? { described: name } : {};
    const wire = { method, address: url.href, inserted, ...described, headers, body, type };
    const answer = await by.gate.send(url, { method, headers, body }, (each) =>
      sent.wires.push({ ...wire, answer: each }),
    );
    for (const secret of visitor.keepCookies(url, answer.headers['set-cookie'])) by.onSecret(secret);
    if (answer.bytes === null || answer.status === null)
      // Who has begun to answer is there, and has to come to an end.
      throw new Fault(
        answer.status === null ? 'network' : 'portal',
        `${name}: ${toldOf(answer.fault ?? 'no answer came')}`,
      );
    const { status } = answer;
    const { location } = answer.headers;
    if (!isRedirect(status) || exchange.follow === false || location === undefined) {
      const bytes = readable(answer.bytes, status, exchange, by);
      const led = hops === 0 ? name : `${name}, which led to ${url.pathname}`;
      const told = { status, url, headers: answer.headers, bytes, name: led };
      return { page: new Page(told, (key) => visitor.cookie(url, key)), absent: null };
    }
    url = nextOf(String(location), url, by, name);
    inserted = null;
    if (hops === MOST_REDIRECTS) throw new Fault('portal', `${name}: it redirects more than ${MOST_REDIRECTS} times`);
    // As browsers do: only 307 and 308 keep the method, and what was sent is sent nowhere a second time.
    if (status === 307 || status === 308) {
      if (method !== 'GET') throw new Fault('portal', `${name}: it asks by ${status} to send the same again elsewhere`);
    } else method = 'GET';
    body = null;
    type = null;
  }
}

/** Who leads to a host that is not declared: the portal where the address was picked from its answers, else the file. */
function strayed(exchange: TargetExchange, { host }: URL, { reading }: Performance): [Culprit, string] {
  const isPicked = namesIn(exchange.path).length > 0;
  const place = reading.where(exchange, 'path');
  return [isPicked ? 'portal' : 'target file', `${place}: ${host} is not among the hosts that may be contacted`];
}

/** The address, and what was put into its path; null where the path itself was picked from an answer. */
function addressOf({ path, query = {} }: TargetExchange, { baseUrl, reading }: Performance): Address {
  const isWhole = (value: string) => /^(https?:\/)?\//u.test(value);
  const { text: encoded, inserted } = renderNoting(path, reading.variables, (value) =>
    isWhole(value) ? value : encodeURIComponent(value),
  );
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
  // A path that was picked from a link is one of the host, not of the base URL.
  const url = new URL(path.startsWith('/') ? encoded.replace(/^\//u, '') : encoded, base);
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, render(value, reading.variables));
  return { url, inserted: inserted.some(({ text }) => isWhole(text)) ? null : inserted };
}

interface Address {
  url: URL;
  inserted: Inserted[] | null;
}

function headersOf(exchange: TargetExchange, by: Performance, url: URL, type: string | null): Record<string, string> {
  const { variables } = by.reading;
  const headers: Record<string, string> = { 'accept-language': String(variables.language ?? 'kk') };
  for (const [name, text] of Object.entries({ ...by.headers, ...exchange.headers })) {
    const value = renderKnown(text, variables);
    if (value !== null) headers[name.toLowerCase()] = value;
  }
  const cookies = by.visitor.cookieHeader(url);
  if (cookies !== '') headers.cookie = cookies;
  if (type !== null) headers['content-type'] ??= type;
  return headers;
}

function nextOf(location: string, from: URL, { gate }: Performance, name: string, leads = 'redirects'): URL {
  if (!URL.canParse(location, from.href)) throw new Fault('portal', `${name}: it ${leads} to what is no address`);
  const next = new URL(location, from);
  if (!gate.allows(next))
    throw new Fault('portal', `${name}: it ${leads} to ${next.host}, which is not among the hosts`);
  return next;
}

/** The refusal that a page shows, by the signs of the file or by its status; null where it shows none. @throws Fault */
function refusalOf(page: Page, exchange: TargetExchange, by: Performance): Refused | null {
  const { reading, refused } = by;
  if (exchange.accepts?.includes(page.status)) return null;
  for (const rule of refused) {
    const { when, as, says } = rule;
    if (!page.meets(when, reading)) continue;
    const words = says === undefined ? undefined : page.find(says, reading)[0]?.text;
    const status = as ?? (page.status >= 400 && page.status < 500 ? page.status : REFUSED);
    const problem = `${status} ${maskText(words ?? `refused by ${exchange.method} ${exchange.path}`)}`;
    return { status, problem, sign: { culprit: 'target file', where: reading.where(rule) } };
  }
  const { status } = page;
  if (status < 400) return null;
  // Too many requests and a broken server say nothing about what was asked for.
  if (status === 429 || status >= 500) {
    const waitMs = askedToWait(page);
    const later = waitMs === null ? '' : ` and asks to come back in ${Math.ceil(waitMs / 1000)} s`;
    throw new Fault('portal', `${page.name}: it answers ${status}${later}`);
  }
  // Where nothing of the address was picked, it is the file that leads to what is not there.
  const isMisled = (status === 404 || status === 405) && namesIn(exchange.path).length === 0;
  const sign = { culprit: isMisled ? 'target file' : 'portal', where: reading.where(exchange, 'path') } as const;
  return { status, problem: `${status} refused by ${exchange.method} ${exchange.path}`, sign };
}
