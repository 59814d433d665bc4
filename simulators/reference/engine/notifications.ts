// Writes the portal's messages to the applicant in the language that the applicant asks for.
import { type Static, Type } from 'typebox';
import { calendarOf, kazakhstan } from '../../../schemas/kazakhstan.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import type { Notification } from '../../../schemas/target/driver.ts';
import type { DayTerm } from '../../../schemas/term.ts';
import {
  CAUSE_NAMES,
  type Cause,
  COMPLETIONS,
  type Completion,
  LANGUAGES,
  type Language,
  type Means,
  namedCause,
  STATUSES,
} from '../../../schemas/vocabulary.ts';
import { loadFixture } from './fixture.ts';
import { instantText } from './instant.ts';

/** A message before it is put into words. */
export interface Message {
  readonly kind: Completion;
  readonly action: string;
  readonly at: number;
  readonly cause: Cause | null;
  /** Id of the party that the step is done by. */
  readonly by: string;
  /** Registration number. */
  readonly number: string | null;
  /** Reference of the payment. */
  readonly receipt: string | null;
  /** Id of the result. */
  readonly result: string | null;
  /** What has become of the application so far. */
  readonly status: Status;
  /** How the result was handed over; null where the flow has no choice. */
  readonly means: Means | null;
  /** The address to which the result was sent; null where it was not sent by e-mail, or none is known. */
  readonly sentTo: string | null;
  /** For mutants only: what is wrong with the wording. */
  readonly slip: 'empty' | 'another-language' | null;
}

/** What can be told of an application before it is answered. */
const STANDINGS = ['accepted', 'registered', ...STATUSES] as const;
export type Status = (typeof STANDINGS)[number];

const strict = { additionalProperties: false };
const Sentence = Type.String({ minLength: 1 });
const Counted = Type.Object(
  { one: Type.Optional(Sentence), few: Type.Optional(Sentence), other: Sentence },
  { ...strict, description: 'By the plural category of the number, with the placeholder {count}.' },
);
const Sentences = Type.Object(
  {
    kinds: Type.Object(Object.fromEntries(COMPLETIONS.map((kind) => [kind, Sentence])), strict),
    unobtained: Sentence,
    statuses: Type.Object(Object.fromEntries(STANDINGS.map((status) => [status, Sentence])), strict),
    because: Type.String({ pattern: '\\{cause\\}' }),
    causes: Type.Object(Object.fromEntries(CAUSE_NAMES.map((cause) => [namedCause(cause), Sentence])), strict),
    states: Type.Object({ open: Sentence, refused: Sentence, completed: Sentence }, strict),
    terms: Type.Object({ 'working-day': Counted, 'calendar-day': Counted }, strict),
  },
  strict,
);
/** The sentences of one language, with the placeholders `{number}`, `{receipt}`, `{result}`, `{system}`, `{status}` and `{cause}`. */
type Sentences = Static<typeof Sentences>;

/** The sentences of every language. */
export type Phrasebook = Readonly<Record<Language, Sentences>>;

let known: Phrasebook | null = null;

/** The sentences, read once in a process. @throws ConformanceError when a file is missing or lacks a kind or a cause. */
export function loadPhrasebook(): Phrasebook {
  const load = (language: Language) => loadFixture(`messages/${language}.yaml`, Sentences);
  known ??= { kk: load('kk'), ru: load('ru'), en: load('en') };
  return known;
}

/** The message in words, in the language `asked` for. */
export function phrase(book: Phrasebook, regulation: Regulation, message: Message, asked: Language): Notification {
  const language = message.slip === 'another-language' ? another(asked) : asked;
  const { kinds, because, causes, statuses, unobtained } = book[language];
  const { kind, action, at, cause, number } = message;
  const result = regulation.results.find(({ id }) => id === message.result)?.name ?? regulation.service.name;
  const system = regulation.parties.find(({ id }) => id === message.by)?.name;
  const unknown = kind === 'service-refused-data' && cause === 'database-unavailable';
  const sentence = (unknown ? unobtained : (kinds[kind] ?? ''))
    .replaceAll('{number}', () => number ?? '—')
    .replaceAll('{receipt}', () => message.receipt ?? '—')
    .replaceAll('{system}', () => system?.[language] ?? '—')
    .replaceAll('{status}', () => statuses[message.status] ?? '—')
    .replaceAll('{result}', () => result[language]);
  const reason = cause === null ? '' : ` ${because.replaceAll('{cause}', () => causes[cause] ?? '')}`;
  const text = message.slip === 'empty' ? '' : sentence + reason;
  const handed = {
    ...(message.means === null ? {} : { means: message.means }),
    ...(message.sentTo === null ? {} : { sentTo: message.sentTo }),
  };
  return {
    kind,
    action,
    at: instantText(at, calendarOf(kazakhstan(), regulation)),
    cause,
    language,
    text,
    number,
    ...handed,
  };
}

/** A term of days in words of the language. */
export function phraseTerm(book: Phrasebook, { max, unit }: DayTerm, language: Language): string {
  const words = book[language].terms[unit];
  const category = new Intl.PluralRules(language).select(max);
  const chosen = category === 'one' || category === 'few' ? (words[category] ?? words.other) : words.other;
  return chosen.replaceAll('{count}', String(max));
}

function another(language: Language): Language {
  return LANGUAGES[(LANGUAGES.indexOf(language) + 1) % LANGUAGES.length] ?? 'en';
}

/** The best language for an `Accept-Language` header; Kazakh, the language of the documents, where it asks for none of ours. */
export function chooseLanguage(header: string | null): Language {
  const wishes = (header ?? '').split(',').map((wish, order) => {
    const [range = '', ...parameters] = wish.split(';').map((part) => part.trim().toLowerCase());
    const quality = Number(parameters.find((part) => part.startsWith('q='))?.slice(2) ?? 1);
    return { language: range.split('-')[0] ?? '', quality: Number.isFinite(quality) ? quality : 0, order };
  });
  const ranked = wishes.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality || a.order - b.order);
  for (const { language } of ranked) {
    const known = LANGUAGES.find((ours) => ours === language);
    if (known !== undefined) return known;
    if (language === '*') return 'kk';
  }
  return 'kk';
}
