// Tests that the parts of a run, whoever runs them, merge into what the whole run says, on right and on broken portals.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scratch, within } from '../cli/spawned.ts';
import { connectTarget } from '../cli/target.ts';
import { knownRegulations } from '../cli/workspace.ts';
import { kazakhstan } from '../schemas/kazakhstan.ts';
import { foldReport } from '../schemas/run/fold.ts';
import type { Report, RunEvent } from '../schemas/run/report.ts';
import { openJournal, readJournal } from '../suites/engine/running/journal.ts';
import { merge } from '../suites/engine/running/merge.ts';
import { partOf, type Shard } from '../suites/engine/running/parts.ts';
import { plan } from '../suites/engine/running/plan.ts';
import { run } from '../suites/engine/running/run.ts';
import type { Sut } from '../suites/sut/sut.ts';

const ACT = 'passenger-transport-licence';
const regulations = knownRegulations(ACT);

interface Run {
  seed: number;
  mutant: string | null;
  flow: string;
}

/** What a few of the walks show, for the command; at night all. */
const SOME =
  process.env.REGLAMENT_ALL === undefined ? `${ACT}/psc/{authenticate,register}/{actor,once,number*,term}` : '**';

/** One simulator for each portal, because the walks of a run share nothing there. */
const portals = new Map<string | null, Promise<Sut>>();
afterAll(async () => {
  for (const sut of portals.values()) await (await sut).close();
});
function portalOf(mutant: string | null): Promise<Sut> {
  const broken = mutant === null ? {} : { mutant };
  const sut =
    portals.get(mutant) ?? connectTarget({ target: 'simulator', seed: 1, concurrency: 8, ...broken }, regulations);
  portals.set(mutant, sut);
  return sut;
}

/** Runs all walks of a flow, or one part of them, and leaves a journal. */
async function walked({ seed, mutant, flow }: Run, shard: Shard | null, signal?: AbortSignal): Promise<string> {
  const path = join(scratch(), 'journal.ndjson');
  const sut = await portalOf(mutant);
  const journal = openJournal(path);
  const planned = plan(regulations, { flow, level: 'recommended' }, sut.description);
  await run({
    ...{ sut, regulations, plan: planned, calendar: kazakhstan(), convention: 'next-day', seed, concurrency: 8 },
    ...{ requireFull: false, tool: 'test', onEvent: (event: RunEvent) => journal.write(event) },
    ...(shard === null ? {} : { part: partOf(planned.scenarios, shard) }),
    ...(signal === undefined ? {} : { signal }),
  });
  journal.close();
  return path;
}

async function mergedOf(run: Run, of: number): Promise<Report> {
  const parts: string[] = [];
  // Any order will do.
  for (let number = of; number >= 1; number -= 1) parts.push(await walked(run, { number, of }));
  return joined(parts);
}

/** The report of the journals of parts, merged into a journal that can be read again. */
function joined(parts: readonly string[]): Report {
  const path = join(scratch(), 'journal.ndjson');
  const whole = openJournal(path);
  for (const event of merge(parts.map((name) => ({ name, journal: readJournal(name) })))) whole.write(event);
  whole.close();
  const journal = readJournal(path);
  const report = foldReport(journal);
  expect(journal.isSealed).toBe(true);
  return report;
}

const wholes = new Map<string, Promise<Report>>();
const wholeOf = (run: Run): Promise<Report> => {
  const known = wholes.get(JSON.stringify(run)) ?? walked(run, null).then((path) => foldReport(readJournal(path)));
  wholes.set(JSON.stringify(run), known);
  return known;
};

/** A report without what tells its journal, which also holds where its events come from. */
const told = ({ journal: _, parts: __, ...rest }: Report) => rest;

/** Wrong on every walk. */
const WRONG = `${ACT}/psc/authenticate/records-another-actor`;
/** Wrong only where two walks are compared, which may be in two parts. */
const ALIKE = `${ACT}/psc/register/gives-the-same-number`;

describe('the parts of a run', () => {
  it('merge into what the whole says, however many they are', async () => {
    const runs = fc.record({ seed: fc.integer({ max: 99, min: 1 }), mutant: fc.constantFrom(null, WRONG, ALIKE) });
    await fc.assert(
      fc.asyncProperty(runs, fc.integer({ min: 2, max: 8 }), async (drawn, of) => {
        const run = { ...drawn, flow: 'psc' };
        const merged = await mergedOf(run, of);
        expect(merged.parts).toHaveLength(of);
        expect(told(merged)).toEqual(told(await wholeOf(run)));
        if (run.mutant === WRONG) expect(merged.outcome).toBe('failed');
      }),
      { numRuns: Number(process.env.REGLAMENT_RUNS ?? 1) },
    );
  });

  it('fail what only two walks together show, wherever these are walked', async () => {
    const run = { seed: 1, mutant: ALIKE, flow: 'psc' };
    const merged = await mergedOf(run, 6);
    expect(told(merged)).toEqual(told(await wholeOf(run)));
    const alike = [...merged.verdicts, ...merged.recommended].find(({ assertion }) =>
      assertion.endsWith('/number-unique'),
    );
    expect(alike?.verdict).toBe('fail');
    expect(new Set(alike?.evidence.map((id) => id.replace(/#.*/u, ''))).size).toBe(2);
  });

  it('are incomplete together where one was interrupted, and keep what failed', async () => {
    const run = { seed: 1, mutant: WRONG, flow: 'psc' };
    const first = await walked(run, { number: 1, of: 2 });
    const second = await walked(run, { number: 2, of: 2 }, AbortSignal.abort('Ctrl-C'));
    const merged = joined([first, second]);
    expect(merged.stopped).toBe('part 2 of 2: the run was interrupted: Ctrl-C');
    const whole = new Map((await wholeOf(run)).verdicts.map(({ assertion, verdict }) => [assertion, verdict]));
    const reasons = new Set<string | null>();
    for (const { assertion, verdict, reason } of merged.verdicts) {
      if (verdict === 'inconclusive') reasons.add(reason);
      else expect([assertion, verdict]).toEqual([assertion, whole.get(assertion)]);
    }
    expect(merged.counts.fail).toBeGreaterThan(0);
    expect(merged.counts.inconclusive).toBeGreaterThan(0);
    expect([...reasons].every((reason) => reason?.startsWith('the run ended before this was judged: '))).toBe(true);
  });
});

describe('reglament merge', () => {
  const SELECTED = ['--target', 'simulator', '--regulation', ACT, '--flow', 'psc', '--assertion', SOME];
  const RUN = ['run', ...SELECTED, '--reporter', 'json'];
  const cwd = scratch();
  const part = (shard: string, out: string, ...more: string[]) =>
    within([...RUN, '--shard', shard, '--out', out, ...more], cwd);
  const reportIn = (out: string) => readFileSync(join(cwd, out, 'report.json'), 'utf8');

  beforeAll(async () => {
    for (const number of [1, 2, 3, 4]) await part(`${number}/4`, `part-${number}`);
  });

  it('gives the report of the whole run from four parts, in a journal that can be read again', async () => {
    expect((await within([...RUN, '--out', 'whole'], cwd)).code).toBe(0);
    const dirs = ['part-3', 'part-1', 'part-4', 'part-2'];
    const merged = await within(['merge', ...dirs, '--out', 'merged', '--reporter', 'json,terminal'], cwd);
    expect([merged.code, merged.stderr]).toEqual([0, '']);
    const [one, whole] = [reportIn('merged'), reportIn('whole')].map((text) => JSON.parse(text));
    expect(told(one)).toEqual(told(whole));
    const journals = ['part-1', 'part-2', 'part-3', 'part-4'].map((dir) => JSON.parse(reportIn(dir)).journal);
    expect(one.parts).toEqual(journals);
    const before = reportIn('merged');
    expect((await within(['report', 'merged', '--reporter', 'json'], cwd)).code).toBe(0);
    expect(reportIn('merged')).toBe(before);
  });

  it('is planned as it is run', async () => {
    const plans = ['1/4', '2/4', '3/4', '4/4'].map((shard) => ['--shard', shard]);
    const walksOf = async (more: string[]) => {
      const args = ['plan', ...SELECTED, '--no-requests', '--json'];
      const { scenarios } = JSON.parse((await within([...args, ...more])).stdout) as { scenarios: { id: string }[] };
      return scenarios.map(({ id }) => id);
    };
    const parts: string[][] = [];
    for (const more of plans) parts.push(await walksOf(more));
    expect(parts.flat().toSorted()).toEqual((await walksOf([])).toSorted());
    expect(parts[1]).toEqual(
      [...readJournal(join(cwd, 'part-2/journal.ndjson'))].flatMap((event) =>
        event.type === 'run-started' ? (event.part?.scenarios ?? []) : [],
      ),
    );
  });

  it('takes no part for the whole: each is incomplete, and says who judges the rest', async () => {
    const { outcome, part: which, verdicts } = JSON.parse(reportIn('part-2'));
    expect([outcome, which]).toEqual(['incomplete', { number: 2, of: 4 }]);
    const reasons = verdicts.map(({ reason }: { reason: string | null }) => reason);
    expect(reasons).toContain('part 2 of 4 does not decide this alone; `reglament merge` judges it from all parts');
  });

  it('refuses what are not all parts of one run, by name, and writes nothing then', async () => {
    const few = ['--assertion', `${ACT}/psc/authenticate/actor`];
    await part('2/4', 'other-seed', ...few, '--seed', '2');
    await part('2/3', 'other-number', ...few);
    await part('2/4', 'other-term', ...few, '--term-start', 'receipt-day');
    await part('2/4', 'other-assertions', ...few);
    const rows: [dirs: string[], why: string][] = [
      [['part-1', 'part-2', 'part-4'], 'part-1: part 3 of 4 is missing; run it with --shard 3/4'],
      [
        ['part-1', 'part-2', 'part-3', 'part-4', 'part-2'],
        'part-2: is part 2 of 4, and so is part-2; name each part once',
      ],
      [
        ['part-1', 'other-seed', 'part-3', 'part-4'],
        'other-seed: is of another run than part-1: their seed differ (2 and 1)',
      ],
      [['part-1', 'other-number', 'part-3'], 'their number of parts differ (3 and 4)'],
      [['part-1', 'other-term', 'part-3', 'part-4'], 'their --term-start differ (receipt-day and next-day)'],
      [['part-1', 'other-assertions', 'part-3', 'part-4'], 'their assertions differ'],
      [['whole'], 'whole: holds no part of a run'],
      [['nowhere'], 'nowhere'],
    ];
    for (const [dirs, why] of rows) {
      const { code, stderr } = await within(['merge', ...dirs, '--out', 'refused'], cwd);
      expect([dirs, code, stderr]).toEqual([dirs, 2, expect.stringContaining(why)]);
    }
    const journal = readFileSync(join(cwd, 'part-3/journal.ndjson'), 'utf8');
    mkdirSync(join(cwd, 'killed'));
    writeFileSync(join(cwd, 'killed/journal.ndjson'), journal.slice(0, journal.trimEnd().lastIndexOf('\n') + 1));
    const { stderr } = await within(['merge', 'part-1', 'part-2', 'killed', 'part-4', '--out', 'refused'], cwd);
    expect(stderr).toContain('killed: holds a part that did not come to its end; run that part again');
    expect(existsSync(join(cwd, 'refused'))).toBe(false);
  });

  it('refuses a part that cannot be one, before anything is sent', async () => {
    const rows: [args: string[], why: string][] = [
      [['--shard', '5/4'], 'It has to be a part and how many there are'],
      [['--shard', '0/4'], 'It has to be a part and how many there are'],
      [['--target', 'http://127.0.0.1:9', '--shard', '1/2'], 'the parts of a run have one nonce, and none is given'],
    ];
    for (const [args, why] of rows) {
      const { code, stderr } = await within([...RUN, ...args, '--out', 'refused'], cwd);
      expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
    }
    expect(existsSync(join(cwd, 'refused'))).toBe(false);
  });
});
