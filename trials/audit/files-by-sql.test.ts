// A file that the database reads by itself gives the very same rows, faults and counts as the readers give, however it is written.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { mapLogs, wordsMapper } from '../../readers/logs/map.ts';
import { openLogs } from '../../readers/logs/open.ts';
import type { MappedEvent, RowFault } from '../../schemas/audit/event.ts';
import type { LogTable } from '../../schemas/audit/log-table.ts';
import { columnsOf, type Mapping } from '../../schemas/audit/mapping.ts';
import { kazakhstan } from '../../schemas/kazakhstan.ts';
import { drawFrom } from '../../suites/audit/planting/draw.ts';
import { REGULATION, sampleMapping } from '../../suites/audit/sample-log.ts';
import { wordsOf } from '../../suites/audit/sql/codes.ts';
import type { Database } from '../../suites/audit/sql/database.ts';
import { makeTables } from '../../suites/audit/sql/embedded.ts';
import { eventOfRow } from '../../suites/audit/sql/event-rows.ts';
import { foundInFiles, takeFiles } from '../../suites/audit/sql/take-files.ts';
import { sourceOf } from '../../suites/flow/source.ts';
import { embeddedDatabase } from './embedded.ts';
import { SEED } from './judged.ts';

const LOGS = process.env.REGLAMENT_ALL === undefined ? 12 : 300;
const databaseFor = embeddedDatabase();
const { zones } = kazakhstan();
const source = sourceOf(REGULATION, 'portal');
const COLUMNS = ['case', 'time', 'begun', 'zone', 'activity', 'state', 'outcome', 'actor', 'office', 'n', 'other'];

const mapping = (time: Partial<Mapping['time']> = {}): Mapping =>
  sampleMapping({
    time: {
      column: 'time',
      format: 'iso',
      zone: { column: 'zone', is: { Алматы: 'Asia/Almaty', '5': '+05:00' } },
      ...time,
    },
    started: { column: 'begun' },
    activity: {
      column: 'activity',
      is: { Оплата: 'pay', "it's": 'sign', Решение: { paid: 'receive-result', '': 'register' } },
      ignore: ['просмотр'],
    },
    lifecycle: { column: 'state', done: ['complete', 'done'] },
    resource: { column: 'actor', is: { Банк: 'payment-gateway', 'a\\b': 'applicant' } },
    order: { column: 'n' },
  });

interface Taken {
  events: MappedEvent[];
  faults: RowFault[];
  rows: number;
}

async function byReaders(path: string, of: Mapping): Promise<Taken> {
  const taken: Taken = { events: [], faults: [], rows: 0 };
  for await (const { events, faults } of mapLogs(await openLogs([path], of), of, zones)) {
    taken.events.push(...events);
    taken.faults.push(
      ...faults.map(({ file, row, case: owner, problem, column }) => ({ file, row, case: owner, problem, column })),
    );
    taken.rows += 1;
  }
  return taken;
}

/** What the database reads of a file; null where it leaves it to the readers. */
async function bySql(
  database: Database,
  path: string,
  of: Mapping,
  onFailure?: (file: number, reason: string) => void,
): Promise<Taken | null> {
  const [log] = await openLogs([path], of);
  const table = await log?.reader.table?.(columnsOf(of));
  if (table === null || table === undefined) return null;
  await makeTables(database, kazakhstan());
  const taking = {
    database,
    events: 'events',
    source,
    mapping: of,
    zones,
    map: wordsMapper(of, zones),
    ...(onFailure === undefined ? {} : { onFailure }),
  };
  const rows = (await takeFiles(taking, new Map<number, LogTable>([[0, table]]))).get(0);
  if (rows === undefined) return null;
  const { faults } = await foundInFiles(taking, 1000);
  const told = await database.ask(
    'SELECT case, step, at, started, actor, outcome, cause, done, office, channel, ord, file, row FROM events WHERE step > 0 ORDER BY row',
  );
  return { events: told.map((row) => eventOfRow(row, wordsOf(source))), faults, rows };
}

function write(name: string, content: string | Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), 'table-')), name);
  writeFileSync(path, content);
  return path;
}

const SPACES = ['', '', '', '', ' ', '\t', '\u00a0', '\u3000'];
const TIMES = [
  ...['2024-02-29T23:59:59', '2023-02-29T10:00:00', '2024-03-01 00:00:00', '2024-02-29T23:30:00', '2024-03-01'],
  ...['2014-05-05T10:00:00Z', '2014-05-05 10:00:00.125+06:00', '2014-05-05T10:00:00.1', '2014-05-05T24:00:00'],
  ...['1969-12-31T10:00:00', '2014-5-5T10:00:00', '', '2014-05-05T10:00', '2004-10-31T02:30:00', '1399032000'],
];
const VALUES: Readonly<Record<string, readonly string[]>> = {
  case: ['KZ-1', 'KZ-2', 'ІС №3', '', "o'hara", '\\N', 'NULL', 'a"b'],
  time: TIMES,
  begun: ['', ...TIMES],
  zone: ['Алматы', 'Алматы', '5', '', 'Ақтау'],
  activity: ['Оплата', 'Оплата', "it's", 'Решение', 'просмотр', 'другое', ''],
  state: ['complete', 'complete', 'done', 'start', ''],
  outcome: ['paid', 'unpaid', '', 'нет'],
  actor: ['Банк', 'a\\b', 'кто', ''],
  office: ['Алматы, Абай', 'Ақтау', ''],
  n: ['', '1', '-20', '007'],
  other: ['', 'x', '"', ','],
};

/** A log drawn line by line: most of its lines are whole, some have a value too many or too few, are blank, or have spaces around values. */
function drawn(seed: number): string {
  const draw = drawFrom(SEED + seed);
  const quote = (value: string) => (/[",]/u.test(value) || draw.onceIn(9) ? `"${value.replaceAll('"', '""')}"` : value);
  const end = draw.onceIn(3) ? '\r\n' : '\n';
  const lines = Array.from({ length: 40 }, () => {
    if (draw.onceIn(25)) return draw.of(['', ',', ' ', ',,,,,,,,,,', '"",""']);
    const values = COLUMNS.map((column) => {
      const value = draw.of(VALUES[column] ?? ['']);
      return quote(draw.onceIn(12) ? `${draw.of(SPACES)}${value}${draw.of(SPACES)}` : value);
    });
    if (draw.onceIn(20)) values.push('');
    return (draw.onceIn(20) ? values.slice(0, -1) : values).join(',');
  });
  return `${draw.onceIn(4) ? '\ufeff' : ''}${[COLUMNS.join(','), ...lines].join(end)}${draw.onceIn(3) ? '' : end}`;
}

describe('of CSV', () => {
  it.for(Array.from({ length: LOGS }, (_, n) => n))('drawn from seed %i', async (seed, test) => {
    const database = databaseFor(test);
    const content = drawn(seed);
    const path = seed % 5 === 0 ? write('log.csv.gz', gzipSync(content)) : write('log.csv', content);
    // The database passes over spaces before the first value of a line.
    const isLeft = /^[ \t]+(?:"|\r?$)/mu.test(content);
    expect(await bySql(database, path, mapping())).toEqual(isLeft ? null : await byReaders(path, mapping()));
  });

  it('whose times are written by a pattern', async (test) => {
    const database = databaseFor(test);
    const lines = [
      '28.02.2024 23:59:59',
      '30.02.2024 10:00:00',
      '01.03.2024 00:00:00',
      '1.3.2024 10:00:00',
      '29/02/2024 23:59:59',
    ];
    const content = `case,time,activity,state,zone\n${lines.map((time) => `1,${time},Оплата,done,Алматы\n`).join('')}`;
    const of = mapping({ format: 'dd.MM.yyyy HH:mm:ss' });
    const path = write('log.csv', content);
    const taken = await bySql(database, path, of);
    expect(taken).toEqual(await byReaders(path, of));
    expect(taken?.events.map(({ at }) => new Date(at).toISOString())).toEqual([
      '2024-02-28T17:59:59.000Z',
      '2024-02-29T19:00:00.000Z',
    ]);
  });

  it.for([
    ['a quotation mark that is never closed', 'case,time,activity\n1,2024-01-01T00:00:00Z,"pay\n'],
    ['a value of several lines', 'case,time,activity,x\n1,2024-01-01T00:00:00Z,pay,"a\nb"\n'],
    ['text behind a quotation mark', 'case,time,activity\n1,2024-01-01T00:00:00Z,"pay"x\n'],
    [
      'lines that end in two ways',
      'case,time,activity\r\n1,2024-01-01T00:00:00Z,pay\n2,2024-01-01T00:00:00Z,pay\r\n3,2024-01-01T00:00:00Z,pay\n',
    ],
    ['a column twice', 'case,time,activity,case\n1,2024-01-01T00:00:00Z,pay,2\n'],
    ['an order that is no whole number', 'case,time,activity,n,state\n1,2024-01-01T00:00:00Z,Оплата,1e3,done\n'],
  ] as const)('is left to the readers with %s', async ([, content], test) => {
    expect(await bySql(databaseFor(test), write('log.csv', content), mapping())).toBeNull();
  });
});

it('tells why a query fails on a file, and nothing of what stands in it', async (test) => {
  const failures: [number, string][] = [];
  const path = write('log.csv', 'case,time,activity\n1,2024-01-01T00:00:00Z,"pay"secret\n');
  const taken = await bySql(databaseFor(test), path, mapping(), (file, reason) => failures.push([file, reason]));
  expect(taken).toBeNull();
  expect(failures).toEqual([[0, expect.stringMatching(/^Code: \d+ [A-Z_]+$/u)]]);
});

it('of Parquet', async (test) => {
  const database = databaseFor(test);
  const draw = drawFrom(SEED);
  const rows = Array.from({ length: 500 }, () => COLUMNS.map((column) => draw.of(VALUES[column] ?? [''])));
  const bytes = parquetWriteBuffer({
    columnData: COLUMNS.map((name, n) => ({ name, type: 'STRING' as const, data: rows.map((row) => row[n] ?? '') })),
    rowGroupSize: 100,
  });
  const path = write('log.parquet', new Uint8Array(bytes));
  const taken = await bySql(database, path, mapping());
  expect(taken?.rows).toBe(500);
  expect(taken).toEqual(await byReaders(path, mapping()));
});
