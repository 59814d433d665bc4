// The certificate condition: checks issuer, validity, revocation, purpose and person of a real certificate.
import { isBin } from '../../../schemas/identifier.ts';
import { type CertificateFacts, isIssuedBy } from '../../../schemas/pki/certificate.ts';
import { readOcspResponse, writeOcspRequest } from '../../../schemas/pki/ocsp.ts';
import type { Cause } from '../../../schemas/vocabulary.ts';
import { readCertificateOnce, readCrlOnce } from './certificate-reading.ts';

/** The issuers that the check trusts, and its access to the certification authority. */
export interface CertificateServices {
  readonly trusted: readonly string[];
  readonly fetchCrl: (url: string) => Promise<Uint8Array>;
  readonly fetchOcsp: (url: string, request: Uint8Array) => Promise<Uint8Array>;
  /** Fresh bytes for each OCSP request, so that an old answer cannot be replayed. */
  readonly nonce: () => Uint8Array;
}

/** A certificate to check, with what it is checked against. */
export interface CertificateQuestion extends CertificateServices {
  readonly pem: string;
  /** The IIN or BIN of the person who is logged in, or wants to be. */
  readonly person: string;
  /** What the person wants to do by it. By whom it is shown at a door it may be one for authentication. */
  readonly to: 'sign' | 'enter';
  /** The moment of the check, in milliseconds. */
  readonly at: number;
  /** For mutants only: whether the authority is asked nothing, and nothing counts as revoked. */
  readonly unasked?: boolean;
  /** For mutants only: by how many milliseconds the validity is taken to begin and to end later than it does. */
  readonly shifted?: { readonly from: number; readonly to: number };
}

/** The first cause for which a certificate must not be used; null where there is none. */
export async function findCertificateFault(question: CertificateQuestion): Promise<Cause | null> {
  const { pem, person, at, shifted = { from: 0, to: 0 } } = question;
  const certificate = readCertificateOnce(pem);
  // The issuer comes first, since no field of a certificate can be believed if its issuer is unknown.
  const issuer = question.trusted.find((candidate) => isFrom(pem, candidate));
  if (issuer === undefined) return 'untrusted-issuer';
  if (at < Date.parse(certificate.notBefore) + shifted.from) return 'not-yet-valid';
  if (at > Date.parse(certificate.notAfter) + shifted.to) return 'expired';
  const revocation = question.unasked === true ? null : await findRevocationOrDoubt(certificate, issuer, question);
  if (revocation !== null) return revocation;
  if (question.to === 'sign' && certificate.use !== 'sign') return 'authentication-key';
  if (certificate.iin === person || certificate.bin === person) return null;
  return certificate.bin !== null && isBin(person) ? 'another-organisation' : 'another-person';
}

function isFrom(pem: string, issuerPem: string): boolean {
  try {
    return isIssuedBy(pem, issuerPem);
  } catch {
    // A key whose algorithm is not supported here proves nothing.
    return false;
  }
}

/**
 * Why the revocation list or the OCSP responder speaks against a certificate; null where neither does. Where one of them gives no
 * answer that can be believed, nobody vouches for the certificate. The text has no cause of its own for that, so the certificate
 * is refused as one of an untrusted issuer.
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
  const facts = readOcspResponse(await fetchOcsp(ocspUrl, request), { pem, issuerPem: issuer, nonce: sent });
  if (facts.status !== 'revoked') return facts.status === 'good' ? null : 'untrusted-issuer';
  if (Date.parse(facts.at) > at) return null;
  return facts.reason === 'hold' ? 'on-hold' : 'revoked';
}

async function findRevocation(
  { crlUrl, serialNumber }: CertificateFacts,
  issuer: string,
  { at, fetchCrl }: CertificateQuestion,
): Promise<Cause | null> {
  // Every holder's certificate names a list, so this one belongs to an authority, and nobody may sign a request with it.
  if (crlUrl === null) return 'untrusted-issuer';
  const { revoked } = await readCrlOnce(await fetchCrl(crlUrl), issuer);
  const entry = revoked.find((line) => line.serialNumber === serialNumber);
  if (entry === undefined || Date.parse(entry.at) > at) return null;
  return entry.reason === 'hold' ? 'on-hold' : 'revoked';
}
