// Stands in for node:crypto in a browser, where nothing of it is at hand without waiting: what the simulator uses of it, for RSA alone.
import { sha1 } from '@noble/hashes/legacy';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2';
import { fromBER } from 'asn1js';
import forge from 'node-forge';
import { BasicConstraints, Certificate } from 'pkijs';

const HASHES = { sha1, sha256, sha384, sha512 };
type HashName = keyof typeof HASHES;

/** The Web Crypto of the browser. */
export const webcrypto = globalThis.crypto;
/** The numbers of OpenSSL that are asked for. */
export const constants = { RSA_PKCS1_PSS_PADDING: 6 };

/** Random bytes. */
export const randomBytes = (count: number): Buffer => Buffer.from(webcrypto.getRandomValues(new Uint8Array(count)));

/** A digest to be. @throws Error for a hash that is not known here */
export function createHash(name: string) {
  const hash = HASHES[named(name)].create();
  const made = {
    update(content: string | Uint8Array) {
      hash.update(typeof content === 'string' ? Buffer.from(content, 'utf8') : Uint8Array.from(content));
      return made;
    },
    digest(encoding?: 'hex'): Buffer | string {
      const bytes = Buffer.from(hash.digest());
      return encoding === undefined ? bytes : bytes.toString(encoding);
    },
  };
  return made;
}

/** The digest of a text, in hexadecimal. @throws Error for a hash that is not known here */
export const hash = (name: string, text: string): string =>
  Buffer.from(HASHES[named(name)](Buffer.from(text, 'utf8'))).toString('hex');

function named(name: string): HashName {
  const known = Object.keys(HASHES).find((one): one is HashName => one === name);
  if (known === undefined) throw new Error(`no hash ${name} in a browser`);
  return known;
}

const digestOf = (name: string, content: Uint8Array): string =>
  forge.util.binary.raw.encode(HASHES[named(name)](Uint8Array.from(content)));

/** A public RSA key. */
class PublicKey {
  readonly asymmetricKeyType = 'rsa';
  readonly forged: forge.pki.rsa.PublicKey;

  constructor(forged: forge.pki.rsa.PublicKey) {
    this.forged = forged;
  }

  export({ type }: { type: 'spki' | 'pkcs1' }): Buffer {
    const { publicKeyToAsn1, publicKeyToRSAPublicKey } = forge.pki;
    const structure = type === 'spki' ? publicKeyToAsn1(this.forged) : publicKeyToRSAPublicKey(this.forged);
    return Buffer.from(forge.asn1.toDer(structure).getBytes(), 'binary');
  }
}

/** A private RSA key. */
class PrivateKey {
  readonly asymmetricKeyType = 'rsa';
  readonly forged: forge.pki.rsa.PrivateKey;
  readonly #der: Buffer;

  constructor(pem: string) {
    this.forged = forge.pki.privateKeyFromPem(pem);
    this.#der = Buffer.from(pem.replace(/-----[A-Z ]+-----|\s/gu, ''), 'base64');
  }

  export(): Buffer {
    return this.#der;
  }
}

/** The private key in a PEM of PKCS#8. @throws Error where there is none of RSA */
export const createPrivateKey = (pem: string): PrivateKey => new PrivateKey(pem);

/** The public key that belongs to a private one. @throws Error where there is none of RSA */
export function createPublicKey(pem: string): PublicKey {
  const { n, e } = forge.pki.privateKeyFromPem(pem);
  return new PublicKey(forge.pki.setRsaPublicKey(n, e));
}

/** Signs by RSASSA-PKCS1-v1_5 with SHA-256, the one way in which the simulator signs. */
export function sign(_: string, content: Uint8Array, key: PrivateKey): Buffer {
  const digest = forge.md.sha256.create().update(forge.util.binary.raw.encode(Uint8Array.from(content)));
  return Buffer.from(key.forged.sign(digest), 'binary');
}

interface Padded {
  readonly key: PublicKey;
  readonly saltLength: number;
}

/** Whether a signature was made over the content, by RSASSA-PKCS1-v1_5 or, where a salt is named, by RSASSA-PSS. */
export function verify(hash: string, content: Uint8Array, by: PublicKey | Padded, signature: Uint8Array): boolean {
  const digest = digestOf(hash, content);
  const bytes = forge.util.binary.raw.encode(Uint8Array.from(signature));
  try {
    if (by instanceof PublicKey) return by.forged.verify(digest, bytes);
    const md = forge.md[named(hash)].create();
    const padding = forge.pss.create({
      md,
      mgf: forge.mgf.mgf1.create(forge.md[named(hash)].create()),
      saltLength: by.saltLength,
    });
    return by.key.forged.verify(digest, bytes, padding);
  } catch {
    return false;
  }
}

const DIGESTS: Readonly<Record<string, HashName>> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
};

/** A certificate with a key of RSA. */
export class X509Certificate {
  readonly #certificate: Certificate;

  /** @throws Error where it is none */
  constructor(source: string | Uint8Array) {
    const bytes =
      typeof source === 'string' ? Buffer.from(source.replace(/-----[A-Z ]+-----|\s/gu, ''), 'base64') : source;
    const { result, offset } = fromBER(Uint8Array.from(bytes));
    if (offset === -1) throw new Error('no certificate');
    this.#certificate = new Certificate({ schema: result });
  }

  get publicKey(): PublicKey {
    const der = new Uint8Array(this.#certificate.subjectPublicKeyInfo.toSchema().toBER());
    const structure = forge.asn1.fromDer(forge.util.binary.raw.encode(der));
    return new PublicKey(forge.pki.publicKeyFromAsn1(structure));
  }

  get ca(): boolean {
    const constraints = this.#certificate.extensions?.find(({ extnID }) => extnID === '2.5.29.19')?.parsedValue;
    return constraints instanceof BasicConstraints && constraints.cA;
  }

  checkIssued(issuer: X509Certificate): boolean {
    return this.#certificate.issuer.isEqual(issuer.#certificate.subject);
  }

  verify(key: PublicKey): boolean {
    const { tbsView, signatureValue, signatureAlgorithm } = this.#certificate;
    const hash = DIGESTS[signatureAlgorithm.algorithmId];
    return hash !== undefined && verify(hash, tbsView, key, signatureValue.valueBlock.valueHexView);
  }
}
