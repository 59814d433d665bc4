// Signs a PDF, and has it checked by others: OpenSSL over the bytes that the PDF names, and a reader of PDFs that finds the field.
import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509CertificateGenerator } from '@peculiar/x509';
import PDFDocument from 'pdfkit';
import { getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { certificatePem } from './certificate.ts';
import type { SigningKey } from './cms.ts';
import { readPdfSignature, signPdf } from './pdf-signature.ts';

const AT = new Date('2026-05-06T07:08:09.500Z');
const { keys } = JSON.parse(readFileSync(new URL('../../fixtures/keys.json', import.meta.url), 'utf8'));
const dir = mkdtempSync(join(tmpdir(), 'reglament-pdf-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** A PDF of two pages, as the reporter has it written. */
function pdf(): Uint8Array {
  const made = new PDFDocument({ info: { CreationDate: AT, ModDate: AT }, pdfVersion: '1.7' });
  made.text('first').addPage().text('second').end();
  return Uint8Array.from(made.read());
}

let holder: SigningKey;
beforeAll(async () => {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const pkcs8 = createPrivateKey(keys['applicant-sign']).export({ type: 'pkcs8', format: 'der' });
  const made = await X509CertificateGenerator.create({
    ...{ subject: 'CN=Signer', issuer: 'CN=Signer', serialNumber: '2a' },
    ...{ notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2040-01-01T00:00:00Z') },
    publicKey: Uint8Array.from(createPublicKey(keys['applicant-sign']).export({ type: 'spki', format: 'der' })),
    signingKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']),
    signingAlgorithm: algorithm,
  });
  holder = {
    certificatePem: certificatePem(new Uint8Array(made.rawData)),
    privateKeyPem: keys['applicant-sign'],
  };
});

/** Whether OpenSSL finds the signature valid, over what the PDF says that it is over. `-cades` has it demand the digest of the certificate. */
function openssl(signed: Uint8Array): boolean {
  const text = Buffer.from(signed).toString('latin1');
  const [, a, b, c, d] = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]/u.exec(text)?.map(Number) ?? [];
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('no byte range');
  expect([a, c + d, text[b], text[c - 1]]).toEqual([0, signed.length, '<', '>']);
  const file = (name: string, bytes: Uint8Array | string) => {
    writeFileSync(join(dir, name), bytes);
    return join(dir, name);
  };
  const content = file('content', Buffer.concat([signed.subarray(a, a + b), signed.subarray(c, c + d)]));
  const cms = file('cms', Buffer.from(text.slice(b + 1, c - 1), 'hex'));
  const ca = file('ca.pem', holder.certificatePem);
  const args = ['cms', '-verify', '-binary', '-cades', '-purpose', 'any', '-inform', 'DER', '-in', cms];
  try {
    execFileSync('openssl', [...args, '-content', content, '-CAfile', ca, '-out', '/dev/null'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

it('is valid to OpenSSL, and a field of the document to a reader of PDFs', async () => {
  const unsigned = pdf();
  const signed = await signPdf(unsigned, holder, AT);
  expect(openssl(signed)).toBe(true);
  expect(Buffer.from(signed.subarray(0, unsigned.length)).equals(unsigned)).toBe(true);
  const read = await getDocumentProxy(Uint8Array.from(signed));
  const [first, second] = [await read.getPage(1), await read.getPage(2)];
  expect(await first.getAnnotations()).toMatchObject([{ fieldType: 'Sig', fieldName: 'Signature' }]);
  expect(await second.getAnnotations()).toEqual([]);
  expect((await first.getTextContent()).items).toMatchObject([{ str: 'first' }]);
  expect(read.fingerprints[0]).not.toBe(read.fingerprints[1]);
  expect(await readPdfSignature(signed)).toEqual({
    document: unsigned,
    verdict: { valid: true, certificatePem: holder.certificatePem, signedAt: '2026-05-06T07:08:09.000Z' },
  });
});

it('is the same for the same bytes, key and time', async () => {
  expect(await signPdf(pdf(), holder, AT)).toEqual(await signPdf(pdf(), holder, AT));
});

it('is broken by any other byte, before it and behind it', async () => {
  const signed = await signPdf(pdf(), holder, AT);
  const contents = Buffer.from(signed).indexOf('/Contents <') + 30;
  const time = Buffer.from(signed).indexOf('/M (D:') + 8;
  for (const [at, by] of [
    [100, 1],
    [contents, 1],
    [time, 1],
    [signed.length - 20, 1],
  ] as const) {
    const other = Uint8Array.from(signed);
    other[at] = (other[at] ?? 0) ^ by;
    expect([at, openssl(other)]).toEqual([at, false]);
    expect([at, (await readPdfSignature(other))?.verdict.valid]).toEqual([at, false]);
  }
});

it('does not hold where something was added behind it, or where it is over less than the file', async () => {
  const signed = await signPdf(pdf(), holder, AT);
  const foreign = { verdict: { valid: false, reason: 'malformed', detail: 'is not as `reglament sign` writes it' } };
  expect(await readPdfSignature(Buffer.concat([signed, Buffer.from('%more\n')]))).toMatchObject(foreign);
  expect(await readPdfSignature(pdf())).toBeNull();
  expect(await readPdfSignature(new Uint8Array())).toBeNull();
  const text = Buffer.from(signed).toString('latin1');
  const narrower = text.replace(/\/ByteRange \[0 (\d+)/u, (_, n) => `/ByteRange [0 ${Number(n) - 1}`);
  expect(await readPdfSignature(Buffer.from(narrower, 'latin1'))).toMatchObject(foreign);
});

it('signs no file that pdfkit has not written', async () => {
  await expect(signPdf(Buffer.from('%PDF-1.7\n%%EOF\n'), holder, AT)).rejects.toThrow('as pdfkit ends it');
});
