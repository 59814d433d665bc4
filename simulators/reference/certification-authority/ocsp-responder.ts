// The OCSP responder of RFC 6960. It signs with its own key, and equal requests at one instant get equal bytes.
import { createPrivateKey, sign } from 'node:crypto';
import { BitString, Constructed, Enumerated, fromBER, GeneralizedTime, Null, OctetString, Primitive } from 'asn1js';
import {
  AlgorithmIdentifier,
  BasicOCSPResponse,
  type CertID,
  Certificate,
  OCSPRequest,
  OCSPResponse,
  ResponseBytes,
  ResponseData,
  SingleResponse,
} from 'pkijs';
import { certificateDer } from '../../../schemas/pki/certificate.ts';
import { issuerDigests, NONCE } from '../../../schemas/pki/ocsp.ts';
import type { Authority, CertificateStatus, RevocationCause } from './authority.ts';

const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1';
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
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
  if (asked === null) return errorAnswer(MALFORMED_REQUEST);
  const issuer = Certificate.fromBER(certificateDer(authority.issuingPem));
  const responder = await authority.responder();
  const certificate = Certificate.fromBER(certificateDer(responder.certificatePem));
  const seconds = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const statusOf = (certID: CertID): CertificateStatus =>
    knowsNothing || !isOf(certID, issuer) ? { status: 'unknown' } : authority.statusOf(serialOf(certID), now);
  const nonce = asked.tbsRequest.requestExtensions?.find(({ extnID }) => extnID === NONCE);
  const content = new ResponseData({
    responderID: certificate.subject,
    producedAt: seconds,
    // There is no nextUpdate: it says that newer information is available at any time (RFC 6960, 4.2.2.1).
    responses: asked.tbsRequest.requestList.map(
      ({ reqCert }) =>
        new SingleResponse({ certID: reqCert, certStatus: statusBlock(statusOf(reqCert)), thisUpdate: seconds }),
    ),
    ...(nonce === undefined ? {} : { responseExtensions: [nonce] }),
  });
  content.tbsView = new Uint8Array(content.toSchema(true).toBER());
  const signature = sign('sha256', content.tbsView, createPrivateKey(responder.privateKeyPem));
  const basic = new BasicOCSPResponse({
    tbsResponseData: content,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256_WITH_RSA, algorithmParams: new Null() }),
    signature: new BitString({ valueHex: Uint8Array.from(signature).buffer }),
    certs: [certificate, issuer],
  });
  const response = new OCSPResponse({
    responseStatus: new Enumerated({ value: 0 }),
    responseBytes: new ResponseBytes({
      responseType: BASIC_RESPONSE,
      response: new OctetString({ valueHex: basic.toSchema().toBER() }),
    }),
  });
  return new Uint8Array(response.toSchema().toBER());
}

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

function errorAnswer(status: number): Uint8Array {
  return new Uint8Array(new OCSPResponse({ responseStatus: new Enumerated({ value: status }) }).toSchema().toBER());
}

function isOf({ hashAlgorithm, issuerNameHash, issuerKeyHash }: CertID, issuer: Certificate): boolean {
  const digest = DIGESTS[hashAlgorithm.algorithmId];
  if (digest === undefined) return false;
  const { name, key } = issuerDigests(issuer, digest);
  return name.equals(issuerNameHash.valueBlock.valueHexView) && key.equals(issuerKeyHash.valueBlock.valueHexView);
}

function serialOf({ serialNumber }: CertID): string {
  return Buffer.from(serialNumber.valueBlock.valueHexView)
    .toString('hex')
    .replace(/^(?:00)+(?=.)/, '');
}

/** The structure `CertStatus`, a choice with implicit tags (RFC 6960, 4.2.1). */
function statusBlock(status: CertificateStatus): Primitive | Constructed {
  if (status.status !== 'revoked') {
    return new Primitive({ idBlock: { tagClass: 3, tagNumber: status.status === 'good' ? 0 : 2 } });
  }
  const since = new Date(Math.floor(status.at.getTime() / 1000) * 1000);
  return new Constructed({
    idBlock: { tagClass: 3, tagNumber: 1 },
    value: [
      new GeneralizedTime({ valueDate: since }),
      new Constructed({
        idBlock: { tagClass: 3, tagNumber: 0 },
        value: [new Enumerated({ value: REASON_CODES[status.reason] })],
      }),
    ],
  });
}
