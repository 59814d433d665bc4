// Tells in three languages what is said, and never takes the words of a portal for ours.
import { describe, expect, it } from 'vitest';
import { any, lasting, moment, printedTerm, quote, say } from '../../schemas/said.ts';
import { Speaker } from './speaker.ts';

const LANGUAGES = ['kk', 'ru', 'en'] as const;
const kk = new Speaker('kk');
const ru = new Speaker('ru');
const en = new Speaker('en');

describe('a speaker', () => {
  it('calls words of the vocabulary by their names, and tells others as they are', () => {
    expect(LANGUAGES.map((language) => new Speaker(language).word('pay'))).toEqual(['төлем', 'оплата', 'payment']);
    expect(ru.word('no such word')).toBe('no such word');
    expect(en.word('constructor')).toBe('constructor');
  });

  it('tells the words of somebody else as they are, between quotation marks and in one line', () => {
    expect(en.tell(say`it is refused: ${quote('pay {0}\u202e\n\u001b[31mx')}`)).toBe('It is refused: “pay {0} x”');
    expect(ru.tell(say`${quote('pay')}`)).toBe('«pay»');
  });

  it('counts as the language does', () => {
    expect([1, 3, 5, 21].map((count) => ru.count(count, 'assertion'))).toEqual([
      ...['1 утверждение', '3 утверждения', '5 утверждений', '21 утверждение'],
    ]);
    expect(en.count(1200, 'assertion')).toBe('1,200 assertions');
    expect(() => en.count(1, 'no such noun')).toThrow(RangeError);
  });

  it('tells durations, terms, moments and lists', () => {
    expect(en.tell(say`it takes ${lasting(5_400_000)}`)).toBe('It takes 1 hour 30 minutes');
    expect(en.tell(say`it takes ${lasting(1234)}`)).toBe('It takes 1.234 seconds');
    expect(ru.tell(say`${printedTerm({ max: 15, unit: 'working-day' })}`)).toBe('15 рабочих дней');
    expect(en.tell(say`${printedTerm({ min: 10, max: 15 })}`)).toBe('10–15 seconds');
    expect(kk.tell(say`${moment(Date.parse('2013-03-15T04:00:00Z'), { zone: 'Asia/Almaty' })}`)).toBe(
      '2013 жылғы 15 наурыз, 10:00 (UTC+6)',
    );
    expect(en.tell(say`${any(['pay', 'x', 'y'])}`)).toBe('Payment, x, or y');
  });

  it('calls the parties of a regulation what the regulation calls them', () => {
    const name = { kk: 'кеңсе', ru: 'канцелярия', en: 'the chancery' };
    const parties = [{ id: 'clerk', role: 'provider' as const, name, spellings: [] }];
    expect(kk.of({ id: 'no-such-act', parties }).word('clerk')).toBe('кеңсе');
    expect(kk.of(null).word('clerk')).toBe('clerk');
  });
});
