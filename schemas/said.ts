// What the suites say about a portal, kept apart from the language it is told in: an English sentence with gaps, and what fills them.
import { Type } from 'typebox';
import { kazakhstan } from './kazakhstan.ts';
import { describeTerm, type Term } from './term.ts';
import { tellTime, type Zone } from './zone.ts';

/** What can fill a gap. */
export type Value =
  | string
  | number
  | null
  | Said
  | Named
  | Quote
  | Any
  | All
  | Lasting
  | Moment
  | PrintedTerm
  | Counted
  | Dated;
/** What can stand in a list. */
type Item = string | number | Said | Named;
/** A word that means something else elsewhere, with what it names here: the button `open` is not the state `open`. */
type Named = { readonly word: string; readonly of: string };
/** The words of somebody else, mostly the portal's, which are never taken for ours. */
type Quote = { readonly quote: string | null };
/** Several of which any one will do. */
type Any = { readonly any: readonly Item[] };
/** Several that are all meant. */
type All = { readonly all: readonly Item[] };
/** A length of time in milliseconds. */
type Lasting = { readonly ms: number };
/** A moment, ISO 8601 in UTC, which is told in the time of the zone. */
type Moment = { readonly at: string; readonly zone: Zone };
type PrintedTerm = { readonly term: Term };
/** A number of things; every language has the noun in the forms that it counts with. */
type Counted = { readonly count: number; readonly noun: string };
/** A date, `YYYY-MM-DD`. */
type Dated = { readonly date: string };

/**
 * An English sentence with gaps `{0}`, `{1}` ..., and what fills each: a text is a word of the vocabulary, which every language has a name
 * for, or is told as it is; a list is a sentence within the sentence.
 */
export type Said = readonly [sentence: string, ...values: Value[]];

/** The shape of a {@link Said}. It does not look into lists, because a shape within a shape would need a name in every file that has one. */
export const Said = Type.Unsafe<Said>({
  type: 'array',
  minItems: 1,
  items: { type: ['string', 'number', 'null', 'array', 'object'] },
  description: 'An English sentence with gaps {0}, {1} ..., and what fills each.',
});

/**
 * Makes a {@link Said} of a template, as in say`${action} is completed by ${any(kinds)}`. The English sentence is the key by which other
 * languages find theirs, so a whole sentence stands in one template, and what depends on a case is said in a sentence for each case.
 */
export function say(sentence: TemplateStringsArray, ...values: Value[]): Said {
  return [sentence.reduce((before, next, at) => `${before}{${at - 1}}${next}`), ...values];
}

export const theButton = (word: string): Named => ({ word, of: 'button' });
export const quote = (text: string | null): Quote => ({ quote: text });
export const any = (items: readonly Item[]): Any => ({ any: [...items] });
export const all = (items: readonly Item[]): All => ({ all: [...items] });
export const lasting = (ms: number): Lasting => ({ ms });
export const printedTerm = (term: Term): PrintedTerm => ({ term });
export const counted = (count: number, noun: string): Counted => ({ count, noun });
export const dated = (date: string): Dated => ({ date });
/** @param ms milliseconds since the epoch */
export const moment = (ms: number, { zone }: { zone: Zone }): Moment => ({ at: new Date(ms).toISOString(), zone });

/** A moment that somebody else has written, ISO 8601; the text itself where it is none. */
export function instant(at: string, { zone }: { zone: Zone }): Moment | string {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? at : moment(ms, { zone });
}

/** A date that somebody else has written, `YYYY-MM-DD`; the text itself where it is none. */
export const onDay = (text: string): Dated | string =>
  /^\d{4}-(?:0[1-9]|1[0-2])-\d{2}$/u.test(text) ? dated(text) : text;

/** A Said in plain English with the words of the vocabulary as they are: what programs, journals and logs are told. */
export const plainly = (said: Said): string => fill(said, plainValue);

/** The sentence with its gaps filled. */
export const fill = ([sentence, ...values]: Said, write: (value: Value) => string): string =>
  sentence.replace(/\{(\d+)\}/gu, (_, at: string) => write(values[Number(at)] ?? null));

function plainValue(value: Value): string {
  if (value === null || typeof value !== 'object') return String(value);
  if (isSaid(value)) return plainly(value);
  if ('word' in value) return value.word;
  if ('quote' in value) return String(value.quote);
  if ('any' in value) return value.any.map(plainValue).join(' or ');
  if ('all' in value) return value.all.map(plainValue).join(value.all.some(isSaid) ? '; ' : ', ');
  if ('ms' in value) return `${Math.round(value.ms) / 1000} s`;
  if ('at' in value) return tellTime({ ...kazakhstan(), zone: value.zone }, Date.parse(value.at), 'en', 'offset');
  if ('count' in value) return `${value.count} ${value.noun}${value.count === 1 ? '' : 's'}`;
  if ('date' in value) return value.date;
  return describeTerm(value.term);
}

/** Whether a value is a sentence within the sentence. */
export const isSaid = (value: Value): value is Said => Array.isArray(value);

/** A Said with another text in the place of each that somebody else may have written. */
export function rewrite([sentence, ...values]: Said, write: (text: string) => string): Said {
  const rewritten = values.map((value): Value => {
    if (typeof value === 'string') return write(value);
    if (value === null || typeof value !== 'object') return value;
    if (isSaid(value)) return rewrite(value, write);
    return 'quote' in value && value.quote !== null ? quote(write(value.quote)) : value;
  });
  return [sentence, ...rewritten];
}
