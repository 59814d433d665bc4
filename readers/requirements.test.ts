// The table of basic requirements of newer rules is read row by row, and what a row demands is never guessed.
import { expect, it } from 'vitest';
import { importText } from './import.ts';

const ROWS = [
  ['Наименование услугодателя', 'Министерство внутренних дел'],
  ['Способы предоставления государственной услуги', 'через веб-портал www.egov.kz'],
  ['Срок оказания государственной услуги', '3 (три) рабочих дня'],
  ['Форма оказания государственной услуги', 'электронная'],
  ['Результат оказания государственной услуги', 'справка либо мотивированный отказ'],
  ['Размер платы, взимаемой с услугополучателя', 'бесплатно'],
  ['График работы', 'круглосуточно'],
  ['Перечень документов', '1) заявление;<br>2) копия документа.'],
  [
    'Основания для отказа в оказании государственной услуги',
    '1) недостоверность документов;<br>2) несоответствие требованиям.',
  ],
  ['Особое примечание', 'нет'],
] as const;

const page = (rows: readonly (readonly string[])[]) =>
  `<html><body><p>Правила оказания государственной услуги «Выдача справки о составе семьи»</p><p>1. Общие положения.</p><p>2. Порядок.</p><p>3. Обжалование.</p>
<p>Приложение 1</p><p>Перечень основных требований</p><table>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table></body></html>`;
const requirements = (html: string) =>
  importText(Buffer.from(html), 'rules.html').map(({ draft }) => draft.requirements);

it.each([
  ['with numbers', ROWS.map((row, n) => [String(n + 1), ...row])],
  ['without numbers', ROWS],
])('reads its rows %s', (_, rows) => {
  const [read] = requirements(page(rows));
  expect(read).toMatchObject({
    annex: 1,
    rows: [
      { row: 1, is: 'provider', party: 'unread' },
      { row: 2, is: 'ways', ways: ['portal'] },
      { row: 3, is: 'term', printed: ['3 (три) рабочих дня'], term: '3 (три) рабочих дня' },
      { row: 4, is: 'form', electronic: true },
      { row: 5, is: 'result' },
      { row: 6, is: 'fee', printed: ['бесплатно'], fee: 'free' },
      { row: 7, is: 'hours' },
      { row: 8, is: 'documents', printed: ['1) заявление;', '2) копия документа.'] },
      {
        row: 9,
        is: 'refusals',
        grounds: [
          { paragraph: 1, cause: 'untrue-data' },
          { paragraph: 2, cause: 'requirements-not-met' },
        ],
      },
      { row: 10, is: 'unread' },
    ],
  });
});

it('asks for the term where a row gives two', () => {
  const rows = ROWS.map(([name, value]) => [
    name,
    name.startsWith('Срок') ? '3 рабочих дня, дубликат – 1 рабочий день' : value,
  ]);
  expect(requirements(page(rows))).toMatchObject([{ rows: [{}, {}, { term: 'unread' }, {}, {}, {}, {}, {}, {}, {}] }]);
});

it('takes another table for none', () => {
  expect(
    requirements(
      page([
        ['Код', 'Имя'],
        ['1', 'Два'],
        ['2', 'Три'],
        ['3', 'Четыре'],
      ]),
    ),
  ).toEqual([undefined]);
});

const rowOf = (name: string, value: string) => {
  const rows = ROWS.map(([own, other]) => (own.startsWith(name) ? [own, value] : [own, other]));
  const read = Object(requirements(page(rows))[0]).rows;
  return Array.isArray(read) ? read[ROWS.findIndex(([own]) => own.startsWith(name))] : undefined;
};

it.each([
  ['Размер', '5 месячных расчетных показателей', { fee: 'paid' }],
  ['Размер', 'для граждан бесплатно, для остальных 2 МРП', { fee: 'unread' }],
  ['Форма', 'электронная и (или) бумажная', {}],
  ['Результат', 'справка в форме электронного документа, удостоверенного ЭЦП', { electronic: true, signed: true }],
  ['Способы', 'почтой', { ways: 'unread' }],
  ['Способы', 'веб-портал, Государственная корпорация', { ways: ['portal', 'operator'] }],
  ['Основания', 'решение суда', { grounds: [{ paragraph: 1, cause: 'unread' }] }],
  ['Основания', 'недостоверность либо отсутствие документов', { grounds: [{ paragraph: 1, cause: 'unread' }] }],
  ['Основания', 'Основания:<br>неполный пакет документов', { grounds: [{ paragraph: 2, cause: 'missing-document' }] }],
])('reads of the row %s: %s', (name, value, reading) => {
  const { row, is, name: printedName, printed, ...read } = rowOf(name, value);
  expect(read).toEqual(reading);
});
