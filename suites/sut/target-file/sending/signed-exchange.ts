// An exchange whose messages are signed: what is sent for it, and what of its answer may be read.
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import { Fault } from '../../blame.ts';
import { textIn } from '../../charset.ts';
import type { Page } from '../answer/page.ts';
import type { Reading } from '../answer/reading.ts';
import { type MessageSignature, signedPartOf, signMessage } from '../message/message-signature.ts';
import { isRelated, rootOf } from '../message/related.ts';
import type { Encoded } from '../message/send-body.ts';

interface Signing {
  signature: MessageSignature | null;
  reading: Pick<Reading, 'where'>;
}

/** The body to send, signed where the target file demands it. @throws Fault where the message has no place for a signature */
export function signed({ body, type }: Encoded, exchange: TargetExchange, { signature, reading }: Signing): Encoded {
  if (signature === null || exchange.xml === undefined || typeof body !== 'string') return { body, type };
  const message = signMessage(body, signature);
  if ('signed' in message) return { body: message.signed, type };
  throw new Fault('target file', `${reading.where(exchange, 'xml')}: cannot be signed: the message ${message.wrong}`);
}

/**
 * The part of an answer that may be read, with its headers: all of it, the root of one that is sent in parts, or only its signed part.
 * @throws Fault where a signature is missing or wrong, or the answer cannot be read
 */
export function readable(
  bytes: Buffer,
  headers: Page['headers'],
  status: number,
  { method, path, xml }: TargetExchange,
  { signature }: Signing,
): Pick<Page, 'bytes' | 'headers'> {
  const type = String(headers['content-type'] ?? '');
  const certificates = xml === undefined ? null : (signature?.answers ?? null);
  if (certificates === null && !isRelated(type)) return { bytes, headers };
  const wrong = (what: string) => new Fault('portal', `the answer to ${method} ${path} (status ${status}) ${what}`);
  const text = textOf(() => (isRelated(type) ? rootOf(bytes, type) : textIn(bytes, type)));
  if (text === null) throw wrong('is multipart/related and has no root part');
  if (typeof text === 'object') throw wrong(text.wrong);
  const part = certificates === null ? { signed: text } : signedPartOf(text, certificates);
  if ('wrong' in part) throw wrong(part.wrong);
  return { bytes: Buffer.from(part.signed), headers: { ...headers, 'content-type': 'text/xml; charset=utf-8' } };
}

/** What reading a text gives, or what is wrong with its encoding. */
function textOf(read: () => string | null): string | null | { wrong: string } {
  try {
    return read();
  } catch (error) {
    // An answer from outside may be broken in any way, which each parser tells by an error of its own.
    return { wrong: error instanceof TypeError ? error.message : 'is no XML' };
  }
}
