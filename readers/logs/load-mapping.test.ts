// A mapping that says something wrong is refused at its line with the cure, and times are read by its formats and zones.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../schemas/audit/mapping.ts';
import { faultOfFormat, momentReader } from '../../schemas/audit/moment.ts';
import { fixturePath } from '../../schemas/fixture.ts';
import { kazakhstan } from '../../schemas/kazakhstan.ts';
import { loadRegulations } from '../../schemas/load.ts';
import { loadMapping, unmappedSteps } from './load-mapping.ts';

const REGULATIONS = loadRegulations(fixturePath('regulations'));
const GOOD = `regulation: passenger-transport-licence
flow: portal
case: { column: id }
time: { column: at, format: dd.MM.yyyy HH:mm:ss, zone: Asia/Almaty }
activity:
  column: what
  is: { Оплата: pay, Решение: { да: receive-result, нет: refuse-unqualified } }
outcome: { column: result }
resource: { column: who, is: { ПШЭП: payment-gateway } }
`;

function load(text: string) {
  const file = join(mkdtempSync(join(tmpdir(), 'mapping-')), 'mapping.yaml');
  writeFileSync(file, text);
  return loadMapping(file, REGULATIONS);
}
const refused = (text: string): string => {
  try {
    load(text);
    return 'read';
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^\S+mapping\.yaml/u, '') : '';
  }
};

describe('a mapping', () => {
  it('is read, and tells which steps its log cannot show', () => {
    const mapping = load(GOOD);
    const regulation = REGULATIONS.find(({ id }) => id === mapping.regulation);
    expect(regulation && unmappedSteps(mapping, regulation)).toEqual(
      expect.arrayContaining(['authenticate', 'sign', 'register']),
    );
  });

  it.each([
    ['passenger-transport-licence', 'passenger-transport-licenc', ':1:13 regulation: there is no regulation'],
    ['flow: portal', 'flow: portl', ':2:7 flow: there is no flow "portl"; did you mean portal?'],
    ['Оплата: pay', 'Оплата: pai', 'activity.is.Оплата: there is no step "pai"; did you mean pay?'],
    ['нет: refuse-unqualified', 'нет: refuse', 'activity.is.Решение.нет: there is no step "refuse"'],
    ['payment-gateway', 'payment', 'resource.is.ПШЭП: there is no party "payment"'],
    ['HH:mm:ss', 'hh:mi', 'time.format: "dd.MM.yyyy hh:mi" is no format of a time'],
    [', zone: Asia/Almaty', '', 'time: the times have no zone; add zone'],
    ['zone: Asia/Almaty', 'zone: Europe/Berlin', 'time.zone'],
    ['outcome: { column: result }', '', 'the step depends on the outcome'],
    ['case: { column: id }', 'case: { colunm: id }', 'colunm'],
    [
      'flow: portal',
      'flow: portal\neditions: [{ regulation: tv-radio-distribution-licence, from: 2014-01-01 }, { regulation: tv-radio-distribution-licence, from: 2015-01-01 }]',
      'editions[1].regulation: tv-radio-distribution-licence is named twice',
    ],
    ['flow: portal', 'flow: portal\neditions: [{ regulation: none, from: 2014-01-01 }]', 'editions[0].regulation'],
    ['flow: portal', 'flow: portal\nunsure: [time.zone]', 'time.zone is not confirmed; correct or confirm each'],
  ])('with %s as %s is refused', (right, wrong, told) => {
    expect(refused(GOOD)).toBe('read');
    expect(refused(GOOD.replace(right, wrong))).toContain(told);
  });
});

describe('a moment', () => {
  const { zones } = kazakhstan();
  const read = (time: Mapping['time'], text: string, zone: string | null = null) => {
    const at = momentReader({ time }, zones)(text, zone);
    return typeof at === 'number' ? new Date(at).toISOString() : at;
  };
  const iso = { column: 't', format: 'iso' } as const;

  it.each<[string, Mapping['time'], string]>([
    ['2024-02-29T10:00:00Z', iso, '2024-02-29T10:00:00.000Z'],
    ['2024-02-29 10:00:00.25+05', iso, '2024-02-29T05:00:00.250Z'],
    ['2024-02-29T10:00:00+0530', iso, '2024-02-29T04:30:00.000Z'],
    ['2024-02-29T10:00:00', iso, 'unreadable-time'],
    // The clocks of Almaty were put back on 1 March 2024, those of Aqtau were not.
    ['2024-02-29T10:00:00', { ...iso, zone: 'Asia/Almaty' }, '2024-02-29T04:00:00.000Z'],
    ['2024-03-01T10:00:00', { ...iso, zone: 'Asia/Almaty' }, '2024-03-01T05:00:00.000Z'],
    ['2024-02-29T23:30:00', { ...iso, zone: 'Asia/Almaty' }, 'time-twice'],
    ['2024-02-29T23:30:00+06:00', { ...iso, zone: 'Asia/Almaty' }, '2024-02-29T17:30:00.000Z'],
    ['2024-02-29T23:30:00', { ...iso, zone: 'Asia/Aqtau' }, '2024-02-29T18:30:00.000Z'],
    ['2024-02-29', { ...iso, zone: 'Asia/Almaty' }, 'unreadable-time'],
    ['2024-02-29', { ...iso, zone: 'Asia/Almaty', grain: 'day' }, '2024-02-28T18:00:00.000Z'],
    ['2023-02-29T10:00:00Z', iso, 'unreadable-time'],
    ['2024-02-29T24:00:00Z', iso, 'unreadable-time'],
    ['29.02.2024 10:00', { column: 't', format: 'dd.MM.yyyy HH:mm', zone: '+05:00' }, '2024-02-29T05:00:00.000Z'],
    ['1709200800', { column: 't', format: 'epoch-s' }, '2024-02-29T10:00:00.000Z'],
    ['1709200800123', { column: 't', format: 'epoch-ms' }, '2024-02-29T10:00:00.123Z'],
    ['', iso, 'unreadable-time'],
  ])('%s by %j is %s', (text, time, told) => {
    expect(read(time, text)).toBe(told);
  });

  it('has the zone that another column decides', () => {
    const time = { ...iso, zone: { column: 'office', is: { Актау: 'Asia/Aqtau', Алматы: 'Asia/Almaty' } } } as const;
    expect(read(time, '2014-03-03T10:00:00', 'Актау')).toBe('2014-03-03T05:00:00.000Z');
    expect(read(time, '2014-03-03T10:00:00', 'Алматы')).toBe('2014-03-03T04:00:00.000Z');
    expect(read(time, '2014-03-03T10:00:00', 'Орал')).toBe('unreadable-time');
  });

  it('has a format that names each part once', () => {
    expect(faultOfFormat('yyyy.MM.dd HH.mm')).toBeNull();
    for (const wrong of ['', 'MM.yyyy', 'dd.MM.yyyy dd', 'dd MMM yyyy']) expect(faultOfFormat(wrong)).not.toBeNull();
  });
});
