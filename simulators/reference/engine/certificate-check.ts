// The certificate condition: issuer, validity, revocation, purpose and person, each really checked.
import { type CertificateFacts, isIssuedBy } from '../../../schemas/pki/certificate.ts';
import { readOcspResponse, writeOcspRequest } from '../../../schemas/pki/ocsp.ts';
import type { Cause } from '../../../schemas/vocabulary.ts';
import { readCertificateOnce, readCrlOnce } from './certificate-reading.ts';

/** Whom the check trusts, and how it reaches the certification authority. */
export interface CertificateServices {
  readonly trusted: readonly string[];
  readonly fetchCrl: (url: string) => Promise<Uint8Array>;
  readonly fetchOcsp: (url: string, request: Uint8Array) => Promise<Uint8Array>;
  /** Bytes that no request before this one carried. */
  readonly nonce: () => Uint8Array;
}

/** What a certificate is checked against. */
export interface CertificateQuestion extends CertificateServices {
  readonly pem: string;
  /** The IIN or BIN of the person at the screen. */
  readonly person: string;
  /** Moment of the check, milliseconds. */
  readonly at: number;
}

/** Why the certificate cannot be signed with; null where it can. */
export async function findCertificateFault(question: CertificateQuestion): Promise<Cause | null> {
  const { pem, person, at } = question;
  const certificate = readCertificateOnce(pem);
  // Nothing that an unknown issuer writes can be believed, so this comes first.
  const issuer = question.trusted.find((candidate) => isFrom(pem, candidate));
  if (issuer === undefined) return 'untrusted-issuer';
  if (at < Date.parse(certificate.notBefore)) return 'not-yet-valid';
  if (at > Date.parse(certificate.notAfter)) return 'expired';
  const revocation = await findRevocationOrDoubt(certificate, issuer, question);
  if (revocation !== null) return revocation;
  if (certificate.use !== 'sign') return 'authentication-key';
  return certificate.iin === person || certificate.bin === person ? null : 'another-person';
}

function isFrom(pem: string, issuerPem: string): boolean {
  try {
    return isIssuedBy(pem, issuerPem);
  } catch {
    // A key of a kind that cannot be verified here proves nothing.
    return false;
  }
}

/**
 * The standing by the list and by the responder. Where either cannot be had or believed nobody vouches for the certificate any
 * more, so it is refused as one of an issuer that is not trusted: the text has no cause of its own for a silent authority.
 */
async function findRevocationOrDoubt(
  certificate: CertificateFacts,
  issuer: string,
  question: CertificateQuestion,
): Promise<Cause | null> {
  try {
    return (
      (await findRevocation(certificate, issuer, question)) ?? (await findOcspFault(certificate, issuer, question))
    );
  } catch {
    return 'untrusted-issuer';
  }
}

async function findOcspFault(
  { pem, ocspUrl }: CertificateFacts,
  issuer: string,
  { fetchOcsp, nonce, at }: CertificateQuestion,
): Promise<Cause | null> {
  if (ocspUrl === null) return null;
  const sent = nonce();
  const request = writeOcspRequest(pem, issuer, sent);
  const told = readOcspResponse(await fetchOcsp(ocspUrl, request), { pem, issuerPem: issuer, nonce: sent });
  if (told.status !== 'revoked') return told.status === 'good' ? null : 'untrusted-issuer';
  if (Date.parse(told.at) > at) return null;
  return told.reason === 'hold' ? 'on-hold' : 'revoked';
}

async function findRevocation(
  { crlUrl, serialNumber }: CertificateFacts,
  issuer: string,
  { at, fetchCrl }: CertificateQuestion,
): Promise<Cause | null> {
  // An issuing certificate names no list of its own; nobody signs a request with one.
  if (crlUrl === null) return 'untrusted-issuer';
  const { revoked } = await readCrlOnce(await fetchCrl(crlUrl), issuer);
  const entry = revoked.find((line) => line.serialNumber === serialNumber);
  if (entry === undefined || Date.parse(entry.at) > at) return null;
  return entry.reason === 'hold' ? 'on-hold' : 'revoked';
}
