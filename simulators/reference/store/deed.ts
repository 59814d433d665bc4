// What can be done in a world from outside: an operation, or a message to a system around the portal. Written and read as text.
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { OPERATION_NAMES, WORLD_HEADER } from '../../../schemas/target/driver.ts';
import { LANGUAGES } from '../../../schemas/vocabulary.ts';
import { readBytes } from '../http/body.ts';

const Envelope = Type.Object({
  method: Type.String(),
  url: Type.String(),
  headers: Type.Record(Type.String(), Type.String()),
  body: Type.String({ description: 'Base64.' }),
});
/** A message to a system around the portal, as it came. */
export type Envelope = Static<typeof Envelope>;

const Deed = Type.Union([
  Type.Object({ envelope: Envelope }),
  Type.Object({
    demand: Type.Object({
      operation: Type.Enum(OPERATION_NAMES),
      params: Type.Record(Type.String(), Type.String()),
      input: Type.Unknown(),
      token: Type.Union([Type.String(), Type.Null()]),
      language: Type.Enum([...LANGUAGES]),
      key: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    }),
  }),
]);
/** Something that was done in a world. */
export type Deed = Static<typeof Deed>;

/** The headers on which the answer to an envelope depends. */
const DECIDING = ['content-type', 'authorization', WORLD_HEADER];
/** What changes a world, besides the operations: messages, payments on the page, settings, and time stamps, each of which has a number. */
const CHANGING = /^\/(?:counterparties\/|(?:pay|addresses|ncalayer)$|tsa(?:\/|$))/u;
/** The largest envelope that is kept, in bytes; larger ones are refused by who gets them. */
const MAX_ENVELOPE_BYTES = 200_000;

/** A deed as it was written. @throws Error when it is none */
export function readDeed(text: string): Deed {
  return Value.Parse(Deed, JSON.parse(text));
}

/** The envelope that a request brings; null where it brings none, and then its body can still be read. @throws Rejection 413 */
export async function readEnvelope(request: Request): Promise<Envelope | null> {
  const { method, url } = request;
  if (method === 'GET' || method === 'HEAD' || !CHANGING.test(new URL(url).pathname)) return null;
  const bytes = await readBytes(request, MAX_ENVELOPE_BYTES);
  const headers = DECIDING.flatMap((name) => {
    const value = request.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { method, url, headers: Object.fromEntries(headers), body: Buffer.from(bytes).toString('base64') };
}

/** The world that an envelope is for, which the form of a page names itself; null for the default one. */
export function worldOfEnvelope({ url, headers, body }: Envelope): string | null {
  const isForm = /^application\/x-www-form-urlencoded/iu.test(headers['content-type'] ?? '');
  const form = new URLSearchParams(isForm ? Buffer.from(body, 'base64').toString() : '');
  return form.get('world') ?? headers[WORLD_HEADER] ?? new URL(url).searchParams.get('world');
}

/** Whether the answer to an envelope follows from real time too, as a poll of the AsyncChannel does: it comes out otherwise when done again. */
export const isTimed = ({ url }: Envelope): boolean => new URL(url).pathname.includes('/AsyncChannel/');

/** The request that brings an envelope. @param signal when its sender gives up */
export function requestOf({ method, url, headers, body }: Envelope, signal: AbortSignal): Request {
  return new Request(url, { method, headers, body: Buffer.from(body, 'base64'), signal });
}
