// Drafts what the service is: its names, its portals, how far it is automated, and by which numbers people are known.
import type { Draft, Unread } from '../../schemas/draft.ts';
import { languageOf } from '../../schemas/language.ts';
import type { Line } from '../ledger.ts';
import { actWords } from '../meaning/act-words.ts';
import { hasAny, letters } from '../meaning/fitting.ts';
import { namesIn, sameName } from '../meaning/service-name.ts';
import type { Gathering } from './gathering.ts';

type DraftService = Exclude<Draft['service'], Unread>;

const ADDRESS = /(?:www\.|https?:\/\/)[a-z0-9.-]+[a-z0-9]/giu;
const NUMBER = /\((\d{4})\)|(?<!\d)(\d{4})(?!\d)|(\d\s?\(\d{3,5}\)\s?[\d -]{5,9}\d)/u;

/**
 * What the service is.
 * @param beside what the text says in its other language
 */
export function serviceOf(
  lines: readonly Line[],
  beside: readonly Line[],
  gathering: Gathering,
): DraftService | Unread {
  if (lines.length === 0)
    return gathering.unread(
      ['service'],
      null,
      'service',
      '',
      'give the names of the service, its portals and who is known by which number',
    );
  const words = actWords();
  const text = lines.map((line) => line.text).join('\n');
  const open = (key: string, line: Line | undefined, needs: string) =>
    gathering.unread(['service', ...key.split('.')], line?.place ?? null, `service, ${key}`, line?.text ?? '', needs);
  const named = [...lines, ...beside].flatMap((line) => namesIn(line).map((name) => ({ name, line })));
  // Where the titles differ, it is for a person to say which is meant.
  const nameIn = (language: 'kk' | 'ru' | 'en') => {
    const names = named.filter(({ name }) => languageOf(name) === language);
    const [first] = names;
    return first !== undefined && names.every(({ name }) => sameName(name, first.name))
      ? first.name
      : open(`name.${language}`, (first ?? named[0])?.line, `give the name of the service in the language ${language}`);
  };
  const one = <T extends string>(kinds: Readonly<Record<T, readonly string[]>>, key: string, needs: string) => {
    const fitting = (Object.keys(kinds) as T[]).filter((kind) => hasAny(text, kinds[kind]));
    const [found, other] = fitting;
    return found !== undefined && other === undefined ? found : open(key, lines[0], needs);
  };
  const portals = [...new Set((text.match(ADDRESS) ?? []).map((address) => address.toLowerCase()))].filter(
    (address) => !address.includes('adilet'),
  );
  const centre = lines.find((line) => line.of === 'clause' && hasAny(line.text, words.callCentre));
  const [, bracketed, plain, long] = NUMBER.exec(centre?.text ?? '') ?? [];
  const number = bracketed ?? plain ?? long;
  const identifiers = (['iin', 'bin'] as const).filter((kind) => isWord(text, words.identifiers[kind]));
  return {
    name: { kk: nameIn('kk'), ru: nameIn('ru'), en: nameIn('en') },
    automation: one(words.automation, 'automation', 'say whether it is partly-automated or automated'),
    type: one(words.types, 'type', 'say whether it is transactional, interactive or informational'),
    portals: portals.length === 0 ? open('portals', lines[0], 'list the addresses of its portals') : portals,
    callCentre:
      centre === undefined
        ? null
        : (number ?? open('callCentre', centre, 'give the number of the call centre, or null')),
    ...(centre === undefined || number === undefined ? {} : { callCentreAt: centre.at }),
    identifiers: identifiers.length === 0 ? open('identifiers', lines[0], 'list iin, bin or both') : identifiers,
  };
}

/** Whether a text has one of the words as a word of its own. */
const isWord = (text: string, words: readonly string[]): boolean =>
  (text.match(/\p{L}+/gu) ?? []).some((word) => words.includes(letters(word)));
