// Checks detached CMS signatures both ways: what must be accepted, and one refusal for each thing that can be wrong.
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, sign, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { X509CertificateGenerator } from '@peculiar/x509';
import { fromBER, ObjectIdentifier, OctetString, Set as SetOf } from 'asn1js';
import { Attribute, ContentInfo, SignedData, type SignerInfo } from 'pkijs';
import { beforeAll, describe, expect, it } from 'vitest';
import { certificatePem, readCertificate } from './certificate.ts';
import { type SigningKey, signCms } from './cms.ts';
import { verifyCms } from './cms-check.ts';

const CONTENT = new TextEncoder().encode('{"service":"лицензия","қала":"Ақтөбе"}');
const SIGNED_AT = new Date('2013-05-06T07:08:09Z');
const keys = JSON.parse(readFileSync(new URL('../../fixtures/keys.json', import.meta.url), 'utf8')).keys;

let holder: SigningKey;
let other: SigningKey;
let der: Uint8Array;

async function selfSigned(key: string): Promise<SigningKey> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const pkcs8 = createPrivateKey(keys[key]).export({ type: 'pkcs8', format: 'der' });
  const made = await X509CertificateGenerator.create({
    subject: `CN=${key}`,
    issuer: `CN=${key}`,
    serialNumber: '2a',
    notBefore: new Date('2013-01-01T00:00:00Z'),
    notAfter: new Date('2014-01-01T00:00:00Z'),
    publicKey: Uint8Array.from(createPublicKey(keys[key]).export({ type: 'spki', format: 'der' })),
    signingKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']),
    signingAlgorithm: algorithm,
  });
  return { certificatePem: certificatePem(new Uint8Array(made.rawData)), privateKeyPem: keys[key] };
}

beforeAll(async () => {
  holder = await selfSigned('applicant-sign');
  other = await selfSigned('other-sign');
  der = await signCms(CONTENT, holder, SIGNED_AT);
});

/** The message with one thing changed by the test. */
function changed(change: (data: SignedData, signer: SignerInfo) => void): Uint8Array {
  const data = new SignedData({ schema: new ContentInfo({ schema: fromBER(Uint8Array.from(der)).result }).content });
  const [signer] = data.signerInfos;
  if (signer === undefined) throw new Error('no signer');
  change(data, signer);
  const info = new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: data.toSchema(true) });
  return new Uint8Array(info.toSchema().toBER());
}

/** Replaces the signed attributes and signs them again with the right key, so that only the change itself is wrong. */
function resigned(change: (attributes: Attribute[]) => Attribute[], order: 'der' | 'as-given' = 'der'): Uint8Array {
  return changed((_, signer) => {
    if (signer.signedAttrs === undefined) throw new Error('no signed attributes');
    const attributes = change(signer.signedAttrs.attributes);
    signer.signedAttrs.attributes = attributes;
    const ordered =
      order === 'as-given'
        ? attributes
        : [...attributes].sort((left, right) =>
            Buffer.compare(Buffer.from(left.toSchema().toBER()), Buffer.from(right.toSchema().toBER())),
          );
    const bytes = new SetOf({ value: ordered.map((attribute) => attribute.toSchema()) }).toBER();
    signer.signature = new OctetString({
      valueHex: sign('sha256', new Uint8Array(bytes), createPrivateKey(holder.privateKeyPem)),
    });
  });
}

const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';

function without(type: string): Uint8Array {
  return resigned((attributes) => attributes.filter((attribute) => attribute.type !== type));
}

describe('signCms', () => {
  it('makes a signature that verifies', async () => {
    expect(await verifyCms(der, CONTENT)).toEqual({
      valid: true,
      certificatePem: readCertificate(holder.certificatePem).pem,
      signedAt: '2013-05-06T07:08:09.000Z',
    });
  });

  it('gives the bytes that another writer of DER gives', () => {
    expect(
      Buffer.compare(
        der,
        changed(() => undefined),
      ),
    ).toBe(0);
  });

  it('gives the same bytes for the same arguments', async () => {
    expect(Buffer.compare(der, await signCms(CONTENT, holder, SIGNED_AT))).toBe(0);
  });

  it('drops a fraction of a second, and dates beyond 2049 survive', async () => {
    const late = await signCms(CONTENT, holder, new Date('2051-01-02T03:04:05.678Z'));
    expect(await verifyCms(late, CONTENT)).toMatchObject({ valid: true, signedAt: '2051-01-02T03:04:05.000Z' });
  });

  it('signs empty content', async () => {
    const empty = new Uint8Array();
    expect(await verifyCms(await signCms(empty, holder, SIGNED_AT), empty)).toMatchObject({ valid: true });
  });

  it('does not carry the content', () => {
    expect(Buffer.from(der).includes(Buffer.from(CONTENT))).toBe(false);
  });
});

describe('verifyCms refuses', () => {
  it('changed content', async () => {
    const tampered = Uint8Array.from(CONTENT);
    tampered[0] = (tampered[0] ?? 0) ^ 1;
    expect(await verifyCms(der, tampered)).toEqual({
      valid: false,
      reason: 'content-changed',
      detail: 'signs the digest of other bytes',
      certificatePem: holder.certificatePem,
    });
  });

  it('a changed signature', async () => {
    const tampered = Uint8Array.from(der);
    const last = tampered.byteLength - 1;
    tampered[last] = (tampered[last] ?? 0) ^ 1;
    expect(await verifyCms(tampered, CONTENT)).toEqual({
      valid: false,
      reason: 'signature-wrong',
      detail: 'was not made over these bytes with the key of its certificate',
      certificatePem: holder.certificatePem,
    });
  });

  it('a changed signing time', async () => {
    const tampered = Uint8Array.from(der);
    const at = Buffer.from(tampered).indexOf('130506070809Z');
    tampered[at] = '2'.charCodeAt(0);
    expect(await verifyCms(tampered, CONTENT)).toMatchObject({ valid: false, reason: 'signature-wrong' });
  });

  it("another person's certificate around the signature", async () => {
    const foreign = await signCms(CONTENT, { ...other, privateKeyPem: holder.privateKeyPem }, SIGNED_AT);
    expect(await verifyCms(foreign, CONTENT)).toEqual({
      valid: false,
      reason: 'signature-wrong',
      detail: 'was not made over these bytes with the key of its certificate',
      certificatePem: other.certificatePem,
    });
  });

  it.each([
    ['nothing', () => new Uint8Array()],
    ['garbage', () => new TextEncoder().encode('<html>not found</html>')],
    ['DER of another shape', () => Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05)],
    ['a cut message', () => der.slice(0, -1)],
    ['a message with bytes after it', () => Uint8Array.of(...der, 0)],
    ['a message without a signer', () => changed((data) => void data.signerInfos.splice(0))],
    ['a message with two signers', () => changed((data, signer) => void data.signerInfos.push(signer))],
    ['a message without a certificate', () => changed((data) => void data.certificates?.splice(0))],
    [
      'a signature of another kind',
      () =>
        changed((_, signer) => {
          signer.signatureAlgorithm.algorithmId = '1.2.840.113549.1.1.10';
        }),
    ],
    ['no signed digest', () => without(MESSAGE_DIGEST)],
    ['no signed content type', () => without(CONTENT_TYPE)],
    [
      'two signed digests',
      () => resigned((all) => [...all, ...all.filter((attribute) => attribute.type === MESSAGE_DIGEST)]),
    ],
    [
      'a signed content type that differs',
      () =>
        resigned((all) => [
          ...all.filter((attribute) => attribute.type !== CONTENT_TYPE),
          new Attribute({ type: CONTENT_TYPE, values: [new ObjectIdentifier({ value: '1.2.840.113549.1.7.3' })] }),
        ]),
    ],
  ])('%s', async (_, make) => {
    expect(await verifyCms(make(), CONTENT)).toMatchObject({ valid: false, reason: 'malformed' });
  });
});

describe('verifyCms', () => {
  it('takes the attributes in the order of DER, in whichever they came, or signed as they came', async () => {
    const reverse = (all: Attribute[]): Attribute[] => [...all].reverse();
    for (const order of ['der', 'as-given'] as const)
      expect(await verifyCms(resigned(reverse, order), CONTENT)).toMatchObject({ valid: true });
  });

  // The set grows past 127 and past 255 bytes, where its length takes two bytes and three.
  it.each([60, 300])('accepts a further signed attribute of %i bytes', async (size) => {
    const more = new Attribute({
      type: '1.2.398.3.3.9.9',
      values: [new OctetString({ valueHex: new Uint8Array(size) })],
    });
    expect(
      await verifyCms(
        resigned((all) => [...all, more]),
        CONTENT,
      ),
    ).toMatchObject({ valid: true });
  });

  it('never throws, whatever byte is wrong, and never trusts a changed signed part', async () => {
    for (let at = 0; at < der.byteLength; at += 3) {
      const wrong = Uint8Array.from(der);
      wrong[at] = (wrong[at] ?? 0) ^ 0xff;
      const verdict = await verifyCms(wrong, CONTENT);
      if (verdict.valid) expect(verdict.signedAt).toBe('2013-05-06T07:08:09.000Z');
    }
  });
});
