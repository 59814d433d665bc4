// Finds the certificate of the signer among those that stand inside a CMS signature.
import { Constructed, OctetString, Sequence } from 'asn1js';
import { Certificate, IssuerAndSerialNumber, type SignerInfo } from 'pkijs';
import { keeping } from './keeping.ts';

/** A certificate inside a signature, with its bytes as they stand there. */
export interface Embedded {
  readonly der: Uint8Array<ArrayBuffer>;
  readonly read: Certificate;
}

/** The place of the certificates in SignedData (RFC 5652, 5.1): after the version, the digest algorithms and the content. */
const CERTIFICATES_AT = 3;

/** Takes the certificates out of SignedData, because reading them takes most of the time and most signatures carry one that is known. */
export function withoutCertificates(content: unknown): { certificates: readonly Embedded[]; rest: unknown } {
  const parts = content instanceof Sequence ? content.valueBlock.value : [];
  const set = parts[CERTIFICATES_AT];
  if (!(set instanceof Constructed) || set.idBlock.tagClass !== 3 || set.idBlock.tagNumber !== 0)
    return { certificates: [], rest: content };
  const certificates = set.valueBlock.value.filter((one) => one instanceof Sequence);
  return {
    certificates: certificates.map((one) => embedded(Buffer.from(one.valueBeforeDecodeView).toString('base64'))),
    rest: new Sequence({ value: parts.filter((part) => part !== set) }),
  };
}

const embedded = keeping((base64: string): Embedded => {
  const der = Uint8Array.from(Buffer.from(base64, 'base64'));
  return { der, read: Certificate.fromBER(der) };
});

/** The certificates that a signer means: by issuer and number, or by the identifier of the key. */
export const namedBy = (certificates: readonly Embedded[], { sid }: SignerInfo): readonly Embedded[] =>
  certificates.filter(({ read }) => isNamed(read, sid));

function isNamed(candidate: Certificate, sid: unknown): boolean {
  if (sid instanceof IssuerAndSerialNumber)
    return candidate.issuer.isEqual(sid.issuer) && candidate.serialNumber.isEqual(sid.serialNumber);
  const own: unknown = candidate.extensions?.find((extension) => extension.extnID === '2.5.29.14')?.parsedValue;
  // The key identifier is tagged [0] implicitly, so pkijs hands it over as a primitive block with the same bytes.
  const wanted = (sid as { valueBlock?: { valueHexView?: Uint8Array } }).valueBlock?.valueHexView;
  return (
    own instanceof OctetString && wanted !== undefined && Buffer.compare(own.valueBlock.valueHexView, wanted) === 0
  );
}
