// A log says the same in every format that it is written in, and a damaged one is told and never cut short in silence.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../schemas/audit/mapping.ts';
import { kazakhstan } from '../../schemas/kazakhstan.ts';
import { mapLogs } from './map.ts';
import { openLogs } from './open.ts';

const EVENTS = [
  ['A-1', '2014-03-03 10:00:00', 'Оплата', 'Банк; «Төлем»'],
  ['A-1', '2014-03-03 10:00:20', 'Подпись "ЭЦП"', 'Заявитель'],
  ['A-2', '2014-03-03 11:00:00', 'Оплата', 'Банк; «Төлем»'],
] as const;
const COLUMNS = ['case', 'time', 'activity', 'user'] as const;
const MAPPING: Mapping = {
  ...{ regulation: 'r', flow: 'f', case: { column: 'case' } },
  time: { column: 'time', format: 'iso', zone: 'Asia/Almaty' },
  activity: { column: 'activity', is: { Оплата: 'pay', 'Подпись "ЭЦП"': 'sign' } },
  resource: { column: 'user', is: { 'Банк; «Төлем»': 'payment-gateway', Заявитель: 'applicant' } },
};

const folder = () => mkdtempSync(join(tmpdir(), 'log-'));
function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(folder(), name);
  writeFileSync(path, content);
  return path;
}

async function mapped(paths: string[], mapping: Mapping = MAPPING) {
  const events = [];
  const faults = [];
  for await (const row of mapLogs(await openLogs(paths, mapping), mapping, kazakhstan().zones)) {
    events.push(...row.events);
    faults.push(...row.faults);
  }
  return { events: events.map(({ case: one, step, at, actor, row }) => [one, step, at, actor, row]), faults };
}

const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}+06:00`);
const EXPECTED = [
  ['A-1', 'pay', at('2014-03-03 10:00:00'), 'payment-gateway', 1],
  ['A-1', 'sign', at('2014-03-03 10:00:20'), 'applicant', 2],
  ['A-2', 'pay', at('2014-03-03 11:00:00'), 'payment-gateway', 3],
];

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const csv = (separator = ',', end = '\n') =>
  [COLUMNS, ...EVENTS].map((row) => row.map(quoted).join(separator) + end).join('');
const ndjson = EVENTS.map(
  (row) => `${JSON.stringify(Object.fromEntries(COLUMNS.map((name, n) => [name, row[n]])))}\n`,
).join('');
const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** A Zstandard frame that holds the bytes as they are. */
function zstd(content: string): Buffer {
  const bytes = Buffer.from(content);
  const head = Buffer.alloc(10);
  head.writeUInt32LE(0xfd2fb528, 0);
  head.writeUInt8(0x60, 4);
  head.writeUInt16LE(bytes.length - 256, 5);
  head.writeUIntLE(1 | (bytes.length << 3), 7, 3);
  return Buffer.concat([head, bytes]);
}

const XES = `<?xml version="1.0"?><log xes.version="1.0" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<global scope="event"><string key="activity" value="none"/></global>
${['A-1', 'A-2']
  .map(
    (one) =>
      `<trace><string key="concept:name" value="${one}"/>${EVENTS.filter(([of]) => of === one)
        .map(
          ([, time, activity, user]) =>
            `<event><date key="time" value="${time.replace(' ', 'T')}.000+06:00"/><string key="activity" value="${xml(activity)}"><string key="time" value="not this one"/></string><string key="user" value="${xml(user)}"/></event>`,
        )
        .join('')}</trace>`,
  )
  .join('')}</log>`;
const OBJECTS = [
  { id: 'A-1', type: 'application' },
  { id: 'A-2', type: 'application' },
  { id: 'B', type: 'bank' },
];
const OCEL = {
  objectTypes: [{ name: 'application', attributes: [] }],
  eventTypes: [],
  events: EVENTS.map(([one, time, type, user], n) => ({
    ...{ id: `e${n}`, type, time: `${time.replace(' ', 'T')}+06:00`, attributes: [{ name: 'user', value: user }] },
    relationships: [
      { objectId: 'B', qualifier: 'by' },
      { objectId: one, qualifier: 'of' },
    ],
  })),
  objects: OBJECTS,
};
const OCEL_XML = `<?xml version="1.0"?><log><objects>${OBJECTS.map(({ id, type }) => `<object id="${id}" type="${type}"><attributes><attribute name="user" time="1970-01-01T00:00:00Z">not this one</attribute></attributes></object>`).join('')}</objects><events>${EVENTS.map(([one, time, type, user], n) => `<event id="e${n}" type="${xml(type)}" time="${time.replace(' ', 'T')}+06:00"><attributes><attribute name="user">${xml(user)}</attribute></attributes><objects><relationship object-id="B" qualifier="by"/><relationship object-id="${one}" qualifier="of"/></objects></event>`).join('')}</events></log>`;
const OF_OBJECTS: Mapping = {
  ...MAPPING,
  case: { column: 'object:application' },
  time: { column: 'time', format: 'iso' },
  activity: { ...MAPPING.activity, column: 'type' },
};
const PARQUET = new Uint8Array(
  parquetWriteBuffer({
    columnData: COLUMNS.map((name, n) => ({ name, data: EVENTS.map((row) => row[n]), type: 'STRING' as const })),
    rowGroupSize: 2,
  }),
);

describe('a log', () => {
  it.each<[string, string | Uint8Array, Mapping]>([
    ['log.csv', csv(), MAPPING],
    ['bom.csv', `\ufeff${csv(';', '\r\n')}`, MAPPING],
    ['log.tsv', csv('\t'), MAPPING],
    [
      'cp1251.csv',
      iconv.encode(csv().replaceAll('Төлем', 'Толем'), 'windows-1251'),
      {
        ...MAPPING,
        encoding: 'windows-1251',
        resource: { column: 'user', is: { 'Банк; «Толем»': 'payment-gateway', Заявитель: 'applicant' } },
      },
    ],
    ['wide.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(csv(), 'utf16le')]), MAPPING],
    ['log.ndjson', ndjson, MAPPING],
    ['log.xes', XES, { ...MAPPING, case: { column: 'case:concept:name' } }],
    ['log.json', JSON.stringify(OCEL), OF_OBJECTS],
    ['pretty.jsonocel', JSON.stringify(OCEL, null, 2), OF_OBJECTS],
    ['log.xml', OCEL_XML, OF_OBJECTS],
    ['log.parquet', PARQUET, MAPPING],
    ['log.csv.gz', gzipSync(csv()), MAPPING],
    ['log.ndjson.zst', zstd(ndjson), MAPPING],
    ['named-wrongly.bin', gzipSync(XES), { ...MAPPING, case: { column: 'case:concept:name' } }],
  ])('says the same as %s', async (name, content, mapping) => {
    expect(await mapped([fileOf(name, content)], mapping)).toEqual({ events: EXPECTED, faults: [] });
  });

  it('may be many files, and the files of a folder in the order of their names', async () => {
    const path = folder();
    writeFileSync(join(path, 'b.ndjson'), ndjson);
    writeFileSync(join(path, 'a.csv'), csv());
    writeFileSync(join(path, 'notes.docx'), 'not a log');
    const { events } = await mapped([path]);
    expect(events).toEqual([...EXPECTED, ...EXPECTED]);
  });
});

describe('a row that does not fit', () => {
  const faultsOf = async (lines: string) =>
    (await mapped([fileOf('log.csv', `${COLUMNS.join(',')}\n${lines}`)])).faults;

  it('is told with its number, its case and its column', async () => {
    const faults = await faultsOf(
      [
        'A-1,2014-03-03 10:00:00,Оплата,Заявитель',
        'A-1,2014-03-03 10:00:00',
        'A-1,yesterday,Оплата,Заявитель',
        'A-1,,Оплата,Заявитель',
        ',2014-03-03 10:00:00,Оплата,Заявитель',
        'A-1,2014-03-03 10:00:00,Звонок,Заявитель',
        'A-1,2014-03-03 10:00:00,,Заявитель',
        'A-1,2014-03-03 10:00:00,Оплата,Иванов',
        'A-1,2024-02-29 23:30:00,Оплата,Заявитель',
        'A-1,2014-02-30 10:00:00,Оплата,Заявитель\n',
      ].join('\n'),
    );
    expect(faults.map(({ row, case: one, problem, column }) => [row, one, problem, column])).toEqual([
      [2, null, 'unreadable', null],
      [3, 'A-1', 'unreadable-time', 'time'],
      [4, 'A-1', 'no-time', 'time'],
      [5, null, 'no-case', 'case'],
      [6, 'A-1', 'unknown-activity', 'activity'],
      [7, 'A-1', 'no-activity', 'activity'],
      [8, 'A-1', 'unknown-value', 'user'],
      [9, 'A-1', 'time-twice', 'time'],
      [10, 'A-1', 'unreadable-time', 'time'],
    ]);
  });

  it('does not hide those after it, wherever its quotation marks are', async () => {
    const last = 'A-1,2014-03-03 10:00:00,Оплата,Заявитель\n';
    const log = (broken: string) => mapped([fileOf('log.csv', `${COLUMNS.join(',')}\n${broken}\n${last}`)]);
    const inside = await log('A-0,2014-03-03 10:00:00,"Опл"ата,x');
    expect(inside.events.length).toBe(1);
    expect(inside.faults).toMatchObject([{ row: 1, problem: 'unknown-activity' }]);
    const joined = await log('A-0,2014-03-03 10:00:00,"Оплата,x\nA-0,2014-03-03 10:00:01,"Оплата,x');
    expect(joined.events.length).toBe(1);
    expect(joined.faults.map(({ row, problem }) => [row, problem])).toEqual([
      [1, 'unreadable'],
      [2, 'unreadable'],
    ]);
    // A blank line before a row that is broken is no row, and so is not told.
    const { faults } = await log('A-0,2014-03-03 10:00:00,Оплата,x\n\nA-0,x');
    expect(faults.map(({ row, problem }) => [row, problem])).toEqual([
      [1, 'unknown-value'],
      [3, 'unreadable'],
    ]);
    expect(
      await log('A-0,2014-03-03 10:00:00,"Оплата,x').then(
        () => 'read',
        ({ code }) => code,
      ),
    ).toBe('log-unreadable');
  });

  it('of NDJSON is one that is no object', async () => {
    const { events, faults } = await mapped([fileOf('log.ndjson', `${ndjson}{"case":\n[1]\nnull\n`)]);
    expect(events).toEqual(EXPECTED);
    expect(faults.map(({ row, problem }) => [row, problem])).toEqual([4, 5, 6].map((row) => [row, 'unreadable']));
  });
});

describe('a log that is damaged', () => {
  const code = (promise: Promise<unknown>) =>
    promise.then(
      () => 'read',
      (error) => error.code,
    );

  it('is refused, and nothing is judged of the part that can be read', async () => {
    const packed = gzipSync(csv());
    expect(await code(mapped([fileOf('log.csv.gz', packed.subarray(0, packed.length - 12))]))).toBe('log-unreadable');
    expect(
      await code(mapped([fileOf('log.xes', XES.slice(0, -40))], { ...MAPPING, case: { column: 'case:concept:name' } })),
    ).toBe('log-unreadable');
    expect(await code(mapped([fileOf('log.json', JSON.stringify(OCEL).slice(0, -30))], OF_OBJECTS))).toBe(
      'log-unreadable',
    );
    expect(await code(mapped([fileOf('log.ndjson.zst', zstd(ndjson).subarray(0, 300))]))).toBe('log-unreadable');
    expect(await code(mapped([fileOf('log.parquet', PARQUET.subarray(0, PARQUET.length - 20))]))).toBe(
      'log-unreadable',
    );
  });

  it('is told where it is none, is empty, lacks a column or is not there', async () => {
    expect(await code(mapped([fileOf('log.csv', '')]))).toBe('log-unreadable');
    expect(await code(mapped([fileOf('log.csv', 'case,when,activity,user\n')]))).toBe('log-unreadable');
    expect(await code(mapped([join(folder(), 'none.csv')]))).toBe('file-unreadable');
    expect(await code(mapped([folder()]))).toBe('log-unreadable');
  });

  it('cannot blow itself up by entities', async () => {
    const bomb = XES.replace('<log', '<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><log').replace(
      'A-1',
      '&b;',
    );
    expect(await code(mapped([fileOf('log.xes', bomb)], { ...MAPPING, case: { column: 'case:concept:name' } }))).toBe(
      'log-unreadable',
    );
  });
});

describe('nothing is read', () => {
  it('but the columns that the mapping names', async () => {
    const [log] = await openLogs([fileOf('log.csv', csv())]);
    for await (const { cells } of log?.reader.rows(['time']) ?? []) expect(cells?.length).toBe(1);
  });
});
