// Asks for time stamps and checks them: the protocol of RFC 3161, with SHA-256.
import { createHash, X509Certificate } from 'node:crypto';
import { fromBER, Integer, OctetString } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, SignedData, TimeStampReq, TimeStampResp, TSTInfo } from 'pkijs';
import { verifyCms } from './cms-check.ts';

const SHA256 = '2.16.840.1.101.3.4.2.1';
/** The type of the content of a time stamp (RFC 3161, 2.4.2). */
const STAMP_INFO = '1.2.840.113549.1.9.16.1.4';
/** What the certificate of an authority is for (RFC 3161, 2.3). */
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
/** How an answer says that the stamp was granted, with changes or without (RFC 3161, 2.4.2). */
const GRANTED: readonly number[] = [0, 1];

/** What a time stamp says; or as the rest of a sentence about it, why it says nothing. */
export type StampVerdict =
  | { readonly valid: true; readonly at: string; readonly certificatePem: string }
  | { readonly valid: false; readonly detail: string };

const digest = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

/** A request for a time stamp over bytes, in DER. @param nonce has to come back, so that no old answer is taken for one to it */
export function stampRequest(bytes: Uint8Array, nonce: Uint8Array): Uint8Array {
  const hashedMessage = new OctetString({ valueHex: digest(bytes) });
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256 }),
      hashedMessage,
    }),
    nonce: new Integer({ valueHex: Uint8Array.from([0x01, ...nonce]) }),
    certReq: true,
  });
  return new Uint8Array(request.toSchema().toBER());
}

/**
 * Checks the answer of an authority: that it stamps these bytes, with a certificate that is for that. It never throws, and does not judge
 * whether the authority is to be trusted.
 * @param nonce that of the request; absent where the answer was kept and the request was not
 */
export async function readStamp(response: Uint8Array, bytes: Uint8Array, nonce?: Uint8Array): Promise<StampVerdict> {
  try {
    const { status, timeStampToken } = TimeStampResp.fromBER(Uint8Array.from(response));
    if (!GRANTED.includes(status.status) || timeStampToken === undefined)
      return refused(`was not granted (status ${status.status})`);
    const { encapContentInfo } = new SignedData({ schema: timeStampToken.content });
    const content = encapContentInfo.eContent?.getValue();
    if (encapContentInfo.eContentType !== STAMP_INFO || content === undefined) return refused('is none');
    const info = new TSTInfo({ schema: fromBER(content).result });
    if (!isOver(info, bytes)) return refused('is over other bytes');
    if (nonce !== undefined && !isFor(info, nonce)) return refused('answers another request');
    const token = new Uint8Array(timeStampToken.toSchema().toBER());
    const checked = await verifyCms(token, new Uint8Array(content));
    if (!checked.valid) return refused(checked.detail);
    const { keyUsage } = new X509Certificate(checked.certificatePem);
    // The types of Node call extended key usages by the name of the others.
    if (keyUsage?.includes(TIME_STAMPING) !== true)
      return refused('was signed with a certificate that is not for time stamps');
    return { valid: true, at: info.genTime.toISOString(), certificatePem: checked.certificatePem };
  } catch {
    // The bytes come from outside, so an error of the parser means that they are no time stamp.
    return refused('cannot be read');
  }
}

const refused = (detail: string): StampVerdict => ({ valid: false, detail });

function isOver({ messageImprint: { hashAlgorithm, hashedMessage } }: TSTInfo, bytes: Uint8Array): boolean {
  const stamped = Buffer.from(hashedMessage.valueBlock.valueHexView);
  return hashAlgorithm.algorithmId === SHA256 && stamped.equals(digest(bytes));
}

const isFor = ({ nonce }: TSTInfo, sent: Uint8Array) =>
  nonce !== undefined && Buffer.from(nonce.valueBlock.valueHexView).equals(Uint8Array.from([0x01, ...sent]));
