// Holds the texts of the pages in the three languages against one another and against the code that says them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../../schemas/language.ts';
import { FRAME_KEYS, fillIn, wordsOf } from './words.ts';

const LANGUAGES = ['kk', 'ru', 'en'] as const;
const code = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'words.ts')
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  .join('\n');
const gapsOf = (text: string) => [...new Set(text.match(/\{\w+\}/gu))].toSorted();

describe('the texts of the pages', () => {
  it('are all said somewhere', () => {
    const idle = FRAME_KEYS.filter((key) => !new RegExp(`\\bsay\\.${key}\\b|'${key}'|\\b${key}:`, 'u').test(code));
    expect(idle).toEqual([]);
  });

  it.each(LANGUAGES)('fill the same gaps in %s as in English', (language) => {
    const { say } = wordsOf(language);
    expect(Object.keys(say).toSorted()).toEqual([...FRAME_KEYS].toSorted());
    expect(FRAME_KEYS.filter((key) => gapsOf(say[key]).join() !== gapsOf(wordsOf('en').say[key]).join())).toEqual([]);
  });

  it.each(LANGUAGES)('are in %s, as far as their letters tell', (language) => {
    const { say } = wordsOf(language);
    const others = language === 'en' ? ['kk', 'ru'] : ['en'];
    const foreign = FRAME_KEYS.filter((key) => others.includes(languageOf(say[key].replace(/\{\w+\}/gu, '')) ?? ''));
    expect(foreign).toEqual([]);
    expect(FRAME_KEYS.map((key) => languageOf(say[key])).filter((told) => told === language).length).toBeGreaterThan(
      FRAME_KEYS.length / 2,
    );
  });

  it('have each gap filled, and leave one alone that nothing is given for', () => {
    expect(fillIn('{a} and {b}', { a: 1 })).toBe('1 and {b}');
  });
});
