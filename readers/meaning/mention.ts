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

/** The units that a text mentions, in its order; a longer name hides the shorter ones in it. */
export function mentionedIn(text: string): string[] {
  let rest = folded(text);
  const found: { id: string; at: number }[] = [];
  for (const { id, pattern, probe } of knownNames()) {
    if (!rest.includes(probe)) continue;
    for (let match = pattern.exec(rest); match !== null; match = pattern.exec(rest)) {
      found.push({ id, at: match.index });
      rest = rest.slice(0, match.index) + '\u0000'.repeat(match[0].length) + rest.slice(match.index + match[0].length);
    }
  }
  return [...new Set(found.toSorted((a, b) => a.at - b.at).map(({ id }) => id))];
}

/** The databases that words of a look-up name, as the key of a regulation has them. */
export function asked(words: string): { asks?: string[] } {
  const asks = mentionedIn(words).filter((id) =>
    knownParties().some((party) => party.id === id && (party.role === 'registry' || party.role === 'notary')),
  );
  return asks.length === 0 ? {} : { asks };
}
