// The samples of the guides do as they stand what the guides say of them.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { packageFolder } from '../schemas/fixture.ts';
import { loadBaseline } from '../suites/engine/running/baseline-file.ts';
import { select } from '../suites/engine/running/selection.ts';
import { scratch, within } from './spawned.ts';
import { knownRegulations } from './workspace.ts';

let portal: Server | undefined;
afterEach(() => {
  portal?.close();
  vi.unstubAllEnvs();
});

/** The one block of a guide in a language that holds a word. */
function sample(guide: string, language: string, word: string): string {
  const text = readFileSync(join(packageFolder(), 'docs', guide), 'utf8');
  const blocks = [...text.matchAll(/^ *```(\w+)\n(.*?)^ *```$/gmsu)];
  const found = blocks.filter(([, of, block = '']) => of === language && block.includes(word));
  expect(found).toHaveLength(1);
  return found[0]?.[2] ?? '';
}

/** Answers everything alike, and stands in the environment as the portal. */
async function answering(status: number, body: string, headers: Record<string, string> = {}): Promise<void> {
  portal = createServer((_, response) => response.writeHead(status, headers).end(body));
  await new Promise<void>((done) => portal?.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${(portal.address() as AddressInfo).port}`;
  const variables = {
    PORTAL_URL: `http://${host}`,
    PORTAL_HOST: host,
    PORTAL_USER: '850615400026',
    PORTAL_PASSWORD: 'x',
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
}

async function examine(name: string, text: string) {
  const cwd = scratch();
  writeFileSync(join(cwd, name), text);
  return within(['doctor', '--target', name], cwd);
}

it.each([
  [200, /^authenticate +works: the session is authorised/mu],
  [401, /^authenticate +fault, the portal's: refused: the login is not taken/mu],
  [503, /^authenticate +fault, the portal's: the portal answers 503/mu],
])('the module logs in where the portal answers %i', async (status, expected) => {
  await answering(status, '', { 'x-session': 's1' });
  const { stdout } = await examine('portal.mjs', sample('vendors.md', 'js', 'openDrive'));
  expect(stdout).toMatch(expected);
  expect(stdout).not.toContain("the module's: the target module");
});

/** The command lines that the guides print, each with the guide; continued lines are joined. */
const COMMANDS = [
  'README.md',
  'CONTRIBUTING.md',
  ...['vendors', 'targets', 'ci', 'regulators', 'reports'].map((name) => `docs/${name}.md`),
].flatMap((guide) => {
  const text = readFileSync(join(packageFolder(), guide), 'utf8').replace(/\\\n\s*/gu, '');
  return [...text.matchAll(/\breglament ([a-z]+\b[^`#\n]*)/gu)].flatMap(([, line = '']) => {
    const [command = '', ...words] = line.replaceAll('\\|', '|').trim().split(/\s+/u);
    return [{ guide, command, options: words.filter((word) => word.startsWith('--')) }];
  });
});

it('names only commands and options that there are', async () => {
  const named = COMMANDS.filter(({ options }) => options.length > 0);
  expect(named.length).toBeGreaterThan(20);
  const helps = new Map<string, string>();
  for (const { guide, command, options } of named) {
    const { stdout } = helps.has(command) ? { stdout: '' } : await within([command, '--help']);
    const help = helps.get(command) ?? stdout;
    helps.set(command, help);
    for (const option of options) {
      const [name = ''] = option.split(/[=\]),;.]/u);
      expect(help, `${guide}: reglament ${command} ${name}`).toMatch(new RegExp(`^ .*${name}\\b`, 'mu'));
    }
  }
});

it('the baseline of the guide to CI is one that a run takes, and names assertions that there are', () => {
  const file = join(scratch(), 'baseline.yaml');
  writeFileSync(file, sample('ci.md', 'yaml', 'flaky:'));
  const all = select(knownRegulations(), { level: 'recommended' });
  const { failures, flaky, unknown } = loadBaseline(file, all, '2026-11-27');
  expect([failures.length, flaky.length, unknown]).toEqual([1, 1, []]);
});
