// Reads the step tables of a seed file, in two stages: lines with tabs into rectangles, and the columns of rectangles into steps.

/** The printed cells of one column, white space collapsed and nothing mended. */
export interface SeedStep {
  readonly step: number;
  readonly actor: string;
  readonly action: string;
  readonly completion: string;
  readonly term: string;
  readonly next: string;
}

/** One printed table, its continuations included. */
export interface SeedTable {
  readonly number: number;
  readonly title: string;
  readonly steps: SeedStep[];
}

/** A table as it stands in the file: rows of cells, with the line breaks inside a cell kept. */
export interface SeedRectangle {
  /** Null for a continuation of the table before. */
  readonly number: number | null;
  readonly title: string;
  readonly rows: string[][];
}

const TITLE = /^\s*(\d+)\s*-\s*[кК]есте\.?\s*(.*)$/u;
const CONTINUATION = /^\s*кестенің жалғасы\s*$/u;
const ENDS_TABLE = /^[^\S\t]{0,2}[«"]|^[^\S\t]{3,}\S|^\s*©/u;
const ACTOR_HEADING = /^(?:ҚФБ|ФҚБ)/u;
const ROWS_IN_GROUP = 6;

/** White space (no-break space included) as single blanks. */
export function collapse(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** Whether a line is the title of a table or of its continuation. */
export function opensTable(line: string): boolean {
  return TITLE.test(line) || CONTINUATION.test(line);
}

/**
 * The tables among the lines, and the lines that belong to none.
 *
 * A line with a tab opens a cell; any other line continues it, also after blank lines; a blank line right before a tab opens a row.
 */
export function readRectangles(lines: readonly string[]): { rectangles: SeedRectangle[]; rest: string[] } {
  const rectangles: SeedRectangle[] = [];
  const rest: string[] = [];
  let open: SeedRectangle | null = null;
  let blankBefore = true;
  for (const line of lines) {
    const title = TITLE.exec(line);
    if (title !== null || CONTINUATION.test(line)) {
      open = { number: title === null ? null : Number(title[1]), title: collapse(title?.[2] ?? ''), rows: [] };
      rectangles.push(open);
    } else if (open === null || ENDS_TABLE.test(line)) {
      open = null;
      rest.push(line);
    } else if (line.startsWith('\t')) {
      if (blankBefore || open.rows.length === 0) open.rows.push([]);
      open.rows.at(-1)?.push(line.slice(1));
    } else if (line.trim() !== '') {
      const row = open.rows.at(-1);
      row?.push(`${row.pop() ?? ''}\n${line}`);
    }
    blankBefore = line.trim() === '';
  }
  return { rectangles, rest };
}

/**
 * The columns of the rectangles as steps, continuations joined to the table before.
 * Row numbers, heading columns and the captions of groups are left out.
 */
export function readTables(rectangles: readonly SeedRectangle[]): SeedTable[] {
  const tables: SeedTable[] = [];
  for (const { number, title, rows } of rectangles) {
    const width = Math.max(0, ...rows.map((row) => row.length));
    const steps = readGroups(rows.filter((row) => row.length > 1 || width === 1));
    if (number === null) tables.at(-1)?.steps.push(...steps);
    else tables.push({ number, title, steps });
  }
  return tables;
}

function readGroups(rows: readonly string[][]): SeedStep[] {
  const steps: SeedStep[] = [];
  for (let top = 0; top + ROWS_IN_GROUP <= rows.length; top += ROWS_IN_GROUP) {
    steps.push(...readColumns(rows.slice(top, top + ROWS_IN_GROUP)));
  }
  return steps;
}

function readColumns(rows: readonly string[][]): SeedStep[] {
  const [numbers = [], actors = [], actions = [], completions = [], terms = [], nexts = []] = rows;
  const heading = actors.findIndex((cell) => ACTOR_HEADING.test(collapse(cell)));
  const columns = numbers.slice(heading + 1);
  return columns.map((number, n) => {
    const cell = (row: readonly string[]) => collapse(row[heading + 1 + n] ?? '');
    return {
      step: Number(collapse(number)),
      actor: cell(actors),
      action: cell(actions),
      completion: cell(completions),
      term: cell(terms),
      next: cell(nexts),
    };
  });
}

/**
 * The text without the hyphens inside words and the white space after them. Some tables break words in the middle of a line too,
 * where such a hyphen cannot be told from a real one, so that both texts are compared without any. Only for comparing, never shown.
 */
export function withoutHyphens(text: string): string {
  return text.replace(/(?<=\p{L})-\s*(?=\p{L})/gu, '');
}
