// Tells which units a sentence mentions.
import { foldKazakh } from '../../schemas/language.ts';
import { clear } from '../words.ts';
import { knownParties } from './vocabulary.ts';

/** A name that is shorter is an abbreviation, and has to be a whole word before its ending. */
const SHORTEST_STEM = 5;

/** The endings that a Russian name changes when it is declined. */
const ENDING = /(?:ый|ий|ая|ое|ые|ь|а|о|я|е|и|ы)$/u;

interface Name {
  readonly id: string;
  readonly pattern: RegExp;
  /** What a text has to hold for the pattern to be worth trying. */
  readonly probe: string;
}

let names: Name[] | undefined;

const folded = (text: string): string =>
  foldKazakh(clear(text)).replace(/["']/gu, ' ').replace(/ё/gu, 'е').replace(/\s+/gu, ' ').trim();
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');

function knownNames(): Name[] {
  names ??= knownParties()
    .flatMap(({ id, names: own = [], stem = [] }) => [...own, ...stem].map((name) => ({ id, name: folded(name) })))
    .toSorted((a, b) => b.name.length - a.name.length)
    .map(({ id, name }) => {
      const stems = name
        .split(' ')
        .map((word) =>
          word.length < SHORTEST_STEM
            ? `${escaped(word)}(?![\\p{L}\\d])(?:-\\p{L}+)?`
            : `${escaped(word.replace(ENDING, ''))}\\p{L}*`,
        );
      const [first = ''] = name.split(' ');
      return {
        id,
        probe: first.length < SHORTEST_STEM ? first : first.replace(ENDING, ''),
        pattern: new RegExp(`(?<![\\p{L}\\d])${stems.join(' ')}`, 'u'),
      };
    });
  return names;
}

/** A unit where a text mentions it. */
export interface Mention {
  readonly id: string;
  /** The name as it stands there, folded, with what belongs to it and with its ending. */
  readonly form: string;
  /** What stands before and behind it, folded. */
  readonly before: string;
  readonly after: string;
}

/** So many texts are remembered, as the same words are asked for again and again. */
const MOST = 20_000;
const remembered = new Map<string, readonly Mention[]>();

/** The units where a text mentions them, in its order; a longer name hides the shorter ones in it. */
export function mentionsIn(text: string): readonly Mention[] {
  const found = remembered.get(text);
  if (found !== undefined) return found;
  const made = findMentions(text);
  if (remembered.size >= MOST) remembered.clear();
  remembered.set(text, made);
  return made;
}

function findMentions(text: string): Mention[] {
  const whole = folded(text);
  let rest = whole;
  const found: { id: string; at: number; end: number }[] = [];
  for (const { id, pattern, probe } of knownNames()) {
    if (!rest.includes(probe)) continue;
    for (let match = pattern.exec(rest); match !== null; match = pattern.exec(rest)) {
      const end = match.index + match[0].length;
      found.push({ id, at: match.index, end });
      rest = rest.slice(0, match.index) + '\u0000'.repeat(match[0].length) + rest.slice(end);
    }
  }
  return found
    .toSorted((a, b) => a.at - b.at)
    .map(({ id, at, end }) => {
      const [tail = ''] = besidePattern(id).exec(whole.slice(end)) ?? [];
      const behind = end + tail.length;
      return { id, form: whole.slice(at, behind), before: whole.slice(0, at), after: whole.slice(behind) };
    });
}

/** The units that a text mentions, each once, in its order. */
export const mentionedIn = (text: string): string[] => [...new Set(mentionsIn(text).map(({ id }) => id))];

const besides = new Map<string, RegExp>();

/** The words that belong to a name behind it, with the ending of the last, which may stand apart. */
function besidePattern(id: string): RegExp {
  const known = besides.get(id);
  if (known !== undefined) return known;
  const own = knownParties().find((party) => party.id === id)?.beside ?? [];
  const words = own
    .map(folded)
    .toSorted((a, b) => b.length - a.length)
    .map((word) => (word.length < SHORTEST_STEM ? `${escaped(word)}(?!\\p{L})` : `${escaped(word)}\\p{L}*`));
  const made = new RegExp(
    `^(?:\\s*(?:${words.length === 0 ? '(?!)' : words.join('|')}))*(?:\\s?-\\s?(?:да|де|та|те|ның|нің|дың|дің|тың|тің|нан|нен|дан|ден|тан|тен)(?!\\p{L}))?`,
    'u',
  );
  besides.set(id, made);
  return made;
}

/** Whether a mention says that something goes on inside the unit: by its ending in Kazakh, by the word before it in Russian. */
export const isInside = ({ form, before }: Mention): boolean =>
  /(?:да|де|та|те)$/u.test(form) || /(?:^|\s)(?:в|во|на)\s+$/u.test(before);

/** Whether a mention says that something comes from the unit. */
export const isSource = ({ form, before }: Mention): boolean =>
  /(?:нан|нен|дан|ден|тан|тен)$/u.test(form) || /(?:^|\s)(?:от|у)\s+$/u.test(before);

/** Whether a mention says of whom there are data, so that nothing is said of what the unit does. */
export const isSubject = ({ before, after }: Mention): boolean =>
  /^\s*(?:туралы|дерек|мәлімет)/u.test(after) ||
  /(?:^|\s)(?:данн\p{L}+|сведени\p{L}+|о|об)\s+(?:\p{L}+\s+){0,2}$/u.test(before);

/** The databases that words of a look-up name, as the key of a regulation has them. */
export function asked(words: string): { asks?: string[] } {
  const asks = mentionedIn(words).filter((id) =>
    knownParties().some((party) => party.id === id && (party.role === 'registry' || party.role === 'notary')),
  );
  return asks.length === 0 ? {} : { asks };
}
