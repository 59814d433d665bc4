// The time-stamping authority of RFC 3161: it says by the clock of the world when a digest was shown to it.
import { fromBER } from 'asn1js';
import { TimeStampReq } from 'pkijs';
import { signCms } from '../../../schemas/pki/cms.ts';
import { BITS, der, generalizedTime, INTEGER, NULL, OCTETS, oid, SEQUENCE } from '../../../schemas/pki/der.ts';
import type { Authority } from './authority.ts';

/** The policy under which the national authority stamps digests of SHA-256. */
const POLICY = '1.2.398.3.3.2.6.2';
/** The type of the content of a time stamp (RFC 3161, 2.4.2). */
const STAMP_INFO = '1.2.840.113549.1.9.16.1.4';
/** The digests that can be stamped, with the number of their bytes. SHA-1 is not among them, since two texts can have the same. */
const DIGEST_BYTES: Readonly<Record<string, number>> = {
  '2.16.840.1.101.3.4.2.1': 32,
  '2.16.840.1.101.3.4.2.2': 48,
  '2.16.840.1.101.3.4.2.3': 64,
};
/** The statuses of an answer, and the bits that say why none was granted (RFC 3161, 2.4.2). */
const [GRANTED, REJECTION] = [0, 2];
const FAILURES = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
} as const;
type Failure = keyof typeof FAILURES;
const VERSION_1 = Uint8Array.of(0x02, 0x01, 0x01);

/** When a stamp is made, and the number of the stamp, hexadecimal, which no other of this authority has. */
export interface Moment {
  readonly now: Date;
  readonly serialNumber: string;
}

/**
 * Answers a request for a time stamp; both are in DER. What cannot be stamped is answered with a rejection that says why.
 *
 * @param hasNoTime answers every request that its source of time is not available
 */
export async function answerStamp(
  request: Uint8Array,
  authority: Authority,
  moment: Moment,
  hasNoTime = false,
): Promise<Uint8Array> {
  const asked = parse(request);
  if (asked === null) return rejection('badDataFormat');
  const failure = whyNot(asked) ?? (hasNoTime ? 'timeNotAvailable' : null);
  return failure === null ? granted(await tokenFor(asked, authority, moment)) : rejection(failure);
}

/** A time stamp token, in DER, of the SHA-256 digest that `imprint` holds. */
export function stampDigest(digest: Uint8Array, authority: Authority, moment: Moment): Promise<Uint8Array> {
  const algorithm = der(SEQUENCE, oid('2.16.840.1.101.3.4.2.1'), NULL);
  return sign(
    { imprint: der(SEQUENCE, algorithm, der(OCTETS, digest)), nonce: null, isShown: true },
    authority,
    moment,
  );
}

function parse(request: Uint8Array): TimeStampReq | null {
  try {
    const { offset, result } = fromBER(Uint8Array.from(request));
    return result.error === '' && offset === request.byteLength ? new TimeStampReq({ schema: result }) : null;
  } catch {
    // The bytes come from a client, so an error of the parser means a malformed request and not a defect here.
    return null;
  }
}

function whyNot({ version, messageImprint, reqPolicy, extensions }: TimeStampReq): Failure | null {
  if (version !== 1) return 'badRequest';
  const bytes = DIGEST_BYTES[messageImprint.hashAlgorithm.algorithmId];
  if (bytes === undefined) return 'badAlg';
  if (messageImprint.hashedMessage.valueBlock.valueHexView.byteLength !== bytes) return 'badDataFormat';
  if (reqPolicy !== undefined && reqPolicy !== POLICY) return 'unacceptedPolicy';
  return extensions === undefined || extensions.length === 0 ? null : 'unacceptedExtension';
}

function tokenFor({ messageImprint, nonce, certReq }: TimeStampReq, authority: Authority, moment: Moment) {
  const imprint = new Uint8Array(messageImprint.toSchema().toBER());
  const sent = nonce === undefined ? null : new Uint8Array(nonce.toBER());
  return sign({ imprint, nonce: sent, isShown: certReq === true }, authority, moment);
}

/** What is stamped, and whether the token holds the certificates by which it is checked. */
interface Stamped {
  readonly imprint: Uint8Array;
  readonly nonce: Uint8Array | null;
  readonly isShown: boolean;
}

async function sign({ imprint, nonce, isShown }: Stamped, authority: Authority, { now, serialNumber }: Moment) {
  const key = await authority.service('tsa');
  const info = der(
    SEQUENCE,
    ...[VERSION_1, oid(POLICY), imprint, der(INTEGER, Buffer.from(serialNumber, 'hex')), generalizedTime(now)],
    // The time is written without a fraction, so it is right to a second.
    der(SEQUENCE, VERSION_1),
    ...(nonce === null ? [] : [nonce]),
  );
  return signCms(info, key, now, {
    ...{ holdsContent: true, contentType: STAMP_INFO, namesCertificate: true },
    certificates: isShown ? [key.certificatePem, authority.issuingPem] : [],
  });
}

const status = (value: number): Uint8Array => der(INTEGER, Uint8Array.of(value));

const granted = (token: Uint8Array): Uint8Array =>
  Uint8Array.from(der(SEQUENCE, der(SEQUENCE, status(GRANTED)), token));

function rejection(failure: Failure): Uint8Array {
  const bit = FAILURES[failure];
  // A list of named bits ends with the last that is set (X.690, 11.2.2).
  const bits = new Uint8Array(Math.floor(bit / 8) + 1);
  bits[bits.length - 1] = 0x80 >> (bit % 8);
  return Uint8Array.from(
    der(SEQUENCE, der(SEQUENCE, status(REJECTION), der(BITS, Uint8Array.of(7 - (bit % 8)), bits))),
  );
}
