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
/** The attribute that names the certificate of the signer by its digest (RFC 5035), as CAdES and time stamps have it. */
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.47';
/** The attribute that holds a time stamp of the signature (RFC 3161, appendix A). */
const TIME_STAMP_TOKEN = '1.2.840.113549.1.9.16.2.14';
const RSA = '1.2.840.113549.1.1.1';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const SHA256 = '2.16.840.1.101.3.4.2.1';

/** What a signature is to hold besides what every one holds. */
export interface CmsOptions {
  /** Whether it holds the content, which is left outside by default. */
  readonly holdsContent?: boolean;
  /** What the content is, by the object identifier of its type. Default bytes. */
  readonly contentType?: string;
  /** That the content is not at hand, but this SHA-256 digest of it. */
  readonly digest?: Uint8Array;
  /** Whether the signed attributes name the certificate. Default false. */
  readonly namesCertificate?: boolean;
  /** Whether they tell the time. Default true; in a PDF the time stands elsewhere (ETSI EN 319 142-1, 6.3). */
  readonly tellsTime?: boolean;
  /** The certificates that it holds, PEM. Default that of the signer. */
  readonly certificates?: readonly string[];
  /** Makes a time stamp token of the value of the signature, which is put beside it. */
  readonly stamp?: (signature: Uint8Array) => Promise<Uint8Array>;
}

/**
 * Signs the bytes with SHA-256 and RSA or ECDSA, by the kind of the key. With RSA equal arguments give equal bytes.
 *
 * @param signedAt a fraction of a second is dropped, because the format has none
 * @returns a CMS SignedData in DER
 * @throws Error when the certificate or the key cannot be read, or the key is of another kind
 */
export async function signCms(
  content: Uint8Array,
  key: SigningKey,
  signedAt: Date,
  options: CmsOptions = {},
): Promise<Uint8Array> {
  const { holdsContent = false, contentType, certificates, stamp } = options;
  const attributes = signedAttributes(content, signedAt, { ...options, certificatePem: key.certificatePem });
  const privateKey = privateKeyOf(key.privateKeyPem);
  const kind = privateKey.asymmetricKeyType ?? '';
  algorithmOf(kind);
  const signature = sign('sha256', attributes, privateKey);
  const made = { attributes, signature, kind, certificatePem: key.certificatePem };
  return assembleCms(made, {
    held: holdsContent ? content : null,
    ...(contentType === undefined ? {} : { contentType }),
    ...(certificates === undefined ? {} : { certificates }),
    ...(stamp === undefined ? {} : { stampToken: await stamp(signature) }),
  });
}

/** What a signer signs of a content: its digest, its type and by default the time, as the set of signed attributes in DER. */
export function signedAttributes(
  content: Uint8Array,
  signedAt: Date,
  options: Pick<CmsOptions, 'contentType' | 'digest' | 'namesCertificate' | 'tellsTime'> & {
    /** Needed where the attributes name it. */
    readonly certificatePem?: string;
  } = {},
): Uint8Array {
  const { contentType = CONTENT_IS_BYTES, namesCertificate = false, tellsTime = true, certificatePem = '' } = options;
  const { digest = createHash('sha256').update(content).digest() } = options;
  const attributes = [
    attribute(CONTENT_TYPE, oid(contentType)),
    ...(tellsTime ? [attribute(SIGNING_TIME, timeOf(signedAt))] : []),
    attribute(MESSAGE_DIGEST, der(OCTETS, digest)),
    ...(namesCertificate ? [naming(certificateIn(certificatePem).digest)] : []),
  ];
  return der(SET, ...attributes.sort(Buffer.compare));
}

/** Without an algorithm the digest is one of SHA-256 (RFC 5035, 4). */
const naming = (digest: Uint8Array): Uint8Array =>
  attribute(SIGNING_CERTIFICATE, der(SEQUENCE, der(SEQUENCE, der(SEQUENCE, der(OCTETS, digest)))));

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
 * @param options `held` is the content that it holds, by default none; `stampToken` a time stamp that is put beside the signature
 * @throws Error where the certificate or the attributes cannot be read, or the key is of another kind
 */
export function assembleCms(
  { attributes, signature, kind, certificatePem }: MadeSignature,
  options: Pick<CmsOptions, 'contentType' | 'certificates'> & {
    readonly held?: Uint8Array | null;
    readonly stampToken?: Uint8Array;
  } = {},
): Uint8Array {
  const { held = null, contentType = CONTENT_IS_BYTES, certificates = [certificatePem], stampToken } = options;
  const { holder } = certificateIn(certificatePem);
  const signer = der(
    SEQUENCE,
    ...[VERSION_1, holder, SHA256_ALGORITHM, taggedSet(attributes), algorithmOf(kind), der(OCTETS, signature)],
    ...(stampToken === undefined ? [] : [der(TAGGED + 1, attribute(TIME_STAMP_TOKEN, stampToken))]),
  );
  const signedData = der(
    SEQUENCE,
    // RFC 5652, 5.1: the version says whether the content is of another type than bytes.
    ...[contentType === CONTENT_IS_BYTES ? VERSION_1 : VERSION_3, der(SET, SHA256_ALGORITHM)],
    der(SEQUENCE, oid(contentType), ...(held === null ? [] : [der(TAGGED, der(OCTETS, held))])),
    ...(certificates.length === 0 ? [] : [der(TAGGED, ...certificates.map((pem) => certificateIn(pem).certificate))]),
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
const VERSION_3 = Uint8Array.of(0x02, 0x01, 0x03);
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
    digest: createHash('sha256').update(certificate).digest(),
    /** How a signature names its signer: by the issuer and the serial number of the certificate. */
    holder: new Uint8Array(holder.toSchema().toBER()),
  };
});
