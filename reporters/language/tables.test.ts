// Holds the tables of the languages against what is said: nothing lacks, nothing is idle, and every gap stands in every language.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { fixturePath, packageFolder } from '../../schemas/fixture.ts';
import { loadRegulations } from '../../schemas/load.ts';
import { FAMILIES } from '../../schemas/run/assertion.ts';
import { ADDITIONS, CONTROLS, OPERATION_NAMES } from '../../schemas/target/driver.ts';
import * as vocabulary from '../../schemas/vocabulary.ts';
import { actTableOf, tableOf } from './table.ts';

const LANGUAGES = ['kk', 'ru', 'en'] as const;
/** The languages that need a sentence for every English one. */
const TRANSLATED = ['kk', 'ru'] as const;
/** The rooms that say something of a portal. */
const ROOMS = ['suites', 'schemas', 'reporters', 'cli'];

const REGULATIONS = loadRegulations(fixturePath('regulations'));

/** What a command prints as JSON, told as users get it: the reporters know no suite. */
const ask = (...command: string[]): unknown =>
  JSON.parse(
    execFileSync(process.execPath, [join(packageFolder(), 'dist/cli/main.js'), ...command, '--json'], {
      ...{ encoding: 'utf8', maxBuffer: 2 ** 28 },
    }),
  );

/** What stands under a key, wherever it does. */
function valuesUnder(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesUnder(item, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => (name === key ? [child] : valuesUnder(child, key)));
}

const textsUnder = (value: unknown, key: string) =>
  valuesUnder(value, key).filter((found): found is string => typeof found === 'string');

/** The words in the gaps of a sentence, and of the sentences within it. */
function wordsOf(said: unknown): string[] {
  const [, ...values] = Array.isArray(said) ? said : [];
  return values.flatMap((value) =>
    typeof value === 'string'
      ? [value]
      : [...wordsOf(value), ...['any', 'all'].flatMap((list) => wordsOf(['', ...(Object(value)[list] ?? [])]))],
  );
}

/** Every text that stands in quotation marks in a source. */
function literalsOf(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true));
  return found;
}

/** The English sentence of every template say`...` of a source, as `say` makes it. */
function templatesOf(source: string): string[] {
  const found: string[] = [];
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText(file) === 'say') found.push(sentenceOf(node.template));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const sentenceOf = (template: ts.TemplateLiteral): string =>
  ts.isNoSubstitutionTemplateLiteral(template)
    ? template.text
    : template.templateSpans.reduce((text, { literal }, at) => `${text}{${at}}${literal.text}`, template.head.text);

const sourcesIn = (room: string) =>
  readdirSync(join(packageFolder(), room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(packageFolder(), room, name), 'utf8'));
const sources = ROOMS.flatMap(sourcesIn);
const said = sources.flatMap(templatesOf);
/** Among them are reasons for what no regulation of the package has, so that a table may know them, and need not. */
const LITERALS = new Set(sources.flatMap(literalsOf));
const coverage = Object(ask('coverage'));
const assertions = ask('list', 'assertions');
/** What is said in English of no single regulation. */
const COMMON = new Set([
  ...said,
  ...textsUnder(assertions, 'because'),
  ...textsUnder([coverage.cells, coverage.items], 'reason'),
]);
const errata = ask('errata');
const of = (value: unknown, id: string): unknown[] =>
  Array.isArray(value) ? value.filter(({ regulation }) => regulation === id) : [];
/** What is said in English of each regulation: the readings of its errata, and the ledger of its sentences. */
const OF_ACTS = new Map(
  REGULATIONS.map(({ id }) => {
    const mine = [of(errata, id), of(coverage.sentences, id)];
    return [id, new Set(['reading', 'conflictsWith', 'what', 'reason'].flatMap((key) => textsUnder(mine, key)))];
  }),
);

/** The words that a gap can hold: the slugs of the vocabulary, and what stands in the titles of the assertions. */
const WORDS = new Set([
  ...valuesUnder(assertions, 'titled').flatMap(wordsOf),
  ...Object.values(vocabulary).flatMap((list) => (Array.isArray(list) ? list : [])),
  ...[vocabulary.VERBS, vocabulary.PRESSES].flatMap((table) => Object.keys(table)),
  ...[...FAMILIES, ...ADDITIONS, ...CONTROLS, ...OPERATION_NAMES],
  ...REGULATIONS.flatMap(({ id, flows }) => [
    id,
    ...Object.values(flows).flatMap(({ steps, items }) => [...textsUnder(steps, 'is'), ...textsUnder(items, 'action')]),
  ]),
]);
const PARTIES = new Set(REGULATIONS.flatMap(({ parties }) => parties.map(({ id }) => id)));

const gapsOf = (text: string) => [...new Set(text.match(/\{\d+\}/gu))].toSorted();
const lacking = (keys: Iterable<string>, record: Readonly<Record<string, unknown>>) =>
  [...keys].filter((key) => !Object.hasOwn(record, key));
const idle = (keys: ReadonlySet<string>, record: Readonly<Record<string, unknown>>) =>
  Object.keys(record).filter((key) => !keys.has(key));
const misgapped = (sentences: Readonly<Record<string, string>>) =>
  Object.entries(sentences).filter(([english, own]) => gapsOf(english).join() !== gapsOf(own).join());

/** The words in which a Latin letter stands among Cyrillic ones, and Latin letters that stand for a word of one letter. */
const mixed = (text: string) =>
  (text.replace(/[a-z]+(?:\.[a-z]+)+/gu, '').match(/[\p{L}\p{M}]+/gu) ?? []).filter(
    (word) => /\p{Script=Latin}/u.test(word) && (/\p{Script=Cyrillic}/u.test(word) || /^[aceikopuxy]$/iu.test(word)),
  );

describe('what is looked for', () => {
  it('is every template of the sources, with its gaps numbered', () => {
    const [outer, inner] = ['b', 'c'].map((name) => `\${${name}}`);
    expect(templatesOf(`const x = [say\`a ${outer} d ${inner}\`, say\`e\`, other\`f\`];`)).toEqual([
      'a {0} d {1}',
      'e',
    ]);
    expect(said.length).toBeGreaterThan(400);
  });

  it('is every word in a gap, also of a list and of a sentence within', () => {
    expect(wordsOf(['{0} {1} {2}', 'a', ['{0}', 'b', 3, null], { any: ['c', ['d', 'e']] }, { quote: 'f' }])).toEqual([
      ...['a', 'b', 'c', 'e'],
    ]);
    expect(WORDS).toContain('applicant');
  });

  it('is every reason and every text of the acts', () => {
    expect(COMMON.size).toBeGreaterThan(new Set(said).size + 50);
    expect([...OF_ACTS].filter(([, texts]) => texts.size < 100)).toEqual([]);
  });

  it('is a Latin letter within a word of another script, or alone', () => {
    expect(mixed('Aвтор нажал c PDF, «Е-лицензирование», www.e.gov.kz, {0}')).toEqual(['Aвтор', 'c']);
  });
});

describe.each(TRANSLATED)('the table %s', (language) => {
  const { sentences } = tableOf(language);

  it('has a sentence for every English one', () => expect(lacking(COMMON, sentences)).toEqual([]));

  it('has no sentence that nobody says', () => expect(idle(new Set([...COMMON, ...LITERALS]), sentences)).toEqual([]));

  it('fills the same gaps as the English sentence', () => expect(misgapped(sentences)).toEqual([]));

  it.each([...OF_ACTS])('tells all of %s, and no more', (id, texts) => {
    const own = actTableOf(id, language).sentences;
    expect(lacking(texts, own)).toEqual([]);
    expect(idle(texts, own)).toEqual([]);
    expect(misgapped(own)).toEqual([]);
  });
});

describe.each(LANGUAGES)('the table %s', (language) => {
  const { words, nouns, sentences } = tableOf(language);

  it('has a name for every word of the vocabulary', () => {
    const own = { ...sentences, ...words };
    expect(lacking(WORDS, own).filter((word) => !PARTIES.has(word))).toEqual([]);
  });

  it('has a name for every flow of every regulation, and for no other', () => {
    for (const { id, flows } of REGULATIONS)
      expect(Object.keys(actTableOf(id, language).flows).toSorted(), id).toEqual(Object.keys(flows).toSorted());
  });

  it('has the words and nouns of the other languages', () => {
    for (const other of LANGUAGES) {
      expect(lacking(Object.keys(tableOf(other).words), words), `words of ${other}`).toEqual([]);
      expect(lacking(Object.keys(tableOf(other).nouns), nouns), `nouns of ${other}`).toEqual([]);
    }
  });

  it('has each noun in every form of its language, and the number in each', () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    for (const [noun, forms] of Object.entries(nouns)) {
      expect(Object.keys(forms).toSorted(), noun).toEqual(pluralCategories.toSorted());
      expect(
        Object.values(forms).filter((form) => gapsOf(form).join() !== '{0}'),
        noun,
      ).toEqual([]);
    }
  });

  it('has English sentences only for what is said', () => {
    if (language !== 'en') return;
    expect(idle(new Set([...COMMON, ...LITERALS]), sentences)).toEqual([]);
    expect(misgapped(sentences)).toEqual([]);
  });
});

describe.each(TRANSLATED)('every text in %s', (language) => {
  const { words, nouns, sentences } = tableOf(language);
  const texts = [
    ...Object.values(words),
    ...Object.values(nouns).flatMap((forms) => Object.values(forms)),
    ...Object.values(sentences),
    ...REGULATIONS.flatMap(({ id }) => Object.values(actTableOf(id, language)).flatMap((part) => Object.values(part))),
  ];

  it('has no Latin letter in its words', () => {
    expect(texts.map((text) => [text, mixed(text)]).filter(([, found]) => (found ?? []).length > 0)).toEqual([]);
  });

  it('is Kazakh where it is long, or is pointed out', () => {
    if (language !== 'kk') return;
    // Some sentences of loanwords are right without any such letter, so nobody is stopped.
    for (const text of texts)
      if (text.length > 40 && !/[әғқңөұүһі]/iu.test(text)) console.warn(`no Kazakh letter: ${text}`);
  });
});

describe('the folder of the acts', () => {
  it('has files of known regulations only', () => {
    const known = REGULATIONS.flatMap(({ id }) => LANGUAGES.map((language) => `${id}.${language}.yaml`));
    expect(readdirSync(fixturePath('languages/acts')).filter((name) => !known.includes(name))).toEqual([]);
  });
});
