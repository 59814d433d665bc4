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

const DASH = '[\\p{Pd}\\u2212]';
/** What a step is called beside its number. */
const STEP = '(?:іс-?\\s?)?(?:қадам|әрекет|қимыл)(?:ға|ге|қа|ке)?|шаг|действие|действию';
/** Words with which a condition begins. */
const IF = '(?:егер|если|при|в случае)(?!\\p{L})';
/** Ends a branch only where another step number follows, so that a comma inside a condition stays in the condition. */
const NEXT_BRANCH = new RegExp(
  `(?:\\s*[;,]\\s*|\\s*\\n\\s*|\\s+(?:және|немесе|мен|пен|бен|и|или|/)\\s+|\\s*/\\s*)(?=\\d+\\s*(?:${DASH}|\\(|${IF}|[;,/\\n]|\\s(?:және|немесе|и|или)\\s|$))` +
    // The number and the word after it leave no doubt, whatever stands before them.
    `|\\s*[.;,:]?\\s+(?=\\d+\\s*${DASH}?\\s*${IF})`,
  'u',
);

const BRANCH = new RegExp(`^(\\d+)(?:\\s*(?:${DASH}\\s*(.*)|\\((.*)\\)|(${IF}.*)))?$`, 'su');
/** A step with its name: «№ 4», «4-қадам», «4-әрекетке өту», «переход к шагу 4», «действие 4». */
const NAMED = new RegExp(
  `^(?:№\\s*(\\d+)|(\\d+)\\s*${DASH}?\\s*(?:${STEP})(?:\\s*(?:өту|көшу))?|(?:переход\\s+(?:к\\s+)?|к\\s+)?(?:шаг|шагу|действие|действию)\\s*(?:№\\s*)?(\\d+))\\.?$`,
  'iu',
);
const NONE =
  /^(?:[\p{Pd}\u2212]|жоқ|нет|(?:процестің |процесс )?(?:соңы|аяқталды|аяқталуы)|конец|завершение|окончание|(?:завершение|окончание) (?:процесса|процедуры))?$/iu;

function readBranch(piece: string, printed: string): PrintedBranch {
  const [, sign, before, after] = NAMED.exec(piece) ?? [];
  const match = BRANCH.exec(sign ?? before ?? after ?? piece);
  const to = Number(match?.[1]);
  if (match === null || to === 0) throw new NextError(printed, `no step number at ${JSON.stringify(piece)}`);
  const words = match[2] ?? match[3] ?? match[4];
  if (words === undefined) return { to, when: null };
  if (!/^[^\p{L}\d]*\p{L}/u.test(words)) throw new NextError(printed, `no condition after the dash of step ${to}`);
  // What may be the number of the branch that comes next leaves open where this one ends.
  if (new RegExp(`(?<![\\d.,])${to + 1}\\s*${DASH}\\s*\\p{L}`, 'u').test(words))
    throw new NextError(printed, `${to + 1} may begin another branch`);
  return { to, when: words.replace(/\s+/gu, ' ').trim() };
}

/**
 * The branches of a printed "next step" cell, in printed order; none for an empty cell or a dash.
 *
 * It reads `4`, `8,9`, `8 және 9`, `4-қадам`, `2–егер …; 3–егер …`, `2 (егер …)` and `10-…тексеруі`, with any dash, spaces around it, and `;`,
 * `,` or a new line between branches; «жоқ» and «нет», «соңы» and «завершение» are dashes. `when` holds the printed words after the dash, with white space collapsed and line-broken words mended. Step numbers
 * begin at 1.
 *
 * @throws NextError where a branch has no step number, or no words after its dash
 */
export function parseNext(printed: string): PrintedBranch[] {
  const text = mendBrokenWords(printed)
    .trim()
    .replace(/[;,]$|(?<=^\d+|\d[;,]\s?\d+)\.$/u, '');
  if (NONE.test(text.replace(/\.$/u, ''))) return [];
  return text.split(NEXT_BRANCH).map((piece) => readBranch(piece, printed));
}
