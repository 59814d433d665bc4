// reglament pack, and verify of what it makes: the same bytes every time, read anywhere, and not believed once a byte of it is another one.

import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { packageFolder } from '../../schemas/fixture.ts';
import { scratch, within } from '../spawned.ts';
import { type PackedFile, readArchive, writeArchive } from './archive.ts';

const ONE = ['--assertion', 'passenger-transport-licence/portal/pay/actor'];
const REGULATION = 'regulations/passenger-transport-licence.yaml';
const cwd = scratch();
const bytesOf = (name: string) => readFileSync(join(cwd, name));
const pack = (dir: string, out: string) => within(['pack', dir, '--out', out], cwd);
const verify = (file: string, ...more: string[]) => within(['verify', file, ...more], cwd);
/** What `verify --json` finds wrong with a pack of these files; the error where it refuses the pack as a whole. */
async function wrongOf(files: readonly PackedFile[]): Promise<string[]> {
  writeFileSync(join(cwd, 'made.zip'), writeArchive(files));
  const { code, stdout, stderr } = await verify('made.zip', '--json');
  if (code === 2) return [stderr];
  const { holds, claims } = JSON.parse(stdout) as { holds: boolean; claims: { wrong: string[] }[] };
  expect(code).toBe(holds ? 0 : 1);
  return claims.flatMap(({ wrong }) => wrong);
}
const changed = (files: readonly PackedFile[], name: string, change: (text: string) => string): PackedFile[] =>
  files.map((one) =>
    one.name === name ? { name, bytes: Buffer.from(change(Buffer.from(one.bytes).toString('latin1')), 'latin1') } : one,
  );
/** The files with a list that names them as they are: what somebody does who knows how a pack is made. */
function relisted(files: readonly PackedFile[]): PackedFile[] {
  return changed(files, 'pack.json', (text) => {
    const list = JSON.parse(Buffer.from(text, 'latin1').toString());
    for (const entry of list.files) {
      const bytes = files.find(({ name }) => name === entry.name)?.bytes ?? new Uint8Array();
      Object.assign(entry, { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    }
    return Buffer.from(`${JSON.stringify(list, null, 2)}\n`).toString('latin1');
  });
}

beforeAll(async () => {
  const args = ['run', '--target', 'simulator', ...ONE, '--reporter', 'json,junit,html', '--out', 'run'];
  expect((await within(args, cwd)).code).toBe(0);
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(cwd, 'key.pem'), String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
  cpSync(join(cwd, 'run'), join(cwd, 'signed'), { recursive: true });
  expect((await within(['sign', 'signed', '--key', 'key.pem'], cwd)).code).toBe(0);
  await pack('run', 'run.zip');
  await pack('signed', 'signed.zip');
});
afterEach(() => vi.unstubAllEnvs());

describe('reglament pack', () => {
  it('packs a run with what it rests on, and says what it leaves out', async () => {
    writeFileSync(join(cwd, 'run', 'notes.txt'), 'mine');
    const { code, stdout } = await pack('run', 'again.zip');
    expect(code).toBe(0);
    expect(stdout).toContain('left out: notes.txt\n');
    expect(stdout).toContain('not signed');
    const names = readArchive(bytesOf('again.zip'), 'again.zip').map(({ name }) => name);
    const content = ['calendars/kz.yaml', 'journal.ndjson', 'junit.xml', REGULATION, 'report.html', 'report.json'];
    expect(names).toEqual(['pack.json', ...content]);
    const list = JSON.parse(Buffer.from(readArchive(bytesOf('again.zip'), '')[0]?.bytes ?? []).toString());
    expect(list).toMatchObject({ format: 'reglament-pack/1', tool: expect.stringMatching(/^reglament \d/u) });
    expect(list.files.map(({ name }: { name: string }) => name)).toEqual(content);
    expect(readArchive(bytesOf('signed.zip'), '').map(({ name }) => name)).toContain('signed.json.sig');
  });

  it('gives the same bytes at any time, in any zone, from any copy', async () => {
    cpSync(join(cwd, 'run'), join(cwd, 'copy'), { recursive: true });
    for (const name of readdirSync(join(cwd, 'copy'))) utimesSync(join(cwd, 'copy', name), 1, 1);
    for (const [zone, dir] of [
      ['Asia/Almaty', 'run'],
      ['America/New_York', 'copy'],
      ['Africa/Monrovia', 'run'],
    ] as const) {
      vi.stubEnv('TZ', zone);
      await pack(dir, `${zone.replace('/', '-')}.zip`);
      expect(bytesOf(`${zone.replace('/', '-')}.zip`).equals(bytesOf('run.zip')), zone).toBe(true);
    }
  });

  it('writes beside the folder where it is told nothing else', async () => {
    expect((await within(['pack', 'signed/'], cwd)).code).toBe(0);
    expect(bytesOf('signed.zip').length).toBeGreaterThan(0);
  });

  it.each<[string, string, (text: string) => string, RegExp]>([
    [
      'of a run without its end',
      'journal.ndjson',
      (text) => text.replace(/\n[^\n]+\n$/u, '\n'),
      /it has no seal.*so nothing of it is packed; `reglament resume /u,
    ],
    [
      'with a changed report',
      'report.json',
      (text) => text.replace('"pass": 1', '"pass": 2'),
      /report\.json does not follow from the journal, so nothing of it is packed/u,
    ],
    [
      'with a signature of something else',
      'signed.json',
      (text) => text.replace('/1"', '/1" '),
      /the signature does not hold: .*so nothing of it is packed/u,
    ],
  ])('makes no pack %s', async (_, name, change, why) => {
    rmSync(join(cwd, 'odd'), { recursive: true, force: true });
    cpSync(join(cwd, 'signed'), join(cwd, 'odd'), { recursive: true });
    writeFileSync(join(cwd, 'odd', name), change(bytesOf(`odd/${name}`).toString()));
    const { code, stderr } = await pack('odd', 'odd.zip');
    expect([code, stderr]).toEqual([2, expect.stringMatching(why)]);
    expect(readdirSync(cwd)).not.toContain('odd.zip');
  });
});

describe('reglament verify of a pack', () => {
  it('says what holds, and leaves nothing behind', async () => {
    const temporary = scratch();
    vi.stubEnv('TMPDIR', temporary);
    const { code, stdout } = await verify('signed.zip');
    expect(stdout).toMatch(/^signature valid +yes$/mu);
    expect(stdout).toMatch(/^arithmetic consistent +yes$/mu);
    expect(stdout).toContain('the same when written again: report.json, junit.xml, report.html');
    expect([code, readdirSync(temporary)]).toEqual([0, []]);
    expect((await verify('run.zip')).stdout).toMatch(/^signature valid +not signed$/mu);
  });

  it('walks the walks of a pack again', async () => {
    const { code, stdout } = await verify('run.zip', '--replay', '--target', 'simulator');
    expect(stdout).toMatch(/^observations reproducible +yes$/mu);
    expect(code).toBe(0);
  });

  it('rests on the regulations in the pack, and says where those of this version are others', () => {
    const elsewhere = join(scratch(), 'package');
    for (const name of ['dist', 'fixtures', 'package.json'])
      cpSync(join(packageFolder(), name), join(elsewhere, name), { recursive: true });
    symlinkSync(join(packageFolder(), 'node_modules'), join(elsewhere, 'node_modules'));
    const file = join(elsewhere, 'fixtures', REGULATION);
    writeFileSync(file, readFileSync(file, 'utf8').replace('Issue, re-issue and duplicate', 'Issue'));
    const calendar = join(elsewhere, 'fixtures/calendars/kz.yaml');
    writeFileSync(calendar, `${readFileSync(calendar, 'utf8')}\n`);
    const told = execFileSync('node', [join(elsewhere, 'dist/cli/main.js'), 'verify', 'signed.zip'], {
      cwd,
    }).toString();
    expect(told).toMatch(/^arithmetic consistent +yes$/mu);
    expect(told).toContain(
      'the regulation passenger-transport-licence is not as this version has it; it was checked by the one in the pack',
    );
    expect(told).toContain('the calendar in the pack is not the one that this version has');
  });

  it('believes no pack of which a byte is another one, wherever it is', async () => {
    const small = Buffer.from(
      writeArchive([
        { name: 'a.txt', bytes: Buffer.from('some text') },
        { name: 'b/c.txt', bytes: Buffer.from('') },
      ]),
    );
    for (const at of small.keys())
      for (const bit of [1, 0x80]) {
        const other = Buffer.from(small);
        other[at] = (other[at] ?? 0) ^ bit;
        expect(() => readArchive(other, 'x'), `byte ${at}`).toThrow(expect.objectContaining({ code: 'pack-broken' }));
      }
    const whole = bytesOf('signed.zip');
    for (let n = 0; n < 25; n += 1) {
      const other = Buffer.from(whole);
      const at = Math.floor((n * whole.length) / 25) + n;
      other[at] = (other[at] ?? 0) ^ 1;
      writeFileSync(join(cwd, 'other.zip'), other);
      const { code, stdout } = await verify('other.zip');
      expect([at, code, stdout]).toEqual([at, 2, '']);
    }
  });

  it('finds a file that was changed in a pack made anew, with a new list or without', async () => {
    const files = readArchive(bytesOf('signed.zip'), '');
    expect(await wrongOf(files)).toEqual([]);
    expect(await wrongOf(relisted(files))).toEqual([]);
    for (const { name } of files) {
      const other = changed(
        files,
        name,
        (text) => `${text.slice(0, -2)}${text.at(-2) === ' ' ? '\t' : ' '}${text.slice(-1)}`,
      );
      expect([name, await wrongOf(other)]).toEqual([name, expect.arrayContaining([expect.any(String)])]);
    }
    const edited: [string, string, string][] = [
      ['journal.ndjson', 'simulator', 'simulatoR'],
      ['report.html', 'simulator', 'simulatoR'],
      ['signed.json', 'reglament-signature/1', 'reglament-signature/1 '],
      [REGULATION, 'Issue, re-issue', 'Issue; re-issue'],
    ];
    for (const [name, from, to] of edited) {
      const other = relisted(changed(files, name, (text) => text.replace(from, to)));
      expect([name, (await wrongOf(other)).length > 0]).toEqual([name, true]);
    }
    const regulation = relisted(
      changed(files, REGULATION, (text) => text.replace('Issue, re-issue', 'Issue; re-issue')),
    );
    expect((await wrongOf(regulation))[0]).toContain('is not the one on which it rests');
  });

  it('tells of a broken journal by its name in the pack', async () => {
    const files = changed(readArchive(bytesOf('run.zip'), ''), 'journal.ndjson', (text) =>
      text.replace('"pass"', '"fail"'),
    );
    const [wrong] = await wrongOf(relisted(files));
    expect(wrong).toMatch(/^journal\.ndjson:\d+/u);
  });
});

describe('a hostile archive', () => {
  const stored = (files: Record<string, string>, more: object = {}) =>
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [name, [Buffer.from(text), { level: 0, ...more }]]),
      ),
    );
  /** An archive in which a name stands in the place of another one of the same length. */
  const renamed = (bytes: Uint8Array, from: string, to: string) =>
    Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(from, to), 'latin1');
  const plain = writeArchive([{ name: 'journal.ndjson', bytes: Buffer.from('{}\n') }]);
  const bomb = Buffer.from(plain);
  // The size of the only file, in the entry of the directory: four gigabytes less one.
  const entry = bomb.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
  bomb.writeUInt32LE(0xfffffffe, entry + 20);
  bomb.writeUInt32LE(0xfffffffe, entry + 24);

  it.each<[string, Uint8Array, RegExp]>([
    ['of nothing', Buffer.alloc(0), /it is no ZIP file, or was cut off/u],
    ['of another kind', Buffer.from('journal'), /it is no ZIP file, or was cut off/u],
    ['that was cut off', plain.subarray(0, -9), /it is no ZIP file, or was cut off/u],
    ['that begins too late', plain.subarray(5), /pack-broken/u],
    ['with something behind it', Buffer.concat([plain, Buffer.from('more')]), /pack-broken/u],
    ['that leads up', stored({ '../out.txt': 'x' }), /no pack has a file with the name "\.\.\/out\.txt"/u],
    ['that leads up from a folder', stored({ 'regulations/../../out.txt': 'x' }), /no pack has a file with the name/u],
    ['that leads to the root', stored({ '/tmp/out.txt': 'x' }), /no pack has a file with the name/u],
    ['that leads to a drive', stored({ 'c:/out.txt': 'x' }), /no pack has a file with the name/u],
    ['with a backslash', stored({ '..\\out.txt': 'x' }), /no pack has a file with the name/u],
    [
      'with a prototype',
      renamed(stored({ prototype: 'x' }), 'prototype', '__proto__'),
      /no pack has a file with the name/u,
    ],
    [
      'with two files of one name',
      renamed(stored({ 'a.txt': '1', 'b.txt': '2' }), 'b.txt', 'a.txt'),
      /two files with the name "a\.txt"/u,
    ],
    ['that is compressed', zipSync({ 'journal.ndjson': Buffer.alloc(1_000_000) }), /is compressed, as no pack has it/u],
    ['with a size that it does not have', bomb, /is larger than the archive/u],
    [
      'with many files',
      stored(Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`f${n}`, '']))),
      /more than 64 files/u,
    ],
    [
      'with a link',
      stored({ 'journal.ndjson': '/etc/passwd' }, { os: 3, attrs: 0o120777 * 0x1_0000, mtime: new Date(1980, 0, 1) }),
      /not as `reglament pack` writes it/u,
    ],
    [
      'with a file of its own',
      writeArchive([{ name: 'run.sh', bytes: Buffer.from('') }]),
      /no pack has a file with the name "run\.sh"/u,
    ],
    ['without a list', plain, /it has no pack\.json/u],
  ])('%s is refused', async (_, bytes, why) => {
    const temporary = scratch();
    vi.stubEnv('TMPDIR', temporary);
    mkdirSync(join(cwd, 'hostile'), { recursive: true });
    writeFileSync(join(cwd, 'hostile', 'x.zip'), bytes);
    const { code, stdout, stderr } = await verify('hostile/x.zip');
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(why)]);
    expect(stderr).toContain('[pack-broken]');
    expect([readdirSync(temporary), readdirSync(join(cwd, 'hostile'))]).toEqual([[], ['x.zip']]);
  });

  it('with a regulation that cannot be read is told by its name in the pack', async () => {
    const files = relisted(changed(readArchive(bytesOf('run.zip'), ''), REGULATION, (text) => `${text}\n&anchor : [`));
    const [error] = await wrongOf(files);
    expect(error).toMatch(
      /made\.zip: a file of it cannot be read here: regulations\/passenger-transport-licence\.yaml:\d+/u,
    );
  });
});
