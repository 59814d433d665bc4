// Writes the text of docs/coverage.md, which shows for every cell what the suites test.
import { type Regulation, ROWS } from '../../schemas/regulation.ts';
import { CELL_STATES, type CellState, SENTENCE_STATES } from '../../schemas/run/output.ts';
import type { Coverage, CoveredCell } from '../../suites/derive/coverage.ts';

const counted = (states: readonly string[], totals: Record<string, number>) =>
  states.map((state) => `${totals[state]} ${state}`).join(', ');

/** The text of the page. A cell shows how many assertions test it, or why none does. */
export function coveragePage(coverage: Coverage, regulations: readonly Regulation[]): string {
  const parts = regulations.map((regulation) => regulationPart(coverage, regulation));
  return `<!-- Emitted by \`npm run emit\`. -->
# Coverage

For every cell of every step table, every item of every procedure clause, and every sentence outside the tables, the number of assertions that test it, or the reason why
none does. \`npx reglament coverage --json\` gives the ids.

Cells: ${counted(CELL_STATES, coverage.totals.cells)}.
Items: ${counted(CELL_STATES, coverage.totals.items)}.
Sentences outside the tables: ${counted(SENTENCE_STATES, coverage.totals.sentences)}.

${parts.join('\n')}`;
}

function regulationPart({ cells, items, sentences }: Coverage, { id, flows, service }: Regulation): string {
  const tables = Object.entries(flows).flatMap(([flow, { table }]) => {
    if (table === null) return [];
    const mine = cells.filter((cell) => cell.regulation === id && cell.flow === flow);
    return [`### Table ${table.number} (${flow})\n\n${matrix(mine)}\n`];
  });
  const clauses = [...new Set(items.filter(({ regulation }) => regulation === id).map(({ clause }) => clause))].map(
    (clause) => {
      const mine = items.filter((item) => item.regulation === id && item.clause === clause);
      const list = mine.map(
        ({ item, assertions, reason }) => `${item}: ${reason === null ? assertions.length : `${reason}`}`,
      );
      return `- clause ${clause}: ${list.join('; ')}`;
    },
  );
  const ledger = sentences
    .filter(({ regulation }) => regulation === id)
    .map(
      ({ place, what, state, assertions, reason }) =>
        `- ${place}: ${what} **${state}**${assertions.length > 0 ? `, ${assertions.length}` : ''}${reason === null ? '' : `: ${reason}`}`,
    );
  return `## ${service.name.en}\n\n\`${id}\`\n\n${tables.join('\n')}\n### Items\n\n${clauses.join('\n')}\n\n### Sentences\n\n${ledger.join('\n')}\n`;
}

const MARKS: Readonly<Record<CellState, string>> = {
  tested: '',
  'simulator-only': ' (simulator only)',
  'not-observable': 'not observable',
  disputed: ' (disputed)',
  'no-requirement': '–',
};

function matrix(cells: readonly CoveredCell[]): string {
  const steps = [...new Set(cells.map(({ step }) => step))];
  const head = `| | ${steps.join(' | ')} |\n|---|${steps.map(() => '---').join('|')}|`;
  const lines = ROWS.map((row) => {
    const marks = steps.map((step) => {
      const cell = cells.find((found) => found.step === step && found.row === row);
      return cell === undefined
        ? '?'
        : `${cell.assertions.length > 0 ? cell.assertions.length : ''}${MARKS[cell.state]}`;
    });
    return `| ${row} | ${marks.join(' | ')} |`;
  });
  return [head, ...lines].join('\n');
}
