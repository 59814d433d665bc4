// Makes and checks detached CMS signatures over submitted bytes: SHA-2 with RSA, RFC 5652.
import { createHash, createPrivateKey, type KeyObject, sign, verify, X509Certificate } from 'node:crypto';
import { fromBER, GeneralizedTime, ObjectIdentifier, OctetString, UTCTime } from 'asn1js';
import { type Attribute, Certificate, ContentInfo, IssuerAndSerialNumber, SignedData, type SignerInfo } from 'pkijs';
import { certificateDer, certificatePem } from './certificate.ts';
import { certificateOf, type Embedded, withoutCertificates } from './embedded.ts';
import { keeping } from './keeping.ts';

/** A private key (PKCS#8) and the certificate of its holder, both as PEM. */
export interface SigningKey {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** The result of checking one signature. `signedAt` is the time that the signer claims, ISO 8601 in UTC. */
export type CmsVerdict =
  | { readonly valid: true; readonly certificatePem: string; readonly signedAt: string }
  | {
      readonly valid: false;
      /**
       * `malformed`: the bytes are not one detached signature of this profile (one signer, whose certificate is inside; content type,
       * digest and signing time are signed; SHA-2 with RSA). `content-changed`: the signed digest belongs to other bytes.
       * `signature-wrong`: the signature was not made with the key of the certificate.
       */
      readonly reason: 'malformed' | 'content-changed' | 'signature-wrong';
      /** The signer's certificate, or null where none could be found. */
      readonly certificatePem: string | null;
    };

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const CONTENT_IS_BYTES = '1.2.840.113549.1.7.1';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_TIME = '1.2.840.113549.1.9.5';
const RSA = '1.2.840.113549.1.1.1';
const SHA256 = '2.16.840.1.101.3.4.2.1';

const DIGESTS: Readonly<Record<string, { readonly name: string; readonly withRsa: string }>> = {
  [SHA256]: { name: 'sha256', withRsa: '1.2.840.113549.1.1.11' },
  '2.16.840.1.101.3.4.2.2': { name: 'sha384', withRsa: '1.2.840.113549.1.1.12' },
  '2.16.840.1.101.3.4.2.3': { name: 'sha512', withRsa: '1.2.840.113549.1.1.13' },
};

/**
 * Signs the bytes with SHA-256 and RSA. Equal arguments give equal bytes.
 *
 * @param signedAt a fraction of a second is dropped, because the format has none
 * @returns a detached CMS SignedData in DER
 * @throws Error when the certificate or the key cannot be read
 */
export async function signCms(content: Uint8Array, key: SigningKey, signedAt: Date): Promise<Uint8Array> {
  const { certificate, holder } = certificateIn(key.certificatePem);
  const attributes = Buffer.concat(
    [
      attribute(CONTENT_TYPE, oid(CONTENT_IS_BYTES)),
      attribute(SIGNING_TIME, new Uint8Array(timeOf(signedAt).toBER())),
      attribute(MESSAGE_DIGEST, der(OCTETS, createHash('sha256').update(content).digest())),
    ].sort(Buffer.compare),
  );
  const signature = sign('sha256', der(SET, attributes), privateKeyOf(key.privateKeyPem));
  const signer = der(
    SEQUENCE,
    ...[VERSION_1, holder, SHA256_ALGORITHM, der(TAGGED, attributes), RSA_ALGORITHM, der(OCTETS, signature)],
  );
  const signedData = der(
    SEQUENCE,
    ...[VERSION_1, der(SET, SHA256_ALGORITHM), der(SEQUENCE, oid(CONTENT_IS_BYTES)), der(TAGGED, certificate)],
    der(SET, signer),
  );
  return Uint8Array.from(der(SEQUENCE, oid(SIGNED_DATA), der(TAGGED, signedData)));
}

// The structures of RFC 5652, 5.1, are put together from bytes, because building them from objects takes longer than the signature itself.
const SEQUENCE = 0x30;
const SET = 0x31;
const OCTETS = 0x04;
const TAGGED = 0xa0;
const VERSION_1 = Uint8Array.of(0x02, 0x01, 0x01);
const NULL = Uint8Array.of(0x05, 0x00);
const oid = keeping((id: string) => new Uint8Array(new ObjectIdentifier({ value: id }).toBER()));
const SHA256_ALGORITHM = der(SEQUENCE, oid(SHA256), NULL);
const RSA_ALGORITHM = der(SEQUENCE, oid(RSA), NULL);

const attribute = (type: string, value: Uint8Array) => der(SEQUENCE, oid(type), der(SET, value));

/** One value in DER: its tag, its length and its contents. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.of(tag), derLength(body.byteLength), body]);
}

// Keys and certificates are remembered, because a run uses the same few hundreds of times, and reading one takes longer than using it.
const privateKeyOf = keeping((pem: string) => createPrivateKey(pem));
const certificateIn = keeping((pem: string) => {
  const certificate = certificateDer(pem);
  const read = Certificate.fromBER(certificate);
  const holder = new IssuerAndSerialNumber({ issuer: read.issuer, serialNumber: read.serialNumber });
  return {
    certificate,
    /** How a signature names its signer: by the issuer and the serial number of the certificate. */
    holder: new Uint8Array(holder.toSchema().toBER()),
  };
});
const publicKeyOf = keeping((pem: string) => new X509Certificate(pem).publicKey);

/**
 * Checks a detached signature over the bytes with the certificate inside it. It never throws. It does not judge whether that certificate
 * is trusted, in force and the right person's.
 */
export async function verifyCms(der: Uint8Array, content: Uint8Array): Promise<CmsVerdict> {
  return openCms(der)(content);
}

/** Reads a detached signature once, and returns a function that checks it over any content, as {@link verifyCms} does. */
export function openCms(der: Uint8Array): (content: Uint8Array) => CmsVerdict {
  let found: string | null = null;
  const refuse = (reason: 'malformed' | 'content-changed' | 'signature-wrong'): CmsVerdict => ({
    valid: false,
    reason,
    certificatePem: found,
  });
  try {
    const { signedData, signer, certificates } = parse(der);
    const certificate = certificateOf(certificates, signer);
    if (certificate === null) return () => refuse('malformed');
    const pem = certificatePem(certificate);
    const publicKey = publicKeyOf(pem);
    found = pem;
    const claims = readClaims(signedData, signer);
    if (claims === null || publicKey.asymmetricKeyType !== 'rsa') return () => refuse('malformed');
    const isSigned = isSignedWith(publicKey, signer, claims);
    return (content) => {
      if (!createHash(claims.digest).update(content).digest().equals(claims.contentDigest))
        return refuse('content-changed');
      return isSigned ? { valid: true, certificatePem: pem, signedAt: claims.signedAt } : refuse('signature-wrong');
    };
  } catch {
    // The bytes come from outside, so an error of the parser means that the signature is malformed, not that this program is wrong.
    return () => refuse('malformed');
  }
}

interface Claims {
  readonly digest: string;
  readonly contentDigest: Uint8Array;
  readonly signedAt: string;
  readonly attributes: readonly Attribute[];
}

function parse(der: Uint8Array): { signedData: SignedData; signer: SignerInfo; certificates: readonly Embedded[] } {
  const bytes = Uint8Array.from(der);
  const { offset, result } = fromBER(bytes);
  if (offset !== bytes.byteLength) throw new Error('bytes follow the signature');
  const info = new ContentInfo({ schema: result });
  if (info.contentType !== SIGNED_DATA) throw new Error('not a signature');
  const { certificates, rest } = withoutCertificates(info.content);
  const signedData = new SignedData({ schema: rest });
  if (signedData.certificates !== undefined) throw new Error('certificates stand in two places');
  const [signer, ...others] = signedData.signerInfos;
  if (signer === undefined || others.length > 0) throw new Error('not exactly one signer');
  return { signedData, signer, certificates };
}

/** The signed attributes that this profile asks for, or `null` when one is missing, repeated or of the wrong kind. */
function readClaims(signedData: SignedData, signer: SignerInfo): Claims | null {
  const digest = DIGESTS[signer.digestAlgorithm.algorithmId];
  const signature = signer.signatureAlgorithm.algorithmId;
  const attributes = signer.signedAttrs?.attributes ?? [];
  const contentType = onlyValue(attributes, CONTENT_TYPE);
  const contentDigest = onlyValue(attributes, MESSAGE_DIGEST);
  const signedAt = onlyValue(attributes, SIGNING_TIME);
  if (digest === undefined || (signature !== RSA && signature !== digest.withRsa)) return null;
  // The signature has to be detached: content inside it would be a second document, which nobody checks.
  if (signedData.encapContentInfo.eContent !== undefined) return null;
  if (!(contentType instanceof ObjectIdentifier) || !(contentDigest instanceof OctetString)) return null;
  // RFC 5652, 11.1: the attribute repeats the type of the content.
  if (contentType.getValue() !== CONTENT_IS_BYTES) return null;
  if (signedData.encapContentInfo.eContentType !== CONTENT_IS_BYTES) return null;
  if (!(signedAt instanceof UTCTime || signedAt instanceof GeneralizedTime)) return null;
  return {
    digest: digest.name,
    contentDigest: contentDigest.valueBlock.valueHexView,
    signedAt: signedAt.toDate().toISOString(),
    attributes,
  };
}

function isSignedWith(key: KeyObject, signer: SignerInfo, claims: Claims): boolean {
  const bytes = signedBytes(inDerOrder(claims.attributes));
  return verify(claims.digest, bytes, key, signer.signature.valueBlock.valueHexView);
}

function onlyValue(attributes: readonly Attribute[], type: string): unknown {
  const [only, ...others] = attributes.filter((attribute) => attribute.type === type);
  return others.length === 0 && only?.values.length === 1 ? only.values[0] : undefined;
}

function encoded(attribute: Attribute): Buffer {
  return Buffer.from(attribute.toSchema().toBER());
}

/** X.690, 11.6: the members of a SET OF stand in ascending order of their encodings. */
function inDerOrder(attributes: readonly Attribute[]): Attribute[] {
  return [...attributes].sort((left, right) => Buffer.compare(encoded(left), encoded(right)));
}

/** RFC 5652, 5.4: what is signed is the DER of the attributes as a SET OF, not with the tag that they carry in the message. */
function signedBytes(attributes: readonly Attribute[]): Uint8Array {
  return der(SET, ...attributes.map(encoded));
}

function derLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Uint8Array.of(0x80 | bytes.byteLength), bytes]);
}

function timeOf(moment: Date): UTCTime | GeneralizedTime {
  // RFC 5652, 11.3: UTCTime through the year 2049, GeneralizedTime without a fraction of a second afterwards.
  const valueDate = new Date(Math.floor(moment.getTime() / 1000) * 1000);
  return valueDate.getUTCFullYear() < 2050 ? new UTCTime({ valueDate }) : new GeneralizedTime({ valueDate });
}
