// On a cluster of the oldest ClickHouse that Debian has, every case is judged where its rows lie; a shard that dies leaves no verdict behind.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { packageFolder } from '../../schemas/fixture.ts';
import { openCluster } from '../../suites/audit/sql/cluster.ts';
import { casesAt, countCases, failedCases, timedOf, timesTaken } from '../../suites/audit/sql/findings.ts';
import {
  eventsOfAll,
  judgedFlows,
  linesOf,
  plantedIn,
  readSaying,
  saidInMemory,
  tear,
  unlike,
  untilOf,
} from './judged.ts';

const SHARDS = join(packageFolder(), '.ci/shards');
/** The servers are those of a system package, which `.ci/nightly` installs. */
const areThere = spawnSync('clickhouse-server', ['--help']).error === undefined;

interface Shards {
  cluster: string;
  shards: { url: string; pid: number }[];
}

async function withShards(work: (shards: Shards) => Promise<void>): Promise<void> {
  const child = spawn('bash', [SHARDS], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [line] = await once(createInterface(child.stdout), 'line');
    await work(JSON.parse(String(line)));
  } finally {
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'close');
  }
}

it.runIf(areThere)('gives the verdicts of memory, and none without all shards', async () => {
  const flows = judgedFlows('second');
  const some = process.env.REGLAMENT_ALL === '1' ? flows : flows.slice(0, 1);
  await withShards(async ({ cluster, shards }) => {
    const place = { cluster, shards: shards.map(({ url }) => url) };
    for (const judged of some) {
      const right = eventsOfAll(plantedIn(judged, 100));
      const cases = [...right, ...tear(judged, right)];
      const { database, events, judge, close } = await openCluster(place, judged.plan.setting.calendar);
      await database.add(events, linesOf(judged, cases));
      const from = await judge(judged.plan, untilOf(judged, cases));
      const said = new Map(
        (await database.ask(`SELECT case, verdicts FROM ${from}`)).map(([name, codes]) => [
          String(name),
          readSaying(judged, codes),
        ]),
      );
      const inMemory = saidInMemory(judged, cases);
      expect(unlike(inMemory, said)).toEqual([]);
      const found = await countCases(database, from, judged.plan);
      const failed = [...inMemory].filter(([, sayings]) => sayings.some((saying) => saying.includes(' fail ')));
      expect({ cases: found.cases, failed: found.failedCases }).toEqual({ cases: cases.length, failed: failed.length });
      const places = await failedCases(database, from, 10_000);
      const owners = await casesAt(database, from, places);
      expect(owners.toSorted()).toEqual(failed.map(([name]) => name).toSorted());
      // A flow without terms has no times.
      const isTimed = timedOf(judged.plan.judged).length > 0;
      expect((await timesTaken(database, from, judged.plan)).size > 0).toBe(isTimed);
      await close();
    }
    const [judged] = flows;
    if (judged === undefined) throw new TypeError('there is no flow');
    const cases = eventsOfAll(plantedIn(judged, 20));
    const { database, events, judge, close } = await openCluster(place, judged.plan.setting.calendar);
    await database.add(events, linesOf(judged, cases));
    const from = await judge(judged.plan, untilOf(judged, cases));
    // The answer takes a second, in the middle of which a shard dies.
    const asked = database.ask(`SELECT count(), sum(sleepEachRow(0.1)) FROM ${from}`);
    const ended = expect(asked).rejects.toMatchObject({ code: 'engine-failed' });
    await delay(300);
    process.kill(shards[1]?.pid ?? 0, 'SIGKILL');
    await ended;
    await expect(countCases(database, from, judged.plan)).rejects.toMatchObject({ code: 'engine-failed' });
    await close();
    await expect(openCluster(place, judged.plan.setting.calendar)).rejects.toMatchObject({ code: 'engine-failed' });
  });
});

it.runIf(areThere)('refuses a cluster of which a shard is not named', async () => {
  const [judged] = judgedFlows('second');
  await withShards(async ({ cluster, shards }) => {
    const one = { cluster, shards: shards.slice(0, 1).map(({ url }) => url) };
    if (judged === undefined) throw new TypeError('there is no flow');
    await expect(openCluster(one, judged.plan.setting.calendar)).rejects.toMatchObject({ code: 'engine-failed' });
  });
});
