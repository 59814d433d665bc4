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
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.47';
const SHA256 = '2.16.840.1.101.3.4.2.1';

/** How a signature differs from the plain one. */
export interface CmsForm {
  /** Whether the signature holds the content, which is left outside by default. */
  readonly holdsContent?: boolean;
  /** Whether it is one for a PDF (ETSI EN 319 142-1, 6.3): it names its certificate by digest, and the time stands in the PDF instead. */
  readonly isForPdf?: boolean;
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
  { holdsContent = false, isForPdf = false }: CmsForm = {},
): Promise<Uint8Array> {
  const { certificate, holder } = certificateIn(key.certificatePem);
  const attributes = Buffer.concat(
    [
      attribute(CONTENT_TYPE, oid(CONTENT_IS_BYTES)),
      isForPdf ? namingOf(certificate) : attribute(SIGNING_TIME, timeOf(signedAt)),
      attribute(MESSAGE_DIGEST, der(OCTETS, digest(content))),
    ].sort(Buffer.compare),
  );
  const privateKey = privateKeyOf(key.privateKeyPem);
  const algorithm = ALGORITHMS[privateKey.asymmetricKeyType ?? ''];
  if (algorithm === undefined)
    throw new Error(`no CMS signature is made with a key of the kind ${privateKey.asymmetricKeyType}`);
  const signature = sign('sha256', der(SET, attributes), privateKey);
  const signer = der(
    SEQUENCE,
    ...[VERSION_1, holder, SHA256_ALGORITHM, der(TAGGED, attributes), algorithm, der(OCTETS, signature)],
  );
  const held = holdsContent ? [der(TAGGED, der(OCTETS, content))] : [];
  const signedData = der(
    SEQUENCE,
    ...[VERSION_1, der(SET, SHA256_ALGORITHM), der(SEQUENCE, oid(CONTENT_IS_BYTES), ...held), der(TAGGED, certificate)],
    der(SET, signer),
  );
  return Uint8Array.from(der(SEQUENCE, oid(SIGNED_DATA), der(TAGGED, signedData)));
}

const VERSION_1 = Uint8Array.of(0x02, 0x01, 0x01);
const SHA256_ALGORITHM = der(SEQUENCE, oid(SHA256), NULL);
/** How a signature names its algorithm, by the kind of the key (RFC 3370, 3.2; RFC 5754, 3.3). */
const ALGORITHMS: Readonly<Record<string, Uint8Array>> = {
  rsa: der(SEQUENCE, oid(RSA), NULL),
  ec: der(SEQUENCE, oid(ECDSA_WITH_SHA256)),
};

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** The attribute that binds a signature to its certificate (RFC 5035, 3; SHA-256 is what it means where no digest is named). */
const namingOf = (certificate: Uint8Array) =>
  attribute(SIGNING_CERTIFICATE, der(SEQUENCE, der(SEQUENCE, der(SEQUENCE, der(OCTETS, digest(certificate))))));

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
