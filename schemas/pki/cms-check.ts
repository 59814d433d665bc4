// Checks CMS signatures over bytes, in every form that RFC 5652 allows: signed attributes or none, content attached or not, several signers.
import { constants, createHash, type KeyObject, verify } from 'node:crypto';
import { fromBER, GeneralizedTime, ObjectIdentifier, OctetString, UTCTime } from 'asn1js';
import {
  type AlgorithmIdentifier,
  type Attribute,
  ContentInfo,
  RSASSAPSSParams,
  SignedData,
  type SignerInfo,
} from 'pkijs';
import { certificatePem, publicKeyOf } from './certificate.ts';
import { CONTENT_IS_BYTES, CONTENT_TYPE, MESSAGE_DIGEST, SIGNED_DATA, SIGNING_TIME } from './cms.ts';
import { der, SET } from './der.ts';
import { type Embedded, namedBy, withoutCertificates } from './embedded.ts';

/** The result of checking the signature of one signer. `signedAt` is the time that the signer claims, ISO 8601 in UTC; null where none is claimed. */
export type CmsVerdict =
  | { readonly valid: true; readonly certificatePem: string; readonly signedAt: string | null }
  | {
      readonly valid: false;
      /**
       * `malformed`: the bytes are no signature of RFC 5652 with the signer's certificate inside. `content-changed`: what is signed belongs
       * to other bytes. `signature-wrong`: it was not made with the key of the certificate. `unknown`: by an algorithm that is not known here,
       * so that nothing can be said.
       */
      readonly reason: 'malformed' | 'content-changed' | 'signature-wrong' | 'unknown';
      /** What is missing or wrong, as the rest of a sentence about the signature. */
      readonly detail: string;
      /** The signer's certificate, or null where none could be found. */
      readonly certificatePem: string | null;
    };

/** Checks the signature of one signer over any content. */
export type CmsCheck = (content: Uint8Array) => CmsVerdict;

/** Why a signature cannot be checked. */
class Flaw extends Error {
  readonly reason: 'malformed' | 'unknown';

  constructor(reason: 'malformed' | 'unknown', detail: string) {
    super(detail);
    this.reason = reason;
  }
}

const PSS = '1.2.840.113549.1.1.10';

const HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.8': 'sha3-256',
  '2.16.840.1.101.3.4.2.9': 'sha3-384',
  '2.16.840.1.101.3.4.2.10': 'sha3-512',
};

/** Signature algorithms: the kinds of key that make them, and their hash; null where it is that of the digest algorithm, or where there is none. */
const SIGNATURES: Readonly<Record<string, { keys: readonly string[]; hash: string | null }>> = {
  '1.2.840.113549.1.1.1': { keys: ['rsa'], hash: null },
  '1.2.840.113549.1.1.5': { keys: ['rsa'], hash: 'sha1' },
  '1.2.840.113549.1.1.14': { keys: ['rsa'], hash: 'sha224' },
  '1.2.840.113549.1.1.11': { keys: ['rsa'], hash: 'sha256' },
  '1.2.840.113549.1.1.12': { keys: ['rsa'], hash: 'sha384' },
  '1.2.840.113549.1.1.13': { keys: ['rsa'], hash: 'sha512' },
  [PSS]: { keys: ['rsa', 'rsa-pss'], hash: null },
  // Some writers name the kind of key in place of the algorithm.
  '1.2.840.10045.2.1': { keys: ['ec'], hash: null },
  '1.2.840.10045.4.1': { keys: ['ec'], hash: 'sha1' },
  '1.2.840.10045.4.3.1': { keys: ['ec'], hash: 'sha224' },
  '1.2.840.10045.4.3.2': { keys: ['ec'], hash: 'sha256' },
  '1.2.840.10045.4.3.3': { keys: ['ec'], hash: 'sha384' },
  '1.2.840.10045.4.3.4': { keys: ['ec'], hash: 'sha512' },
  '1.3.101.112': { keys: ['ed25519'], hash: null },
  '1.3.101.113': { keys: ['ed448'], hash: null },
};

/**
 * Checks a signature of one signer over the bytes, with the certificate inside it. It never throws. It does not judge whether that
 * certificate is trusted, in force and the right person's.
 */
export async function verifyCms(signature: Uint8Array, content: Uint8Array): Promise<CmsVerdict> {
  const [check, ...others] = openCms(signature);
  if (check !== undefined && others.length === 0) return check(content);
  // Of two signers nobody could say whose signature was asked for.
  const detail = check === undefined ? 'is no CMS signature' : 'has several signers';
  return { valid: false, reason: 'malformed', detail, certificatePem: null };
}

/** Reads a signature in BER or PEM once, and returns a check for each of its signers; none where it cannot be read. */
export function openCms(signature: Uint8Array): CmsCheck[] {
  try {
    const { signedData, certificates } = parse(unarmoured(signature));
    return signedData.signerInfos.map((signer) => openSigner(signedData, signer, namedBy(certificates, signer)));
  } catch {
    // The bytes come from outside, so an error of the parser means that they are no signature, not that this program is wrong.
    return [];
  }
}

/** Whether the bytes are a signature with content inside, which other writers leave outside. */
export function holdsContent(signature: Uint8Array): boolean {
  try {
    return attachedOf(parse(unarmoured(signature)).signedData) !== null;
  } catch {
    // As in `openCms`.
    return false;
  }
}

function openSigner(signedData: SignedData, signer: SignerInfo, named: readonly Embedded[]): CmsCheck {
  let found: string | null = null;
  const refuse = (reason: (CmsVerdict & { valid: false })['reason'], detail: string): CmsVerdict => ({
    ...{ valid: false, reason, detail, certificatePem: found },
  });
  try {
    const pem = certificatePem(onlyOf(named));
    found = pem;
    const claims = readClaims(signedData, signer);
    const isMadeOver = verifierOf(publicKeyOf(pem), signer);
    const isSigned = claims === null ? null : claims.forms.some(isMadeOver);
    const attached = attachedOf(signedData);
    return (content) => {
      if (attached !== null && !same(attached, content))
        return refuse('content-changed', 'holds other content than the document');
      if (claims !== null && !same(createHash(claims.digest).update(content).digest(), claims.contentDigest))
        return refuse('content-changed', 'signs the digest of other bytes');
      return (isSigned ?? isMadeOver(content))
        ? { valid: true, certificatePem: pem, signedAt: claims?.signedAt ?? null }
        : refuse('signature-wrong', 'was not made over these bytes with the key of its certificate');
    };
  } catch (error) {
    const [reason, detail] =
      error instanceof Flaw ? [error.reason, error.message] : ['malformed' as const, 'cannot be read'];
    return () => refuse(reason, detail);
  }
}

/** The bytes of a signature that may be written as PEM. */
function unarmoured(signature: Uint8Array): Uint8Array {
  if (signature[0] !== 0x2d) return signature;
  const [, lines] = /-----BEGIN [^-]+-----([^-]+)-----END/u.exec(Buffer.from(signature).toString('latin1')) ?? [];
  return lines === undefined ? signature : Buffer.from(lines, 'base64');
}

function parse(ber: Uint8Array): { signedData: SignedData; certificates: readonly Embedded[] } {
  const bytes = Uint8Array.from(ber);
  const { offset, result } = fromBER(bytes);
  if (offset !== bytes.byteLength) throw new Error('bytes follow the signature');
  const info = new ContentInfo({ schema: result });
  if (info.contentType !== SIGNED_DATA) throw new Error('not a signature');
  const { certificates, rest } = withoutCertificates(info.content);
  const signedData = new SignedData({ schema: rest });
  if (signedData.certificates !== undefined) throw new Error('certificates stand in two places');
  return { signedData, certificates };
}

/** The content inside a signature, which other writers leave outside; null where there is none. */
function attachedOf({ encapContentInfo: { eContent } }: SignedData): Uint8Array | null {
  return eContent === undefined ? null : new Uint8Array(eContent.getValue());
}

/** The one certificate that a signer names, in DER. @throws Flaw where it is not in the signature, or is not the only one */
function onlyOf([only, ...others]: readonly Embedded[]): Uint8Array<ArrayBuffer> {
  if (only === undefined) throw new Flaw('malformed', 'lacks the certificate of its signer');
  if (others.some(({ der }) => !same(der, only.der)))
    throw new Flaw('malformed', 'has several certificates with the name and number of its signer');
  return only.der;
}

interface Claims {
  readonly digest: string;
  readonly contentDigest: Uint8Array;
  readonly signedAt: string | null;
  /** The bytes that may be signed: the attributes in the order of DER, and as they came where that is another one. */
  readonly forms: readonly Uint8Array[];
}

/**
 * What the signed attributes of a signer say; null where there are none, so that the content itself is signed (RFC 5652, 5.4).
 * @throws Flaw where one that is needed is missing, repeated or of the wrong kind
 */
function readClaims(signedData: SignedData, { signedAttrs, digestAlgorithm }: SignerInfo): Claims | null {
  const { eContentType } = signedData.encapContentInfo;
  if (signedAttrs === undefined) {
    if (eContentType === CONTENT_IS_BYTES) return null;
    throw new Flaw('malformed', 'has content of another type, and no signed attributes (RFC 5652, 5.3)');
  }
  const { attributes } = signedAttrs;
  const contentType = onlyValue(attributes, CONTENT_TYPE, 'content type');
  const contentDigest = onlyValue(attributes, MESSAGE_DIGEST, 'message digest');
  const isTimed = attributes.some(({ type }) => type === SIGNING_TIME);
  const signedAt = isTimed ? onlyValue(attributes, SIGNING_TIME, 'signing time') : null;
  // RFC 5652, 11.1: the attribute repeats the type of the content.
  if (!(contentType instanceof ObjectIdentifier) || contentType.getValue() !== eContentType)
    throw new Flaw('malformed', 'has a signed content type that is not that of its content');
  if (!(contentDigest instanceof OctetString)) throw new Flaw('malformed', 'has a message digest that is none');
  if (signedAt !== null && !(signedAt instanceof UTCTime || signedAt instanceof GeneralizedTime))
    throw new Flaw('malformed', 'has a signing time that is none');
  const encodings = attributes.map((attribute) => Buffer.from(attribute.toSchema().toBER()));
  // X.690, 11.6: the members of a SET OF stand in ascending order of their encodings.
  const ordered = [...encodings].sort(Buffer.compare);
  return {
    digest: hashOf(digestAlgorithm),
    contentDigest: contentDigest.valueBlock.valueHexView,
    signedAt: signedAt?.toDate().toISOString() ?? null,
    // What is signed is the DER of the attributes as a SET OF. Older writers signed them in the order in which they send them.
    forms: [der(SET, ...ordered), der(SET, ...encodings)],
  };
}

function onlyValue(attributes: readonly Attribute[], type: string, what: string): unknown {
  const [only, ...others] = attributes.filter((attribute) => attribute.type === type);
  if (only === undefined) throw new Flaw('malformed', `lacks the signed attribute ${what}`);
  if (others.length > 0 || only.values.length !== 1)
    throw new Flaw('malformed', `has the signed attribute ${what} twice`);
  return only.values[0];
}

/** The name of a hash. @throws Flaw for one that is not known here */
function hashOf({ algorithmId }: AlgorithmIdentifier): string {
  const name = HASHES[algorithmId];
  if (name === undefined)
    throw new Flaw('unknown', `uses the digest algorithm ${algorithmId}, which is not known here`);
  return name;
}

/** A function that tells whether the signature of a signer was made over bytes. @throws Flaw for an algorithm that is not known here */
function verifierOf(key: KeyObject, { signatureAlgorithm, digestAlgorithm, signature }: SignerInfo) {
  const { algorithmId, algorithmParams } = signatureAlgorithm;
  const known = SIGNATURES[algorithmId];
  if (known === undefined)
    throw new Flaw('unknown', `uses the signature algorithm ${algorithmId}, which is not known here`);
  const kind = key.asymmetricKeyType ?? '';
  if (!known.keys.includes(kind))
    throw new Flaw('malformed', `uses the signature algorithm ${algorithmId} with a key of the kind ${kind}`);
  const value = signature.valueBlock.valueHexView;
  if (kind.startsWith('ed')) return (bytes: Uint8Array) => verify(null, bytes, key, value);
  if (algorithmId !== PSS) {
    const hash = known.hash ?? hashOf(digestAlgorithm);
    return (bytes: Uint8Array) => verify(hash, bytes, key, value);
  }
  const { hashAlgorithm, maskGenAlgorithm, saltLength } = new RSASSAPSSParams({ schema: algorithmParams });
  const hash = hashOf(hashAlgorithm);
  const mask: unknown = maskGenAlgorithm.algorithmParams?.valueBlock?.value?.[0];
  if (mask instanceof ObjectIdentifier && HASHES[mask.getValue()] !== hash)
    throw new Flaw(
      'unknown',
      'uses another hash for the mask of RSASSA-PSS than for the content, which is not known here',
    );
  const padding = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
  return (bytes: Uint8Array) => verify(hash, bytes, padding, value);
}

const same = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;
