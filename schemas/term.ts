// Reads the printed duration of a step, says it in English, and tells when it has run out.
import { Temporal } from 'temporal-polyfill';
import { addCalendarDays, addWorkingDays, type Calendar, type TermStart } from './calendar.ts';
import { foldKazakh, mendBrokenWords } from './language.ts';
import { instantOfLocal, localInstant } from './zone.ts';

/** The units of a term that is counted in whole days. */
export type DayUnit = 'working-day' | 'calendar-day';

/** A term measured by the clock: seconds, exact to the millisecond. `min` is null unless a range is printed; both bounds are included. */
export type ClockTerm = { readonly min: number | null; readonly max: number };

/** A term of whole days. Where a range is printed, only its upper bound is kept. */
export type DayTerm = { readonly max: number; readonly unit: DayUnit };

/** A printed duration. */
export type Term = ClockTerm | DayTerm;

/** Thrown for a printed term that cannot be read; the message quotes it and says what to write instead. */
export class TermError extends Error {
  /** The cell as printed. */
  readonly printed: string;

  constructor(printed: string, problem: string) {
    super(
      `term: ${problem} in ${JSON.stringify(printed)}; write a duration such as "10–15 сек", "1,5 мин", "екі сағат", ` +
        '"15 жұмыс күні" or "15 күнтізбелік күн", or "-" for none',
    );
    this.name = 'TermError';
    this.printed = printed;
  }
}

/** A unit of duration: its length in seconds, or a unit of days, whose length depends on the calendar. */
type Unit = number | DayUnit;

const UNITS: readonly (readonly [RegExp, Unit])[] = [
  [/^(?:с|сек|секунд(?:тан|қа|тың|а|ы|у)?|s)\.?$/u, 1],
  [/^(?:мин|минут(?:тан|қа|тың|а|ы|у)?|min)\.?$/u, 60],
  [/^(?:сағ|сағат(?:тан|қа|тың)?|ч|час(?:а|ов)?|h)\.?$/u, 3600],
  [
    /^(?:жұмыс күн(?:і|інен|іне|інің|нен|ге)?|рабоч(?:ий|их|его) (?:день|дня|дней)|раб\. ?(?:дн(?:ей|я)?|день)\.?|working days?)$/u,
    'working-day',
  ],
  [/^(?:күнтізбелік )?күн(?:і|інен|іне|інің|нен|ге)?$/u, 'calendar-day'],
  [/^(?:календарн(?:ый|ых|ого) )?(?:день|дня|дней)$|^calendar days?$/u, 'calendar-day'],
];

const KAZAKH_ONES = ['бір', 'екі', 'үш', 'төрт', 'бес', 'алты', 'жеті', 'сегіз', 'тоғыз'];
const KAZAKH_TENS = ['он', 'жиырма', 'отыз', 'қырық', 'елу', 'алпыс', 'жетпіс', 'сексен', 'тоқсан'];
/** Russian numbers in the nominative and the genitive; those of one in its genders. */
const RUSSIAN: readonly (readonly [number, string])[] = [
  [1, 'один одна одного одной одну'],
  [2, 'два две двух'],
  [3, 'три трех'],
  [4, 'четыре четырех'],
  [5, 'пять пяти'],
  [6, 'шесть шести'],
  [7, 'семь семи'],
  [8, 'восемь восьми'],
  [9, 'девять девяти'],
  [10, 'десять десяти'],
  [11, 'одиннадцать одиннадцати'],
  [12, 'двенадцать двенадцати'],
  [13, 'тринадцать тринадцати'],
  [14, 'четырнадцать четырнадцати'],
  [15, 'пятнадцать пятнадцати'],
  [16, 'шестнадцать шестнадцати'],
  [17, 'семнадцать семнадцати'],
  [18, 'восемнадцать восемнадцати'],
  [19, 'девятнадцать девятнадцати'],
  [20, 'двадцать двадцати'],
  [30, 'тридцать тридцати'],
  [40, 'сорок сорока'],
  [50, 'пятьдесят пятидесяти'],
  [60, 'шестьдесят шестидесяти'],
  [90, 'девяносто девяноста'],
];

/** The Kazakh and Russian words for numbers, as terms have them. */
export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...KAZAKH_ONES.map((word, n) => [word, n + 1] as const),
  ...KAZAKH_TENS.map((word, n) => [word, (n + 1) * 10] as const),
  ...RUSSIAN.flatMap(([value, words]) => words.split(' ').map((word) => [word, value] as const)),
]);

/** Words that mean "within" or "at most". They add nothing, because every term that is no range is a maximum anyway. */
const LIMIT_BEFORE =
  /^(?:в течени[еи]|не более(?: чем)?|не позднее|не долее|не дольше|не превышает|до|максимум|кем дегенде|within|at most) /u;
const LIMIT_AFTER =
  / (?:артық емес|аспайды|аспайтын|аспауы тиіс|аспай|асырмай|кешіктірмей|кешіктірілмей|ішінде|дейін|мерзімде|аралығында)$/u;
/** "From ... to ...", in both languages. */
const FROM_TO = /^(?:от (.+?) до (.+)|(.+?)(?:тан|тен|нан|нен|дан|ден) (.+?)(?:қа|ке|ға|ге) дейін)$/u;

type Amount = { readonly value: number; readonly unit: Unit | null };

/** The number that one or two number words make, tens first as in «он төрт»; null where they make none. */
function readWords(words: readonly string[]): number | null {
  const values = words.map((word) => NUMBER_WORDS.get(word));
  const [first, second] = values;
  if (first === undefined || values.length > 2) return null;
  if (values.length === 1) return first;
  return second !== undefined && first % 10 === 0 && second < 10 ? first + second : null;
}

function unitOf(text: string): Unit | undefined {
  return UNITS.find(([pattern]) => pattern.test(text))?.[1];
}

function readNumber(text: string): { value: number; rest: string } | null {
  // The number in digits may be repeated in words: «15 (он бес) жұмыс күні».
  const digits = /^(\d+(?:[.,]\d+)?) ?(?:\(([^()]+)\) ?)?(.*)$/u.exec(text);
  if (digits !== null) {
    const value = Number(digits[1]?.replace(',', '.'));
    const repeated = digits[2];
    if (repeated !== undefined && readWords(repeated.split(' ')) !== value) return null;
    return { value, rest: digits[3] ?? '' };
  }
  const words = text.split(' ');
  const end = words.findIndex((word) => !NUMBER_WORDS.has(word));
  const count = end < 0 ? words.length : end;
  const value = readWords(words.slice(0, count));
  return value === null ? null : { value, rest: words.slice(count).join(' ') };
}

function readAmount(text: string, printed: string): Amount {
  const number = readNumber(text);
  if (number === null) throw new TermError(printed, `no number at ${JSON.stringify(text)}`);
  if (number.rest === '') return { value: number.value, unit: null };
  const unit = unitOf(number.rest);
  if (unit === undefined) throw new TermError(printed, `unknown unit ${JSON.stringify(number.rest)}`);
  return { value: number.value, unit };
}

function makeTerm(low: Amount | null, high: Amount, printed: string): Term {
  const unit = high.unit;
  if (unit === null) throw new TermError(printed, 'no unit');
  const lowUnit = low?.unit ?? unit;
  if (lowUnit !== unit && (typeof lowUnit === 'string' || typeof unit === 'string')) {
    throw new TermError(printed, 'two units that cannot be compared');
  }
  const seconds = (value: number, of: Unit) => (typeof of === 'number' ? Math.round(value * of * 1000) / 1000 : value);
  const max = seconds(high.value, unit);
  const min = low === null ? null : seconds(low.value, lowUnit);
  if (max <= 0) throw new TermError(printed, 'a term of zero');
  if (min !== null && min > max) throw new TermError(printed, 'a range that runs backwards');
  if (typeof unit === 'number') return { min, max };
  if (!Number.isSafeInteger(max)) throw new TermError(printed, 'a part of a day');
  return { max, unit };
}

/**
 * The term that a cell prints, or null for a dash.
 *
 * It reads Kazakh and Russian durations in figures or number words, ranges, "at most" and "within", decimal commas, words broken
 * at the end of a line, and what {@link describeTerm} writes. A day without an adjective is a calendar day.
 *
 * @throws TermError for anything else, an empty cell included
 */
export function parseTerm(printed: string): Term | null {
  const folded = foldKazakh(mendBrokenWords(printed))
    .replace(/ё/gu, 'е')
    .replace(/[;,]$/u, '')
    .replace(/(?<=\p{L}{4})\.$/u, '');
  if (folded === '-') return null;
  const [, low = '', high = '', from = low, to = high] = FROM_TO.exec(folded) ?? [];
  if (from !== '' && to !== '') return makeTerm(readAmount(from, printed), readAmount(to, printed), printed);
  const text = folded
    .replace(LIMIT_BEFORE, '')
    .replace(LIMIT_AFTER, '')
    // A hyphen inside a word that is no number word is left over from a line break: «се-кунд».
    .replace(/(\p{L}+)-(?=\p{L})/gu, (whole, word: string) => (NUMBER_WORDS.has(word) ? whole : word));
  const [first = '', second, ...more] = text.split('-');
  if (more.length > 0) throw new TermError(printed, 'more than one range');
  if (second === undefined) return makeTerm(null, readAmount(first, printed), printed);
  return makeTerm(readAmount(first, printed), readAmount(second, printed), printed);
}

/** The term in English: "at most 15 s", "30-60 s", "2-4 h", "15 working days". {@link parseTerm} reads it back to the same term. */
export function describeTerm(term: Term): string {
  if ('unit' in term) {
    return `${term.max} ${term.unit === 'working-day' ? 'working' : 'calendar'} ${term.max === 1 ? 'day' : 'days'}`;
  }
  const fits = (seconds: number) => term.max % seconds === 0 && (term.min ?? 0) % seconds === 0;
  const [size, name] = fits(3600) ? [3600, 'h'] : fits(60) ? [60, 'min'] : [1, 's'];
  const max = `${term.max / size} ${name}`;
  return term.min === null ? `at most ${max}` : `${term.min / size}-${max}`;
}

/**
 * When a term has run out. `due` is its last instant, ISO 8601 with the offset of the place; `incomplete` holds the years that were
 * counted although the calendar is not certain of them.
 */
export type Due = { readonly due: string; readonly incomplete: number[] };

/**
 * When a term that began at `startIso` has run out. A term measured by the clock ends its maximum after the start. A term of days ends at
 * 23:59:59 of its last day, that second included, in the time that the calendar's place keeps on that day.
 *
 * @throws RangeError for a start that is no ISO 8601 instant with an offset
 */
export function dueAt(calendar: Calendar, term: Term, startIso: string, convention: TermStart): Due {
  const start = readInstant(startIso).epochMilliseconds;
  if (!('unit' in term)) return { due: localInstant(calendar, start + Math.round(term.max * 1000)), incomplete: [] };
  return dueOfDays(calendar, term, localInstant(calendar, start).slice(0, 10), convention);
}

/** Due moments of terms of days by calendar: a log asks for the same few thousand times over, and counting days is slow. */
const dues = new WeakMap<Calendar, Map<string, Due>>();
const MOST_DUES = 10_000;

function dueOfDays(calendar: Calendar, { unit, max }: DayTerm, isoDate: string, convention: TermStart): Due {
  const known = dues.get(calendar) ?? new Map<string, Due>();
  const key = `${isoDate} ${max} ${unit} ${convention}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const count = unit === 'working-day' ? addWorkingDays : addCalendarDays;
  const { date, incomplete } = count(calendar, isoDate, max, convention);
  const due: Due = { due: instantOfLocal(calendar, `${date}T23:59:59`), incomplete };
  if (known.size >= MOST_DUES) known.clear();
  dues.set(calendar, known.set(key, due));
  return due;
}

function readInstant(startIso: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(startIso);
  } catch (cause) {
    const got = JSON.stringify(startIso);
    throw new RangeError(`startIso: got ${got}; give an instant with offset such as 2013-03-15T10:00:00+06:00`, {
      cause,
    });
  }
}
