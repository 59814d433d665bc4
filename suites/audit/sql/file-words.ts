// Asks the mapping what every value that it names means, once, and writes that as SQL: so there is one place that knows the mapping.
import type { MapWords } from '../../../schemas/audit/log-table.ts';
import type { Mapping } from '../../../schemas/audit/mapping.ts';
import { codeOf, type Words } from './codes.ts';
import { text } from './expression.ts';

/** What the value of an activity is where it is no step: one of several steps by the outcome (from here on), ignored, or unknown. */
export const ACTIVITY = { byOutcome: 200, ignored: 250, unknown: 255 } as const;
/** The code of a value that the mapping does not name. */
export const UNKNOWN = 255;

/** The parts of a mapping that name values, each with the words that they mean. */
const WORDS = ['resource', 'outcome', 'cause', 'completion'] as const;
/** One of these. */
export type WordPart = (typeof WORDS)[number];

/** What every value means, as SQL over the values of a row. */
export interface Meanings {
  /** The number of a step, or one of `ACTIVITY`. @param value an expression of the text */
  activity(value: string): string;
  /** The number of the step by the outcome, 0 for an outcome that names none. */
  stepByOutcome(activity: string, outcome: string): string;
  /** The code of a word, 0 for no value, `UNKNOWN`. Null where no value of this part means anything. */
  word: Readonly<Record<WordPart, ((value: string) => string) | null>>;
}

/** Whether a text is one that a row can have: what stands around it is taken away of every value. */
const isClean = (value: string): boolean => value !== '' && value === value.trim();

/** The meanings of the values of a mapping; null where there are more than the codes can tell. */
export function meaningsOf(mapping: Mapping, words: Words, map: MapWords): Meanings | null {
  const { activity, outcome } = mapping;
  if (words.steps.length >= ACTIVITY.byOutcome) return null;
  const column = activity.column;
  const named = [...new Set([...Object.keys(activity.is), ...(activity.ignore ?? [])])].filter(isClean);
  const byOutcome = named.filter((value) => typeof activity.is[value] === 'object');
  if (byOutcome.length > ACTIVITY.ignored - ACTIVITY.byOutcome) return null;
  const stepOf = (values: Record<string, string>) => codeOf(words.steps, map(values).events[0]?.step ?? null);
  const codes = named.map((value): [string, number] => {
    const { events, faults } = map({ [column]: value });
    if (events.length === 0 && faults.length === 0) return [value, ACTIVITY.ignored];
    const nth = byOutcome.indexOf(value);
    return [value, nth < 0 ? stepOf({ [column]: value }) : ACTIVITY.byOutcome + nth];
  });
  const outcomes = byOutcome.map((value) => {
    const is = activity.is[value] ?? {};
    const own =
      typeof is === 'string' || outcome === undefined
        ? []
        : Object.keys(is).filter((came) => came === '' || isClean(came));
    return own.map((came): [string, number] => [came, stepOf({ [column]: value, [outcome?.column ?? '']: came })]);
  });
  const plain = named.find((value) => typeof activity.is[value] === 'string') ?? '';
  return {
    activity: (value) => lookUp(value, codes, ACTIVITY.unknown),
    stepByOutcome: (value, came) =>
      outcomes.reduce(
        (otherwise, own, nth) => `if(${value} = ${ACTIVITY.byOutcome + nth}, ${lookUp(came, own, 0)}, ${otherwise})`,
        `if(${value} < ${ACTIVITY.byOutcome}, ${value}, toUInt8(0))`,
      ),
    word: {
      resource: wordsOf(mapping, 'resource', (value, at) =>
        codeOf(words.actors, map({ [column]: plain, [at]: value }).events[0]?.actor ?? null),
      ),
      outcome: wordsOf(mapping, 'outcome', (value, at) =>
        codeOf(words.outcomes, map({ [column]: plain, [at]: value }).events[0]?.outcome ?? null),
      ),
      cause: wordsOf(mapping, 'cause', (value, at) =>
        codeOf(words.causes, map({ [column]: plain, [at]: value }).events[0]?.cause ?? null),
      ),
      completion: wordsOf(mapping, 'completion', (value, at) =>
        codeOf(words.completions, map({ [column]: plain, [at]: value }).events[0]?.completion ?? null),
      ),
    },
  };
}

function wordsOf(
  mapping: Mapping,
  part: WordPart,
  codeOfValue: (value: string, column: string) => number,
): ((value: string) => string) | null {
  const { column, is = {} } = mapping[part] ?? {};
  const named = Object.keys(is);
  if (column === undefined || named.length === 0) return null;
  const codes = named.filter(isClean).map((value): [string, number] => [value, codeOfValue(value, column)]);
  return (value) => lookUp(value, [['', 0], ...codes], UNKNOWN);
}

/** Looks a text up, as it stands and, where it is not found so, without what stands around it. */
function lookUp(value: string, codes: readonly (readonly [string, number])[], otherwise: number): string {
  if (codes.length === 0) return `toUInt8(${otherwise})`;
  const keys = codes.map(([key]) => text(key)).join(', ');
  const numbers = codes.map(([, code]) => `toUInt8(${code})`).join(', ');
  const found = (of: string) => `transform(${of}, [${keys}], [${numbers}], toUInt8(${otherwise}))`;
  return `if(${found(value)} != ${otherwise}, ${found(value)}, ${found(trimmed(value))})`;
}

const SPACE =
  '[\\x{9}-\\x{D}\\x{20}\\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}]+';

/** A text without the spaces around it: those that JavaScript takes for spaces. */
const trimmed = (value: string): string => `replaceRegexpAll(${value}, ${text(`^${SPACE}|${SPACE}$`)}, '')`;

/** The same, but only texts that may have spaces around them are looked at closely. */
export function clean(value: string): string {
  const ends = `ascii(substring(${value}, -1, 1))`;
  const first = `ascii(${value})`;
  const wide = `(substring(${value}, -2, 1) = '\\xC2' OR substring(${value}, -3, 1) IN ('\\xE1', '\\xE2', '\\xE3', '\\xEF'))`;
  const isDoubtful = `(${value} != '' AND (${first} BETWEEN 0 AND 32 OR ${first} IN (194, 225, 226, 227, 239, -62, -31, -30, -29, -17) OR ${ends} BETWEEN 0 AND 32 OR ((${ends} > 127 OR ${ends} < 0) AND ${wide})))`;
  return `if(${isDoubtful}, ${trimmed(value)}, ${value})`;
}
