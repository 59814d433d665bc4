// Holds what was read of a text against the file that somebody made of it by hand, value by value.
import { foldKazakh } from '../../schemas/language.ts';
import { placeKey } from '../../schemas/place.ts';
import type { Locator } from '../../schemas/regulation.ts';

/** How many values of a file were read as they stand, how many were left open, and which were read otherwise. */
export interface Held {
  readonly typed: number;
  readonly read: number;
  readonly open: number;
  readonly otherwise: string[];
}

/** What a person decides, and no text prints: the readings of contradictions, and the sentences on sentences. */
const DECIDED = new Set(['errata', 'source', 'id', 'says', 'leaves', 'beyond', 'excluded', 'none', 'remark']);

/** Holds a draft against the file of the same regulation. Words are compared folded. */
export function heldAgainst(draft: unknown, file: unknown): Record<string, Held> {
  const parts = Object.keys(Object(file)).filter((key) => !DECIDED.has(key));
  return Object.fromEntries(parts.map((part) => [part, compared(Object(draft)[part], Object(file)[part], part)]));
}

function compared(draft: unknown, file: unknown, path: string): Held {
  if (Array.isArray(file)) {
    const others = Array.isArray(draft) ? draft : [];
    const keys = file.map(keyOf);
    return sum(
      file.map((one, n) => {
        const same = others.filter((other) => keyOf(other) === keys[n]);
        // Two entries of one key are told apart by their order.
        const nth = keys.slice(0, n).filter((key) => key === keys[n]).length;
        const found = keys[n] === undefined ? others[n] : same[nth];
        return compared(draft === 'unread' ? 'unread' : found, one, `${path}[${keys[n] ?? n}]`);
      }),
    );
  }
  if (typeof file === 'object' && file !== null)
    return sum(
      Object.entries(file)
        .filter(([key]) => !DECIDED.has(key) || (key === 'id' && !('as' in file)))
        .map(([key, value]) => compared(draft === 'unread' ? 'unread' : Object(draft)[key], value, `${path}.${key}`)),
    );
  const got = JSON.stringify(folded(draft));
  if (draft === 'unread' || draft === undefined) return { typed: 1, read: 0, open: 1, otherwise: [] };
  if (got === JSON.stringify(folded(file))) return { typed: 1, read: 1, open: 0, otherwise: [] };
  return { typed: 1, read: 0, open: 0, otherwise: [`${path}: ${JSON.stringify(draft)} for ${JSON.stringify(file)}`] };
}

const folded = (value: unknown): unknown =>
  typeof value === 'string' ? foldKazakh(value).replace(/[\s"'.,;:-]+/gu, '') : value;

/** What tells an entry of a list from the others, where something does. */
function keyOf(entry: unknown): string | undefined {
  if (typeof entry === 'string') return JSON.stringify(folded(entry));
  const { at, item, step, figure, question, answer, id, to } = Object(entry);
  if (typeof at === 'object' && at !== null) return placeKey(at as Locator);
  for (const [name, value] of Object.entries({ item, step, figure, question, answer, id, to }))
    if (value !== undefined) return `${name} ${value}`;
  return undefined;
}

function sum(all: readonly Held[]): Held {
  return {
    typed: all.reduce((count, one) => count + one.typed, 0),
    read: all.reduce((count, one) => count + one.read, 0),
    open: all.reduce((count, one) => count + one.open, 0),
    otherwise: all.flatMap((one) => one.otherwise),
  };
}

/** The contradictions of one kind: how many a file has, how many of them are found, and which are found and are none of the file. */
export interface Contradicted {
  readonly has: number;
  readonly found: number;
  readonly otherwise: string[];
}

/** The kinds and places of contradictions. */
type Placed = readonly { readonly code: string; readonly at: Locator }[];

/** Holds the contradictions that are found in a text against those of the file that somebody made of it, kind by kind. */
export function contradicted(found: Placed, file: Placed): Record<string, Contradicted> {
  const keys = (all: Placed, code: string) => [
    ...new Set(all.filter((one) => one.code === code).map(({ at }) => placeKey(at))),
  ];
  const codes = [...new Set(file.map(({ code }) => code))].toSorted();
  return Object.fromEntries(
    codes.map((code) => {
      const [own, its] = [keys(found, code), keys(file, code)];
      const otherwise = own.filter((key) => !its.includes(key));
      return [code, { has: its.length, found: own.length - otherwise.length, otherwise }];
    }),
  );
}

/** The counts as a page: how many values somebody typed, and how many of them are read from the text now. */
export function toldAgain(
  counted: readonly { id: string; held: Record<string, Held>; against: Record<string, Contradicted> }[],
): string {
  const parts = [...new Set(counted.flatMap(({ held }) => Object.keys(held)))];
  const all = parts.map((part) => [part, sum(counted.flatMap(({ held }) => held[part] ?? []))] as const);
  const row = (name: string, { typed, read, open, otherwise }: Held) =>
    `| ${name} | ${typed} | ${read} | ${open} | ${otherwise.length} | ${typed === 0 ? '' : `${Math.floor((read * 100) / typed)} %`} |`;
  return [
    '# What is read of the regulations of the package',
    '',
    'Every value of their files that stands for words of the text, held against what `reglament import` makes of the text. Sentences on sentences, remarks and errata are',
    'left out, because a person decides them. What is open is on the worklist; what is otherwise is another choice of words or places, and is listed below.',
    'Written by the tests where the texts are at hand.',
    '',
    '| part | typed by hand | read | open | otherwise | read of those |',
    '|---|--:|--:|--:|--:|--:|',
    ...all.map(([part, held]) => row(part, held)),
    row('all', sum(all.map(([, held]) => held))),
    '',
    '| regulation | typed by hand | read | open | otherwise | read of those |',
    '|---|--:|--:|--:|--:|--:|',
    ...counted.map(({ id, held }) => row(id, sum(Object.values(held)))),
    '',
    '## Contradictions',
    '',
    'Those that lint finds once every reading is answered, and how many of them are found in the text alone. What is found besides is for a person to confirm.',
    '',
    '| kind | in the files | found | besides |',
    '|---|--:|--:|--:|',
    ...[...new Set(counted.flatMap(({ against }) => Object.keys(against)))].toSorted().map((code) => {
      const all = counted.flatMap(({ against }) => against[code] ?? []);
      const count = (of: (one: Contradicted) => number) => all.reduce((total, one) => total + of(one), 0);
      return `| ${code} | ${count(({ has }) => has)} | ${count(({ found }) => found)} | ${count(({ otherwise }) => otherwise.length)} |`;
    }),
    '',
    '## Otherwise',
    '',
    ...counted.flatMap(({ id, held }) =>
      Object.values(held).flatMap(({ otherwise }) =>
        otherwise.map((one) => `- ${id}: \`${one.replaceAll('`', "'")}\``),
      ),
    ),
    '',
  ].join('\n');
}
