// Reads the cells of the row "number of the next step" of a step table.
import { mendBrokenWords } from '../language.ts';

/** One printed branch: the number of the next step, and the printed condition, or null where only the number is printed. */
export type PrintedBranch = { readonly to: number; readonly when: string | null };

/** Thrown for a "next step" cell that cannot be read; the message quotes it and says what to write instead. */
export class NextError extends Error {
  /** The cell as printed. */
  readonly printed: string;

  constructor(printed: string, problem: string) {
    super(
      `next: ${problem} in ${JSON.stringify(printed)}; write a step number ("4"), numbers ("8,9"), ` +
        'numbers with conditions ("2–егер …; 3–егер …"), or "-" for none',
    );
    this.name = 'NextError';
    this.printed = printed;
  }
}

/** Ends a branch only where another step number follows, so that a comma inside a condition stays in the condition. */
const NEXT_BRANCH = /(?:\s*[;,]\s*|\s*\n\s*)(?=\d+\s*(?:[\p{Pd}\u2212]|[;,\n]|$))/u;

const BRANCH = /^(\d+)(?:\s*[\p{Pd}\u2212]\s*(.*))?$/su;
const NONE = /^[\p{Pd}\u2212]?$/u;

function readBranch(piece: string, printed: string): PrintedBranch {
  const match = BRANCH.exec(piece);
  const to = Number(match?.[1]);
  if (match === null || to === 0) throw new NextError(printed, `no step number at ${JSON.stringify(piece)}`);
  const words = match[2];
  if (words === undefined) return { to, when: null };
  if (!/^[^\p{L}\d]*\p{L}/u.test(words)) throw new NextError(printed, `no condition after the dash of step ${to}`);
  return { to, when: words.replace(/\s+/gu, ' ').trim() };
}

/**
 * The branches of a printed "next step" cell, in printed order; none for an empty cell or a dash.
 *
 * It reads `4`, `8,9`, `2–егер …; 3–егер …` and `10-…тексеруі`, with any dash, spaces around it, and `;`, `,` or a new line between
 * branches. `when` holds the printed words after the dash, with white space collapsed and line-broken words mended. Step numbers
 * begin at 1.
 *
 * @throws NextError where a branch has no step number, or no words after its dash
 */
export function parseNext(printed: string): PrintedBranch[] {
  const text = mendBrokenWords(printed).trim().replace(/[;,]$/u, '');
  if (NONE.test(text)) return [];
  return text.split(NEXT_BRANCH).map((piece) => readBranch(piece, printed));
}
