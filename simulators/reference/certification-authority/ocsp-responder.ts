// The OCSP responder of RFC 6960. It signs with its own key, and equal requests at one instant get equal bytes.
import { sign } from 'node:crypto';
import { fromBER } from 'asn1js';
import { type CertID, OCSPRequest } from 'pkijs';
import { certificateDer } from '../../../schemas/pki/certificate.ts';
import { privateKeyOf } from '../../../schemas/pki/cms.ts';
import { BITS, der, generalizedTime, NULL, OCTETS, oid, SEQUENCE, TAGGED } from '../../../schemas/pki/der.ts';
import { issuerDigests, NONCE, nameOf } from '../../../schemas/pki/ocsp.ts';
import type { Authority, CertificateStatus, RevocationCause } from './authority.ts';

const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1';
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
const ENUMERATED = 0x0a;
/** The tags [0] and [2] of what is not constructed, and [1] of what is. */
const [PLAIN_0, PLAIN_2, TAGGED_1] = [0x80, 0x82, 0xa1];
const SUCCESSFUL = 0;
const MALFORMED_REQUEST = 1;
const MAX_QUESTIONS = 100;
const REASON_CODES: Readonly<Record<RevocationCause, number>> = {
  'key-compromise': 1,
  'affiliation-changed': 3,
  hold: 6,
};
const DIGESTS: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/**
 * Answers an OCSP request; both are in DER. What cannot be read as a request is answered as malformed.
 *
 * @param knowsNothing answers `unknown` for every certificate
 */
export async function answerOcsp(
  request: Uint8Array,
  authority: Authority,
  now: Date,
  knowsNothing = false,
): Promise<Uint8Array> {
  const asked = parse(request);
  if (asked === null) return Uint8Array.from(der(SEQUENCE, code(MALFORMED_REQUEST)));
  const responder = await authority.service('ocsp');
  const statusOf = (certID: CertID): CertificateStatus =>
    knowsNothing || !isOf(certID, authority.issuingPem)
      ? { status: 'unknown' }
      : authority.statusOf(serialOf(certID), now);
  const nonce = asked.tbsRequest.requestExtensions?.find(({ extnID }) => extnID === NONCE);
  // There is no nextUpdate: it says that newer information is available at any time (RFC 6960, 4.2.2.1).
  const answers = asked.tbsRequest.requestList.map(({ reqCert }) =>
    der(SEQUENCE, written(reqCert), statusBlock(statusOf(reqCert)), generalizedTime(now)),
  );
  const content = der(
    SEQUENCE,
    ...[der(TAGGED_1, nameOf(responder.certificatePem)), generalizedTime(now), der(SEQUENCE, ...answers)],
    ...(nonce === undefined ? [] : [der(TAGGED_1, der(SEQUENCE, written(nonce)))]),
  );
  const signature = sign('sha256', content, privateKeyOf(responder.privateKeyPem));
  const certificates = [responder.certificatePem, authority.issuingPem].map(certificateDer);
  const basic = der(
    SEQUENCE,
    ...[content, der(SEQUENCE, oid(SHA256_WITH_RSA), NULL), der(BITS, Uint8Array.of(0), signature)],
    der(TAGGED, der(SEQUENCE, ...certificates)),
  );
  const answer = der(SEQUENCE, oid(BASIC_RESPONSE), der(OCTETS, basic));
  return Uint8Array.from(der(SEQUENCE, code(SUCCESSFUL), der(TAGGED, answer)));
}

/** The serial numbers that a request asks for, in hexadecimal digits; none where it cannot be read. */
export const serialsIn = (request: Uint8Array): string[] =>
  parse(request)?.tbsRequest.requestList.map(({ reqCert }) => serialOf(reqCert)) ?? [];

const code = (value: number): Uint8Array => der(ENUMERATED, Uint8Array.of(value));

const written = (part: { toSchema(): { toBER(): ArrayBuffer } }): Uint8Array => new Uint8Array(part.toSchema().toBER());

function parse(der: Uint8Array): OCSPRequest | null {
  try {
    const { offset, result } = fromBER(Uint8Array.from(der));
    if (result.error !== '' || offset !== der.byteLength) return null;
    const request = new OCSPRequest({ schema: result });
    const { length } = request.tbsRequest.requestList;
    return length > 0 && length <= MAX_QUESTIONS ? request : null;
  } catch {
    // The bytes come from a client, so an error of the parser means a malformed request and not a defect here.
    return null;
  }
}

function isOf({ hashAlgorithm, issuerNameHash, issuerKeyHash }: CertID, issuerPem: string): boolean {
  const digest = DIGESTS[hashAlgorithm.algorithmId];
  if (digest === undefined) return false;
  const { name, key } = issuerDigests(issuerPem, digest);
  return (
    Buffer.compare(name, issuerNameHash.valueBlock.valueHexView) === 0 &&
    Buffer.compare(key, issuerKeyHash.valueBlock.valueHexView) === 0
  );
}

function serialOf({ serialNumber }: CertID): string {
  return Buffer.from(serialNumber.valueBlock.valueHexView)
    .toString('hex')
    .replace(/^(?:00)+(?=.)/, '');
}

/** The structure `CertStatus`, a choice with implicit tags (RFC 6960, 4.2.1). */
function statusBlock(status: CertificateStatus): Uint8Array {
  if (status.status !== 'revoked') return der(status.status === 'good' ? PLAIN_0 : PLAIN_2);
  return der(TAGGED_1, generalizedTime(status.at), der(TAGGED, code(REASON_CODES[status.reason])));
}
