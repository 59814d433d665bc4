// Knows the headings that begin a part of an act: an annex, a table, the continuation of a table.
import { withoutLookAlikes } from '../../schemas/language.ts';

const TABLE =
  /^(?:№\s*)?(\d{1,3})\s*(?:[\p{Pd}\u2212]\s*)?(?:(?:ші|шы|нші|ншы)\s*(?:[\p{Pd}\u2212]\s*)?)?кесте(?![\p{L}])\s*[.:;\p{Pd}]*\s*(.*)$/isu;
const TABLE_AFTER = /^(?:кесте|таблица|табл\.)\s*(?:№\s*)?(\d{1,3})?(?![\p{L}\d])\s*[.:;\p{Pd}]*\s*(.*)$/isu;
const CONTINUATION =
  /^[^\p{L}\d]*(?:№?\s*\d{1,3}\s*[\p{Pd}\u2212]?\s*)?(?:кестенің\s+(?:жалғасы|соңы)|кесте\s+жалғасы|жалғасы|(?:продолжение|окончание)(?:\s+табл(?:ицы|\.))?)\s*(?:№?\s*\d{1,3})?[^\p{L}\d]*$/iu;

/** The number (null where none is printed) and the title of a table, where the line is a heading of one. */
export function tableHeading(line: string): { number: number | null; title: string } | null {
  const text = tidy(line);
  if (text.length > 400) return null;
  const before = TABLE.exec(text);
  if (before !== null) return { number: Number(before[1]), title: (before[2] ?? '').trim() };
  const after = TABLE_AFTER.exec(text);
  if (after === null) return null;
  return { number: after[1] === undefined ? null : Number(after[1]), title: (after[2] ?? '').trim() };
}

/** Whether the line says that a table goes on; with the number of that table, where it is printed. */
export function continuationHeading(line: string): { number: number | null } | null {
  const text = tidy(line);
  if (text.length > 80 || !CONTINUATION.test(text)) return null;
  const number = /\d+/u.exec(text)?.[0];
  return { number: number === undefined ? null : Number(number) };
}

const ANNEX_LAST =
  /(?:^|[\s»"”])(\d{1,3})\s*[\p{Pd}\u2212]?\s*(?:(?:ші|шы)\s*[\p{Pd}\u2212]?\s*)?қосымша(?:сы)?[\s.:]*$/iu;
/** An annex that is the only one has no number. */
const ANNEX_ALONE =
  /^(?:қосымша|приложение)[\s.:]*$|(?:регламентіне|бұйрығына|қаулысына|шешіміне|қағидаларына)\s+қосымша[\s.:]*$/iu;
const ANNEX_FIRST = /^(?:приложение|қосымша)(?![\p{L}])\s*(?:№\s*)?(\d{1,3})?\s*(?:$|к\s)/iu;
const NOTE = /^(?:ескерт(?:у|пе)|сноска|примечание)/iu;

/** The number of an annex (null where none is printed), where the line is the heading of one, or its last line. */
export function annexHeading(line: string): { number: number | null } | null {
  const text = tidy(line);
  if (text.length > 300 || NOTE.test(text)) return null;
  const found = ANNEX_LAST.exec(text) ?? ANNEX_ALONE.exec(text) ?? ANNEX_FIRST.exec(text);
  if (found === null) return null;
  return { number: found[1] === undefined ? null : Number(found[1]) };
}

/** Whether a line begins another part of the act, so that a table above it has ended. */
export const opensPart = (line: string): boolean =>
  tableHeading(line) !== null || continuationHeading(line) !== null || annexHeading(line) !== null;

/** No heading is longer. */
const LONGEST = 420;
let last = { line: '', tidied: '' };

/** What is not seen, or only separates, left out, and Latin letters in Cyrillic words as those that they look like. */
export function tidy(line: string): string {
  if (line.length > LONGEST) return line;
  // A line is asked for several times in a row.
  if (last.line !== line)
    last = {
      line,
      tidied: withoutLookAlikes(
        line
          .normalize('NFC')
          .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '')
          .replace(/\s+/gu, ' ')
          .trim(),
      ),
    };
  return last.tidied;
}
