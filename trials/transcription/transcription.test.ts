// Holds every transcription against the printed text, both ways: what it prints stands there, and what stands there it prints.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foldKazakh, mendBrokenWords } from '../../schemas/language.ts';
import { loadRegulations } from '../../schemas/load.ts';
import { flowAt } from '../../schemas/locator.ts';
import { placeKey } from '../../schemas/place.ts';
import type { Locator, Regulation } from '../../schemas/regulation.ts';
import { parseSeed, type Seed } from './seed.ts';
import { flowClauses, itemPairs, itemsIncomplete, type Pair, termsAstray } from './seed-clauses.ts';
import { textAt } from './seed-place.ts';
import { sentencesOf } from './seed-sentences.ts';
import { collapse, readRectangles, withoutHyphens } from './seed-table.ts';

const seeds = process.env.REGLAMENT_SEEDS;
const without = seeds === undefined ? ' (skipped: REGLAMENT_SEEDS names no folder of seed files)' : '';

function differences(pairs: readonly Pair[]): Pair[] {
  return pairs.filter(({ written, printed, hyphenated = false }) => {
    if (!printed) return true;
    if (hyphenated) return withoutHyphens(written) !== withoutHyphens(printed) || isBroken(written);
    return written !== printed && written !== mendBrokenWords(printed);
  });
}

const isBroken = (written: string): boolean => mendBrokenWords(written) !== written;

function quotations(text: string | null): string[] {
  return [...(text ?? '').matchAll(/«([^»]*)»|"([^"]*)"/gu)].map((match) => collapse(match[1] ?? match[2] ?? ''));
}

/** Every «(бұдан әрі – X)» of the numbered clauses. */
function definitions(seed: Seed): { at: Locator; as: string }[] {
  const find = (at: Locator, text: string) =>
    [...text.matchAll(/бұдан(?: әрі)?\s*[-–]\s*(.+?)(?:\)|\s[-–]\s)/gu)].map((match) => ({
      at,
      as: match[1]?.trim() ?? '',
    }));
  return seed.clauses.flatMap(({ clause, text, paragraphs, items }) => [
    ...find({ clause }, [text, ...paragraphs].join(' ')),
    ...items.flatMap((item) => find({ clause, item: item.item }, [item.text, ...item.paragraphs].join(' '))),
  ]);
}

const MONTHS = [
  'қаңтар',
  'ақпан',
  'наурыз',
  'сәуір',
  'мамыр',
  'маусым',
  'шілде',
  'тамыз',
  'қыркүйек',
  'қазан',
  'қараша',
  'желтоқсан',
];

/** «2012 жылғы 24 желтоқсандағы № 907», with any endings. */
function datedNumber(date: string, number: string): RegExp {
  const [year, month, day] = date.split('-').map(Number);
  const words = `${year} жыл\\S* 0?${day} ${MONTHS[(month ?? 1) - 1]}\\S* (?:№|N) ?${number}(?!\\d)`;
  return new RegExp(words, 'u');
}

/** Lines that hold no words of the document: pictures, rules, the numbers of figures, and the publisher's marks and notes. */
const NO_SENTENCE = /^(?:\[image: ?\]|_{5,}|\d+(?:\.\d+)?-сурет\..*|.*кестенің жалғасы.*|©.*|Ескерту\. Тақырыбқа .*)$/u;

const regulations = loadRegulations('fixtures/regulations');

describe
  .skipIf(seeds === undefined)
  .each(regulations.map((regulation): [string, Regulation] => [regulation.id, regulation]))(
  `%s against its printed text${without}`,
  (_, regulation) => {
    const raw = seeds === undefined ? '' : readFileSync(join(seeds, regulation.source), 'utf8');
    const seed = parseSeed(raw);
    const flows = Object.entries(regulation.flows);
    const described = flowClauses(flows);
    const isHyphenated = (at: Locator) => 'table' in at && flowAt(regulation, at)?.flow.table?.hyphenated === true;
    const clauseOf = (number: number | null | undefined) => seed.clauses.find(({ clause }) => clause === number);
    const key = (at: Locator, as: string) => `${JSON.stringify(at)} ${as}`;

    it('prints the act as transcribed', () => {
      const { act } = regulation;
      const opening = [...seed.opening, ...seed.approval].join(' ');
      if (act.number !== null && act.date !== null) expect(opening).toMatch(datedNumber(act.date, act.number));
      if (act.registration !== null)
        expect(opening).toMatch(datedNumber(act.registration.date, act.registration.number));
      if (act.repeal !== null) {
        expect(seed.opening).toContain(act.repeal.printed);
        expect(opening).toMatch(datedNumber(act.repeal.date, act.repeal.number));
      }
      expect(opening).toContain(act.issuer);
    });

    it('prints every title', () => {
      for (const { at, printed } of regulation.act.titles)
        expect(quotations(textAt(seed, at)), key(at, '')).toContain(printed);
    });

    it('cites the title of every part that prints one', () => {
      const cited = regulation.act.titles.map(({ at }) => JSON.stringify(at));
      for (const { annex } of seed.annexes) expect(cited).toContain(JSON.stringify({ annex, heading: 1 }));
      expect(cited).toContain(JSON.stringify({ clause: 1 }));
    });

    it('defines every name where the transcription says, and no other', () => {
      const named = [...regulation.parties.flatMap(({ defined }) => defined ?? []), ...regulation.abbreviations];
      for (const { at, as } of named) expect(textAt(seed, at), key(at, as)).toContain(as);
      const keys = named.map(({ at, as }) => key(at, as));
      expect(
        definitions(seed)
          .map(({ at, as }) => key(at, as))
          .filter((one) => !keys.includes(one)),
      ).toEqual([]);
    });

    it('uses every spelling of every party', () => {
      const text = foldKazakh(raw);
      const stem = (spelling: string) => foldKazakh(spelling);
      const unused = regulation.parties.flatMap(({ spellings }) =>
        spellings.filter((one) => !text.includes(stem(one))),
      );
      expect(unused).toEqual([]);
    });

    it('prints every clause item of the flows', () => {
      const pairs = described.flatMap((one): Pair[] => [
        { at: `${one.id} title`, written: one.title, printed: clauseOf(one.clause)?.text },
        ...itemPairs(seed, one),
      ]);
      const tableOnly = flows.flatMap(([id, { clause, table, title }]): Pair[] =>
        clause === null ? [{ at: `${id} title`, written: title, printed: seedTable(seed, table)?.title }] : [],
      );
      expect(differences([...pairs, ...tableOnly])).toEqual([]);
    });

    it('prints every term of the clause items, and no paragraph is left out of an item that is told in several', () => {
      expect(described.flatMap((one) => termsAstray(seed, one))).toEqual([]);
      expect(described.flatMap((one) => itemsIncomplete(seed, one))).toEqual([]);
    });

    it('has no procedure item that the transcription leaves out', () => {
      const procedures = seed.clauses.filter(({ items }) =>
        items.some(({ text }) => /^1\s?-\s?(?:процесс|үдеріс)|^1 үдеріс/u.test(text)),
      );
      const transcribed = described.map(({ clause, items }) => [clause, [...new Set(items.map(({ item }) => item))]]);
      const others = seed.clauses.filter((one) => described.some(({ clause }) => clause === one.clause));
      for (const { clause, items } of [...procedures, ...others])
        expect(transcribed).toContainEqual([clause, items.map(({ item }) => item)]);
    });

    it('has every paragraph outside the tables in its ledger of sentences, and no other', () => {
      const printed = sentencesOf(seed);
      expect(regulation.sentences.map(({ at }) => placeKey(at))).toEqual(printed.map(({ at }) => placeKey(at)));
      const astray = regulation.sentences.filter(({ begins }, n) => !printed[n]?.text.startsWith(begins));
      expect(astray).toEqual([]);
    });

    it('reads every line of the document as a sentence or as a part of a table', () => {
      const { rectangles } = readRectangles(raw.split('\n'));
      const cells = rectangles.flatMap(({ title, rows }) => [title, ...rows.flat()]);
      const read = collapse([...sentencesOf(seed).map(({ text }) => text), ...cells].join(' '));
      const unread = raw
        .split('\n')
        .map((line) => collapse(line).replace(/^(?:\d+\s?-\s?[Кк]есте\.|\d+[.)])\s*/u, ''))
        .filter((line) => !read.includes(line) && !NO_SENTENCE.test(line));
      expect(unread).toEqual([]);
    });

    it('prints every cell of every table', () => {
      const pairs = flows.flatMap(([id, flow]): Pair[] => {
        const table = seedTable(seed, flow.table);
        const cells = flow.steps.flatMap((step) => {
          const printed = table?.steps.find((one) => one.step === step.step);
          return (['actor', 'action', 'completion', 'term', 'next'] as const).map((row) => ({
            at: `${id} step ${step.step} ${row}`,
            written: step[row].printed,
            printed: printed?.[row],
            hyphenated: flow.table?.hyphenated ?? false,
          }));
        });
        return [
          ...cells,
          ...(flow.table === null ? [] : [{ at: `${id} table`, written: flow.table.title, printed: table?.title }]),
        ];
      });
      expect(differences(pairs)).toEqual([]);
    });

    it('has no column that the transcription leaves out', () => {
      const printed = seed.annexes.flatMap(({ annex, tables }) =>
        tables.map(({ number, steps }) => [annex, number, steps.length]),
      );
      const transcribed = flows.flatMap(([, { table, steps }]) =>
        table === null ? [] : [[table.annex, table.number, steps.length]],
      );
      expect(transcribed.toSorted()).toEqual(printed.toSorted());
    });

    it.each(['participants', 'security', 'conditions'] as const)('prints the list of %s, item by item', (name) => {
      const list = regulation[name];
      if (list === null) return;
      const clause = clauseOf(list.clause);
      expect(list.printed).toBe(clause?.text);
      expect(list.items.map(({ item = null, printed }) => [item, printed])).toEqual(
        clause?.items.length === 0 ? [[null, clause.text]] : clause?.items.map(({ item, text }) => [item, text]),
      );
    });

    it('prints how the form is filled in, paragraph by paragraph', () => {
      if (regulation.filling === null) return;
      const clause = clauseOf(regulation.filling.clause);
      expect(regulation.filling.printed).toBe(clause?.text);
      expect(regulation.filling.items.map(({ item, paragraph = 1, printed }) => [item, paragraph, printed])).toEqual(
        clause?.items.flatMap(({ item, text, paragraphs }) =>
          [text, ...paragraphs].map((words, n) => [item, n + 1, words]),
        ),
      );
    });

    it('names every button that the transcription has, and no other', () => {
      const named = [...collapse(raw).matchAll(/(?:«([^»]*)»|"([^"]*)") (?:кнопка|батырма)/gu)];
      const { filling, viewing } = regulation;
      const buttons = [...(filling?.items.flatMap((entry) => entry.buttons ?? []) ?? []), ...(viewing?.buttons ?? [])];
      expect(buttons.map(({ label }) => label)).toEqual(named.map((match) => match[1] ?? match[2]));
    });

    it('prints how the result is viewed', () => {
      if (regulation.viewing === null) return;
      const clause = clauseOf(regulation.viewing.clause);
      expect(regulation.viewing.printed).toBe(clause?.text);
      expect(regulation.viewing.buttons.map(({ printed }) => printed)).toEqual(clause?.paragraphs);
      for (const { label, printed } of regulation.viewing.buttons) expect(quotations(printed)).toContain(label);
    });

    it('prints the screens and no others', () => {
      const figures = seed.annexes.flatMap(({ annex, figures }) =>
        figures.map(({ figure, text }) => ({ annex, figure, printed: text })),
      );
      expect(regulation.screens.map(({ annex, figure, printed }) => ({ annex, figure, printed }))).toEqual(figures);
    });

    it('prints the survey and no other question', () => {
      const annex = seed.annexes.find(({ questions }) => questions.length > 0);
      expect(regulation.survey?.annex).toBe(annex?.annex);
      if (regulation.survey === null) return;
      expect(annex?.headings).toContain(regulation.survey.printed);
      expect(
        regulation.survey.questions.map(({ question, printed, answers }) => [
          question,
          printed,
          answers.map((one) => [one.answer, one.printed]),
        ]),
      ).toEqual(
        annex?.questions.map(({ clause, text, items }) => [clause, text, items.map((one) => [one.item, one.text])]),
      );
    });

    it('prints what every erratum quotes, where the erratum says', () => {
      const astray = regulation.errata.flatMap(({ id, at, printed }) => {
        const texts = at.map((locator) => textAt(seed, locator) ?? `no ${JSON.stringify(locator)}`);
        const mended = texts.map(mendBrokenWords);
        const joined = at.flatMap((locator, n) => (isHyphenated(locator) ? [withoutHyphens(texts[n] ?? '')] : []));
        const quoted = (words: string) =>
          [...texts, ...mended].some((text) => text.includes(words)) ||
          joined.some((text) => text.includes(withoutHyphens(words)));
        return [
          ...texts.filter((text) => text.startsWith('no {')).map((text) => `${id}: ${text}`),
          ...printed
            .split(' … ')
            .filter((words) => !quoted(words))
            .map((words) => `${id}: ${words}`),
        ];
      });
      expect(astray).toEqual([]);
    });

    it('counts the clauses', () => {
      expect(regulation.act.clauses).toBe(seed.clauses.length);
      expect(seed.clauses.map(({ clause }) => clause)).toEqual(seed.clauses.map((_, n) => n + 1));
    });

    it('prints the addresses and the telephone number', () => {
      for (const portal of regulation.service.portals) expect(raw).toContain(portal);
      if (regulation.service.callCentre !== null) expect(raw).toContain(regulation.service.callCentre);
    });
  },
);

function seedTable(seed: Seed, table: { annex: number; number: number } | null) {
  const annex = seed.annexes.find((one) => one.annex === table?.annex);
  return annex?.tables.find(({ number }) => number === table?.number);
}
