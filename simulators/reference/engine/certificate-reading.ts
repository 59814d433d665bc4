// Caches parsed certificates and revocation lists: parsing is the most expensive part of a walk, and worlds share the same bytes.
import { createHash } from 'node:crypto';
import {
  type CertificateFacts,
  type CrlFacts,
  isCrlSignedBy,
  readCertificate,
  readCrl,
} from '../../../schemas/pki/certificate.ts';
import { CappedMap } from './capped-map.ts';
import { Rejection } from './rejection.ts';

const certificates = new CappedMap<CertificateFacts>(500);
const lists = new CappedMap<CrlFacts>(100);

/** The facts of a certificate. @throws Error when the text is not one well-formed PEM certificate. */
export function readCertificateOnce(pem: string): CertificateFacts {
  const known = certificates.get(pem);
  if (known !== undefined) return known;
  const facts = readCertificate(pem);
  certificates.set(pem, facts);
  return facts;
}

/** Whether a text is one well-formed PEM certificate. */
export function isCertificate(pem: string): boolean {
  try {
    return readCertificateOnce(pem) !== null;
  } catch {
    return false;
  }
}

/** A certificate as somebody has sent it, in the one way in which it is written here. @throws Rejection 400 for what is no certificate */
export function readPem(pem: string): string {
  try {
    return readCertificateOnce(pem).pem;
  } catch (cause) {
    throw new Rejection(400, `certificatePem: ${cause instanceof Error ? cause.message : 'not a certificate'}`);
  }
}

/** The facts of a revocation list. @throws Error when it is malformed, or not signed by the issuer. */
export async function readCrlOnce(der: Uint8Array, issuerPem: string): Promise<CrlFacts> {
  const digest = createHash('sha256').update(der).update(issuerPem).digest('hex');
  const known = lists.get(digest);
  if (known !== undefined) return known;
  if (!(await isCrlSignedBy(der, issuerPem))) throw new Error('The revocation list is not signed by the issuer');
  const facts = readCrl(der);
  lists.set(digest, facts);
  return facts;
}
