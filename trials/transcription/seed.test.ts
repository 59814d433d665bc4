// Tests the parser of seed files: on small samples, and on the shape of the five documents.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSeed, readClauses } from './seed.ts';
import { readRectangles, readTables, withoutHyphens } from './seed-table.ts';

const seeds = process.env.REGLAMENT_SEEDS;
const without = seeds === undefined ? ' (skipped: REGLAMENT_SEEDS names no folder of seed files)' : '';

describe('readRectangles', () => {
  const lines = (text: string) => text.replaceAll('|', '\t').split('\n');

  it('opens a cell at a tab, continues it on other lines, and opens a row after a blank line', () => {
    const { rectangles, rest } = readRectangles(lines('1-кесте. Т\n|a\n|b\n\nc\n|d\n\n|e\n|f\n|g\n      1. Соңы'));
    expect(rectangles).toEqual([
      {
        number: 1,
        title: 'Т',
        rows: [
          ['a', 'b\nc', 'd'],
          ['e', 'f', 'g'],
        ],
      },
    ]);
    expect(rest).toEqual(['      1. Соңы']);
  });

  const grid = (rows: readonly string[][]) =>
    rows.map((cells) => cells.map((cell) => `|${cell}`).join('\n')).join('\n\n');
  /** Six rows: the numbers, the actors, and four rows of any cells; `lead` is what stands before the columns of a row. */
  const group = (numbers: string[], actors: string[], lead: (row: number) => string[] = () => []) =>
    grid(
      [numbers, actors, ...[3, 4, 5, 6].map(() => numbers.map(() => 'x'))].map((cells, row) => [
        ...lead(row + 1),
        ...cells,
      ]),
    );
  const heading = (row: number) => (row === 2 ? 'ҚФБ атауы' : '№');

  it.each([
    ['row numbers and a heading', `1 - кесте. Т\n${group(['1', '2'], ['А', 'Б'], (row) => [`${row}`, heading(row)])}`],
    ['a heading only', `1-Кесте. Т\n${group(['1', '2'], ['А', 'Б'], (row) => [heading(row)])}`],
    [
      'a continuation of one column',
      `1-кесте. Т\n${group(['1'], ['А'], (row) => [heading(row)])}\n\nкестенің жалғасы\n${group(['2'], ['Б'])}`,
    ],
    [
      'groups under a caption',
      [
        '3-кесте. Т',
        ...['1', '2'].map(
          (n) => `|Топ\n\n${group([n], [n === '1' ? 'А' : 'Б'], (row) => [`${row}`, heading(row)])}\n\n`,
        ),
      ].join('\n'),
    ],
  ])('reads the columns of a table with %s', (_, text) => {
    const [table, ...more] = readTables(readRectangles(lines(text)).rectangles);
    expect(more).toEqual([]);
    expect(table?.steps.map(({ step, actor, next }) => [step, actor, next])).toEqual([
      [1, 'А', 'x'],
      [2, 'Б', 'x'],
    ]);
  });
});

describe('readClauses', () => {
  it('keeps items, and the paragraphs after a clause or an item', () => {
    const { before, clauses } = readClauses([
      'кіріспе',
      '',
      '      1. Бір:',
      '      1) а;',
      'жалғасы',
      '16)б.',
      '2. Екі.',
      '«ашу»',
    ]);
    expect(before).toEqual(['кіріспе']);
    expect(clauses).toEqual([
      {
        clause: 1,
        text: 'Бір:',
        paragraphs: [],
        items: [
          { item: 1, text: 'а;', paragraphs: ['жалғасы'] },
          { item: 16, text: 'б.', paragraphs: [] },
        ],
      },
      { clause: 2, text: 'Екі.', paragraphs: ['«ашу»'], items: [] },
    ]);
  });
});

describe('withoutHyphens', () => {
  it.each([
    ['көрсе-ту', 'көрсету'],
    ['ЭЦҚ ар- қылы куә- лан- ды- рыл- ған', 'ЭЦҚ арқылы куәландырылған'],
    ['30 се- кунд- 1 минут', '30 секунд- 1 минут'],
    ['4- алу- шы', '4- алушы'],
    ['АЖО-ға', 'АЖОға'],
    ['а - б', 'а - б'],
  ])('reads "%s" as "%s"', (text, joined) => {
    expect(withoutHyphens(text)).toBe(joined);
  });
});

describe.skipIf(seeds === undefined)(`seed files${without}`, () => {
  const shapes: Record<string, { tables: [number, number][]; clauses: number; figures: number; questions: number }> = {
    '000': {
      tables: [
        [1, 11],
        [2, 9],
      ],
      clauses: 16,
      figures: 0,
      questions: 2,
    },
    '001': { tables: [], clauses: 11, figures: 0, questions: 0 },
    '002': {
      tables: [
        [1, 8],
        [2, 9],
        [3, 15],
      ],
      clauses: 17,
      figures: 0,
      questions: 2,
    },
    '003': {
      tables: [
        [1, 9],
        [2, 9],
      ],
      clauses: 16,
      figures: 0,
      questions: 2,
    },
    '004': {
      tables: [
        [1, 11],
        [2, 9],
      ],
      clauses: 16,
      figures: 13,
      questions: 2,
    },
  };
  const files = seeds === undefined ? [] : readdirSync(seeds).filter((name) => name.slice(0, 3) in shapes);

  it.each(files)('%s is read whole', (name) => {
    const seed = parseSeed(readFileSync(join(seeds ?? '', name), 'utf8'));
    const shape = shapes[name.slice(0, 3)];
    const tables = seed.annexes.flatMap((annex) => annex.tables);
    expect(tables.map(({ number, steps }) => [number, steps.length])).toEqual(shape?.tables);
    for (const { steps } of tables) {
      expect(steps.map(({ step }) => step)).toEqual(steps.map((_, n) => n + 1));
      expect(steps.flatMap((step) => Object.values(step)).filter((cell) => cell === '')).toEqual([]);
    }
    expect(seed.clauses.map(({ clause }) => clause)).toEqual(
      Array.from({ length: shape?.clauses ?? 0 }, (_, n) => n + 1),
    );
    expect(seed.annexes.flatMap(({ figures }) => figures)).toHaveLength(shape?.figures ?? 0);
    expect(seed.annexes.flatMap(({ questions }) => questions)).toHaveLength(shape?.questions ?? 0);
  });
});
