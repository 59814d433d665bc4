// What the SQL of an audit needs of a database, and the two that give it: ClickHouse inside this process, and a cluster of it.
import { ConformanceError } from '../../../schemas/errors.ts';

/** A database that speaks the SQL of ClickHouse. A question that is not answered to its end throws: there is never a part of an answer. */
export interface Database {
  /** Carries out a statement that answers nothing. */
  run(sql: string): Promise<void>;
  /** Asks a question; each row of the answer is a list of values. Large numbers may come as texts. */
  ask(sql: string): Promise<unknown[][]>;
  /** Adds lines of tab-separated values to a table. */
  add(table: string, lines: string): Promise<void>;
  close(): Promise<void>;
}

/** A value in a line of tab-separated values. */
export const cell = (value: string | number): string =>
  typeof value === 'number'
    ? `${value}`
    : value
        .replaceAll('\\', '\\\\')
        .replaceAll('\t', '\\t')
        .replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r')
        .replaceAll('\0', '\\0');

/**
 * ClickHouse inside this process, with its data in a folder. A process can have one at a time.
 *
 * @param folder where it keeps its tables and what does not fit into memory
 * @throws ConformanceError `engine-missing` where the package chdb is not there or does not run on this machine
 */
export async function openEmbedded(folder: string): Promise<Database> {
  const { Session } = await import('chdb').catch((cause: unknown) => {
    const told = {
      ...{ key: '--engine', value: 'embedded' },
      cure: 'install it with `npm install chdb` (Linux and macOS), or audit in memory with --engine memory',
    };
    throw new ConformanceError('engine-missing', 'the package chdb does not load', told, { cause });
  });
  const session = new Session(folder);
  return {
    run: async (sql) => void (await session.queryAsync(sql, { format: 'Null' })),
    ask: async (sql) => linesOf((await session.queryAsync(sql, { format: 'JSONEachRow' })).text()),
    add: async (table, lines) => {
      await session.insert({ table, values: Buffer.from(lines), format: 'TabSeparated' });
    },
    close: async () => session.close(),
  };
}

/** One server of a cluster, with which all of it is asked. @param url its address, with the name and password of who asks */
export async function openServer(url: string): Promise<Database> {
  const { createClient, ClickHouseLogLevel } = await import('@clickhouse/client');
  const client = createClient({
    url,
    request_timeout: 3_600_000,
    log: { level: ClickHouseLogLevel.OFF },
    // The answer begins only when it is whole, so that an error in the middle cannot pass for its end.
    // A row is on its shard before the next one is sent, and a shard that is away is an error.
    clickhouse_settings: { wait_end_of_query: 1, insert_distributed_sync: 1, skip_unavailable_shards: 0 },
  });
  return {
    run: async (query) => void (await client.command({ query })),
    ask: async (query) => linesOf(await (await client.query({ query, format: 'JSONEachRow' })).text()),
    add: async (table, lines) => {
      const { Readable } = await import('node:stream');
      await client.insert({ table, values: Readable.from([lines], { objectMode: false }), format: 'TabSeparated' });
    },
    close: () => client.close(),
  };
}

function linesOf(answer: string): unknown[][] {
  return answer
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const row: unknown = JSON.parse(line);
      if (row instanceof Object) return Object.values(row);
      throw new TypeError(`the database answers ${line.slice(0, 100)}`);
    });
}
