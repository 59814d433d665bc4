// Tests that every signature which RFC 5652 allows is checked for what it is, made by another writer than ours and, where there is one, by OpenSSL.
import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign, webcrypto } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SubjectKeyIdentifierExtension, X509CertificateGenerator } from '@peculiar/x509';
import { fromBER, Null, ObjectIdentifier, OctetString, Primitive, UTCTime } from 'asn1js';
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';
import { describe, expect, it } from 'vitest';
import { certificatePem } from './certificate.ts';
import { openCms } from './cms-check.ts';

const CONTENT = Buffer.from('%PDF-1.7 Лицензия %%EOF');
const DATA = '1.2.840.113549.1.7.1';
const RSA = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
const ALGORITHMS = {
  'RSA with SHA-256': { ...RSA, hash: 'SHA-256' },
  'RSA with SHA-384': { ...RSA, hash: 'SHA-384' },
  'RSA with SHA-512': { ...RSA, hash: 'SHA-512' },
  'RSASSA-PSS': { ...RSA, name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 },
  'RSASSA-PSS with SHA-512': { ...RSA, name: 'RSA-PSS', hash: 'SHA-512', saltLength: 64 },
  'ECDSA on P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'ECDSA on P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
} as const;
type Name = keyof typeof ALGORITHMS;

interface Holder {
  keys: webcrypto.CryptoKeyPair;
  certificate: Certificate;
  der: Buffer;
  hash: string;
  keyId: Uint8Array;
}

const holders = new Map<string, Promise<Holder>>();
/** The holder of a key of that kind, made once. */
function holderOf(name: Name, serial = '2a'): Promise<Holder> {
  const key = `${name} ${serial}`;
  const known = holders.get(key) ?? make(name, serial);
  holders.set(key, known);
  return known;
}

async function make(name: Name, serialNumber: string): Promise<Holder> {
  const algorithm = ALGORITHMS[name];
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const keyId = await SubjectKeyIdentifierExtension.create(keys.publicKey);
  const made = await X509CertificateGenerator.createSelfSigned({
    ...{ serialNumber, name: `CN=${name}`, keys, signingAlgorithm: algorithm, extensions: [keyId] },
    notBefore: new Date('2013-01-01T00:00:00Z'),
    notAfter: new Date('2033-01-01T00:00:00Z'),
  });
  const der = Buffer.from(made.rawData);
  const certificate = new Certificate({ schema: fromBER(Uint8Array.from(der)).result });
  return { keys, certificate, der, hash: algorithm.hash, keyId: Buffer.from(keyId.keyId, 'hex') };
}

interface Form {
  by?: readonly Holder[];
  attributes?: 'none' | 'timeless' | 'all';
  attached?: Uint8Array;
  named?: 'by key' | 'by number';
  others?: readonly Certificate[];
  stamped?: boolean;
}

const attribute = (number: number, value: unknown) =>
  new Attribute({ type: `1.2.840.113549.1.9.${number}`, values: [value] });

/** A signature of the form, by another writer of CMS than ours, in DER. */
async function signature(form: Form = {}): Promise<Uint8Array> {
  const { by = [await holderOf('RSA with SHA-256')], attributes = 'all', attached, named, others = [], stamped } = form;
  const signers: SignerInfo[] = [];
  for (const { certificate, hash, keyId } of by) {
    const digest = await webcrypto.subtle.digest(hash, CONTENT);
    const signed = [
      attribute(3, new ObjectIdentifier({ value: DATA })),
      attribute(4, new OctetString({ valueHex: digest })),
    ];
    if (attributes === 'all')
      signed.splice(1, 0, attribute(5, new UTCTime({ valueDate: new Date('2013-05-06T07:08:09Z') })));
    const token = attribute(16, new OctetString({ valueHex: CONTENT }));
    signers.push(
      new SignerInfo({
        version: named === 'by key' ? 3 : 1,
        sid:
          named === 'by key'
            ? new Primitive({ idBlock: { tagClass: 3, tagNumber: 0 }, valueHex: Uint8Array.from(keyId).buffer })
            : new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
        digestAlgorithm: new AlgorithmIdentifier({ algorithmId: '1.2.840.113549.1.1.1', algorithmParams: new Null() }),
        ...(attributes === 'none'
          ? {}
          : { signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes: signed }) }),
        ...(stamped ? { unsignedAttrs: new SignedAndUnsignedAttributes({ type: 1, attributes: [token] }) } : {}),
      }),
    );
  }
  const content =
    attached === undefined ? {} : { eContent: new OctetString({ valueHex: Uint8Array.from(attached).buffer }) };
  const data = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: DATA, ...content }),
    certificates: [...others, ...by.map(({ certificate }) => certificate)],
    signerInfos: signers,
  });
  for (const [n, { keys, hash }] of by.entries())
    await data.sign(keys.privateKey, n, hash, Uint8Array.from(attached ?? CONTENT).buffer);
  const info = new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: data.toSchema(true) });
  return new Uint8Array(info.toSchema().toBER());
}

const pem = (der: Uint8Array, label: string) =>
  Buffer.from(
    `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64').replace(/.{64}/gu, '$&\n')}\n-----END ${label}-----\n`,
  );
/** A signature of which something is changed before it is encoded again. */
async function broken(change: (data: SignedData, signer: SignerInfo) => void, form: Form = {}): Promise<Uint8Array> {
  const info = ContentInfo.fromBER(Uint8Array.from(await signature(form)));
  const data = new SignedData({ schema: info.content });
  const [signer] = data.signerInfos;
  if (signer !== undefined) change(data, signer);
  return new Uint8Array(
    new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: data.toSchema(true) }).toSchema().toBER(),
  );
}
/** The same of a signature without signed attributes. */
const changing = (change: Parameters<typeof broken>[0]) => broken(change, { attributes: 'none' });
const check = (der: Uint8Array, content: Uint8Array = CONTENT) => openCms(der).map((one) => one(content));
const changed = Buffer.from(CONTENT.toString().replace('7', '6'));

describe('a signature is valid over what it was made over, and over nothing else,', () => {
  it.each<[string, () => Promise<Uint8Array>]>([
    ...(Object.keys(ALGORITHMS) as Name[]).map((name): [string, () => Promise<Uint8Array>] => [
      name,
      async () => signature({ by: [await holderOf(name)] }),
    ]),
    ['without signed attributes', () => signature({ attributes: 'none' })],
    [
      'without signed attributes, by ECDSA',
      async () => signature({ attributes: 'none', by: [await holderOf('ECDSA on P-256')] }),
    ],
    ['without a signing time', () => signature({ attributes: 'timeless' })],
    ['with its content in it', () => signature({ attached: CONTENT })],
    ['with its content in it and no signed attributes', () => signature({ attached: CONTENT, attributes: 'none' })],
    ['with its signer named by the key', () => signature({ named: 'by key' })],
    ['with a time stamp token', () => signature({ stamped: true })],
    [
      'with other certificates before that of the signer',
      async () =>
        signature({
          others: [(await holderOf('ECDSA on P-256')).certificate, (await holderOf('RSA with SHA-256')).certificate],
        }),
    ],
    ['as PEM', async () => pem(await signature(), 'CMS')],
    ['as PEM by its older name', async () => pem(await signature(), 'PKCS7')],
  ])('%s', async (_, make) => {
    const der = await make();
    expect(check(der)).toMatchObject([{ valid: true }]);
    expect(check(der, changed)).toMatchObject([
      { valid: false, reason: expect.stringMatching(/content-changed|signature-wrong/u) },
    ]);
  });
});

it.each(['ed25519', 'ed448'] as const)('is checked by %s, which has no digest of its own', async (kind) => {
  const { publicKey, privateKey } = kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ed448');
  const [authority, other] = [await holderOf('RSA with SHA-256'), await holderOf('ECDSA on P-256')];
  const spki = Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' }));
  const issued = await X509CertificateGenerator.create({
    ...{ serialNumber: '2c', subject: 'CN=Edwards', issuer: 'CN=Authority', publicKey: spki },
    ...{ signingKey: authority.keys.privateKey, signingAlgorithm: ALGORITHMS['RSA with SHA-256'] },
    notBefore: new Date('2013-01-01T00:00:00Z'),
    notAfter: new Date('2033-01-01T00:00:00Z'),
  });
  const certificate = new Certificate({ schema: fromBER(Uint8Array.from(Buffer.from(issued.rawData))).result });
  const der = await changing((data, signer) => {
    data.certificates = [other.certificate, certificate];
    signer.sid = new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber });
    signer.signatureAlgorithm = new AlgorithmIdentifier({
      algorithmId: kind === 'ed25519' ? '1.3.101.112' : '1.3.101.113',
    });
    signer.signature = new OctetString({ valueHex: Uint8Array.from(sign(null, CONTENT, privateKey)).buffer });
  });
  expect(check(der)).toMatchObject([{ valid: true }]);
  expect(check(der, changed)).toMatchObject([{ valid: false, reason: 'signature-wrong' }]);
});

it('tells when it was made, where it says so', async () => {
  expect(check(await signature())).toMatchObject([{ signedAt: '2013-05-06T07:08:09.000Z' }]);
  expect(check(await signature({ attributes: 'timeless' }))).toMatchObject([{ signedAt: null }]);
});

it('is checked for each of several signers by itself', async () => {
  const by = [await holderOf('RSA with SHA-256'), await holderOf('ECDSA on P-256'), await holderOf('RSASSA-PSS')];
  const verdicts = check(await signature({ by }));
  expect(verdicts).toMatchObject([{ valid: true }, { valid: true }, { valid: true }]);
  expect(verdicts.map(({ certificatePem: of }) => of)).toEqual(
    by.map(({ der }) => certificatePem(Uint8Array.from(der))),
  );
});

describe('what is wrong with a signature is told:', () => {
  it.each<[string, string, () => Promise<Uint8Array>]>([
    ['lacks the certificate of its signer', 'malformed', () => broken((data) => void data.certificates?.splice(0))],
    [
      'lacks the signed attribute message digest',
      'malformed',
      () => broken((_, { signedAttrs }) => void signedAttrs?.attributes.splice(2, 1)),
    ],
    [
      'uses the signature algorithm 1.2.398.3.10.1.1.1.2, which is not known here',
      'unknown',
      () =>
        broken(
          (_, { signatureAlgorithm }) =>
            void Object.assign(signatureAlgorithm, { algorithmId: '1.2.398.3.10.1.1.1.2' }),
        ),
    ],
    [
      'uses the digest algorithm 1.2.398.3.10.1.3.3, which is not known here',
      'unknown',
      () =>
        broken((_, { digestAlgorithm }) => void Object.assign(digestAlgorithm, { algorithmId: '1.2.398.3.10.1.3.3' })),
    ],
    [
      'uses the signature algorithm 1.2.840.10045.4.3.2 with a key of the kind rsa',
      'malformed',
      () =>
        broken(
          (_, { signatureAlgorithm }) => void Object.assign(signatureAlgorithm, { algorithmId: '1.2.840.10045.4.3.2' }),
        ),
    ],
    ['holds other content than the document', 'content-changed', () => signature({ attached: changed })],
    [
      'was not made over these bytes with the key of its certificate',
      'signature-wrong',
      async () => {
        const other = await holderOf('RSA with SHA-256', '2b');
        return broken((data, signer) => {
          data.certificates = [other.certificate];
          signer.sid = new IssuerAndSerialNumber({
            issuer: other.certificate.issuer,
            serialNumber: other.certificate.serialNumber,
          });
        });
      },
    ],
  ])('%s', async (detail, reason, make) => {
    expect(check(await make())).toMatchObject([{ valid: false, reason, detail }]);
  });

  it('nothing is made of what is no signature', () => {
    for (const bytes of [new Uint8Array(), Buffer.from('<html>'), Buffer.from('-----BEGIN CMS-----')])
      expect(check(bytes)).toEqual([]);
  });
});

const HAS_OPENSSL = (() => {
  try {
    return execFileSync('openssl', ['version'], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .startsWith('OpenSSL');
  } catch {
    return false;
  }
})();

it.skipIf(!HAS_OPENSSL)('agrees with OpenSSL on what OpenSSL makes, streamed in indefinite length too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reglament-cms-'));
  try {
    const path = (name: string) => join(folder, name);
    const holder = await holderOf('RSA with SHA-256');
    const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', holder.keys.privateKey);
    writeFileSync(path('key.pem'), pem(new Uint8Array(pkcs8), 'PRIVATE KEY'));
    writeFileSync(path('cert.pem'), pem(holder.der, 'CERTIFICATE'));
    writeFileSync(path('content'), CONTENT);
    const common = [
      'cms',
      '-sign',
      '-binary',
      '-in',
      path('content'),
      '-signer',
      path('cert.pem'),
      '-inkey',
      path('key.pem'),
    ];
    for (const more of [
      ['-noattr', '-outform', 'DER'],
      ['-nodetach', '-outform', 'DER'],
      ['-nodetach', '-stream', '-outform', 'DER'],
      ['-keyid', '-outform', 'PEM'],
      ['-md', 'sha512', '-outform', 'DER'],
      ['-keyopt', 'rsa_padding_mode:pss', '-outform', 'DER'],
    ]) {
      execFileSync('openssl', [...common, ...more, '-out', path('made')], { stdio: 'ignore' });
      expect([more, check(readFileSync(path('made')))]).toMatchObject([more, [{ valid: true }]]);
      expect([more, check(readFileSync(path('made')), changed)]).toMatchObject([more, [{ valid: false }]]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
