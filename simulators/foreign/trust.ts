// Checks certificates, and makes and checks detached signatures, with public libraries: foreign portals share no code with the suites.
import 'reflect-metadata';
import { createPrivateKey, webcrypto } from 'node:crypto';
import { KeyUsageFlags, KeyUsagesExtension, X509Certificate, X509Crl, X509CrlReason } from '@peculiar/x509';
import { fromBER, Null, ObjectIdentifier, OctetString, UTCTime } from 'asn1js';
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';

/** A certificate and the private key (PKCS#8) that belongs to it, both PEM. */
export interface SealKey {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** The authorities that a portal trusts, and the key that signs its results. */
export interface TrustOptions {
  /** PEM certificates of the authorities that issue to persons. */
  readonly trusted: readonly string[];
  /** Revocation lists, DER or PEM; each counts only for the authority that signed it. */
  readonly revocationLists?: readonly (Uint8Array | string)[];
  /** The key of the provider's authorised person, which signs the results. */
  readonly official: SealKey;
}

/** Why a person may not sign with a certificate. */
export type CertificateObjection =
  | 'unreadable'
  | 'foreign-issuer'
  | 'too-early'
  | 'too-late'
  | 'withdrawn'
  | 'suspended'
  | 'login-only'
  | 'of-somebody-else';

const RSA_SHA256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const SERIAL_NUMBER_OF_SUBJECT = '2.5.4.5';
const SIGNING = KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation;
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const PLAIN_DATA = '1.2.840.113549.1.7.1';
const SHA256 = '2.16.840.1.101.3.4.2.1';

/**
 * Every objection to a certificate, the gravest first; empty where the person may sign with it at that moment.
 * @param misread by how many milliseconds its validity is taken to begin and to end later than it does, which is wrong
 */
export async function objectionsTo(
  pem: string,
  { trusted, revocationLists = [] }: TrustOptions,
  iin: string,
  at: Date,
  misread = { from: 0, to: 0 },
): Promise<CertificateObjection[]> {
  const certificate = parse(pem);
  if (certificate === null) return ['unreadable'];
  const found: CertificateObjection[] = [];
  const issuer = await issuerOf(certificate, trusted);
  if (issuer === null) found.push('foreign-issuer');
  if (at.getTime() < certificate.notBefore.getTime() + misread.from) found.push('too-early');
  if (at.getTime() > certificate.notAfter.getTime() + misread.to) found.push('too-late');
  if (issuer !== null) found.push(...(await revocationsOf(certificate, issuer, revocationLists, at)));
  const usages = certificate.getExtension(KeyUsagesExtension)?.usages ?? 0;
  if ((usages & SIGNING) !== SIGNING) found.push('login-only');
  if (!certificate.subjectName.getField(SERIAL_NUMBER_OF_SUBJECT).includes(`IIN${iin}`)) found.push('of-somebody-else');
  return found;
}

function parse(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem.trim());
  } catch {
    return null;
  }
}

async function issuerOf(certificate: X509Certificate, trusted: readonly string[]): Promise<X509Certificate | null> {
  for (const pem of trusted) {
    const candidate = new X509Certificate(pem);
    if (candidate.subject !== certificate.issuer) continue;
    if (await certificate.verify({ publicKey: candidate, signatureOnly: true }).catch(() => false)) return candidate;
  }
  return null;
}

async function revocationsOf(
  { serialNumber }: X509Certificate,
  issuer: X509Certificate,
  lists: readonly (Uint8Array | string)[],
  at: Date,
): Promise<CertificateObjection[]> {
  const found: CertificateObjection[] = [];
  for (const list of lists) {
    const crl = new X509Crl(typeof list === 'string' ? list : Uint8Array.from(list));
    if (!(await crl.verify({ publicKey: issuer }))) continue;
    for (const entry of crl.entries) {
      if (entry.serialNumber !== serialNumber || entry.revocationDate > at) continue;
      found.push(entry.reason === X509CrlReason.certificateHold ? 'suspended' : 'withdrawn');
    }
  }
  return found;
}

/**
 * Whether the bytes are a detached CMS signature over the content, made with that certificate.
 * @param takesOwn whether one over content that it holds itself is taken for one over the content, which is wrong
 */
export async function isSealOf(
  cms: Uint8Array,
  content: Uint8Array,
  certificatePem: string,
  takesOwn = false,
): Promise<boolean> {
  try {
    const signed = new SignedData({ schema: ContentInfo.fromBER(Uint8Array.from(cms)).content });
    const holdsOwn = signed.encapContentInfo.eContent !== undefined;
    if ((holdsOwn && !takesOwn) || signed.signerInfos.length !== 1) return false;
    const { signatureVerified, signerCertificate } = await signed.verify({
      signer: 0,
      ...(holdsOwn ? {} : { data: Uint8Array.from(content).buffer }),
      extendedMode: true,
    });
    const chosen = Buffer.from(new X509Certificate(certificatePem.trim()).rawData);
    return signatureVerified === true && chosen.equals(new Uint8Array(signerCertificate?.toSchema().toBER() ?? []));
  } catch {
    // The bytes come from outside: where a parser throws, whatever the reason, they are no signature.
    return false;
  }
}

/** A detached CMS signature over the content, DER; SHA-256 with RSA. */
export async function seal(content: Uint8Array, key: SealKey, at: Date): Promise<Uint8Array> {
  const der = Uint8Array.from(Buffer.from(new X509Certificate(key.certificatePem.trim()).rawData));
  const certificate = new Certificate({ schema: fromBER(der).result });
  const digest = await webcrypto.subtle.digest('SHA-256', Uint8Array.from(content));
  const signer = new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
    digestAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256, algorithmParams: new Null() }),
    // DER wants the members of a set in ascending order of their encodings: type, time, digest.
    signedAttrs: new SignedAndUnsignedAttributes({
      type: 0,
      attributes: [
        new Attribute({ type: '1.2.840.113549.1.9.3', values: [new ObjectIdentifier({ value: PLAIN_DATA })] }),
        new Attribute({ type: '1.2.840.113549.1.9.5', values: [new UTCTime({ valueDate: at })] }),
        new Attribute({ type: '1.2.840.113549.1.9.4', values: [new OctetString({ valueHex: digest })] }),
      ],
    }),
  });
  const signed = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: PLAIN_DATA }),
    certificates: [certificate],
    signerInfos: [signer],
  });
  const pkcs8 = createPrivateKey(key.privateKeyPem).export({ type: 'pkcs8', format: 'der' });
  const privateKey = await webcrypto.subtle.importKey('pkcs8', Uint8Array.from(pkcs8), RSA_SHA256, false, ['sign']);
  await signed.sign(privateKey, 0, 'SHA-256', Uint8Array.from(content).buffer);
  return new Uint8Array(
    new ContentInfo({ contentType: SIGNED_DATA, content: signed.toSchema(true) }).toSchema().toBER(),
  );
}
