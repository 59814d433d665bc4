// Tells in Kazakh, Russian or English what the suites and the reports say.
import { kazakhstan } from '../../schemas/kazakhstan.ts';
import type { Language } from '../../schemas/language.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { fill, isSaid, type Said, type Value } from '../../schemas/said.ts';
import type { Term } from '../../schemas/term.ts';
import { tellDate, tellTime, type Zone } from '../../schemas/zone.ts';
import { plainText } from '../portal-text.ts';
import { type ActTable, actTableOf, type Table, tableOf } from './table.ts';

/** The marks between which a language puts the words of somebody else. */
const QUOTES: Readonly<Record<Language, readonly [string, string]>> = {
  kk: ['«', '»'],
  ru: ['«', '»'],
  en: ['“', '”'],
};

/** What a speaker knows of a regulation. */
type Spoken = Pick<Regulation, 'id' | 'parties'>;

/** Speaks one language. All that it says is one line of plain text: whoever shows it escapes it for the place where it stands. */
export class Speaker {
  readonly language: Language;
  readonly #table: Table;
  readonly #plural: Intl.PluralRules;
  /** The names that one regulation gives its parties. */
  readonly #names: ReadonlyMap<string, string>;
  readonly #ofAct: ActTable;

  constructor(language: Language, regulation: Spoken | null = null) {
    this.language = language;
    this.#table = tableOf(language);
    this.#plural = new Intl.PluralRules(language);
    this.#names = new Map(regulation?.parties.map(({ id, name }) => [id, name[language]]));
    this.#ofAct = regulation === null ? { flows: {}, sentences: {} } : actTableOf(regulation.id, language);
  }

  /** The same language, with the names that a regulation gives its parties, and with its own sentences. */
  of(regulation: Spoken | null): Speaker {
    return regulation === null ? this : new Speaker(this.language, regulation);
  }

  /** A sentence in this language, beginning with a capital; in English where the table lacks it, which a test forbids. */
  tell(said: Said): string {
    const text = this.#fill(said);
    return text.charAt(0).toLocaleUpperCase(this.language) + text.slice(1);
  }

  /** The same without a capital, to stand within another sentence. */
  within(said: Said): string {
    return this.#fill(said);
  }

  /** What the language calls a word of the vocabulary; the text itself where it is none. */
  word(text: string): string {
    return this.#names.get(text) ?? this.#own(this.#table.words, text) ?? this.#sentence(text) ?? plainText(text);
  }

  /** What people call a flow of the regulation; null where the language has no name for it. */
  flow(id: string): string | null {
    return this.#own(this.#ofAct.flows, id) ?? null;
  }

  /** A count with its noun, as in "2 assertions". @throws RangeError for a noun that the table does not have */
  count(count: number, noun: string): string {
    const forms = this.#own(this.#table.nouns, noun);
    const form = forms?.[this.#formOf(count)] ?? forms?.other;
    if (form === undefined) throw new RangeError(`the table ${this.language} has no noun ${noun}`);
    return form.replace('{0}', this.number(count));
  }

  number(value: number): string {
    return numbersOf(this.language, {}).format(value);
  }

  /** A share of a whole, as in "12 %". */
  share(value: number): string {
    return numbersOf(this.language, { style: 'percent', maximumFractionDigits: 1 }).format(value);
  }

  /** A date as a citizen reads it. @param iso `YYYY-MM-DD` */
  date(iso: string): string {
    return tellDate(iso, this.language);
  }

  /** A moment as a citizen reads it, in the time of the zone; text that is no instant is told as it is. */
  moment(instant: string, zone: Zone = kazakhstan().zone): string {
    const ms = Date.parse(instant);
    return /^\d{4}-\d{2}-\d{2}T/u.test(instant) && !Number.isNaN(ms)
      ? tellTime({ ...kazakhstan(), zone }, ms, this.language, 'offset')
      : plainText(instant);
  }

  /** A length of time in its two largest units, as in "1 hour 30 minutes". @param ms milliseconds */
  duration(ms: number): string {
    const parts = partsOf(ms).map(([count, unit]) =>
      numbersOf(this.language, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
    );
    return parts.join(' ');
  }

  /** A printed term. */
  term(term: Term): string {
    if ('unit' in term) return this.count(term.max, term.unit);
    const longest = this.duration(term.max * 1000);
    return term.min === null ? longest : `${this.number(term.min)}–${longest}`;
  }

  #fill(said: Said): string {
    const [sentence, ...values] = said;
    return fill([this.#sentence(sentence) ?? plainText(sentence), ...values], (value) => this.#write(value));
  }

  #sentence(english: string): string | undefined {
    return this.#own(this.#table.sentences, english) ?? this.#own(this.#ofAct.sentences, english);
  }

  #write(value: Value): string {
    if (value === null) return '–';
    if (typeof value === 'number') return this.number(value);
    if (typeof value === 'string') return this.word(value);
    if (isSaid(value)) return this.#fill(value);
    if ('word' in value) return this.#own(this.#table.words, `${value.of} ${value.word}`) ?? this.word(value.word);
    if ('quote' in value) return this.#quoted(value.quote);
    if ('any' in value) return this.#list(value.any, 'disjunction');
    if ('all' in value) return this.#list(value.all, 'conjunction');
    if ('ms' in value) return this.duration(value.ms);
    if ('at' in value) return this.moment(value.at, value.zone);
    if ('count' in value) return this.count(value.count, value.noun);
    if ('date' in value) return this.date(value.date);
    return this.term(value.term);
  }

  #quoted(text: string | null): string {
    const [before, after] = QUOTES[this.language];
    return text === null ? '–' : `${before}${plainText(text)}${after}`;
  }

  #list(items: readonly Value[], type: Intl.ListFormatType): string {
    return listsOf(this.language, type).format(items.map((item) => this.#write(item)));
  }

  #formOf(count: number): 'one' | 'few' | 'many' | 'other' {
    const form = this.#plural.select(count);
    return form === 'zero' || form === 'two' ? 'other' : form;
  }

  #own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
    return Object.hasOwn(record, key) ? record[key] : undefined;
  }
}

/** The formats that have been made, because making one takes much longer than using it. */
const formats = new Map<string, Intl.NumberFormat>();
const lists = new Map<string, Intl.ListFormat>();

function numbersOf(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${options.style ?? ''} ${options.unit ?? ''}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(language, options);
  formats.set(key, format);
  return format;
}

function listsOf(language: Language, type: Intl.ListFormatType): Intl.ListFormat {
  const key = `${language} ${type}`;
  const format = lists.get(key) ?? new Intl.ListFormat(language, { type });
  lists.set(key, format);
  return format;
}

const UNITS = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
] as const;

/** The two largest units of a length of time, without those that are zero; parts of a second only below ten seconds. */
function partsOf(ms: number): [number, string][] {
  if (Math.round(ms) < 10_000) return [[Math.round(ms) / 1000, 'second']];
  let left = Math.round(ms / 1000) * 1000;
  const first = UNITS.findIndex(([size]) => left >= size);
  return UNITS.slice(first, first + 2).flatMap(([size, unit]): [number, string][] => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? [] : [[count, unit]];
  });
}
