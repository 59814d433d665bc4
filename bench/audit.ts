// Measures an audit of a log of a million events against the bare engine counting the rows of the same file, and one on two shards against one.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stringify } from 'yaml';
import { knownRegulations } from '../cli/workspace.ts';
import { packageFolder } from '../schemas/fixture.ts';
import { calendarOf, kazakhstan } from '../schemas/kazakhstan.ts';
import { planAudit } from '../suites/audit/judge-case.ts';
import { plantCases } from '../suites/audit/planting/plant.ts';
import { COLUMNS, eventsOf, lineOf, mappingFor, rowsOf } from '../suites/audit/planting/rows.ts';
import { openCluster } from '../suites/audit/sql/cluster.ts';
import { wordsOf } from '../suites/audit/sql/codes.ts';
import { openServer } from '../suites/audit/sql/database.ts';
import { judgeInto, makeTables } from '../suites/audit/sql/embedded.ts';
import { lineOfEvent } from '../suites/audit/sql/event-rows.ts';
import { countCases } from '../suites/audit/sql/findings.ts';
import { derive } from '../suites/derive/derive.ts';
import { sourceOf } from '../suites/flow/source.ts';
import { FEW_ROUNDS, median, rounded, timed } from './figure.ts';
import { TELLS_PEAK } from './memory.ts';
import { built } from './started.ts';

/** How many events the log has; a smaller one can be asked for, to try this out. */
const EVENTS = Number(process.env.REGLAMENT_EVENTS ?? 1_000_000);
/** How many times as many the longer log has, which is measured where all is. */
const MORE = 10;
const EVENTS_OF_A_CASE = 7;
const SPAN = { first: Date.parse('2013-01-10T00:00:00Z'), last: Date.parse('2024-11-01T00:00:00Z') };

interface Spent {
  ms: number;
  mb: number;
}

/** The figure `audit`. */
export async function measureAudit(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'reglament-bench-'));
  try {
    const log = join(folder, 'log.csv');
    const mapping = join(folder, 'mapping.yaml');
    writeFileSync(mapping, stringify(mappingFor(sourceOfFlow(), 'second')));
    await writeLog(log, EVENTS);
    const audited = (path: string) =>
      spent([
        built('cli/main.js'),
        'audit',
        path,
        '--mapping',
        mapping,
        '--engine',
        'embedded',
        '--out',
        join(folder, 'out'),
        '--reporter',
        'json',
      ]);
    const ours: Spent[] = [];
    const bare: Spent[] = [];
    for (let round = 0; round < FEW_ROUNDS; round += 1) {
      ours.push(await audited(log));
      bare.push(await spent(['--input-type=module', '-e', COUNTS, log]));
    }
    const middle = (of: readonly Spent[], key: keyof Spent) => median(of.map((one) => one[key]));
    const isWhole = process.env.REGLAMENT_ALL === '1';
    return {
      events: EVENTS,
      oursMs: rounded(middle(ours, 'ms')),
      bareMs: rounded(middle(bare, 'ms')),
      ratio: rounded(middle(ours, 'ms') / middle(bare, 'ms')),
      oursMb: middle(ours, 'mb'),
      bareMb: middle(bare, 'mb'),
      memoryRatio: rounded(middle(ours, 'mb') / middle(bare, 'mb')),
      ...(isWhole ? await tenfold(folder, audited, middle(ours, 'ms')) : {}),
      ...(isWhole && spawnSync('clickhouse-server', ['--help']).error === undefined ? await measureShards() : {}),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A program that counts the rows of a file by the bare engine. */
const COUNTS = `
  const { Session } = await import('chdb');
  const session = new Session();
  await session.queryAsync("SELECT count() FROM file('" + process.argv[1] + "', 'CSVWithNames')");
  session.close();
`;

async function tenfold(
  folder: string,
  audited: (path: string) => Promise<Spent>,
  onceMs: number,
): Promise<Record<string, number>> {
  const log = join(folder, 'longer.csv');
  await writeLog(log, EVENTS * MORE);
  const { ms, mb } = await audited(log);
  return { tenfoldMs: rounded(ms), tenfoldMb: mb, tenfoldRatio: rounded(ms / onceMs) };
}

/** The first flow of the first regulation. */
function sourceOfFlow() {
  const [regulation] = knownRegulations();
  const [flow] = Object.keys(regulation?.flows ?? {});
  if (regulation === undefined || flow === undefined) throw new RangeError('there is no flow');
  return sourceOf(regulation, flow);
}

/** Cases of about so many events, one in a hundred of which is wrong. */
function* casesOf(events: number) {
  const source = sourceOfFlow();
  const calendar = calendarOf(kazakhstan(), source.regulation);
  const clockwork = { calendar, convention: 'next-day', grainMs: 1000 } as const;
  const cases = Math.ceil(events / EVENTS_OF_A_CASE);
  yield* plantCases({ source, seed: 1, cases, brokenOnceIn: 100, clockwork, span: SPAN });
}

async function writeLog(path: string, events: number): Promise<void> {
  const file = createWriteStream(path);
  const calendar = kazakhstan();
  let lines = lineOf(COLUMNS);
  for (const planted of casesOf(events)) {
    lines += rowsOf(planted, calendar).map(lineOf).join('');
    if (lines.length < 1 << 20) continue;
    if (!file.write(lines)) await once(file, 'drain');
    lines = '';
  }
  file.end(lines);
  await once(file, 'close');
}

/** How long a process takes, and how much memory at most. */
async function spent(args: readonly string[]): Promise<Spent> {
  const peak = `data:text/javascript,${encodeURIComponent(TELLS_PEAK)}`;
  let peakKb = '';
  const ms = await timed(async () => {
    const child = spawn(process.execPath, ['--import', peak, ...args], {
      cwd: packageFolder(),
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    child.stdio[3]?.on('data', (chunk) => {
      peakKb += chunk;
    });
    const [code] = await once(child, 'close');
    // A log with failed cases ends with 1, as a run does.
    if (code !== 0 && code !== 1) throw new Error(`${args.join(' ')} ends with ${code}`);
  });
  return { ms, mb: Math.round(Number(peakKb) / 1024) };
}

/** The judging alone, on two shards and on one of them. Each has one thread. */
async function measureShards(): Promise<Record<string, number>> {
  const child = spawn('bash', [join(packageFolder(), '.ci/shards')], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [line] = await once(createInterface(child.stdout), 'line');
    const { cluster, shards }: { cluster: string; shards: { url: string }[] } = JSON.parse(String(line));
    const urls = shards.map(({ url }) => url);
    const source = sourceOfFlow();
    const calendar = calendarOf(kazakhstan(), source.regulation);
    const setting = { calendar, convention: 'next-day' } as const;
    const plan = planAudit(source, derive(source.regulation, [source.flowId]), mappingFor(source, 'second'), setting);
    const until = SPAN.last;
    const both = await openCluster({ cluster, shards: urls }, calendar);
    const alone = await openServer(urls[0] ?? '');
    await makeTables(alone, calendar);
    const words = wordsOf(source);
    let lines: string[] = [];
    const flush = async () => {
      await both.database.add(both.events, lines.join(''));
      await alone.add('events', lines.join(''));
      lines = [];
    };
    for (const planted of casesOf(EVENTS)) {
      lines.push(...eventsOf(planted, 0).map((event) => lineOfEvent(event, words)));
      if (lines.length > 100_000) await flush();
    }
    await flush();
    const onTwo = await timed(async () => countCases(both.database, await both.judge(plan, until), plan));
    const onOne = await timed(async () => {
      await judgeInto(alone, 'judged', { plan, until, events: 'events', calendarTable: 'calendar' });
      await countCases(alone, 'judged', plan);
    });
    await both.close();
    await alone.close();
    return { twoShardsMs: rounded(onTwo), oneShardMs: rounded(onOne), shardsRatio: rounded(onTwo / onOne) };
  } finally {
    child.stdin.end();
  }
}
