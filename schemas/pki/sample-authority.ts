// A time-stamping authority for tests, made with another writer than ours.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { ExtendedKeyUsageExtension, X509CertificateGenerator } from '@peculiar/x509';
import { fromBER, Integer, ObjectIdentifier, OctetString } from 'asn1js';
import {
  Attribute,
  Certificate,
  ContentInfo,
  CryptoEngine,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  PKIStatusInfo,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs';

const KEY = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** The types of the browser call the same thing by another name. */
type EngineCrypto = ConstructorParameters<typeof CryptoEngine>[0]['crypto'];
const FOR_STAMPS = '1.3.6.1.5.5.7.3.8';
const FOR_SERVERS = '1.3.6.1.5.5.7.3.1';

/** What is wrong with the authority: its certificate, or that it refuses with a status of RFC 3161. */
interface Flaws {
  isForStamps?: boolean;
  status?: number;
}

/** An authority with a key of its own, that answers requests in DER. */
export async function makeAuthority({ isForStamps = true, status = 0 }: Flaws = {}) {
  const keys = (await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const made = await X509CertificateGenerator.createSelfSigned({
    ...{ serialNumber: '07', name: 'CN=Clock', keys, signingAlgorithm: KEY },
    extensions: [new ExtendedKeyUsageExtension([isForStamps ? FOR_STAMPS : FOR_SERVERS], true)],
    notBefore: new Date('2013-01-01T00:00:00Z'),
    notAfter: new Date('2043-01-01T00:00:00Z'),
  });
  const certificate = new Certificate({ schema: fromBER(made.rawData).result });
  const crypto = new CryptoEngine({ name: 'node', crypto: webcrypto as EngineCrypto });
  return {
    async answer(request: Uint8Array, at: Date): Promise<Uint8Array> {
      const answer = { status: new PKIStatusInfo({ status }) };
      if (status > 1) return new Uint8Array(new TimeStampResp(answer).toSchema().toBER());
      const asked = TimeStampReq.fromBER(Uint8Array.from(request));
      const info = new TSTInfo({
        ...{ version: 1, policy: '1.2.3.4.1', messageImprint: asked.messageImprint, genTime: at },
        ...{ serialNumber: new Integer({ value: 1 }), ...(asked.nonce === undefined ? {} : { nonce: asked.nonce }) },
      });
      const content = info.toSchema().toBER();
      const signedData = new SignedData({
        version: 3,
        encapContentInfo: new EncapsulatedContentInfo({
          eContentType: '1.2.840.113549.1.9.16.1.4',
          eContent: new OctetString({ valueHex: content }),
        }),
        signerInfos: [
          new SignerInfo({
            version: 1,
            sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
          }),
        ],
        certificates: [certificate],
      });
      await addAttributes(signedData, content);
      await signedData.sign(keys.privateKey, 0, 'SHA-256', undefined, crypto);
      const timeStampToken = new ContentInfo({
        contentType: ContentInfo.SIGNED_DATA,
        content: signedData.toSchema(true),
      });
      return new Uint8Array(new TimeStampResp({ ...answer, timeStampToken }).toSchema().toBER());
    },
  };
}

/** Signed attributes, which content of another type than bytes has to have (RFC 5652, 5.3). */
async function addAttributes(signedData: SignedData, content: ArrayBuffer): Promise<void> {
  const [signer] = signedData.signerInfos;
  if (signer === undefined) return;
  const digest = await webcrypto.subtle.digest('SHA-256', content);
  signer.signedAttrs = new SignedAndUnsignedAttributes({
    type: 0,
    attributes: [
      new Attribute({
        type: '1.2.840.113549.1.9.3',
        values: [new ObjectIdentifier({ value: signedData.encapContentInfo.eContentType })],
      }),
      new Attribute({ type: '1.2.840.113549.1.9.4', values: [new OctetString({ valueHex: digest })] }),
    ],
  });
}
