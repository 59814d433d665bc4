// The ways in which a document can stand in a text: itself in base64, or by one of its digests.
import { createHash } from 'node:crypto';

/** The digests by which a document can be named; others, such as those of GOST, cannot be told from anything else that is packed. */
const DIGESTS = ['sha256', 'sha512', 'sha384', 'sha1', 'md5'] as const;

/** The digests of a document, as bytes. */
export const digestsOf = (document: Uint8Array): Uint8Array[] =>
  DIGESTS.map((name) => createHash(name).update(document).digest());

/** Every way of writing a document or one of its digests as text: in base64, or in hexadecimal letters of either size. */
export function writingsOf(document: Uint8Array): string[] {
  return [document, ...digestsOf(document)].flatMap((bytes) => {
    const hex = Buffer.from(bytes).toString('hex');
    return [Buffer.from(bytes).toString('base64'), Buffer.from(bytes).toString('base64url'), hex, hex.toUpperCase()];
  });
}
