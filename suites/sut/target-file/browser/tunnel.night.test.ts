// Tests that a browser reaches a portal behind an authority and a client certificate of the target file, and trusts nothing else.
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { dirname, join } from 'node:path';
import {
  BasicConstraintsExtension,
  type JsonGeneralName,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fixturePath } from '../../../../schemas/fixture.ts';
import { certificatePem } from '../../../../schemas/pki/certificate.ts';
import type { SigningKey } from '../../../../schemas/pki/cms.ts';
import { written } from '../sample-target.ts';
import { FORM, logInAt } from './sample-browsing.ts';

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const { keys } = JSON.parse(readFileSync(fixturePath('keys.json'), 'utf8'));
const AUTHORITY = String(keys.root);

async function issue(name: string, privateKeyPem: string, names: JsonGeneralName[] = []): Promise<SigningKey> {
  const pkcs8 = createPrivateKey(AUTHORITY).export({ type: 'pkcs8', format: 'der' });
  const made = await X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: 'CN=authority',
    serialNumber: '2c',
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
    publicKey: Uint8Array.from(createPublicKey(privateKeyPem).export({ type: 'spki', format: 'der' })),
    signingKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, false, ['sign']),
    signingAlgorithm: ALGORITHM,
    extensions: [new BasicConstraintsExtension(name === 'authority'), new SubjectAlternativeNameExtension(names)],
  });
  return { certificatePem: certificatePem(new Uint8Array(made.rawData)), privateKeyPem };
}

const asked: string[] = [];
let ca = '';
let client: SigningKey;
let server: ReturnType<typeof createServer>;
let url = '';

beforeAll(async () => {
  ca = (await issue('authority', AUTHORITY)).certificatePem;
  client = await issue('a client', String(keys['other-sign']));
  const { certificatePem: cert, privateKeyPem: key } = await issue('portal', String(keys['applicant-sign']), [
    { type: 'ip', value: '127.0.0.1' },
  ]);
  server = createServer({ key, cert, ca, requestCert: true, rejectUnauthorized: true }, (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'content-type': 'text/html' }).end(request.method === 'GET' ? FORM : '<h1>Welcome</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Logs in with these lines at the top of the target file. */
async function logIn(...lines: string[]) {
  const folder = dirname(written(''));
  const files = { 'ca.pem': ca, 'client.pem': client.certificatePem, 'client.key': client.privateKeyPem };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  asked.length = 0;
  const more = lines.map((line) => `${line}\n`).join('');
  return logInAt(url, (text) => more + text.replace('http://', 'https://').replace('{ cookie: key }', '{ url: true }'));
}
const CERTIFICATE = 'clientCertificate: { certificate: client.pem, key: client.key }';

it('is let in with both', async () => {
  const { answer } = await logIn('extraCa: ca.pem', CERTIFICATE);
  expect(answer).toMatchObject({ body: { state: 'authorised' }, fault: null });
  expect(asked).toEqual(['GET /api/login', 'POST /api/in']);
});

it.each<[string, string[], RegExp]>([
  ['without any', [], /ERR_CERT_AUTHORITY_INVALID; name the certificate of its issuer in extraCa/u],
  ['with a client certificate alone', [CERTIFICATE], /SELF_SIGNED_CERT_IN_CHAIN: .*; name the certificate of/u],
  ['with the authority alone', ['extraCa: ca.pem'], /BROWSER \/login: .*certificate required/u],
])('is not let in %s, and is told why', async (_, lines, message) => {
  const { answer, culprit } = await logIn(...lines);
  expect(answer).toMatchObject({ body: null, fault: expect.stringMatching(message) });
  expect(culprit).toBe('network');
  expect(asked).toEqual([]);
});
