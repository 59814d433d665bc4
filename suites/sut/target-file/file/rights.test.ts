// Tests that a target file by somebody else reads nothing but what is for its portal, and that a usual one reads what it needs.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the words of the file
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { makeRoster } from '../../dumb-portal.ts';
import { REGULATIONS, SAMPLE, written } from '../sample-target.ts';
import { loadTarget } from './load.ts';
import type { Grants } from './rights.ts';

const HERE = '127.0.0.1:9';
const STRANGER = 'portal.example.org';
const UNTRUSTED = expect.objectContaining({ code: 'target-untrusted' });
const ENVIRONMENT = new Proxy<Record<string, string>>({}, { get: (_, name) => `value of ${String(name)}` });

/** A file that sends a text to a host. */
const sending = (text: string, host: string) => SAMPLE.replaceAll(HERE, host).replace('${ENV:SECRET}', text);
const load = (text: string, grants: Grants = {}, environment = ENVIRONMENT) =>
  loadTarget(written(text.replace(/\n {2}wrong-password: \{ id.*/u, '')), REGULATIONS, environment, grants);

describe('a variable', () => {
  it.each([
    ...[
      'PORTAL_LOGIN',
      'PORTAL_PASSWORD',
      'MY_PORTAL_TOKEN',
      'PORTAL_API_KEY',
      'REGLAMENT_PASSWORD',
      'OFFICER_PASSWORD',
    ],
    ...['CERTIFICATES', 'TARGET_PASSWORD', 'TARGET_API_KEY'],
  ])('for its portal is read, wherever it goes: %s', (name) => {
    for (const host of [HERE, STRANGER])
      expect(load(sending(`\${ENV:${name}}`, host)).secrets).toContain(`value of ${name}`);
  });

  it.each(['MY_PASSWORD', 'KEY', 'TENANT', 'CUSTOMER_TOKEN'])('of any name goes to this machine alone: %s', (name) => {
    for (const host of [HERE, 'localhost:9', '[::1]:9'])
      expect(load(sending(`\${ENV:${name}}`, host)).secrets).toContain(`value of ${name}`);
    for (const host of [STRANGER, '127.0.0.1.example.org', 'localhost@example.org'])
      expect(() => load(sending(`\${ENV:${name}}`, host))).toThrow(`would read ${name} of the environment`);
  });

  it('of any name goes to the host that the environment names, and to no other beside it', () => {
    const named = { PORTAL_URL: `https://${STRANGER}/api`, PORTAL_HOST: STRANGER, CLERKS_WORD: 'parol' };
    const text = sending('${ENV:CLERKS_WORD}', HERE)
      .replace(`http://${HERE}/api`, '${ENV:PORTAL_URL}')
      .replace(`'${HERE}'`, "'${ENV:PORTAL_HOST}'");
    expect(load(text, {}, named).secrets).toContain('parol');
    for (const more of ["hosts: [elsewhere.example, '${ENV:", "proxy: http://elsewhere.example\nhosts: ['${ENV:"])
      expect(() => load(text.replace("hosts: ['${ENV:", more), {}, named)).toThrow('would read CLERKS_WORD');
    const part = { ...named, PORTAL_URL: 'https://a', PORTAL_HOST: 'a' };
    expect(() => load(text.replaceAll(/\$\{ENV:PORTAL_\w+\}/gu, '$&.example'), {}, part)).toThrow('CLERKS_WORD');
  });

  it.each([
    ...[
      ' https://example.org',
      '\thttps://example.org',
      'https:example.org',
      'https:/example.org',
      'HTTPS://example.org',
    ],
    ...[
      'https://127.0.0.1@example.org',
      'https://${ENV:PORTAL_HOST}@example.org',
      '${FILE:address.txt}',
      '{{address}}',
    ],
  ])('of any name does not go to an address that is written as %s', (address) => {
    const named = { PORTAL_HOST: 'portal.example', CLERKS_WORD: 'parol' };
    const text = sending('${ENV:CLERKS_WORD}', HERE).replace(`http://${HERE}/api`, JSON.stringify(address));
    expect(() => load(text, {}, named)).toThrow('would read CLERKS_WORD');
  });

  it.each(['AWS_SECRET_ACCESS_KEY', 'GITHUB_TOKEN', 'NPM_TOKEN', 'HOME', 'PATH', 'OPENAI_API_KEY', 'SOME_KEY'])(
    'of others is read nowhere without leave: %s',
    (name) => {
      for (const host of [HERE, STRANGER]) {
        const text = sending(`\${ENV:${name}}`, host);
        expect(() => load(text)).toThrow(new RegExp(`would read ${name} of .*give --env ${name} .*--trust`, 'u'));
        expect(() => load(text, { env: ['OTHER'] })).toThrow(UNTRUSTED);
        for (const grants of [{ env: ['OTHER', name] }, { trust: true } as const])
          expect(load(text, grants).secrets).toContain(`value of ${name}`);
      }
    },
  );

  it('is told with all others at once, with the place of the first', () => {
    const text = sending('${ENV:GITHUB_TOKEN}', HERE).replace("id: '850615400026'", "id: '${ENV:HOME}'");
    expect(() => load(text)).toThrow(
      /target\.yaml:\d+:\d+ .*would read HOME, GITHUB_TOKEN of .* --env HOME,GITHUB_TOKEN/u,
    );
  });
});

describe('a file', () => {
  const folder = dirname(written(SAMPLE));
  mkdirSync(join(folder, 'below/deep'), { recursive: true });
  const outside = join(folder, '..', `${folder.split('/').at(-1)}-outside`);
  mkdirSync(outside, { recursive: true });
  for (const place of [folder, join(folder, 'below/deep'), outside])
    writeFileSync(join(place, 'parol.txt'), 'Zhurek-7\n');
  symlinkSync(join(outside, 'parol.txt'), join(folder, 'link.txt'));
  symlinkSync(outside, join(folder, 'linked'));
  symlinkSync('below/deep/parol.txt', join(folder, 'inner.txt'));

  it.each(['parol.txt', './below/deep/parol.txt', 'below/../parol.txt', 'inner.txt', join(folder, 'parol.txt')])(
    'beside the target file or below its folder is read: %s',
    (name) => {
      expect(load(sending(`\${FILE:${name}}`, STRANGER)).secrets).toContain('Zhurek-7');
    },
  );

  it.each([
    join(outside, 'parol.txt'),
    'link.txt',
    'linked/parol.txt',
    'below/../../../../../../etc/passwd',
    '/etc/passwd',
  ])('elsewhere is not: %s', (name) => {
    for (const host of [HERE, STRANGER])
      expect(() => load(sending(`\${FILE:${name}}`, host))).toThrow(/lies neither beside .*--trust/u);
    expect(load(sending(`\${FILE:${name}}`, STRANGER), { trust: true }).secrets.length).toBeGreaterThan(0);
  });

  it('of another program is not, where the target file lies in a home folder', () => {
    mkdirSync(join(folder, '.ssh'), { recursive: true });
    writeFileSync(join(folder, '.ssh/id'), 'Zhurek-7');
    const text = sending('${FILE:.ssh/id}', STRANGER);
    expect(load(text).secrets).toContain('Zhurek-7');
    vi.stubEnv('HOME', folder);
    expect(() => load(text)).toThrow(UNTRUSTED);
    expect(load(sending('${FILE:parol.txt}', STRANGER)).secrets).toContain('Zhurek-7');
    vi.unstubAllEnvs();
  });

  it('of a certificate elsewhere is read where it goes to nobody else, and for what it is', async () => {
    const { certificatePem = '', privateKeyPem = '' } = (await makeRoster()).certificates.good ?? {};
    writeFileSync(join(outside, 'good.pem'), certificatePem);
    writeFileSync(join(outside, 'good.key'), privateKeyPem);
    const named = { CERTIFICATES: outside, OTHERS: outside, PORTAL_PASSWORD: 'parol' };
    const at = (certificate: string, key: string, host = HERE, of: Record<string, string> = named) => {
      const pair = `certificates: { good: { certificate: '${certificate}', key: '${key}' } }`;
      return load(`${pair}\n${sending('${ENV:PORTAL_PASSWORD}', host)}`, {}, of);
    };
    const [pem, key] = [join(outside, 'good.pem'), join(outside, 'good.key')];
    expect(at(pem, key).roster.certificates.good).toEqual({ certificatePem, privateKeyPem });
    for (const wrong of [
      [key, key],
      [join(outside, 'parol.txt'), key],
      [pem, join(outside, 'parol.txt')],
    ] as const)
      expect(() => at(...wrong)).toThrow(UNTRUSTED);
    expect(() => at(pem, key, STRANGER)).toThrow(UNTRUSTED);
    const lent = ['${ENV:CERTIFICATES}/good.pem', '${ENV:CERTIFICATES}/good.key'] as const;
    expect(at(...lent, STRANGER).roster.certificates.good).toEqual({ certificatePem, privateKeyPem });
    expect(() => at('${ENV:CERTIFICATES}/../../../../../../../../etc/passwd', lent[1], STRANGER)).toThrow(UNTRUSTED);
    // A path is sent to nobody, whatever its variable is called.
    const paths = { CLIENT_KEY: key, PORTAL_PASSWORD: 'parol' };
    expect(at(pem, '${ENV:CLIENT_KEY}', HERE, paths).roster.certificates.good).toEqual({
      certificatePem,
      privateKeyPem,
    });
    expect(() => at(pem, '${ENV:HOME}/good.key', HERE, { ...paths, HOME: outside })).toThrow('would read HOME');
    expect(() => at('${ENV:OTHERS}/good.pem', lent[1], STRANGER)).toThrow('would read OTHERS');
  });

  it('is no program of its own', () => {
    const started = (path: string) => `browser: '${path}'\n${sending('${ENV:PORTAL_PASSWORD}', HERE)}`;
    const named = { PORTAL_PASSWORD: 'x', PORTAL_BROWSER: join(folder, 'chromium') };
    for (const path of ['./chromium', '../chromium', join(folder, 'chromium')]) {
      expect(() => load(started(path), {}, named)).toThrow(/would be started/u);
      expect(load(started(path), { trust: true }, named).target.browser).toBe(path);
    }
    for (const path of ['/usr/bin/chromium', '${ENV:PORTAL_BROWSER}'])
      expect(load(started(path), {}, named)).toBeDefined();
  });
});
