// The limits of a target hold over a whole run, nothing that is secret is told anywhere, and what a portal says steers nothing.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { scratch, within } from '../cli/spawned.ts';
import { fixturePath } from '../schemas/fixture.ts';
import type { Report } from '../schemas/run/report.ts';
import { createHtmlPortal } from '../simulators/foreign/html/portal.ts';
import { certificate, credentials, TRUST } from '../simulators/sample-credentials.ts';
import { environmentOf, type Meddle, type Opened, openPortal, runOn, targetFile } from './foreign-runs.ts';
import { leaksOf, spelled } from './spellings.ts';

const open: Opened[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const portal of open.splice(0)) await portal.close();
});

const FLOW = ['--regulation', 'cultural-property-export-certificate', '--flow', 'portal'];
const REPORTERS = ['--reporter', 'terminal,json,html,junit', '--out', 'out'];

type Changes = (readonly [string, string])[];

/** Starts the portal of pages and sets the environment of its target file. */
async function ready(
  changes: Changes = [],
  meddle: (portal: ReturnType<typeof createHtmlPortal>) => Meddle = () => () => null,
) {
  const portal = createHtmlPortal(TRUST);
  const opened = await openPortal(portal, meddle(portal));
  open.push(opened);
  for (const [name, value] of Object.entries(environmentOf(opened.url))) vi.stubEnv(name, value);
  return { file: targetFile('foreign-html.yaml', ...changes), asked: opened.asked, url: opened.url };
}

/** Runs the command, and gives what it printed, its report and every file that it left. */
async function runCommand(file: string, ...more: string[]) {
  const cwd = scratch();
  mkdirSync(join(cwd, 'out'));
  const ended = await within(['run', '--target', file, ...FLOW, ...REPORTERS, ...more], cwd);
  // What a run remembers to go on is not told to anybody, and goes when the run has ended.
  const names = readdirSync(join(cwd, 'out')).filter((name) => name !== 'unfinished');
  const files: Record<string, string> = { stdout: ended.stdout, stderr: ended.stderr };
  for (const name of names) files[name] = readFileSync(join(cwd, 'out', name), 'utf8');
  const report: Report | null = files['report.json'] === undefined ? null : JSON.parse(files['report.json']);
  return { ...ended, files, report };
}

const orders = (asked: readonly string[]) => asked.filter((line) => line === 'POST /uslugi/vyvoz/zakaz').length;

describe('the limits of a target', () => {
  it('end a run whose requests are used up, with the reason, as incomplete', async () => {
    const { file, asked } = await ready([['requests: 5000', 'requests: 120']]);
    const { code, stdout, report } = await runCommand(file);
    expect(code).toBe(3);
    expect(report).toMatchObject({
      outcome: 'incomplete',
      stopped: 'the budget of 120 requests (limits.requests) is used up',
      counts: { fail: 0, error: 0 },
    });
    expect(stdout).toContain('limits.requests');
    expect(asked).toHaveLength(120);
  });

  it('refuse a run that would open too many applications, before anything is sent', async () => {
    const { file, asked } = await ready([['applications: 60', 'applications: 3']]);
    const { code, stderr } = await runCommand(file);
    expect(code).toBe(2);
    expect(stderr).toMatch(/the run would open \d+ requests, and 3 are allowed.*\[budget-too-small\]/u);
    expect(asked).toEqual([]);
  });

  it('are kept by a run that is allowed exactly what its plan says', async () => {
    const planned = await ready();
    const { stdout } = await within(['plan', '--target', planned.file, ...FLOW, '--json']);
    const { scenarios } = JSON.parse(stdout);
    const needed = scenarios.reduce((sum: number, one: { applications: number }) => sum + one.applications, 0);
    const { file } = await ready([['applications: 60', `applications: ${needed}`]]);
    const { code, report } = await runCommand(file);
    expect({ code, stopped: report?.stopped }).toEqual({ code: 0, stopped: null });
  });

  it('end a run when the applications are used up, with the reason, as incomplete', async () => {
    const { asked, url, file } = await ready([['applications: 60', 'applications: 3']]);
    const { report } = await runOn(file, environmentOf(url));
    expect(report).toMatchObject({
      outcome: 'incomplete',
      stopped: 'the budget of 3 applications (limits.applications) is used up',
      counts: { fail: 0, error: 0 },
    });
    // Whoever has no session is refused, and opens none.
    expect(orders(asked)).toBeLessThan(12);
  });

  it('open nothing on what is no test system', async () => {
    const { file, asked } = await ready([['testSystem: true', 'testSystem: false']]);
    const { code, stderr } = await runCommand(file);
    expect(code).toBe(2);
    expect(stderr).toContain('[target-not-for-tests]');
    expect(asked).toEqual([]);
  });

  it('let a run read what is no test system: it logs in, judges that, and sends nothing else', async () => {
    const { file, asked } = await ready([['testSystem: true', 'testSystem: false']]);
    const { code, report } = await runCommand(file, '--production');
    expect(code).toBe(0);
    expect(report?.counts).toMatchObject({ pass: 18, judged: 18, inconclusive: 0 });
    const reasons = report?.verdicts.map(({ reason }) => reason).filter((reason) => reason !== null) ?? [];
    expect(
      reasons.filter(
        (reason) =>
          !/only reads$|needs the control clock|needs the control counterparties|needs the control asked|offer: a run with --production has none$/u.test(
            reason,
          ),
      ),
    ).toEqual([]);
    expect(asked.filter((line) => !/^GET |^POST \/vhod$/u.test(line))).toEqual([]);
  });

  it('let doctor look at what is no test system, by reading and logging in', async () => {
    const { file, asked } = await ready([['testSystem: true', 'testSystem: false']]);
    await within(['doctor', '--target', file]);
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((line) => !/^GET |^POST \/vhod(\/sotrudnik)?$/u.test(line))).toEqual([]);
  });
});

/** Numbers of persons and organisations, and passwords, wherever they stand. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const PEOPLE = textsIn(parse(readFileSync(fixturePath('people.yaml'), 'utf8')));
const NUMBERS = PEOPLE.filter((text) => /^\d{11,12}$/u.test(text));
const PASSWORDS = PEOPLE.filter((text) => /-201\d$/u.test(text));

/** Where a secret stands as it is, as `file: secret`. */
const leaks = (files: Record<string, string>, secrets: Iterable<string>) =>
  Object.entries(files).flatMap(([name, text]) =>
    [...new Set(secrets)].filter((secret) => text.includes(secret)).map((secret) => `${name}: ${secret}`),
  );

describe('a whole run', () => {
  it('tells no secret and no number of a person, also where a described portal repeats them', async () => {
    const cookies = new Set<string>();
    const tokens = new Set<string>();
    const { file } = await ready([], (portal) => async (request) => {
      const answer = await portal.fetch(request);
      for (const cookie of answer.headers.getSetCookie()) {
        const value = /^[^=]+=([^;]+)/u.exec(cookie)?.[1] ?? '';
        if (value.length > 2) cookies.add(value);
      }
      if (!/html/u.test(answer.headers.get('content-type') ?? '')) return answer;
      const page = await answer.text();
      for (const [, token = ''] of page.matchAll(/name="_token" value="([^"]+)"/gu)) tokens.add(token);
      const { id, password } = credentials('good');
      const said = `${request.headers.get('cookie') ?? ''} ${spelled([...tokens].slice(-1).concat(password, id))}`;
      return new Response(page.replaceAll('<span class="tekst">', `<span class="tekst">${said} `), answer);
    });
    const { files, report } = await runCommand(file);
    expect(Object.keys(files).sort()).toEqual([
      'journal.ndjson',
      'junit.xml',
      'report.html',
      'report.json',
      'stderr',
      'stdout',
    ]);
    expect(report?.counts.pass).toBeGreaterThan(50);
    expect([cookies.size, tokens.size].every((size) => size > 5)).toBe(true);
    expect(NUMBERS.length).toBeGreaterThan(8);
    const keys = ['good', 'expired'].map((name) => certificate(name).privateKeyPem.split('\n')[2] ?? '');
    expect(leaks(files, [...cookies, ...tokens, ...NUMBERS, ...PASSWORDS, ...keys, 'opis.txt'])).toEqual([]);
    const { id, password } = credentials('good');
    // To look for each token in each spelling would take longer than the run.
    expect(leaksOf(files, [id, password, ...[...tokens].slice(0, 5), ...[...tokens].slice(-5)])).toEqual([]);
  });

  it('tells none of the simulator either, by the driver contract', async () => {
    const cwd = scratch();
    const flow = ['--regulation', 'passenger-transport-licence', '--flow', 'portal'];
    const { stdout, stderr } = await within(['run', '--target', 'simulator', ...flow, ...REPORTERS], cwd);
    const names = ['journal.ndjson', 'junit.xml', 'report.html', 'report.json'];
    const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(cwd, 'out', name), 'utf8')]));
    for (const [name, text] of Object.entries(files)) files[name] = text.replaceAll('Bearer [redacted]', '');
    expect(leaks({ ...files, stdout, stderr }, [...NUMBERS, ...PASSWORDS, 'PRIVATE KEY', 'Bearer '])).toEqual([]);
  });
});

/** Controls but for line ends, and marks that turn a line around. */
const STEERING = /(?!\n)\p{Cc}|[\p{Bidi_Control}]/u;
const HOSTILE =
  "<script>alert(1)</script><img src=x onerror=alert(1)> \u001b[2J\u001b]0;owned\u0007 \u009b31m \u202egnp.exe =cmd|'/c calc'!A1";

describe('a portal that says what is meant to steer', () => {
  it('steers neither a page nor a terminal', async () => {
    const { file } = await ready(
      [],
      () => (request) =>
        request.method === 'POST' && /anketa$/u.test(request.url)
          ? new Response(`<h1>${HOSTILE.replaceAll('<', '&lt;')}</h1>`, {
              status: 409,
              headers: { 'content-type': 'text/html; charset=utf-8' },
            })
          : null,
    );
    const { files } = await runCommand(file, '--assertion', '**/fill-request/*');
    const { stdout = '' } = files;
    expect(files['report.html']).toContain('&lt;script&gt;alert(1)');
    expect(files['report.html']).not.toMatch(/<script>alert|<img/u);
    expect(files['journal.ndjson']).toContain('gnp.exe');
    expect(Object.keys(files).filter((name) => STEERING.test(files[name] ?? ''))).toEqual([]);
    // Nothing of what is written is a table; a cell that begins so is kept from beginning a line.
    for (const text of [stdout, files['junit.xml'] ?? '']) expect(text).not.toMatch(/^\s*[=+@]/mu);
  });

  it('steers no terminal in the words of doctor or of an error', async () => {
    const { file } = await ready(
      [],
      () => (request) =>
        /\/uslugi\/vyvoz$/u.test(request.url)
          ? new Response(`<h1>${HOSTILE}</h1>`, {
              status: 409,
              headers: { 'content-type': 'text/html; charset=utf-8' },
            })
          : null,
    );
    const { stdout } = await within(['doctor', '--target', file]);
    expect(stdout).toContain('gnp.exe');
    expect(stdout).not.toMatch(STEERING);
  });
});
