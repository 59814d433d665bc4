// Checks what all foreign portals lean on: certificates, lists and detached signatures that are not what they seem.
import { expect, it } from 'vitest';
import { verifyCms } from '../../schemas/pki/cms-check.ts';
import { certificate, credentials, NOW, TRUST } from '../sample-credentials.ts';
import { isSealOf, objectionsTo, seal } from './trust.ts';

const CONTENT = Buffer.from('сұраныс');
const [list = new Uint8Array()] = TRUST.revocationLists;
const iin = credentials('good').id;
const objections = (name: string, trust: Partial<typeof TRUST> = {}): Promise<string[]> =>
  objectionsTo(certificate(name).certificatePem, { ...TRUST, ...trust }, iin, NOW);

it('says what cannot be read', async () => {
  expect(await objectionsTo('nothing', TRUST, iin, NOW)).toEqual(['unreadable']);
});

it('believes a revocation list only when the issuer has signed it', async () => {
  const forged = Uint8Array.from(list);
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
  expect(await objections('revoked')).toEqual(['withdrawn']);
  expect(await objections('revoked', { revocationLists: [forged] })).toEqual([]);
  expect(await objections('revoked', { revocationLists: [] })).toEqual([]);
});

it('reads a list in PEM too', async () => {
  const pem = `-----BEGIN X509 CRL-----\n${Buffer.from(list).toString('base64')}\n-----END X509 CRL-----`;
  const trust = { ...TRUST, revocationLists: [pem] };
  expect(await objectionsTo(certificate('on-hold').certificatePem, trust, iin, NOW)).toEqual(['suspended']);
});

it('takes a signature only over the same bytes and with the certificate that was chosen', async () => {
  const { certificatePem } = certificate('good');
  const made = await seal(CONTENT, certificate('good'), NOW);
  expect(await isSealOf(made, CONTENT, certificatePem)).toBe(true);
  expect(await isSealOf(made, Buffer.from('басқа'), certificatePem)).toBe(false);
  expect(await isSealOf(made, CONTENT, certificate('another-person').certificatePem)).toBe(false);
  expect(await isSealOf(Buffer.from('no signature'), CONTENT, certificatePem)).toBe(false);
});

it('takes no signature by another key under the certificate that was chosen', async () => {
  const { certificatePem } = certificate('good');
  const { privateKeyPem } = certificate('another-person');
  expect(await isSealOf(await seal(CONTENT, { certificatePem, privateKeyPem }, NOW), CONTENT, certificatePem)).toBe(
    false,
  );
});

it('seals so that others can verify it', async () => {
  expect(await verifyCms(await seal(CONTENT, TRUST.official, NOW), CONTENT)).toMatchObject({ valid: true });
});
