// Checks that the certificate and the private key of a test person can be used to sign.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { SigningKey } from '../../../schemas/target/driver.ts';

// Every walk gets the same few test persons, and parsing a key costs more time than a request.
const readable = new Map<string, boolean>();
const KEYS_KEPT = 100;

/** Whether a certificate and a private key can be read and belong together. */
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
