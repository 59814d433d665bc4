// Texts of a diagram: how wide they are, where they are cut and broken.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shorten, widthOf, wrap } from './text.ts';

it('cuts behind a word, without the sign before the cut', () => {
  expect(shorten('Қызметті таңдайды, сұрау салуды қалыптастырады;', 40)).toBe('Қызметті таңдайды, сұрау салуды…');
  expect(shorten('Қызметті таңдайды, сұрау', 19)).toBe('Қызметті таңдайды…');
  expect(shorten('Құжатты тіркеу;', 40)).toBe('Құжатты тіркеу');
  expect(shorten('қанағаттандырылмағандықтарыңыздан', 10)).toBe('қанағаттан…');
});

it('breaks a wide word behind its hyphen, else so that no letter or two stand alone', () => {
  expect(wrap('интернет-браузерінде', 120, 12)).toEqual(['интернет-', 'браузерінде']);
  for (const width of [60, 70, 80, 90, 100]) {
    const lines = wrap('қанағаттандырылмағандықтарыңыздан', width, 12);
    expect(lines.at(-1)?.length).toBeGreaterThan(2);
    expect(lines.map((line) => line.replace(/-$/u, '')).join('')).toBe('қанағаттандырылмағандықтарыңыздан');
  }
});

it('keeps every line within the width, and loses no letter', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom(...'абвжшЖ«»1 .'), maxLength: 30 })), (words) => {
      const text = words.join(' ');
      const lines = wrap(text, 90, 12);
      for (const line of lines) expect(widthOf(line, 12)).toBeLessThanOrEqual(90);
      expect(lines.join('').replace(/[- ]/gu, '')).toBe(text.replace(/[- ]/gu, ''));
    }),
  );
});
