// Counts what a full run needs and writes, which is the same on every machine, and fails where a count exceeds bench/counts.json.
// `--write` writes the counts down instead.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from '../schemas/fixture.ts';
import { readJournal } from '../suites/engine/running/journal.ts';
import { built } from './started.ts';

/** How many times the written count is tolerated: files vary a little, because they hold ports and hashes and their words get corrected. */
const TOLERATED: Readonly<Record<string, number>> = {
  'journal.ndjson, bytes': 1.02,
  'report.json, bytes': 1.02,
  'report.html, bytes': 1.02,
};
const FILE = join(packageFolder(), 'bench/counts.json');

type Counts = Record<string, number>;

const counts = await inFolder(async (folder) => ({ ...(await countHelp(folder)), ...(await countRun(folder)) }));
if (process.argv.includes('--write')) writeFileSync(FILE, `${JSON.stringify(counts, null, 2)}\n`);
else compare(counts, JSON.parse(readFileSync(FILE, 'utf8')));

/** Counts the files that node loads for `reglament --help`, by V8's own record of the scripts that it ran. */
async function countHelp(folder: string): Promise<Counts> {
  const record = join(folder, 'loaded');
  await ended(['--help'], { NODE_V8_COVERAGE: record });
  const scripts: { url: string }[] = readdirSync(record).flatMap(
    (name) => JSON.parse(readFileSync(join(record, name), 'utf8')).result,
  );
  return { 'modules loaded by --help': scripts.filter(({ url }) => url.startsWith('file:')).length };
}

async function countRun(folder: string): Promise<Counts> {
  const out = join(folder, 'out');
  await ended(['run', '--target', 'simulator', '--reporter', 'json,html', '--out', out]);
  let [assertions, scenarios, applications, exchanges] = [0, 0, 0, 0];
  for (const event of readJournal(join(out, 'journal.ndjson'))) {
    if (event.type === 'exchange') exchanges += 1;
    if (event.type !== 'run-started') continue;
    assertions = event.assertions.length;
    scenarios = event.scenarios.length;
    applications = event.scenarios.reduce((sum, scenario) => sum + scenario.applications, 0);
  }
  const sizes = ['journal.ndjson', 'report.json', 'report.html'].map((name) => [
    `${name}, bytes`,
    statSync(join(out, name)).size,
  ]);
  return { assertions, scenarios, applications, exchanges, ...Object.fromEntries(sizes) };
}

async function ended(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const child = spawn(process.execPath, [built('cli/main.js'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`reglament ${args.join(' ')} ends with ${code}`);
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'reglament-counts-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Prints every count, and fails where one has grown. More assertions are no failure. */
function compare(counted: Counts, written: Counts): void {
  for (const [name, count] of Object.entries(counted)) {
    const known = written[name] ?? 0;
    const isGrown = name !== 'assertions' && count > known * (TOLERATED[name] ?? 1);
    console.log(`${isGrown ? '✗' : ' '} ${name}: ${count}${count === known ? '' : `, written down ${known}`}`);
    if (isGrown) process.exitCode = 1;
  }
  if (process.exitCode === 1)
    console.error('bench/counts.json holds less: make it so again, or say so with `npm run counts -- --write`');
}
