// The certificate condition: issuer, validity, revocation, purpose and person, each really checked.
import { type CertificateFacts, isIssuedBy } from '../../schemas/pki/certificate.ts';
import type { Cause } from '../../schemas/vocabulary.ts';
import { readCertificateOnce, readCrlOnce } from './certificate-reading.ts';

/** What a certificate is checked against. */
export interface CertificateQuestion {
  readonly pem: string;
  /** The IIN or BIN of the person at the screen. */
  readonly person: string;
  /** Moment of the check, milliseconds. */
  readonly at: number;
  readonly trusted: readonly string[];
  readonly fetchCrl: (url: string) => Promise<Uint8Array>;
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
  const revocation = await findRevocation(certificate, issuer, question);
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
