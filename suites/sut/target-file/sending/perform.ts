// Performs the exchanges of one operation for a visitor, one after the other, with their polls, further pages and picks.
import type { Condition } from '../../../../schemas/target/extractors.ts';
import type { Signing, TargetExchange } from '../../../../schemas/target/operations.ts';
import { Fault } from '../../blame.ts';
import { NO_PAGE, type Page } from '../answer/page.ts';
import { holds } from '../answer/rows.ts';
import { type Arrival, browse } from '../browser/browse.ts';
import { render, type Variables } from '../message/template.ts';
import { worded } from '../message/variables.ts';
import { addressOf, headersOf, nextOf } from './address.ts';
import { mustBeOfPortal } from './between.ts';
import { lackedBy, untold, wanting } from './lacking.ts';
import type { Outcome, Performance, Refused, Sent } from './performance.ts';
import { reach } from './reach.ts';
import { refusalOf, unoffered } from './refusal.ts';

const MOST_PAGES = 100;

/** Performs exchanges in order, up to the first refusal. @throws Fault where nothing can be concluded from what came back */
export async function performAll(exchanges: readonly TargetExchange[], by: Performance): Promise<Outcome> {
  let page: Page | null = null;
  const named = new Map<string, Page>();
  for (const exchange of exchanges) {
    const before: Page = page ?? NO_PAGE;
    if (exchange.when !== undefined && !holds(exchange.when, by.reading, ({ from }) => named.get(from ?? '') ?? before))
      continue;
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

/** Reads the further pages of a list and links them to the first. @returns the refusal of one of them, else null */
async function turnPages(
  exchange: TargetExchange,
  next: NonNullable<TargetExchange['next']>,
  first: Page,
  by: Performance,
): Promise<Refused | null> {
  const { as } = next;
  const seen = new Set(as === undefined ? [first.url.href] : []);
  for (let page = first, count = 1; ; count++) {
    const [link] = page.find(next, by.reading);
    if (link === undefined || link.text === '') return null;
    const at = as === undefined ? nextOf(link.text, page.url, by, page.name, 'leads on') : null;
    const mark = at?.href ?? link.text;
    if (seen.has(mark) || count === MOST_PAGES)
      throw new Fault('portal', `${by.reading.where(next)}: the pages of the list do not end after ${count}`);
    seen.add(mark);
    const { pick: _, ...turned } = exchange;
    const own = as === undefined ? turned : { ...turned, with: { ...turned.with, [as]: link.text } };
    const outcome = await performOne(own, by, at === null ? {} : { at });
    if ('problem' in outcome) return outcome;
    page.next = outcome.page;
    page = outcome.page;
  }
}

/**
 * Performs one exchange with its redirects.
 * @param until the condition of a poll, before which nothing is picked
 * @param at an address to use instead of the one in the file
 */
async function performOne(
  exchange: TargetExchange,
  all: Performance,
  { until, at }: { until?: Condition; at?: URL } = {},
): Promise<Reached> {
  const { variables } = all.reading;
  const kept = await supply(exchange, all);
  if (kept !== null) return kept;
  const own = Object.entries(exchange.with ?? {}).map(([name, text]) => [
    name,
    worded(name, render(text, variables), all.words),
  ]);
  const reading = { ...all.reading, variables: { ...variables, uuid: all.newId(), ...Object.fromEntries(own) } };
  const by = { ...all, reading };
  const sent: Sent = { exchange, wires: [], blocked: [], fault: null, picked: {} };
  try {
    if (exchange.signs !== undefined) reading.variables.cms = await by.sign(bytesOf(exchange.signs, reading.variables));
    const [other] = by.isLetIn ? lackedBy(exchange, by).filter((name) => by.isPicked(name)) : [];
    if (other !== undefined) throw wanting(other, exchange, by);
    const { page, absent } = await (exchange.method === 'BROWSER' ? visit : reach)(exchange, by, sent, at);
    mustBeOfPortal(page, by);
    const refusal = refusalOf(page, exchange, by) ?? (absent === null ? null : unoffered(absent, sent, reading));
    if (refusal !== null) {
      const fault = by.isLogin ? null : untold(exchange, refusal.problem, by);
      if (fault !== null) throw fault;
      return refusal;
    }
    if (until !== undefined && !page.meets(until, reading)) return { page };
    for (const [name, pick] of Object.entries(exchange.pick ?? {})) {
      const value = page.take(pick, reading);
      if (value === null) continue;
      sent.picked[name] = String(value);
      variables[name] = worded(name, value, by.words);
      reading.variables[name] = variables[name];
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

/** The bytes that are signed. */
const bytesOf = ({ content = '', text }: Signing, variables: Variables): Uint8Array =>
  text === undefined ? Buffer.from(render(content, variables), 'base64') : Buffer.from(render(text, variables));

/**
 * Gets what an exchange lacks, as whoever sends it would: by an exchange of the target file that picks it and only reads.
 * @returns the refusal of such an exchange, which keeps the visitor from this one too; null where nothing is in the way
 */
async function supply(exchange: TargetExchange, by: Performance): Promise<Refused | null> {
  if (by.isLogin) return null;
  for (const name of lackedBy(exchange, by)) {
    if (by.isLetIn && !by.isPicked(name)) continue;
    const source = by.picks.get(name)?.sources.find((one) => one !== exchange && lackedBy(one, by).length === 0);
    const outcome = source === undefined ? null : await performOne(source, by);
    if (outcome !== null && 'problem' in outcome) return outcome;
  }
  return null;
}

/** Performs an exchange in the browser, with each of its steps as evidence. */
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
