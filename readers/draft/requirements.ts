// Drafts the table of basic requirements that newer rules print in the place of step tables.
import { type Draft, UNREAD } from '../../schemas/draft.ts';
import { requirementWords } from '../meaning/act-words.ts';
import { isKnownBy } from '../meaning/fitting.ts';
import { termsIn } from '../meaning/terms-in-text.ts';
import type { Outline } from '../outline.ts';
import type { Cell, Grid } from '../source/place.ts';
import { clear } from '../words.ts';
import type { Gathering } from './gathering.ts';

/** So many rows have to be known, or a table is another one. */
const FEWEST = 4;

type Row = { readonly name: Cell; readonly value: Cell };

/** The table, where an annex has one. */
export function requirementsOf({ annexes }: Outline, gathering: Gathering): Pick<Draft, 'requirements'> {
  for (const [n, { number, tables }] of annexes.entries())
    for (const grid of tables.flatMap(({ grids }) => grids)) {
      const rows = rowsOf(grid);
      const known = rows.filter(({ name }) => kindOf(name.text) !== null);
      if (known.length < FEWEST) continue;
      const annex = number ?? n + 1;
      return {
        requirements: {
          annex,
          rows: rows.map(({ name, value }, at) => {
            const path = ['requirements', 'rows', at];
            gathering.at(path, value.place);
            const is = kindOf(name.text);
            const printed = paragraphsOf(value.text);
            const terms = is === 'term' ? termsIn(value.text) : [];
            const [term] = terms;
            return {
              row: at + 1,
              is:
                is ??
                gathering.unread(
                  [...path, 'is'],
                  name.place,
                  `annex ${annex}, row ${at + 1}`,
                  line(name.text),
                  'say what the row demands',
                ),
              name: line(name.text) || UNREAD,
              printed: printed.length === 0 ? UNREAD : printed,
              ...(term !== undefined && terms.length === 1 ? { term: term.words } : {}),
            };
          }),
        },
      };
    }
  return {};
}

/** What a row demands, by its name; null where that is open. */
const kindOf = (name: string) => requirementWords().find((one) => isKnownBy(name, one))?.is ?? null;

/** The rows with a name and a value, with or without a number before them. */
function rowsOf({ readings: [rows = []] }: Grid): Row[] {
  return rows.flatMap((cells): Row[] => {
    const filled = cells.filter(({ text }) => text.trim() !== '');
    const [first, second, third] = /^\s*\d{1,2}\.?\s*$/u.test(filled[0]?.text ?? '') ? filled.slice(1) : filled;
    return first === undefined || second === undefined || third !== undefined ? [] : [{ name: first, value: second }];
  });
}

const line = (text: string): string => clear(text).replace(/\s+/gu, ' ').trim();
const paragraphsOf = (text: string): string[] =>
  text
    .split('\n')
    .map(line)
    .filter((one) => one !== '');
