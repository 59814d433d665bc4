// Reads the authority's private keys, each once in a process.
import { createHash, createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';

/** A private key, ready to sign. */
export interface LoadedKey {
  readonly pem: string;
  readonly signing: webcrypto.CryptoKey;
  readonly spki: Uint8Array<ArrayBuffer>;
  /** SHA-1 of the public key, hexadecimal: RFC 5280, 4.2.1.2, method 1. */
  readonly id: string;
}

/** The only algorithm of the test hierarchy. Its signatures are deterministic, so that equal options give equal bytes. */
export const SIGNATURE_ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

// Every scenario has a world of its own, and all worlds share the keys of one file.
const loadedKeys = new Map<string, Promise<LoadedKey>>();

/** The key of that name, ready to sign. @throws Error when it is missing, or is no RSA key in PKCS#8 PEM. */
export async function keyNamed(keys: Readonly<Record<string, string>>, name: string): Promise<LoadedKey> {
  const pem = keys[name];
  if (pem === undefined) {
    throw new Error(`No key "${name}" for the certification authority: add it to fixtures/keys.json`);
  }
  const known = loadedKeys.get(pem) ?? load(pem);
  loadedKeys.set(pem, known);
  return known;
}

async function load(pem: string): Promise<LoadedKey> {
  const pkcs8 = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  const publicKey = createPublicKey(pem);
  return {
    pem,
    signing: await webcrypto.subtle.importKey('pkcs8', pkcs8, SIGNATURE_ALGORITHM, false, ['sign']),
    spki: Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' })),
    id: createHash('sha1')
      .update(publicKey.export({ type: 'pkcs1', format: 'der' }))
      .digest('hex'),
  };
}
