// reglament verify and sign from outside: what holds of a run, what is found to be wrong, and who has signed it.
import 'reflect-metadata';
import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { X509CertificateGenerator } from '@peculiar/x509';
import { extractText } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeAuthority } from '../schemas/pki/sample-authority.ts';
import { startSimulator } from './simulate/simulator.ts';
import { scratch, within } from './spawned.ts';
import { knownRegulations } from './workspace.ts';

const ONE = ['--assertion', 'passenger-transport-licence/portal/pay/actor'];
const cwd = scratch();
/** A copy of the folder of the run, to be changed. */
let copies = 0;
function copy(from = 'run'): string {
  copies += 1;
  cpSync(join(cwd, from), join(cwd, `copy-${copies}`), { recursive: true });
  return `copy-${copies}`;
}
const textOf = (dir: string, file: string) => readFileSync(join(cwd, dir, file), 'utf8');
const verify = (dir: string, ...more: string[]) => within(['verify', dir, ...more], cwd);
/** What does not hold, by the claims of `verify --json`. */
async function wrongOf(dir: string, ...more: string[]): Promise<string[]> {
  const { code, stdout } = await verify(dir, '--json', ...more);
  const { holds, claims } = JSON.parse(stdout) as { holds: boolean; claims: { wrong: string[] }[] };
  expect(code).toBe(holds ? 0 : 1);
  return claims.flatMap(({ wrong }) => wrong);
}

beforeAll(async () => {
  const args = ['run', '--target', 'simulator', ...ONE, '--reporter', 'json,junit,html', '--out', 'run'];
  expect((await within(args, cwd)).code).toBe(0);
});

describe('reglament verify', () => {
  it('says what holds of a run, and what nobody claims', async () => {
    const { code, stdout } = await verify('run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^signature valid +not signed$/mu);
    expect(stdout).toMatch(/^arithmetic consistent +yes$/mu);
    expect(stdout).toContain('the same when written again: report.json, junit.xml, report.html');
    expect(stdout).toMatch(/^observations reproducible +not tried/mu);
  });

  it.each<[string, (dir: string) => void, RegExp]>([
    [
      'a journal without its seal',
      (dir) => writeFileSync(dir, textOf('run', 'journal.ndjson').replace(/\n[^\n]+\n$/u, '\n')),
      /it has no seal/u,
    ],
    ['a letter after the last newline', (dir) => appendFileSync(dir, ' '), /the last line is cut off/u],
    ['a line more', (dir) => appendFileSync(dir, '{}\n'), /it comes after the seal/u],
    ['a blank in the seal', (dir) => rewrite(dir, '}}\n', '} }\n'), /the seal holds something else/u],
    ['another verdict', (dir) => rewrite(dir, '"verdict":"pass"', '"verdict":"fail"'), /hash of the line before/u],
  ])('finds %s', async (_, change, why) => {
    const dir = copy();
    change(join(cwd, dir, 'journal.ndjson'));
    const wrong = await wrongOf(dir);
    expect(wrong.length).toBeGreaterThan(0);
    expect(wrong[0]).toMatch(why);
  });

  it.each(['report.json', 'report.html', 'junit.xml'])('finds a byte that is another one in %s', async (file) => {
    const dir = copy();
    rewrite(join(cwd, dir, file), 'simulator', 'simulatoR');
    expect(await wrongOf(dir)).toEqual([`${file} does not follow from the journal`]);
  });

  it('finds another suite or another regulation behind a journal whose hashes agree', async () => {
    const { openJournal, readJournal } = await import('../suites/engine/running/journal.ts');
    const dir = copy();
    const file = join(cwd, dir, 'journal.ndjson');
    const events = [...readJournal(file)];
    rmSync(file);
    const journal = openJournal(file);
    for (const event of events)
      journal.write(
        event.type === 'run-started' ? { ...event, digests: { ...event.digests, suite: 'f'.repeat(64) } } : event,
      );
    journal.close();
    expect((await wrongOf(dir))[0]).toContain('its assertions are not those that this version derives');
  });

  it('walks again, and says whether the observations are the same', async () => {
    expect(await wrongOf('run', '--replay', '--target', 'simulator')).toEqual([]);
    const mutant = 'passenger-transport-licence/portal/pay/records-another-actor';
    const broken = await startSimulator(knownRegulations(), { port: 0, mutant });
    expect(await wrongOf('run', '--replay', '--target', broken.url)).toEqual([
      'passenger-transport-licence/portal/pay/actor was pass and is fail',
    ]);
    await broken.close();
    const { code, stderr } = await verify('run', '--replay');
    expect([code, stderr]).toEqual([2, expect.stringContaining('give --replay and --target together')]);
  });

  it('says where there is no run', async () => {
    expect(await verify('nowhere')).toMatchObject({ code: 2, stderr: expect.stringContaining('[file-unreadable]') });
  });
});

describe('reglament sign', () => {
  const file = (name: string, text: string | Buffer) => {
    writeFileSync(join(cwd, name), text);
    return name;
  };
  const keys = {
    ed25519: generateKeyPairSync('ed25519'),
    rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    x25519: generateKeyPairSync('x25519'),
  };
  const pem = (name: keyof typeof keys) =>
    file(`${name}.pem`, String(keys[name].privateKey.export({ type: 'pkcs8', format: 'pem' })));
  const publicPem = (name: keyof typeof keys) =>
    file(`${name}.pub`, String(keys[name].publicKey.export({ type: 'spki', format: 'pem' })));
  /** A certificate of an RSA or EC key, in force in these years. */
  async function certificate(name: 'rsa' | 'ec', from = 2013, to = 2043): Promise<string> {
    const algorithm =
      name === 'rsa'
        ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
        : { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const [publicKey, privateKey] = await Promise.all([
      crypto.subtle.importKey('spki', keys[name].publicKey.export({ type: 'spki', format: 'der' }), algorithm, true, [
        'verify',
      ]),
      crypto.subtle.importKey(
        'pkcs8',
        keys[name].privateKey.export({ type: 'pkcs8', format: 'der' }),
        algorithm,
        true,
        ['sign'],
      ),
    ]);
    const made = await X509CertificateGenerator.createSelfSigned({
      ...{
        serialNumber: '01',
        name: `CN=Tester ${name}`,
        keys: { publicKey, privateKey },
        signingAlgorithm: algorithm,
      },
      ...{ notBefore: new Date(Date.UTC(from, 0)), notAfter: new Date(Date.UTC(to, 0)) },
    });
    return file(`${name}-${from}.crt`, made.toString('pem'));
  }
  const sign = (dir: string, ...args: string[]) => within(['sign', dir, ...args], cwd);

  it.each(['ed25519', 'rsa', 'ec'] as const)('signs with a key of the kind %s alone, and names it', async (name) => {
    const dir = copy();
    expect((await sign(dir, '--key', pem(name))).code).toBe(0);
    expect(await wrongOf(dir, '--signer', publicPem(name))).toEqual([]);
    expect((await verify(dir)).stdout).toMatch(/^signature valid +yes\n {2}by the key SHA-256 [0-9a-f]{64}$/mu);
    rewrite(join(cwd, dir, 'signed.json'), 'reglament-signature/1', 'reglament-signature/1 ');
    expect(await wrongOf(dir)).toContain(
      'signed.json.sig was not made over signed.json with the key in signed.json.pub',
    );
  });

  it.each(['rsa', 'ec'] as const)(
    'signs with the certificate of a key of the kind %s, and has it stamped',
    async (name) => {
      const dir = copy();
      const crt = await certificate(name);
      const authority = await makeAuthority();
      const clock = await serve((request) => authority.answer(request, new Date()));
      const { code, stderr } = await sign(dir, '--key', pem(name), '--cert', crt, '--tsa', clock.url);
      clock.server.close();
      expect(code, stderr).toBe(0);
      expect(await wrongOf(dir, '--signer', crt)).toEqual([]);
      const { stdout } = await verify(dir);
      expect(stdout).toContain(`by CN=Tester ${name} with the key SHA-256`);
      expect(stdout).toMatch(/stamped at \d{4}-\S+ by CN=Clock/u);
      const stamp = join(cwd, dir, 'signed.json.tsr');
      const bytes = readFileSync(stamp);
      writeFileSync(stamp, bytes.subarray(1));
      expect(await wrongOf(dir)).toEqual(['the time stamp cannot be read']);
    },
  );

  it('signs the PDF inside, which says by whom, and finds another byte of it', async () => {
    const dir = copy();
    const pdf = join(cwd, dir, 'report.pdf');
    const report = () => within(['report', dir, '--reporter', 'pdf', '--lang', 'ru', '--annexes', 'terms'], cwd);
    expect((await report()).code).toBe(0);
    const crt = await certificate('rsa');
    expect((await sign(dir, '--key', pem('rsa'), '--cert', crt)).code).toBe(0);
    const signed = readFileSync(pdf);
    const { text } = await extractText(Uint8Array.from(signed), { mergePages: true });
    expect(text).toContain('CN=Tester rsa');
    expect(text).toContain('Наблюдавшееся время и сроки');
    const { stdout } = await verify(dir, '--signer', crt);
    expect(stdout).toContain('report.pdf is signed inside with the same key');
    expect(stdout).toContain('the same when written again: report.json, junit.xml, report.html, report.pdf');
    signed.writeUInt8(signed.readUInt8(200) ^ 1, 200);
    writeFileSync(pdf, signed);
    expect(await wrongOf(dir)).toEqual([
      expect.stringMatching(/^the signature inside report.pdf (?:signs the digest of other bytes|is not as)/u),
      'report.pdf does not follow from the journal',
    ]);
    expect((await report()).code).toBe(0);
    const again = (await verify(dir)).stdout;
    expect(again).toMatch(/^signature valid +yes$/mu);
    expect(again).toContain('report.pdf has no signature of its own');
    const bare = copy(dir);
    for (const name of ['signed.json', 'signed.json.p7s']) rmSync(join(cwd, bare, name));
    await within(['report', bare, '--reporter', 'pdf'], cwd);
    expect((await sign(bare, '--key', pem('rsa'))).stdout).toContain(
      'left as it was: report.pdf, which takes a certificate (--cert)',
    );
  });

  it('is over the journal and the report as they were', async () => {
    const dir = copy();
    await sign(dir, '--key', pem('ed25519'));
    const resumed = copy(dir);
    appendFileSync(join(cwd, resumed, 'journal.ndjson'), 'a later line\n');
    expect((await wrongOf(resumed))[0]).toMatch(
      /^it is over an earlier state: over the first \d+ bytes of the journal/u,
    );
    const other = copy(dir);
    rewrite(join(cwd, other, 'journal.ndjson'), 'simulator', 'simulatoR');
    expect(await wrongOf(other)).toContain('it is over another journal');
    const reported = copy(dir);
    rewrite(join(cwd, reported, 'report.json'), 'simulator', 'simulatoR');
    expect(await wrongOf(reported)).toContain('it is over another report.json');
    const halved = copy(dir);
    rmSync(join(cwd, halved, 'signed.json'));
    expect(await wrongOf(halved)).toEqual(['of the signature there is only signed.json.sig, signed.json.pub']);
  });

  it('holds only by the key that was named, and in force', async () => {
    const dir = copy();
    await sign(dir, '--key', pem('ed25519'));
    expect(await wrongOf(dir, '--signer', publicPem('rsa'))).toEqual([
      'it is by another key than the one that was named',
    ]);
    expect(await wrongOf('run', '--signer', publicPem('rsa'))).toEqual(['it is not signed']);
    const late = copy();
    await sign(late, '--key', pem('rsa'), '--cert', await certificate('rsa', 2014, 2015));
    expect((await wrongOf(late))[0]).toMatch(/^its certificate is in force from .* to .*, and not at /u);
  });

  it('says what is wrong with a key, and shows nothing of it', async () => {
    const secret = keys.rsa.privateKey.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'open',
    });
    const locked = file('locked.pem', String(secret));
    const rows: [args: string[], why: string][] = [
      [['--key', locked], 'is encrypted, and no passphrase is given; set REGLAMENT_KEY_PASSPHRASE'],
      [['--key', file('none.pem', 'no key')], 'holds no private key in PEM'],
      [['--key', 'nowhere.pem'], 'it cannot be read (ENOENT)'],
      [['--key', pem('x25519')], 'a key of the kind x25519 does not sign here'],
      [['--key', pem('ed25519'), '--cert', await certificate('rsa')], 'is the certificate of another key'],
      [['--key', pem('rsa'), '--cert', pem('rsa')], 'holds no certificate in PEM'],
      [['--key', pem('rsa'), '--tsa', 'ftp://clock'], 'is no http address'],
      [['--key', pem('rsa'), '--tsa', 'http://127.0.0.1:9'], 'http://127.0.0.1:9 gives no time stamp'],
    ];
    const dir = copy();
    for (const [args, why] of rows) {
      const { code, stdout, stderr } = await sign(dir, ...args);
      expect([args, code, stderr]).toEqual([args, 2, expect.stringContaining(why)]);
      expect(stdout + stderr).not.toMatch(/MII|PRIVATE/u);
    }
    expect(existsSync(join(cwd, dir, 'signed.json'))).toBe(false);
    vi.stubEnv('REGLAMENT_KEY_PASSPHRASE', 'wrong');
    expect((await sign(dir, '--key', locked)).stderr).toContain('is not opened by the passphrase');
    vi.stubEnv('REGLAMENT_KEY_PASSPHRASE', 'open');
    expect((await sign(dir, '--key', locked)).code).toBe(0);
    vi.unstubAllEnvs();
    expect((await sign(dir, '--key', pem('rsa'))).stderr).toContain('it is signed already');
  });

  it('signs nothing that does not hold, and nothing without a report', async () => {
    const edited = copy();
    rewrite(join(cwd, edited, 'report.json'), '"pass": 1', '"pass": 2');
    expect((await sign(edited, '--key', pem('rsa'))).stderr).toContain(
      'report.json does not follow from the journal, so nothing of it is signed',
    );
    const bare = copy();
    rmSync(join(cwd, bare, 'report.json'));
    expect((await sign(bare, '--key', pem('rsa'))).stderr).toContain('there is no report that could be signed');
  });
});

/** Writes a file again, in which a text stands in another one's place. */
function rewrite(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  const at = text.lastIndexOf(from);
  expect(at).toBeGreaterThan(-1);
  writeFileSync(path, text.slice(0, at) + to + text.slice(at + from.length));
}

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});
/** Answers every request. */
async function serve(answer: (body: Uint8Array) => Promise<Uint8Array>): Promise<{ url: string; server: Server }> {
  const server = createServer(async (request, response) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of request) pieces.push(piece);
    response.end(await answer(Buffer.concat(pieces)));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}
