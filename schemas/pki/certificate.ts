// Reads X.509 certificates and revocation lists of the national profile, and checks who signed them.
import { verify, X509Certificate } from 'node:crypto';
import { type AsnType, BaseBlock, BitString, Enumerated, fromBER } from 'asn1js';
import {
  Certificate,
  CertificateRevocationList,
  CRLDistributionPoints,
  type Extension,
  type GeneralName,
  InfoAccess,
  type RelativeDistinguishedNames,
} from 'pkijs';
import { keeping } from './keeping.ts';

/** What a certificate may be used for, according to its key usage. */
export type CertificateUse = 'sign' | 'authenticate' | 'other';

/** The contents of one certificate. */
export interface CertificateFacts {
  /** The certificate itself as PEM, wrapped as {@link certificatePem} does it. */
  readonly pem: string;
  /** Lower-case hexadecimal, whole bytes, without a leading zero byte. */
  readonly serialNumber: string;
  /** The distinguished name, in the order in which it was issued; special characters are escaped with a backslash. */
  readonly subject: string;
  readonly issuer: string;
  /** The common name of the subject; empty when it has none. */
  readonly commonName: string;
  /** The organisation that the subject belongs to; `null` when it names none. */
  readonly organisation: string | null;
  /** The twelve digits, whose check digit is not checked; `null` when the subject has none. The same holds for `bin`. */
  readonly iin: string | null;
  readonly bin: string | null;
  /** The first moment of validity (included), ISO 8601 in UTC. */
  readonly notBefore: string;
  /** The last moment of validity (included), ISO 8601 in UTC. */
  readonly notAfter: string;
  readonly use: CertificateUse;
  readonly crlUrl: string | null;
  readonly ocspUrl: string | null;
}

/** Why a certificate was revoked: the reasons of RFC 5280, 5.3.1, in this project's words. */
export type RevocationReason =
  | 'unspecified'
  | 'key-compromise'
  | 'authority-compromise'
  | 'affiliation-changed'
  | 'superseded'
  | 'cessation-of-operation'
  | 'hold'
  | 'remove-from-list'
  | 'privilege-withdrawn';

/** One entry of a revocation list. */
export interface RevokedCertificate {
  /** Lower-case hexadecimal, comparable with `CertificateFacts.serialNumber`. */
  readonly serialNumber: string;
  readonly reason: RevocationReason;
  /** When the certificate was revoked, ISO 8601 in UTC. */
  readonly at: string;
}

/** The contents of one revocation list. */
export interface CrlFacts {
  readonly issuer: string;
  readonly thisUpdate: string;
  /** `null` when the list does not say when the next one is due. */
  readonly nextUpdate: string | null;
  readonly revoked: readonly RevokedCertificate[];
}

const DN_LABELS: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SURNAME',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.42': 'GIVENNAME',
  '1.2.840.113549.1.9.1': 'E',
};

/** The revocation reasons by their codes in RFC 5280, 5.3.1. */
export const REASONS: Readonly<Record<number, RevocationReason>> = {
  1: 'key-compromise',
  2: 'authority-compromise',
  3: 'affiliation-changed',
  4: 'superseded',
  5: 'cessation-of-operation',
  6: 'hold',
  8: 'remove-from-list',
  9: 'privilege-withdrawn',
  10: 'authority-compromise',
};

const DIGEST_OF_SIGNATURE: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
};

/** The DER bytes inside a PEM certificate. @throws Error when the text is not one PEM certificate. */
export function certificateDer(pem: string): Uint8Array<ArrayBuffer> {
  const body = /^\s*-----BEGIN CERTIFICATE-----\s+([A-Za-z0-9+/=\s]+?)-----END CERTIFICATE-----\s*$/.exec(pem)?.[1];
  if (body === undefined) {
    throw new Error(
      `Not a PEM certificate: expected one block "-----BEGIN CERTIFICATE-----", got "${pem.slice(0, 40)}"`,
    );
  }
  return Uint8Array.from(Buffer.from(body, 'base64'));
}

/** The PEM text of a DER certificate: 64 columns, LF, one line feed at the end. */
export function certificatePem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** Reads one certificate. @throws Error when the text is not one well-formed PEM certificate. */
export function readCertificate(pem: string): CertificateFacts {
  const der = certificateDer(pem);
  const certificate = parsed('certificate', () => new Certificate({ schema: wholeBlock(der) }));
  return parsed('certificate', () => ({
    pem: certificatePem(der),
    serialNumber: serialOf(certificate.serialNumber.valueBlock.valueHexView),
    subject: nameText(certificate.subject),
    issuer: nameText(certificate.issuer),
    commonName: valuesOf(certificate.subject, '2.5.4.3')[0] ?? '',
    organisation: valuesOf(certificate.subject, '2.5.4.10')[0] ?? null,
    iin: numberAfter('IIN', valuesOf(certificate.subject, '2.5.4.5')),
    bin: numberAfter('BIN', [
      ...valuesOf(certificate.subject, '2.5.4.11'),
      ...valuesOf(certificate.subject, '2.5.4.5'),
    ]),
    notBefore: certificate.notBefore.value.toISOString(),
    notAfter: certificate.notAfter.value.toISOString(),
    use: useOf(extensionValue(certificate.extensions, '2.5.29.15')),
    crlUrl: crlUrlOf(extensionValue(certificate.extensions, '2.5.29.31')),
    ocspUrl: ocspUrlOf(extensionValue(certificate.extensions, '1.3.6.1.5.5.7.1.1')),
  }));
}

/**
 * Whether a certificate was issued by an authority: signed with its key and naming it as the issuer. Validity in time and revocation are
 * not judged.
 *
 * @throws Error when either text is not a PEM certificate, or the issuer's key is of a kind that OpenSSL does not know (GOST)
 */
export const isIssuedBy = (pem: string, issuerPem: string): boolean => isIssued(issuerPem)(pem);

// The same few certificates are shown again and again, so each pair is checked once.
const isIssued = keeping((issuerPem) => {
  const issuer = parsed('certificate', () => new X509Certificate(certificateDer(issuerPem)));
  return keeping((pem) => {
    const certificate = parsed('certificate', () => new X509Certificate(certificateDer(pem)));
    const key = parsed('public key', () => issuer.publicKey);
    return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(key);
  });
});

/** The public key in a certificate. @throws Error when the text is not a PEM certificate, or the key is of a kind that OpenSSL does not know */
export const publicKeyOf = keeping((pem) => new X509Certificate(pem).publicKey);

/** Reads one revocation list. @throws Error when the bytes are not one well-formed list. */
export function readCrl(der: Uint8Array): CrlFacts {
  return parsed('revocation list', () => {
    const crl = parseCrl(der);
    return {
      issuer: nameText(crl.issuer),
      thisUpdate: crl.thisUpdate.value.toISOString(),
      nextUpdate: crl.nextUpdate?.value.toISOString() ?? null,
      revoked: (crl.revokedCertificates ?? []).map((entry) => ({
        serialNumber: serialOf(entry.userCertificate.valueBlock.valueHexView),
        reason: reasonOf(extensionValue(entry.crlEntryExtensions?.extensions, '2.5.29.21')),
        at: entry.revocationDate.value.toISOString(),
      })),
    };
  });
}

/**
 * Whether a revocation list comes from the issuer: signed with its key and carrying its name. Only RSA signatures count.
 *
 * @throws Error when the bytes are not a list, or the text is not a PEM certificate
 */
export async function isCrlSignedBy(der: Uint8Array, issuerPem: string): Promise<boolean> {
  const crl = parsed('revocation list', () => parseCrl(der));
  const issuerDer = certificateDer(issuerPem);
  const issuer = parsed('certificate', () => Certificate.fromBER(issuerDer));
  const digest = DIGEST_OF_SIGNATURE[crl.signatureAlgorithm.algorithmId];
  // RFC 5280, 5.1.1.2: the algorithm named outside the signed part has to be the one named inside.
  const sameAlgorithm = crl.signature.algorithmId === crl.signatureAlgorithm.algorithmId;
  if (digest === undefined || !sameAlgorithm || !crl.issuer.isEqual(issuer.subject)) return false;
  const key = parsed('public key', () => new X509Certificate(issuerDer).publicKey);
  if (key.asymmetricKeyType !== 'rsa') return false;
  return verify(digest, crl.tbsView, key, crl.signatureValue.valueBlock.valueHexView);
}

function parsed<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new Error(`Malformed ${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function parseCrl(der: Uint8Array): CertificateRevocationList {
  return new CertificateRevocationList({ schema: wholeBlock(Uint8Array.from(der)) });
}

function wholeBlock(der: Uint8Array<ArrayBuffer>): AsnType {
  const { offset, result } = fromBER(der);
  if (result.error !== '') throw new Error(result.error);
  if (offset !== der.byteLength) throw new Error(`${der.byteLength - offset} bytes follow the end`);
  return result;
}

function serialOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return hex.replace(/^(?:00)+(?=.)/, '');
}

function valueText(value: unknown): string {
  if (!(value instanceof BaseBlock) || !('getValue' in value) || typeof value.getValue !== 'function') return '';
  const text: unknown = value.getValue();
  return typeof text === 'string' ? text : '';
}

function valuesOf(name: RelativeDistinguishedNames, type: string): string[] {
  return name.typesAndValues.filter((part) => part.type === type).map((part) => valueText(part.value));
}

function nameText(name: RelativeDistinguishedNames): string {
  // Written as in RFC 4514, 2.4, but in the order as issued, because names of the national profile are read in that order.
  return name.typesAndValues
    .map((part) => {
      const value = valueText(part.value).replace(/["+,;<>\\]|^[ #]| $/g, '\\$&');
      return `${DN_LABELS[part.type] ?? part.type}=${value}`;
    })
    .join(', ');
}

function numberAfter(prefix: 'IIN' | 'BIN', values: readonly string[]): string | null {
  for (const value of values) {
    if (value.startsWith(prefix) && /^\d{12}$/.test(value.slice(3))) return value.slice(3);
  }
  return null;
}

function extensionValue(extensions: readonly Extension[] | undefined, id: string): unknown {
  return extensions?.find((extension) => extension.extnID === id)?.parsedValue;
}

function useOf(keyUsage: unknown): CertificateUse {
  const bits = keyUsage instanceof BitString ? (keyUsage.valueBlock.valueHexView[0] ?? 0) : 0;
  const has = (bit: number): boolean => (bits & (0x80 >> bit)) !== 0;
  // In the national profile, digital signature with non-repudiation means a signing key, with key encipherment an authentication key.
  if (has(0) && has(1)) return 'sign';
  return has(0) && has(2) ? 'authenticate' : 'other';
}

function urlOf(names: readonly GeneralName[]): string | null {
  const url: unknown = names.find((name) => name.type === 6)?.value;
  return typeof url === 'string' ? url : null;
}

function crlUrlOf(points: unknown): string | null {
  if (!(points instanceof CRLDistributionPoints)) return null;
  for (const { distributionPoint } of points.distributionPoints) {
    const url = Array.isArray(distributionPoint) ? urlOf(distributionPoint) : null;
    if (url !== null) return url;
  }
  return null;
}

function ocspUrlOf(access: unknown): string | null {
  if (!(access instanceof InfoAccess)) return null;
  const ocsp = access.accessDescriptions.filter((one) => one.accessMethod === '1.3.6.1.5.5.7.48.1');
  return urlOf(ocsp.map((one) => one.accessLocation));
}

function reasonOf(code: unknown): RevocationReason {
  return (code instanceof Enumerated ? REASONS[code.valueBlock.valueDec] : undefined) ?? 'unspecified';
}
