// Whether the material of a test person can be signed with.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { SigningKey } from '../../../schemas/target/driver.ts';

// Every walk is told of the same few test persons, and reading a key costs more than a request.
const readable = new Map<string, boolean>();
const KEYS_KEPT = 100;

/** Whether a certificate and a private key can be read and are of one pair. */
export function keysBelongTogether({ certificatePem, privateKeyPem }: SigningKey): boolean {
  const pair = `${certificatePem}${privateKeyPem}`;
  const known = readable.get(pair) ?? belongTogether(certificatePem, privateKeyPem);
  if (readable.size < KEYS_KEPT) readable.set(pair, known);
  return known;
}

function belongTogether(certificatePem: string, privateKeyPem: string): boolean {
  try {
    return new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(privateKeyPem));
  } catch {
    return false;
  }
}
