// Checks the test authority against our own readers and against OpenSSL, which knows nothing of us.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { isCrlSignedBy, isIssuedBy, readCertificate, readCrl } from '../../../schemas/pki/certificate.ts';
import { type SigningKey, signCms } from '../../../schemas/pki/cms.ts';
import { verifyCms } from '../../../schemas/pki/cms-check.ts';
import { type Authority, type AuthorityOptions, type CertificateRequest, createAuthority } from './authority.ts';
import { needsOpenssl, openssl } from './sample-openssl.ts';

const NOW = new Date('2013-05-06T07:08:09.500Z');
const OPTIONS: AuthorityOptions = {
  keys: JSON.parse(readFileSync(new URL('../../../fixtures/keys.json', import.meta.url), 'utf8')).keys,
  now: NOW,
  crlUrl: 'http://127.0.0.1:8080/crl/nca_rsa_test.crl',
  deltaUrl: 'http://127.0.0.1:8080/crl/nca_d_rsa_test.crl',
  ocspUrl: 'http://127.0.0.1:8080/ocsp/',
  issuerUrl: 'http://127.0.0.1:8080/cert/nca_rsa_test.cer',
};
const PERSON: CertificateRequest = {
  key: 'applicant-sign',
  use: 'sign',
  holder: { iin: '850615400026', commonName: 'Сынақова Әсел', surname: 'Сынақова', givenName: 'Ерланқызы' },
  notBefore: new Date('2013-01-01T00:00:00Z'),
  notAfter: new Date('2014-01-01T00:00:00Z'),
};
const ENTITY: CertificateRequest = {
  ...PERSON,
  holder: { ...PERSON.holder, bin: '120140000017', organisation: 'ЖШС "Сынақ"' },
};
const CONTENT = Buffer.from('өтініш');

let authority: Authority;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reglament-pki-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  authority = await createAuthority(OPTIONS);
});

function serialOf(issued: SigningKey): string {
  return readCertificate(issued.certificatePem).serialNumber;
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function opensslVerify(issued: SigningKey, at: Date): Promise<{ ok: boolean; text: string }> {
  const crl = await openssl('crl', '-inform', 'DER', '-in', await file('list.der', await authority.crl(NOW)));
  const time = ['-attime', String(Math.floor(at.getTime() / 1000))];
  const trust = ['-CAfile', await file('root.pem', authority.rootPem)];
  const chain = ['-untrusted', await file('issuing.pem', authority.issuingPem)];
  const list = ['-crl_check', '-CRLfile', await file('list.pem', crl.text)];
  return openssl('verify', ...time, ...trust, ...chain, ...list, await file('leaf.pem', issued.certificatePem));
}

describe('issue', () => {
  it('writes the national profile for a person', async () => {
    expect(readCertificate((await authority.issue(PERSON)).certificatePem)).toMatchObject({
      subject: 'CN=СЫНАҚОВА ӘСЕЛ, SURNAME=СЫНАҚОВА, SERIALNUMBER=IIN850615400026, C=KZ, GIVENNAME=ЕРЛАНҚЫЗЫ',
      issuer: 'C=KZ, CN=ҰКО 3.0 (RSA TEST) REGLAMENT',
      serialNumber: expect.stringMatching(/^[4-7][0-9a-f]{31}$/),
      iin: '850615400026',
      bin: null,
      use: 'sign',
      notBefore: '2013-01-01T00:00:00.000Z',
      notAfter: '2014-01-01T00:00:00.000Z',
      crlUrl: OPTIONS.crlUrl,
      ocspUrl: OPTIONS.ocspUrl,
    });
  });

  it('writes organisation and BIN for a legal entity, quotes included', async () => {
    const facts = readCertificate((await authority.issue(ENTITY)).certificatePem);
    expect(facts.subject).toContain('C=KZ, O=ЖШС \\"СЫНАҚ\\", OU=BIN120140000017, GIVENNAME=');
    expect(facts).toMatchObject({ iin: '850615400026', bin: '120140000017' });
  });

  it('writes the older form where there is no person', async () => {
    const holder = { bin: '120140000017', commonName: 'ЖШС', surname: 'ЖШС' };
    const facts = readCertificate((await authority.issue({ ...PERSON, holder })).certificatePem);
    expect(facts).toMatchObject({ iin: null, bin: '120140000017' });
    expect(facts.subject).toContain('SERIALNUMBER=BIN120140000017');
  });

  it.for([
    ['sign', PERSON, 'Digital Signature, Non Repudiation', 'E-mail Protection, 1.2.398.3.3.4.1.1', '2.3'],
    ['sign', ENTITY, 'Digital Signature, Non Repudiation', '1.2.398.3.3.4.1.2, 1.2.398.3.3.4.1.2.1', '2.1'],
    ['authenticate', PERSON, 'Digital Signature, Key Encipherment', 'TLS Web Client Authentication, 1.2.398', '2.4'],
    ['authenticate', ENTITY, 'Digital Signature, Key Encipherment', 'TLS Web Client Authentication, 1.2.398', '2.2'],
  ] as const)('%s: OpenSSL reads usage and policy', async ([use, request, usage, extended, policy], context) => {
    needsOpenssl(context);
    const { certificatePem } = await authority.issue({ ...request, use });
    const { text } = await openssl('x509', '-noout', '-text', '-in', await file('shown.pem', certificatePem));
    expect(text).toMatch(new RegExp(`Key Usage: critical\\s+${usage}\\n`));
    expect(text).toContain(extended);
    expect(text).toContain(`Policy: 1.2.398.3.3.${policy}\n`);
    expect(text).toContain(`OCSP - URI:${OPTIONS.ocspUrl}`);
    expect(text).toContain(`CA Issuers - URI:${OPTIONS.issuerUrl}`);
  });

  it('never gives one number twice', async () => {
    const made = await Promise.all([PERSON, PERSON, ENTITY].map((request) => authority.issue(request)));
    expect(new Set(made.map(serialOf)).size).toBe(3);
  });

  it('refuses a key that it was not given', async () => {
    await expect(authority.issue({ ...PERSON, key: 'nobody' })).rejects.toThrow(/No key "nobody"/);
  });
});

describe('the chain', () => {
  it('holds for our reader', async () => {
    const { certificatePem } = await authority.issue(PERSON);
    expect(isIssuedBy(certificatePem, authority.issuingPem)).toBe(true);
    expect(isIssuedBy(authority.issuingPem, authority.rootPem)).toBe(true);
    expect(isIssuedBy(certificatePem, authority.rootPem)).toBe(false);
  });

  it('holds for OpenSSL, and no longer once the certificate has expired', async (context) => {
    needsOpenssl(context);
    const issued = await authority.issue(PERSON);
    expect(await opensslVerify(issued, NOW)).toMatchObject({ ok: true });
    const expired = await authority.issue({ ...PERSON, notAfter: new Date('2013-05-01T00:00:00Z') });
    expect(await opensslVerify(expired, NOW)).toMatchObject({
      ok: false,
      text: expect.stringContaining('certificate has expired'),
    });
  });

  it('breaks for an issuer that nobody trusts', async (context) => {
    const foreign = await authority.issue({ ...PERSON, issuer: 'untrusted' });
    expect(isIssuedBy(foreign.certificatePem, authority.issuingPem)).toBe(false);
    expect(isIssuedBy(foreign.certificatePem, authority.untrustedPem)).toBe(true);
    expect(() => authority.revoke(serialOf(foreign), 'hold', NOW)).toThrow(/never issued/);
    needsOpenssl(context);
    expect((await opensslVerify(foreign, NOW)).text).toContain('unable to get local issuer certificate');
  });
});

describe('the revocation list', () => {
  it('is signed by the issuing authority and runs for 180 days', async () => {
    const der = await authority.crl(NOW);
    expect(readCrl(der)).toEqual({
      issuer: 'C=KZ, CN=ҰКО 3.0 (RSA TEST) REGLAMENT',
      thisUpdate: '2013-05-06T07:08:09.000Z',
      nextUpdate: '2013-11-02T07:08:09.000Z',
      revoked: [],
    });
    expect(await isCrlSignedBy(der, authority.issuingPem)).toBe(true);
    expect(await isCrlSignedBy(der, authority.rootPem)).toBe(false);
  });

  it.for(['key-compromise', 'affiliation-changed', 'hold'] as const)(
    'names %s, for OpenSSL too',
    async (reason, context) => {
      const issued = await authority.issue(PERSON);
      authority.revoke(serialOf(issued).toUpperCase(), reason, NOW);
      expect(readCrl(await authority.crl(NOW)).revoked).toEqual([
        { serialNumber: serialOf(issued), reason, at: '2013-05-06T07:08:09.000Z' },
      ]);
      expect(authority.statusOf(serialOf(issued), NOW)).toEqual({ status: 'revoked', reason, at: NOW });
      needsOpenssl(context);
      expect((await opensslVerify(issued, NOW)).text).toContain('certificate revoked');
    },
  );

  it('lets a certificate off hold', async (context) => {
    const issued = await authority.issue(PERSON);
    authority.revoke(serialOf(issued), 'hold', NOW);
    authority.release(serialOf(issued));
    expect(readCrl(await authority.crl(NOW)).revoked).toEqual([]);
    expect(authority.statusOf(serialOf(issued), NOW)).toEqual({ status: 'good' });
    needsOpenssl(context);
    expect(await opensslVerify(issued, NOW)).toMatchObject({ ok: true });
  });

  it('keeps what was revoked for good', async () => {
    const serial = serialOf(await authority.issue(PERSON));
    expect(() => authority.release(serial)).toThrow(/not revoked/);
    authority.revoke(serial, 'hold', NOW);
    authority.revoke(serial, 'key-compromise', NOW);
    expect(() => authority.release(serial)).toThrow(/not on hold/);
    expect(() => authority.revoke(serial, 'hold', NOW)).toThrow(/already/);
  });

  it('does not know a revocation before its time', async () => {
    const serial = serialOf(await authority.issue(PERSON));
    authority.revoke(serial, 'hold', new Date(NOW.getTime() + 1));
    expect(readCrl(await authority.crl(NOW)).revoked).toEqual([]);
    expect(authority.statusOf(serial, NOW)).toEqual({ status: 'good' });
    expect(authority.statusOf('00', NOW)).toEqual({ status: 'unknown' });
  });

  it('counts up with time and with changes', async (context) => {
    needsOpenssl(context);
    const numberOf = async (now: Date): Promise<number> => {
      const path = await file('numbered.der', await authority.crl(now));
      const { text } = await openssl('crl', '-inform', 'DER', '-noout', '-crlnumber', '-in', path);
      return Number(text.trim().replace('crlNumber=', ''));
    };
    const first = await numberOf(NOW);
    authority.revoke(serialOf(await authority.issue(PERSON)), 'hold', NOW);
    const second = await numberOf(NOW);
    expect(first).toBe(Math.floor(NOW.getTime() / 1000));
    expect(second).toBeGreaterThan(first);
    expect(await numberOf(new Date('2050-01-01T00:00:00Z'))).toBeGreaterThan(second);
  });
});

describe('the delta list', () => {
  const DAY_MS = 86_400_000;
  const later = (days: number) => new Date(NOW.getTime() + days * DAY_MS);
  const TEXT = ['crl', '-inform', 'DER', '-noout', '-text', '-in'];

  it('has what changed in thirty days, and not what an older list has', async () => {
    const [first, second] = await Promise.all([PERSON, ENTITY].map((request) => authority.issue(request)));
    if (first === undefined || second === undefined) throw new Error('nothing was issued');
    authority.revoke(serialOf(first), 'key-compromise', NOW);
    authority.revoke(serialOf(second), 'hold', later(20));
    const serials = async (days: number) =>
      readCrl(await authority.deltaCrl(later(days))).revoked.map(({ serialNumber }) => serialNumber);
    expect(await serials(19)).toEqual([serialOf(first)]);
    expect(await serials(29)).toEqual([serialOf(first), serialOf(second)].sort());
    expect(await serials(30)).toEqual([serialOf(second)]);
    expect(await serials(51)).toEqual([]);
    expect(await isCrlSignedBy(await authority.deltaCrl(NOW), authority.issuingPem)).toBe(true);
  });

  it('makes OpenSSL refuse what was revoked after the list that it has, and accept what came off hold', async (context) => {
    needsOpenssl(context);
    const issued = await authority.issue(PERSON);
    const pem = async (der: Uint8Array) =>
      (await openssl('crl', '-inform', 'DER', '-in', await file('a.der', der))).text;
    const chain = ['-untrusted', await file('issuing.pem', authority.issuingPem)];
    const trust = ['-CAfile', await file('root.pem', authority.rootPem)];
    const leaf = await file('leaf.pem', issued.certificatePem);
    const check = async (list: Uint8Array, days: number, delta?: Uint8Array) => {
      const lists = await file('lists.pem', (await pem(list)) + (delta === undefined ? '' : await pem(delta)));
      const how = ['-crl_check', '-CRLfile', lists, ...(delta === undefined ? [] : ['-use_deltas', '-extended_crl'])];
      const time = ['-attime', String(Math.floor(later(days).getTime() / 1000))];
      return openssl('verify', ...how, ...time, ...trust, ...chain, leaf);
    };
    const old = await authority.crl(NOW);
    authority.revoke(serialOf(issued), 'hold', later(2));
    const held = await authority.crl(later(3));
    expect(await check(old, 3)).toMatchObject({ ok: true });
    expect((await check(old, 3, await authority.deltaCrl(later(3)))).text).toContain('certificate revoked');
    authority.release(serialOf(issued));
    expect((await check(held, 4)).text).toContain('certificate revoked');
    expect(await check(held, 4, await authority.deltaCrl(later(4)))).toMatchObject({ ok: true });
  });

  it('is named in certificates and in the list, and names the list on which it stands', async (context) => {
    needsOpenssl(context);
    const { certificatePem } = await authority.issue(PERSON);
    const shown = await openssl('x509', '-noout', '-text', '-in', await file('shown.pem', certificatePem));
    const list = await openssl(...TEXT, await file('list.der', await authority.crl(NOW)));
    for (const { text } of [shown, list])
      expect(text).toMatch(
        /Freshest CRL: \n\s+Full Name:\n\s+URI:http:\/\/127\.0\.0\.1:8080\/crl\/nca_d_rsa_test\.crl/u,
      );
    const { text } = await openssl(...TEXT, await file('delta.der', await authority.deltaCrl(NOW)));
    expect(text).toContain(`X509v3 Delta CRL Indicator: critical`);
    const hex = (moment: Date) =>
      Math.floor(moment.getTime() / 1000)
        .toString(16)
        .toUpperCase();
    expect(text).toMatch(
      new RegExp(`Delta CRL Indicator: critical\\n\\s+(?:0x${hex(later(-30))}|${parseInt(hex(later(-30)), 16)})`, 'u'),
    );
    expect(text).toContain('Next Update: May  7 07:08:09 2013 GMT');
  });
});

describe('signatures', () => {
  it('of ours satisfy OpenSSL, changed content does not', async (context) => {
    needsOpenssl(context);
    const issued = await authority.issue(PERSON);
    const signature = await file('ours.p7s', await signCms(CONTENT, issued, NOW));
    const verify = async (content: Uint8Array): Promise<{ ok: boolean; text: string }> =>
      openssl(
        ...['cms', '-verify', '-binary', '-inform', 'DER', '-in', signature],
        ...['-content', await file('content.bin', content), '-purpose', 'any'],
        ...['-CAfile', await file('chain.pem', authority.issuingPem + authority.rootPem)],
        ...['-attime', String(Math.floor(NOW.getTime() / 1000))],
      );
    expect(await verify(CONTENT)).toMatchObject({ ok: true });
    expect(await verify(Buffer.from('өтініш!'))).toMatchObject({ ok: false });
  });

  it.for([['-md', 'sha256'], ['-md', 'sha512'], ['-keyid']])('of OpenSSL %j satisfy us', async (extra, context) => {
    needsOpenssl(context);
    const issued = await authority.issue(PERSON);
    const out = join(folder, 'theirs.p7s');
    const made = await openssl(
      ...['cms', '-sign', '-binary', '-outform', 'DER', '-out', out, ...extra],
      ...['-in', await file('content.bin', CONTENT), '-signer', await file('leaf.pem', issued.certificatePem)],
      ...['-inkey', await file('leaf.key', issued.privateKeyPem)],
      ...['-certfile', await file('issuing.pem', authority.issuingPem)],
    );
    expect(made).toMatchObject({ ok: true });
    expect(await verifyCms(readFileSync(out), CONTENT)).toMatchObject({
      valid: true,
      certificatePem: issued.certificatePem,
    });
  });
});

describe('same options, same bytes', () => {
  it('holds for authorities, certificates and lists', async () => {
    const build = async (requests: CertificateRequest[]): Promise<unknown> => {
      // A module of its own: what the process remembers of earlier authorities must not help.
      vi.resetModules();
      const fresh = await import('./authority.ts');
      const built = await fresh.createAuthority(structuredClone(OPTIONS));
      const issued = await Promise.all(requests.map((request) => built.issue(structuredClone(request))));
      issued.map(serialOf).forEach((serial) => {
        built.revoke(serial, 'hold', NOW);
      });
      const pems = issued.map((made) => made.certificatePem).sort();
      return [
        built.rootPem,
        built.issuingPem,
        built.untrustedPem,
        pems,
        await built.crl(NOW),
        await built.service('ocsp'),
      ];
    };
    // Whoever asks first in a parallel run changes nothing.
    expect(await build([PERSON, ENTITY])).toEqual(await build([ENTITY, PERSON]));
  });

  it('does not answer one question with the certificate of another', async () => {
    const elsewhere = await createAuthority({ ...OPTIONS, crlUrl: 'http://127.0.0.1:9/other.crl' });
    const { certificatePem } = await elsewhere.issue(PERSON);
    expect(readCertificate(certificatePem).crlUrl).toBe('http://127.0.0.1:9/other.crl');
    const later = await createAuthority({ ...OPTIONS, now: new Date('2014-05-06T00:00:00Z') });
    expect(readCertificate(later.rootPem).notAfter).toBe('2019-05-06T00:00:00.000Z');
    expect(readCertificate(authority.rootPem).notAfter).toBe('2018-05-06T07:08:09.000Z');
  });

  it.for([
    ['ocsp', /Extended Key Usage: \n\s+OCSP Signing\n/u],
    ['tsa', /Extended Key Usage: critical\n\s+Time Stamping\n/u],
    [
      'tls',
      /TLS Web Server Authentication[\s\S]+DNS:localhost, IP Address:127\.0\.0\.1, IP Address:0:0:0:0:0:0:0:1\n/u,
    ],
  ] as const)('certifies the service %s for what it does alone', async ([name, expected], context) => {
    const { certificatePem } = await authority.service(name);
    expect(isIssuedBy(certificatePem, authority.issuingPem)).toBe(true);
    needsOpenssl(context);
    const { text } = await openssl('x509', '-noout', '-text', '-in', await file(`${name}.pem`, certificatePem));
    expect(text).toMatch(expected);
  });
});
