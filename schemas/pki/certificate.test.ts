// Checks the reading of certificates and revocation lists, on certificates made here.
import 'reflect-metadata';
import { createHash, createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  AuthorityInfoAccessExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  type Extension,
  type JsonAttributeAndObjectValue,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  X509CertificateGenerator,
  X509CrlGenerator,
  X509CrlReason,
} from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { certificateDer, certificatePem, isCrlSignedBy, isIssuedBy, readCertificate, readCrl } from './certificate.ts';

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const NOT_BEFORE = new Date('2013-01-01T00:00:00Z');
const NOT_AFTER = new Date('2014-01-01T00:00:00Z');
const SIGN = KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation;
const AUTHENTICATE = KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment;

const keys = JSON.parse(readFileSync(new URL('../../fixtures/keys.json', import.meta.url), 'utf8')).keys;

function part(type: string, value: string): JsonAttributeAndObjectValue {
  return { [type]: [{ utf8String: value }] };
}

function authority(commonName: string): Name {
  return new Name([part('2.5.4.6', 'KZ'), part('2.5.4.3', commonName)]);
}

function signingKey(name: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(keys[name]).export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', der, RSA, false, ['sign']);
}

async function make(subject: Name, by: string, extensions: Extension[], issuer = authority('ISSUER')): Promise<string> {
  const made = await X509CertificateGenerator.create({
    subject,
    issuer,
    serialNumber: createHash('md5').update(subject.toString()).digest('hex'),
    notBefore: NOT_BEFORE,
    notAfter: NOT_AFTER,
    publicKey: Uint8Array.from(
      createPublicKey(keys[subject.getField('CN')[0] === 'ISSUER' ? by : 'applicant-sign']).export({
        type: 'spki',
        format: 'der',
      }),
    ),
    signingKey: await signingKey(by),
    signingAlgorithm: RSA,
    extensions,
  });
  return certificatePem(new Uint8Array(made.rawData));
}

function makeIssuer(key: string): Promise<string> {
  return make(authority('ISSUER'), key, [new BasicConstraintsExtension(true, undefined, true)]);
}

async function makeCrl(key: string, issuer: Name): Promise<Uint8Array> {
  const crl = await X509CrlGenerator.create({
    issuer,
    thisUpdate: NOT_BEFORE,
    nextUpdate: NOT_AFTER,
    entries: [
      { serialNumber: '00ff', revocationDate: new Date('2013-02-01T00:00:00Z'), reason: X509CrlReason.certificateHold },
      { serialNumber: '01', revocationDate: new Date('2013-03-01T00:00:00Z'), reason: X509CrlReason.keyCompromise },
    ],
    signingAlgorithm: RSA,
    signingKey: await signingKey(key),
  });
  return new Uint8Array(crl.rawData);
}

const PERSON = new Name([
  part('2.5.4.3', 'СЫНАҚОВА ӘСЕЛ'),
  part('2.5.4.4', 'СЫНАҚОВА'),
  part('2.5.4.5', 'IIN850615400026'),
  part('2.5.4.6', 'KZ'),
  part('2.5.4.10', 'ЖШС "СЫНАҚ", +'),
  part('2.5.4.11', 'BIN120140000017'),
  part('2.5.4.42', 'ЕРЛАНҚЫЗЫ'),
]);

describe('readCertificate', () => {
  it('reads the facts of the national profile', async () => {
    const pem = await make(PERSON, 'issuing', [
      new KeyUsagesExtension(SIGN, true),
      new CRLDistributionPointsExtension(['http://127.0.0.1:1/nca_rsa.crl']),
      new AuthorityInfoAccessExtension({ caIssuers: 'http://127.0.0.1:1/ca.cer', ocsp: 'http://127.0.0.1:1/ocsp' }),
    ]);
    expect(readCertificate(pem)).toEqual({
      pem,
      serialNumber: createHash('md5').update(PERSON.toString()).digest('hex'),
      subject:
        'CN=СЫНАҚОВА ӘСЕЛ, SURNAME=СЫНАҚОВА, SERIALNUMBER=IIN850615400026, C=KZ, O=ЖШС \\"СЫНАҚ\\"\\, \\+, OU=BIN120140000017, GIVENNAME=ЕРЛАНҚЫЗЫ',
      issuer: 'C=KZ, CN=ISSUER',
      commonName: 'СЫНАҚОВА ӘСЕЛ',
      organisation: 'ЖШС "СЫНАҚ", +',
      iin: '850615400026',
      bin: '120140000017',
      notBefore: '2013-01-01T00:00:00.000Z',
      notAfter: '2014-01-01T00:00:00.000Z',
      use: 'sign',
      crlUrl: 'http://127.0.0.1:1/nca_rsa.crl',
      ocspUrl: 'http://127.0.0.1:1/ocsp',
    });
  });

  it('reads a BIN from the serial number of the older form', async () => {
    const name = new Name([part('2.5.4.3', 'ҰЙЫМ'), part('2.5.4.5', 'BIN120140000017')]);
    expect(readCertificate(await make(name, 'issuing', []))).toMatchObject({ iin: null, bin: '120140000017' });
  });

  it('reads no number where there are not twelve digits', async () => {
    const name = new Name([part('2.5.4.3', 'X'), part('2.5.4.5', 'IIN85061540002'), part('2.5.4.11', 'BINARY 12345')]);
    expect(readCertificate(await make(name, 'issuing', []))).toMatchObject({ iin: null, bin: null });
  });

  it.each([
    ['authenticate', AUTHENTICATE],
    ['sign', SIGN],
    ['sign', SIGN | KeyUsageFlags.keyEncipherment],
    ['other', KeyUsageFlags.keyCertSign],
    ['other', KeyUsageFlags.nonRepudiation],
  ])('reads the use %s from the bits %i', async (use, bits) => {
    expect(readCertificate(await make(PERSON, 'issuing', [new KeyUsagesExtension(bits, true)])).use).toBe(use);
  });

  it('reads nulls and "other" where extensions are absent', async () => {
    expect(readCertificate(await make(PERSON, 'issuing', []))).toMatchObject({
      use: 'other',
      crlUrl: null,
      ocspUrl: null,
    });
  });

  it("does not take the issuer's address for the address of OCSP", async () => {
    const pem = await make(PERSON, 'issuing', [
      new AuthorityInfoAccessExtension({ caIssuers: 'http://127.0.0.1:1/ca' }),
    ]);
    expect(readCertificate(pem).ocspUrl).toBe(null);
  });

  it('refuses malformed input with a clear message', async () => {
    const pem = await make(PERSON, 'issuing', []);
    const cut = certificatePem(certificateDer(pem).slice(0, -40));
    expect(() => readCertificate('')).toThrow(/Not a PEM certificate/);
    expect(() => readCertificate(pem + pem)).toThrow(/Not a PEM certificate/);
    expect(() => readCertificate(certificatePem(Uint8Array.of(1, 2, 3)))).toThrow(/Malformed certificate/);
    expect(() => readCertificate(cut)).toThrow(/Malformed certificate/);
    const longer = certificatePem(Uint8Array.of(...certificateDer(pem), 0));
    expect(() => readCertificate(longer)).toThrow(/Malformed certificate/);
  });

  it('reads PEM with CRLF and spaces around as the same certificate', async () => {
    const pem = await make(PERSON, 'issuing', []);
    expect(readCertificate(`\r\n${pem.replaceAll('\n', '\r\n')} `).pem).toBe(pem);
  });
});

describe('isIssuedBy', () => {
  it('accepts the issuer', async () => {
    expect(isIssuedBy(await make(PERSON, 'issuing', []), await makeIssuer('issuing'))).toBe(true);
  });

  it('refuses another key under the same name', async () => {
    expect(isIssuedBy(await make(PERSON, 'untrusted', []), await makeIssuer('issuing'))).toBe(false);
  });

  it('refuses the same key under another name', async () => {
    const pem = await make(PERSON, 'issuing', [], authority('SOMEBODY ELSE'));
    expect(isIssuedBy(pem, await makeIssuer('issuing'))).toBe(false);
  });

  it('refuses an issuer that is no authority', async () => {
    const holder = await make(authority('ISSUER'), 'issuing', []);
    expect(isIssuedBy(await make(PERSON, 'issuing', []), holder)).toBe(false);
  });
});

describe('readCrl', () => {
  it('reads issuer, window and lines', async () => {
    expect(readCrl(await makeCrl('issuing', authority('ISSUER')))).toEqual({
      issuer: 'C=KZ, CN=ISSUER',
      thisUpdate: '2013-01-01T00:00:00.000Z',
      nextUpdate: '2014-01-01T00:00:00.000Z',
      revoked: [
        { serialNumber: 'ff', reason: 'hold', at: '2013-02-01T00:00:00.000Z' },
        { serialNumber: '01', reason: 'key-compromise', at: '2013-03-01T00:00:00.000Z' },
      ],
    });
  });

  it('refuses garbage, nothing, and a list with bytes after it', async () => {
    const der = await makeCrl('issuing', authority('ISSUER'));
    expect(() => readCrl(new Uint8Array())).toThrow(/Malformed revocation list/);
    expect(() => readCrl(Uint8Array.of(0x30, 0x03, 1, 2, 3))).toThrow(/Malformed revocation list/);
    expect(() => readCrl(Uint8Array.of(...der, 0))).toThrow(/Malformed revocation list/);
  });
});

describe('isCrlSignedBy', () => {
  it('accepts the issuer of the list', async () => {
    expect(await isCrlSignedBy(await makeCrl('issuing', authority('ISSUER')), await makeIssuer('issuing'))).toBe(true);
  });

  it('refuses another key, another name and changed bytes', async () => {
    const issuer = await makeIssuer('issuing');
    const changed = await makeCrl('issuing', authority('ISSUER'));
    // The year of the first revocation, 2013, becomes 2012.
    const year = Buffer.from(changed).indexOf('130201000000Z');
    changed[year + 1] = '2'.charCodeAt(0);
    expect(readCrl(changed).revoked[0]?.at).toBe('2012-02-01T00:00:00.000Z');
    expect(await isCrlSignedBy(changed, issuer)).toBe(false);
    expect(await isCrlSignedBy(await makeCrl('untrusted', authority('ISSUER')), issuer)).toBe(false);
    expect(await isCrlSignedBy(await makeCrl('issuing', authority('OTHER')), issuer)).toBe(false);
  });
});
