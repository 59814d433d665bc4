// The words: every kind and cause in three languages, each in its own, and the choice by Accept-Language.
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../../schemas/language.ts';
import { loadRegulations } from '../../../schemas/load.ts';
import { CAUSE_NAMES, COMPLETIONS, LANGUAGES, namedCause } from '../../../schemas/vocabulary.ts';
import { chooseLanguage, loadPhrasebook, type Message, phrase } from './notifications.ts';

const [regulation] = loadRegulations('fixtures/regulations');
const plain: Message = {
  kind: 'service-refused',
  action: 'refuse',
  by: 'portal',
  status: 'registered',
  at: 0,
  cause: null,
  number: 'E-1-000001',
  receipt: 'payment-1',
  result: null,
  means: null,
  sentTo: null,
  slip: null,
};

function words(message: Partial<Message>, language: (typeof LANGUAGES)[number]): string {
  if (regulation === undefined) throw new Error('no regulation');
  return phrase(loadPhrasebook(), regulation, { ...plain, ...message }, language).text;
}

describe.each(LANGUAGES)('in %s', (language) => {
  it.each(COMPLETIONS)('says %s', (kind) => {
    const text = words({ kind }, language);
    expect(languageOf(text)).toBe(language);
    expect(text).not.toMatch(/[{}]/);
    if (kind === 'request-registered') expect(text).toContain('E-1-000001');
  });

  it('names every cause in words of its own', () => {
    const named = [...new Set(CAUSE_NAMES.map(namedCause))];
    const texts = named.map((cause) => words({ cause }, language));
    expect(new Set(texts).size).toBe(named.length);
    for (const text of texts) expect(languageOf(text)).toBe(language);
  });
});

describe('chooseLanguage', () => {
  it.each([
    [null, 'kk'],
    ['en;q=0', 'kk'],
    ['', 'kk'],
    ['ru', 'ru'],
    ['en-GB', 'en'],
    ['de, fr', 'kk'],
    ['en;q=0.1, ru;q=0.9', 'ru'],
    ['en;q=0, ru;q=0.1', 'ru'],
    ['de, *;q=0.5, ru;q=0.1', 'kk'],
    ['RU', 'ru'],
    [';;q=,,=', 'kk'],
  ] as const)('reads %j as %s', (header, language) => {
    expect(chooseLanguage(header)).toBe(language);
  });
});
