// Makes CMS signatures, detached unless they are asked to hold the content, over submitted bytes: SHA-256 with RSA or ECDSA, RFC 5652.
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { Certificate, IssuerAndSerialNumber } from 'pkijs';
import { certificateDer } from './certificate.ts';
import { der, NULL, OCTETS, oid, SEQUENCE, SET, TAGGED, timeOf } from './der.ts';
import { keeping } from './keeping.ts';

/** A private key (PKCS#8) and the certificate of its holder, both as PEM. */
export interface SigningKey {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export const SIGNED_DATA = '1.2.840.113549.1.7.2';
export const CONTENT_IS_BYTES = '1.2.840.113549.1.7.1';
export const CONTENT_TYPE = '1.2.840.113549.1.9.3';
export const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
export const SIGNING_TIME = '1.2.840.113549.1.9.5';
const RSA = '1.2.840.113549.1.1.1';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const SHA256 = '2.16.840.1.101.3.4.2.1';

/**
 * Signs the bytes with SHA-256 and RSA or ECDSA, by the kind of the key. With RSA equal arguments give equal bytes.
 *
 * @param signedAt a fraction of a second is dropped, because the format has none
 * @param options whether the signature holds the content, which is left outside by default
 * @returns a CMS SignedData in DER
 * @throws Error when the certificate or the key cannot be read, or the key is of another kind
 */
export async function signCms(
  content: Uint8Array,
  key: SigningKey,
  signedAt: Date,
  { holdsContent = false }: { holdsContent?: boolean } = {},
): Promise<Uint8Array> {
  const attributes = signedAttributes(content, signedAt);
  const privateKey = privateKeyOf(key.privateKeyPem);
  const kind = privateKey.asymmetricKeyType ?? '';
  algorithmOf(kind);
  const signature = sign('sha256', attributes, privateKey);
  const made = { attributes, signature, kind, certificatePem: key.certificatePem };
  return assembleCms(made, holdsContent ? content : null);
}

/** What a signer signs of a content: its digest and the time, as the set of signed attributes in DER. */
export function signedAttributes(content: Uint8Array, signedAt: Date): Uint8Array {
  const attributes = [
    attribute(CONTENT_TYPE, oid(CONTENT_IS_BYTES)),
    attribute(SIGNING_TIME, timeOf(signedAt)),
    attribute(MESSAGE_DIGEST, der(OCTETS, createHash('sha256').update(content).digest())),
  ];
  return der(SET, ...attributes.sort(Buffer.compare));
}

/** A signature over signed attributes that was made elsewhere, such as in a browser. */
export interface MadeSignature {
  /** As {@link signedAttributes} gives them. */
  readonly attributes: Uint8Array;
  readonly signature: Uint8Array;
  /** The kind of the key: `rsa` or `ec`. */
  readonly kind: string;
  readonly certificatePem: string;
}

/**
 * The CMS SignedData of a signature, in DER.
 * @param held the content that it holds; null leaves that outside
 * @throws Error where the certificate or the attributes cannot be read, or the key is of another kind
 */
export function assembleCms(made: MadeSignature, held: Uint8Array | null = null): Uint8Array {
  const { certificate, holder } = certificateIn(made.certificatePem);
  const algorithm = algorithmOf(made.kind);
  const signer = der(
    SEQUENCE,
    ...[VERSION_1, holder, SHA256_ALGORITHM, taggedSet(made.attributes), algorithm, der(OCTETS, made.signature)],
  );
  const content = held === null ? [] : [der(TAGGED, der(OCTETS, held))];
  const signedData = der(
    SEQUENCE,
    ...[
      VERSION_1,
      der(SET, SHA256_ALGORITHM),
      der(SEQUENCE, oid(CONTENT_IS_BYTES), ...content),
      der(TAGGED, certificate),
    ],
    der(SET, signer),
  );
  return Uint8Array.from(der(SEQUENCE, oid(SIGNED_DATA), der(TAGGED, signedData)));
}

/** The signed attributes as they stand in the signature, where their set bears another tag (RFC 5652, 5.4). */
function taggedSet(attributes: Uint8Array): Uint8Array {
  if (attributes[0] !== SET) throw new Error('the signed attributes are no set');
  return Uint8Array.from([TAGGED, ...attributes.subarray(1)]);
}

const VERSION_1 = Uint8Array.of(0x02, 0x01, 0x01);
const SHA256_ALGORITHM = der(SEQUENCE, oid(SHA256), NULL);
/** How a signature names its algorithm, by the kind of the key (RFC 3370, 3.2; RFC 5754, 3.3). */
const ALGORITHMS: Readonly<Record<string, Uint8Array>> = {
  rsa: der(SEQUENCE, oid(RSA), NULL),
  ec: der(SEQUENCE, oid(ECDSA_WITH_SHA256)),
};

function algorithmOf(kind: string): Uint8Array {
  const algorithm = ALGORITHMS[kind];
  if (algorithm === undefined) throw new Error(`no CMS signature is made with a key of the kind ${kind}`);
  return algorithm;
}

const attribute = (type: string, value: Uint8Array) => der(SEQUENCE, oid(type), der(SET, value));

/** The private key in a PEM text. @throws Error when there is none */
export const privateKeyOf = keeping((pem) => createPrivateKey(pem));
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
