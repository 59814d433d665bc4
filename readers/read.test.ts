// Reading undoes printing: whatever the layout, each cell is read as it was meant or is doubted, and hardly ever doubted.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNext } from '../schemas/flow/branches.ts';
import { foldKazakh } from '../schemas/language.ts';
import { ROWS, type Row } from '../schemas/regulation.ts';
import { parseTerm } from '../schemas/term.ts';
import { readAct } from './read.ts';
import { printTable, type SampleTable, sampleTable } from './sample-act.ts';

const RUNS = Number(process.env.REGLAMENT_RUNS ?? 60);

/** Texts compared without hyphens inside words, which narrow columns take for breaks. */
const same = (text: string) => foldKazakh(text).replace(/(?<=\p{L})-(?=\p{L})/gu, '');

function said(row: Row, text: string): unknown {
  if (row === 'term') return parseTerm(text);
  if (row === 'next') return parseNext(text).map(({ to, when }) => ({ to, when: when === null ? null : same(when) }));
  return same(text);
}

/** How many cells of the table are not read, and which are read as something else. */
function compare(table: SampleTable) {
  const [act] = readAct(printTable(table));
  const found = act?.tables.find(({ annex, number }) => annex === 3 && number === 1);
  const wrong: string[] = [];
  let unread = 0;
  for (const step of table.steps) {
    const read = found?.steps.filter((one) => one.step === step.step) ?? [];
    for (const row of ROWS) {
      const [cell] = read.map(({ cells }) => cells[row]);
      if (cell === undefined || cell.doubt !== null) unread += 1;
      else {
        let got: unknown;
        try {
          got = said(row, cell.words);
        } catch {
          unread += 1;
          continue;
        }
        if (JSON.stringify(got) !== JSON.stringify(said(row, step[row])))
          wrong.push(`${step.step} ${row}: ${cell.words} <> ${step[row]}`);
      }
    }
  }
  return { wrong, unread, cells: table.steps.length * ROWS.length };
}

describe('readAct', () => {
  it('never reads a cell as anything but what was printed, in any layout', () => {
    fc.assert(
      fc.property(sampleTable, (table) => {
        expect(compare(table).wrong).toEqual([]);
      }),
      { numRuns: RUNS, ...seed() },
    );
  });

  it('reads ninety-nine of a hundred cells', () => {
    const tables = fc.sample(sampleTable, { numRuns: RUNS, ...seed() });
    const results = tables.map(compare);
    const cells = results.reduce((sum, one) => sum + one.cells, 0);
    const unread = results.reduce((sum, one) => sum + one.unread, 0);
    expect(unread * 100).toBeLessThanOrEqual(cells);
  });
});

const seed = () => (process.env.REGLAMENT_SEED === undefined ? {} : { seed: Number(process.env.REGLAMENT_SEED) });
