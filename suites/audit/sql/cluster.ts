// Audits on a cluster of ClickHouse: the rows of a case lie on one shard, which judges it there; only counts and failed cases travel.
import type { Calendar } from '../../../schemas/calendar.ts';
import { ConformanceError } from '../../../schemas/errors.ts';
import type { AuditPlan } from '../judge-case.ts';
import { CALENDAR_COLUMNS } from './calendar-table.ts';
import { EVENT_COLUMNS } from './case-query.ts';
import { type Database, openServer } from './database.ts';
import { judgeInto } from './embedded.ts';
import { linesOfCalendar } from './event-rows.ts';
import { text } from './expression.ts';

/** Where a cluster is. */
export interface ClusterPlace {
  /** Its name in the configuration of its servers. */
  cluster: string;
  /** The address of a server of each shard; the first of them is asked. */
  shards: readonly string[];
}

/** A cluster that holds the log of an audit. */
export interface AuditCluster {
  /** The server that is asked and takes the rows in. Its table `events` sends each row to the shard of its case. */
  database: Database;
  events: string;
  /** Has every shard judge its cases. @returns what the judged cases of all shards are selected from */
  judge(plan: AuditPlan, until: number): Promise<string>;
  close(): Promise<void>;
}

/** The database of an audit on each shard. It is made anew for each audit, and lies there until the next one. */
const HOME = 'reglament_audit';

/**
 * Opens a cluster for an audit.
 *
 * @throws ConformanceError `engine-failed` where a shard does not answer, or the addresses are not those of all its shards
 */
export async function openCluster({ cluster, shards }: ClusterPlace, calendar: Calendar): Promise<AuditCluster> {
  const servers = await Promise.all(shards.map(openServer));
  const [first] = servers;
  if (first === undefined) throw failed('no shard is named', 'name a server of each shard');
  const known = await whole(
    first.ask(`SELECT uniqExact(shard_num) AS shards FROM system.clusters WHERE cluster = ${text(cluster)}`),
  );
  if (Number(known[0]?.[0]) !== servers.length)
    throw failed(
      `the cluster ${cluster} has ${Number(known[0]?.[0])} shards, and ${servers.length} are named`,
      'name a server of each shard, so that none is left out',
    );
  for (const server of servers) await whole(makeHome(server, cluster, calendar));
  const database: Database = {
    run: (sql) => whole(first.run(sql)),
    ask: (sql) => whole(first.ask(sql)),
    add: (table, lines) => whole(first.add(table, lines)),
    close: () => first.close(),
  };
  return {
    database,
    events: `${HOME}.events`,
    async judge(plan, until) {
      const own = { events: `${HOME}.events_here`, calendarTable: `${HOME}.calendar` };
      await whole(Promise.all(servers.map((server) => judgeInto(server, `${HOME}.judged`, { plan, until, ...own }))));
      return `cluster(${text(cluster)}, ${HOME}, judged)`;
    },
    async close() {
      for (const server of servers) await server.close();
    },
  };
}

async function makeHome(server: Database, cluster: string, calendar: Calendar): Promise<void> {
  await server.run(`DROP DATABASE IF EXISTS ${HOME}`);
  await server.run(`CREATE DATABASE ${HOME}`);
  await server.run(
    `CREATE TABLE ${HOME}.events_here (${EVENT_COLUMNS}) ENGINE = MergeTree ORDER BY case PARTITION BY tuple()`,
  );
  await server.run(
    `CREATE TABLE ${HOME}.calendar (${CALENDAR_COLUMNS}) ENGINE = MergeTree ORDER BY day PARTITION BY tuple()`,
  );
  await server.run(
    `CREATE TABLE ${HOME}.events (${EVENT_COLUMNS}) ENGINE = Distributed(${cluster}, ${HOME}, events_here, cityHash64(case))`,
  );
  await server.add(`${HOME}.calendar`, linesOfCalendar(calendar));
}

/** An answer of all shards: where one of them is missing there is none, and never a smaller one. */
async function whole<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    const told = cause instanceof Error ? cause.message.slice(0, 300) : String(cause);
    throw failed(`a shard did not answer to the end: ${told}`, 'bring every shard back and audit again', cause);
  }
}

const failed = (problem: string, cure: string, cause?: unknown) =>
  new ConformanceError('engine-failed', problem, { key: '--engine', cure }, cause === undefined ? {} : { cause });
