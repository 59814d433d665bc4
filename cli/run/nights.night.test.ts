// Nights with one portal from outside: a baseline of what fails, what failed again, and what the nights say together.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageFolder } from '../../schemas/fixture.ts';
import type { Comparison } from '../../schemas/run/comparison.ts';
import type { History } from '../../schemas/run/history.ts';
import type { Report } from '../../schemas/run/report.ts';
import { DEFAULT_START } from '../../suites/sut/driver.ts';
import { startSimulator } from '../simulate/simulator.ts';
import { type Ended, scratch, within } from '../spawned.ts';
import { knownRegulations } from '../workspace.ts';

const FLOW = 'passenger-transport-licence/portal';
const ACTOR = `${FLOW}/pay/actor`;
const TERM = `${FLOW}/pay/term`;
const BOTH = [
  '--assertion',
  `${FLOW}/pay/{actor,term}`,
  '--reporter',
  'terminal,json,junit,html',
  '--concurrency',
  '1',
];
const entry = (assertion: string, expires = '2999-12-31') =>
  `  - assertion: ${assertion}\n    reason: the gateway is replaced in release 4.3\n    link: https://tracker.example/PORTAL-1\n    expires: ${expires}\n`;

const cwd = scratch();
const at = (name: string) => join(cwd, name);
const reportIn = (dir: string): Report => JSON.parse(readFileSync(at(`${dir}/report.json`), 'utf8'));
const run = (args: readonly string[]) => within(args, cwd);
const errorOf = async (args: readonly string[]) => {
  const { code, stderr } = await run(args);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^reglament: /)]);
  return stderr;
};
const nights: Record<string, Ended> = {};

beforeAll(async () => {
  const portal = await startSimulator(knownRegulations(), {
    ...{ port: 0, seed: 1, mutant: `${FLOW}/pay/records-another-actor` },
  });
  // The certificates of the first world take longest, and on a busy machine longer than a run waits for an answer.
  const body = JSON.stringify({ seed: 1, now: DEFAULT_START });
  await fetch(`${portal.url}/worlds`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  writeFileSync(at('three.yaml'), `failures:\n${entry(TERM)}${entry(`${FLOW}/pay/actr`)}${entry(ACTOR, '2020-01-31')}`);
  writeFileSync(at('exact.yaml'), `failures:\n${entry(ACTOR)}`);
  const wrong = ['run', '--target', portal.url, ...BOTH];
  nights.first = await run([...wrong, '--out', 'first']);
  expect(nights.first.code, nights.first.stdout).toBe(1);
  nights.three = await run([...wrong, '--out', 'three', '--baseline', 'three.yaml']);
  nights.exact = await run([...wrong, '--out', 'exact', '--baseline', 'exact.yaml']);
  await portal.close();
  nights.mended = await run(['run', '--target', 'simulator', ...BOTH, '--out', 'mended', '--failed', 'first']);
});

describe('a baseline', () => {
  it('fails a run for an entry that is stale, one that has expired and one that names nothing, in a sentence each', () => {
    const { code, stdout } = nights.three ?? expect.unreachable();
    expect(code).toBe(1);
    expect(stdout.split('\n').filter((line) => line.startsWith('✗ '))).toEqual([
      `✗ ${FLOW}/pay/actr is in the baseline, and no assertion has this id; did you mean ${ACTOR}? correct the entry or take it out`,
      `✗ ${TERM} is in the baseline as a known failure and passes now; take the entry out`,
      `✗ ${ACTOR} is in the baseline until 31 January 2020, and that is over; mend the portal (https://tracker.example/PORTAL-1), or give the entry another day`,
      // What has expired excuses nothing.
      `✗ ${ACTOR}`,
    ]);
    const junit = readFileSync(at('three/junit.xml'), 'utf8');
    expect(junit).toContain('<testsuite name="reglament/baseline" tests="3" failures="3"');
    expect(
      load(readFileSync(at('three/report.html'), 'utf8'))('.told:not([hidden]) li:contains("is in the baseline")'),
    ).toHaveLength(3);
  });

  it('that is exact lets a run pass on what it knows, and the failure stays one everywhere', () => {
    const { code, stdout } = nights.exact ?? expect.unreachable();
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('passed on 1 of 2 assertions, failed on 1 as expected'),
    ]);
    expect(stdout).toContain(
      'known: “the gateway is replaced in release 4.3” (“https://tracker.example/PORTAL-1”, until 31 December 2999)',
    );
    const { counts, verdicts, baseline } = reportIn('exact');
    expect(counts).toMatchObject({ pass: 1, fail: 1 });
    expect(verdicts.find(({ assertion }) => assertion === ACTOR)).toMatchObject({
      verdict: 'fail',
      known: { flaky: false, expires: '2999-12-31' },
    });
    expect(baseline).toMatchObject({ failures: 1, flaky: 0, problems: [] });
    const junit = readFileSync(at('exact/junit.xml'), 'utf8');
    expect(junit).toMatch(/<skipped message="fail as expected: [^"]+">/);
    expect(junit).toContain('failures="0" errors="0" skipped="1"');
  });

  it('is in the journal, so that the report can be made again', async () => {
    const { code } = await run(['report', 'exact', '--reporter', 'json', '--out', 'again']);
    expect(code).toBe(0);
    expect(readFileSync(at('again/report.json'), 'utf8')).toBe(readFileSync(at('exact/report.json'), 'utf8'));
  });

  it('is written from a run, taken by no run before it is filled in, and brought up to date', async () => {
    const made = await run(['baseline', 'first', '--out', 'new.yaml']);
    expect([made.code, made.stdout]).toEqual([0, expect.stringContaining(`new ${ACTOR}\n`)]);
    expect(await errorOf(['run', '--target', 'simulator', '--baseline', 'new.yaml'])).toMatch(
      /new\.yaml:\d+:\d+ failures\[0\]\.assertion: ".*\/pay\/actor" has an entry that is not filled in; say why .* \[baseline-inconsistent\]/,
    );
    writeFileSync(
      at('old.yaml'),
      `# ours\nfailures:\n  # asked the vendor\n${entry(ACTOR)}${entry(TERM)}${entry('a/b/c/d')}`,
    );
    const renewed = await run(['baseline', 'first', '--out', 'old.yaml']);
    expect(renewed.stdout.split('\n').slice(0, 3)).toEqual([
      `kept ${ACTOR}`,
      `dropped ${TERM}: it passes now`,
      'dropped a/b/c/d: no assertion has this id',
    ]);
    expect(readFileSync(at('old.yaml'), 'utf8')).toBe(`# ours\nfailures:\n  # asked the vendor\n${entry(ACTOR)}`);
    expect((await run(['baseline', 'mended', '--out', 'old.yaml'])).stdout).toContain(
      `dropped ${ACTOR}: it passes now`,
    );
  });

  it.each([
    ['twice', `failures:\n${entry(ACTOR)}${entry(ACTOR)}`, 'stands in the baseline twice'],
    ['flaky without time', `flaky:\n${entry(ACTOR)}    attempts: 3\n`, 'no assertion on a term but on actor'],
    ['of nothing required', `failures:\n${entry(`${FLOW}/refuse-credentials/names-unknown-id`)}`, 'is recommended'],
    ['without a link', `failures:\n${entry(ACTOR).replace(/link: .*/u, 'link: soon')}`, 'link'],
    ['on no day', `failures:\n${entry(ACTOR, '2026-02-30')}`, 'expires'],
    ['of another shape', `known:\n${entry(ACTOR)}`, 'known'],
  ])('with an entry %s is refused before anything is sent', async (name, text, says) => {
    writeFileSync(at(`${name}.yaml`), text);
    expect(
      await errorOf(['run', '--target', 'simulator', ...BOTH, '--baseline', `${name}.yaml`, '--out', 'none']),
    ).toContain(says);
    expect(existsSync(at('none'))).toBe(false);
  });
});

describe('--failed', () => {
  it('repeats what failed, and says where nothing did', async () => {
    expect(reportIn('mended').verdicts.map(({ assertion, verdict }) => [assertion, verdict])).toEqual([
      [ACTOR, 'pass'],
    ]);
    const error = await errorOf(['run', '--target', 'simulator', '--failed', 'mended']);
    expect(error).toContain('--failed: nothing failed in the run of mended; leave --failed out');
    const narrowed = ['run', '--target', 'simulator', '--failed', 'first', '--flow', 'psc'];
    expect(await errorOf(narrowed)).toContain('--failed: the other options leave nothing of what failed there');
  });
});

describe('history and compare', () => {
  const shaped = (name: string, value: unknown) => {
    const schema = JSON.parse(readFileSync(join(packageFolder(), `schemas/${name}.schema.json`), 'utf8'));
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  };

  it('say what healed and since when, and how long the steps took, as text, JSON and a page', async () => {
    const { code, stdout, stderr } = await run([
      'history',
      'mended',
      'first',
      'first',
      '--out',
      'history.html',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain('first holds the same run as first, and is left out');
    const history: History = JSON.parse(stdout);
    shaped('history', history);
    expect(history.runs).toHaveLength(2);
    const term = history.assertions.find(({ assertion }) => assertion === TERM);
    expect(term?.times?.slowest.termMs).toBe(90_000);
    expect(readFileSync(at('history.html'), 'utf8')).toContain('90 s');
    const text = await run(['history', 'first', 'exact']);
    expect(text.stdout).toContain(`Failing: has never passed (1)\n  ${ACTOR}`);
  });

  it('put two runs side by side, and tell by the exit code whether verdicts differ', async () => {
    const differs = await run(['compare', 'first', 'mended', '--json']);
    expect(differs.code).toBe(1);
    const comparison: Comparison = JSON.parse(differs.stdout);
    shaped('compare', comparison);
    expect(comparison.verdicts.find(({ assertion }) => assertion === ACTOR)).toMatchObject({
      before: { verdict: 'fail' },
      after: { verdict: 'pass' },
    });
    expect(comparison.operations.find(({ operation }) => operation === 'pay')?.before.count).toBeGreaterThan(0);
    const same = await run(['compare', 'first', 'first']);
    expect([same.code, same.stdout]).toEqual([0, expect.stringContaining('no verdict differs')]);
  });

  it('refuse a folder that is none of a run, or that was changed', async () => {
    mkdirSync(at('foreign'));
    writeFileSync(at('foreign/journal.ndjson'), '{"hello":1}\n');
    mkdirSync(at('changed'));
    writeFileSync(
      at('changed/journal.ndjson'),
      readFileSync(at('first/journal.ndjson'), 'utf8').replace('"fail"', '"pass"'),
    );
    for (const [dir, code] of [
      ['nowhere', 'file-unreadable'],
      ['foreign', 'journal-broken'],
      ['changed', 'journal-broken'],
    ] as const)
      for (const args of [
        ['history', 'first', dir],
        ['compare', dir, 'first'],
        ['baseline', dir],
      ])
        expect(await errorOf(args)).toMatch(new RegExp(`${dir}/journal.ndjson.* \\[${code}\\]`));
  });
});
