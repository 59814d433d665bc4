// The terms of a sentence are those that a cell could print, and one that cannot be read is not passed over.
import { expect, it } from 'vitest';
import { hasUnreadTerm, termsIn } from './terms-in-text.ts';

it.each([
  ['кеңсе қызметкері он бес минут ішінде тіркейді', [{ min: null, max: 900 }]],
  ['руководитель в течение шестнадцати часов назначает', [{ min: null, max: 57_600 }]],
  ['рассматривает в течение двадцати пяти рабочих дней', [{ max: 25, unit: 'working-day' }]],
  ['елу бес күн ішінде', [{ max: 55, unit: 'calendar-day' }]],
  ['өтінішті тіркейді', []],
])('«%s»', (text, terms) => {
  expect(termsIn(text).map(({ term }) => term)).toEqual(terms);
  expect(hasUnreadTerm(text)).toBe(false);
});

it.each(['жүз минут ішінде тіркейді', 'в течение нескольких часов', 'екі сағат ішінде, кейін бірнеше минут'])(
  'a term that is not read in «%s» is told',
  (text) => {
    expect(hasUnreadTerm(text)).toBe(true);
  },
);
