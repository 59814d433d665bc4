// The addresses in the certificates work against the listening simulator, for clients that know nothing of us.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadRegulations } from '../../schemas/load.ts';
import { readCertificate } from '../../schemas/pki/certificate.ts';
import { needsOpenssl, openssl } from '../../simulators/reference/certification-authority/sample-openssl.ts';
import { startSimulator } from './simulator.ts';

const folder = mkdtempSync(join(tmpdir(), 'reglament-ocsp-'));
const NOW = '2013-03-15T10:00:00+06:00';
let door: Awaited<ReturnType<typeof startSimulator>>;
let roster: { issuers: string[]; certificates: Record<string, { certificatePem: string }> };

beforeAll(async () => {
  door = await startSimulator(loadRegulations('fixtures/regulations'), { port: 0, seed: 1 });
  const body = JSON.stringify({ seed: 1, now: NOW });
  const opened = await fetch(`${door.url}/worlds`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const view: { roster: typeof roster } = JSON.parse(await opened.text());
  roster = view.roster;
  writeFileSync(file('root.pem'), roster.issuers[0] ?? '');
  writeFileSync(file('issuing.pem'), roster.issuers[1] ?? '');
  for (const [name, { certificatePem }] of Object.entries(roster.certificates))
    writeFileSync(file(`${name}.pem`), certificatePem);
});
afterAll(async () => {
  await door.close();
  rmSync(folder, { recursive: true });
});

const file = (name: string): string => join(folder, name);
const pemOf = (name: string): string => roster.certificates[name]?.certificatePem ?? '';

async function askOcsp(name: string, ...more: string[]): Promise<string> {
  const { ocspUrl } = readCertificate(pemOf(name));
  const at = ['-attime', String(Date.parse(NOW) / 1000)];
  const about = ['-issuer', file('issuing.pem'), '-cert', file(`${name}.pem`), '-CAfile', file('root.pem')];
  return (await openssl('ocsp', ...more, '-url', ocspUrl ?? '', ...about, ...at)).text;
}

describe('openssl', () => {
  beforeEach(needsOpenssl);

  it.each([
    ['good', ': good', []],
    ['good', ': good', ['-sha256']],
    ['revoked', ': revoked', []],
    ['on-hold', 'Reason: certificateHold', []],
  ])('asks the responder of %s and believes it: %s %j', async (name, expected, more) => {
    const said = await askOcsp(name, ...more);
    expect(said).toContain('Response verify OK');
    expect(said).toContain(expected);
    expect(said).not.toMatch(/nonce in response|Nonce Verify error/i);
  });

  it('is told that the responder does not know a stranger', async () => {
    expect(await askOcsp('untrusted-issuer')).toContain(': unknown');
  });

  it('fetches the list, and finds it signed', async () => {
    const { crlUrl } = readCertificate(pemOf('good'));
    expect(crlUrl).toBe(`${door.url}/crl/2013-03-15`);
    writeFileSync(file('list.der'), new Uint8Array(await (await fetch(crlUrl ?? '')).arrayBuffer()));
    const args = ['crl', '-inform', 'DER', '-in', file('list.der'), '-noout', '-text', '-CAfile', file('issuing.pem')];
    const { text: said } = await openssl(...args);
    expect(said).toContain('verify OK');
    expect(said).toContain('Certificate Hold');
  });

  it('fetches the certificate of the authority where the certificates say', async () => {
    const { text } = await openssl('x509', '-in', file('good.pem'), '-noout', '-ext', 'authorityInfoAccess');
    const url = /CA Issuers - URI:(\S+)/.exec(text)?.[1] ?? '';
    writeFileSync(file('issuing.der'), new Uint8Array(await (await fetch(url)).arrayBuffer()));
    const { text: said } = await openssl('x509', '-inform', 'DER', '-in', file('issuing.der'), '-noout', '-subject');
    expect(said).toContain('CN');
  });
});

it('answers the same bytes to the same question', async () => {
  const { writeOcspRequest } = await import('../../schemas/pki/ocsp.ts');
  const body = Uint8Array.from(writeOcspRequest(pemOf('good'), roster.issuers[1] ?? '', Buffer.from('nonce')));
  const ask = async () => {
    const { ocspUrl } = readCertificate(pemOf('good'));
    const headers = { 'content-type': 'application/ocsp-request' };
    const response = await fetch(ocspUrl ?? '', { method: 'POST', headers, body });
    return Buffer.from(await response.arrayBuffer()).toString('base64');
  };
  expect(await ask()).toBe(await ask());
});
