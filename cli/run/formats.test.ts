// Tests every format by the command line: a run and its journal give the same files, and what does not follow from the journal is found.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { REPORTERS } from '../../reporters/registry.ts';
import { scratch, within } from '../spawned.ts';

const ALL = Object.keys(REPORTERS).join(',');
const ONE = 'passenger-transport-licence/portal/pay/term';
const cwd = scratch();
const at = (path: string) => join(cwd, path);

beforeAll(() => within(['run', '--target', 'simulator', '--assertion', ONE, '--reporter', ALL, '--out', 'run'], cwd));

/** The files of all reports in a folder, by their paths. */
function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(at(folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map(({ parentPath, name }): [string, string] => {
    const path = join(parentPath, name);
    return [path.slice(at(folder).length + 1), readFileSync(path, 'utf8')];
  });
  return Object.fromEntries(files.filter(([path]) => path !== 'journal.ndjson'));
}

it('makes each format from the journal as the run did, byte for byte', async () => {
  const { code, stdout } = await within(['report', 'run', '--reporter', ALL, '--out', 'again'], cwd);
  expect([code, stdout]).toEqual([
    0,
    expect.stringContaining('::notice title=reglament%3A passed::passed on 1 of 1 assertion\n'),
  ]);
  const files = filesIn('again');
  expect(files).toEqual(filesIn('run'));
  const tops = new Set(Object.keys(files).map((path) => path.split('/')[0]));
  expect([...tops].sort()).toEqual(
    Object.values(REPORTERS)
      .flatMap(({ file }) => file ?? [])
      .sort(),
  );
});

it('adds to the summary of a job where GitHub names one', async () => {
  const before = process.env.GITHUB_STEP_SUMMARY;
  process.env.GITHUB_STEP_SUMMARY = at('summary');
  try {
    await within(['report', 'run', '--reporter', 'github'], cwd);
  } finally {
    if (before === undefined) delete process.env.GITHUB_STEP_SUMMARY;
    else process.env.GITHUB_STEP_SUMMARY = before;
  }
  expect(readFileSync(at('summary'), 'utf8')).toMatch(/^\n## ✅ passed on 1 of 1 assertion\n/u);
});

it('finds a result that the run did not have, one that is changed and one that is gone', async () => {
  const [result = ''] = readdirSync(at('again/allure-results')).filter((name) => name.endsWith('-result.json'));
  const wrongOf = async (): Promise<unknown> => {
    const { stdout } = await within(['verify', 'run', '--json'], cwd);
    return JSON.parse(stdout);
  };
  expect(JSON.stringify(await wrongOf())).not.toContain('does not follow');
  writeFileSync(at('run/allure-results/reglament-0-result.json'), '{}');
  writeFileSync(at(`run/allure-results/${result}`), '{}');
  const wrong = JSON.stringify(await wrongOf());
  expect(wrong).toContain(`allure-results/${result} does not follow from the journal`);
  expect(wrong).toContain('allure-results/reglament-0-result.json does not follow from the journal');
});
