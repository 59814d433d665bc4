// How the JSON portal answers: problems, pages of a list, and its resources as JSON.
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { OrderMessage, TrailEntry } from './log.ts';
import { FEE, type Order } from './order.ts';
import { LANGUAGES, type Language, phrase } from './wording.ts';

/** A problem with which a request is refused (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: ContentfulStatusCode;
  readonly code: string;

  constructor(status: ContentfulStatusCode, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

const DEFAULT_LIMIT = 5;
const MAX_LIMIT = 100;

/** Answers a request with a problem. */
export function answerProblem(context: Context, { status, code, message }: Problem): Response {
  const problem = { type: `urn:translicence:problem:${code}`, title: code, status, detail: message };
  return context.body(JSON.stringify(problem), status, { 'content-type': 'application/problem+json' });
}

/** Answers with the page of a list that the query asks for: `items`, and the address of the next page, in a `Link` header too. */
export function answerPage<T>(context: Context, all: readonly T[], show: (item: T) => unknown): Response {
  const offset = whole(context.req.query('offset'), 0, all.length);
  const limit = Math.max(1, whole(context.req.query('limit'), DEFAULT_LIMIT, MAX_LIMIT));
  const items = all.slice(offset, offset + limit).map(show);
  const isLast = offset + limit >= all.length;
  const next = isLast ? null : `${context.req.path}?offset=${offset + limit}&limit=${limit}`;
  if (next !== null) context.header('link', `<${next}>; rel="next"`);
  return context.json({ items, total: all.length, next });
}

function whole(text: string | undefined, otherwise: number, most: number): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Math.min(Number(text), most) : otherwise;
}

/** The JSON of an entry of a trail. */
export function showEntry({ activity, performedBy, from, until, topic }: TrailEntry): object {
  return { activity, performedBy, from: from.toISOString(), until: until?.toISOString() ?? null, outcome: topic };
}

/** The function that gives the JSON of a message in the language. */
export function showMessage(language: Language): (message: OrderMessage) => object {
  return ({ activity, topic, reason, number, at }) => ({
    activity,
    topic,
    reason,
    number,
    language,
    text: phrase(topic, reason, number, language),
    sentAt: at.toISOString(),
  });
}

/** The JSON of an order. */
export function showOrder({ id, customer, state, number, licence }: Order): object {
  return {
    id,
    customer,
    state,
    registryNumber: number,
    fee: { amount: FEE, currency: 'KZT' },
    licence: licence === null ? null : `/v2/orders/${id}/licence`,
  };
}

/** The language of `Accept-Language`; English where it names none of ours. */
export function languageOf(context: Context): Language {
  const accepted = context.req.header('accept-language')?.slice(0, 2);
  return LANGUAGES.find((language) => language === accepted) ?? 'en';
}
