// Writes OCSP requests (RFC 6960) for one certificate each and reads the answers; certificate ids use SHA-1, which every responder knows.
import { createHash, verify } from 'node:crypto';
import { Constructed, Enumerated, fromBER, GeneralizedTime, OctetString, Sequence } from 'asn1js';
import {
  AlgorithmIdentifier,
  BasicOCSPResponse,
  CertID,
  Certificate,
  Extension,
  ExtKeyUsage,
  OCSPRequest,
  OCSPResponse,
  Request,
  type SingleResponse,
  TBSRequest,
} from 'pkijs';
import {
  certificateDer,
  certificatePem,
  isIssuedBy,
  publicKeyOf,
  REASONS,
  type RevocationReason,
} from './certificate.ts';
import { keeping } from './keeping.ts';

/** What a responder says of one certificate; `at` is the time of the revocation, ISO 8601 in UTC. */
export type OcspFacts =
  | { readonly status: 'good' | 'unknown' }
  | { readonly status: 'revoked'; readonly reason: RevocationReason; readonly at: string };

/** What was asked, so that an answer can be matched with it: the certificate, its issuer and the nonce of the request. */
export interface OcspQuestion {
  readonly pem: string;
  readonly issuerPem: string;
  readonly nonce: Uint8Array;
}

/** The object identifier of the extension that carries the nonce. */
export const NONCE = '1.3.6.1.5.5.7.48.1.2';
const SHA1 = '1.3.14.3.2.26';
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';

// What is asked and answered is about the same few certificates, and reading one takes longer than the rest of a question.
const certificateOf = keeping((pem) => Certificate.fromBER(certificateDer(pem)));

/** The name of the holder of a certificate, in DER. @throws Error when the text is no PEM certificate */
export const nameOf = keeping((pem) => new Uint8Array(certificateOf(pem).subject.toSchema().toBER()));

/** The digests of an issuer's name and key, by which OCSP names an issuer. @throws Error for a digest that Node does not know */
export function issuerDigests(issuerPem: string, digest: string): { name: Buffer; key: Buffer } {
  const hash = (bytes: Uint8Array) => createHash(digest).update(bytes).digest();
  const { subjectPublicKey } = certificateOf(issuerPem).subjectPublicKeyInfo;
  return { name: hash(nameOf(issuerPem)), key: hash(subjectPublicKey.valueBlock.valueHexView) };
}

/** A request for the status of one certificate, with a nonce, in DER. @throws Error when a text is no PEM certificate. */
export function writeOcspRequest(pem: string, issuerPem: string, nonce: Uint8Array): Uint8Array {
  const value = new OctetString({ valueHex: Uint8Array.from(nonce) }).toBER();
  const request = new OCSPRequest({
    tbsRequest: new TBSRequest({
      requestList: [new Request({ reqCert: certIdOf(issuerPem)(pem) })],
      requestExtensions: [new Extension({ extnID: NONCE, critical: false, extnValue: value })],
    }),
  });
  return new Uint8Array(request.toSchema(true).toBER());
}

/**
 * What an answer says of the certificate.
 *
 * @throws Error when the answer is malformed, not signed by a responder of the issuer, or not the answer to this question
 */
export function readOcspResponse(der: Uint8Array, { pem, issuerPem, nonce }: OcspQuestion): OcspFacts {
  const { basic, responder } = basicOf(der);
  if (responder === undefined || !isResponderOf(responder, issuerPem))
    throw new Error('No responder of the issuer signed');
  const { tbsResponseData, signature, signatureAlgorithm } = basic;
  const isSigned =
    signatureAlgorithm.algorithmId === SHA256_WITH_RSA &&
    verify('sha256', tbsResponseData.tbsView, publicKeyOf(responder), signature.valueBlock.valueHexView);
  if (!isSigned) throw new Error('The signature of the answer is wrong');
  const echoed = tbsResponseData.responseExtensions?.find(({ extnID }) => extnID === NONCE)?.extnValue.valueBlock
    .valueHexView;
  const sent = new Uint8Array(new OctetString({ valueHex: Uint8Array.from(nonce) }).toBER());
  if (echoed === undefined || Buffer.compare(echoed, sent) !== 0) throw new Error('The answer is to another request');
  const asked = certIdOf(issuerPem)(pem);
  const answer = tbsResponseData.responses.find(({ certID }) => certID.isEqual(asked));
  if (answer === undefined) throw new Error('The answer is about another certificate');
  return factsOf(answer);
}

/** The signed part of an answer, and the first certificate that comes with it as PEM. */
function basicOf(der: Uint8Array): { basic: BasicOCSPResponse; responder: string | undefined } {
  const { offset, result } = fromBER(Uint8Array.from(der));
  if (result.error !== '' || offset !== der.byteLength) throw new Error('Malformed OCSP answer');
  const response = new OCSPResponse({ schema: result });
  const status = response.responseStatus.valueBlock.valueDec;
  if (status !== 0 || response.responseBytes === undefined)
    throw new Error(`The responder answers with status ${status}`);
  const whole: unknown = fromBER(response.responseBytes.response.valueBlock.valueHexView).result;
  const [content, algorithm, signature, tagged] = whole instanceof Sequence ? whole.valueBlock.value : [];
  if (content === undefined || algorithm === undefined || signature === undefined)
    throw new Error('Malformed OCSP answer');
  // The certificates are taken out, because reading them takes longest and they are known.
  const [list] = tagged instanceof Constructed ? tagged.valueBlock.value : [];
  const [first] = list instanceof Sequence ? list.valueBlock.value : [];
  return {
    basic: new BasicOCSPResponse({ schema: new Sequence({ value: [content, algorithm, signature] }) }),
    responder: first === undefined ? undefined : certificatePem(first.valueBeforeDecodeView),
  };
}

const certIdOf = keeping((issuerPem) => {
  const { name, key } = issuerDigests(issuerPem, 'sha1');
  return keeping(
    (pem) =>
      new CertID({
        hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA1 }),
        issuerNameHash: new OctetString({ valueHex: Uint8Array.from(name) }),
        issuerKeyHash: new OctetString({ valueHex: Uint8Array.from(key) }),
        serialNumber: certificateOf(pem).serialNumber,
      }),
  );
});

/** Whether a certificate belongs to a responder of the issuer: issued by the issuer itself, for this purpose (RFC 6960, 4.2.2.2). */
function isResponderOf(pem: string, issuerPem: string): boolean {
  const usage: unknown = certificateOf(pem).extensions?.find(({ extnID }) => extnID === '2.5.29.37')?.parsedValue;
  return usage instanceof ExtKeyUsage && usage.keyPurposes.includes(OCSP_SIGNING) && isIssuedBy(pem, issuerPem);
}

function factsOf({ certStatus }: SingleResponse): OcspFacts {
  const { tagNumber } = certStatus.idBlock;
  if (tagNumber === 0) return { status: 'good' };
  if (tagNumber !== 1) return { status: 'unknown' };
  const [at, reason]: unknown[] = certStatus.valueBlock.value;
  if (!(at instanceof GeneralizedTime)) throw new Error('The answer does not say since when');
  return { status: 'revoked', reason: reasonIn(reason), at: at.toDate().toISOString() };
}

function reasonIn(tagged: unknown): RevocationReason {
  const inner = (tagged as { valueBlock?: { value?: unknown[] } } | undefined)?.valueBlock?.value?.[0];
  return (inner instanceof Enumerated ? REASONS[inner.valueBlock.valueDec] : undefined) ?? 'unspecified';
}
