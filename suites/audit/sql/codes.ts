// Numbers the words of a flow and of verdicts, because a database counts and compares numbers faster than words.
import { type CaseVerdict, OPEN_REASONS, type OpenReason } from '../../../schemas/audit/case-verdict.ts';
import {
  CAUSE_NAMES,
  type Cause,
  COMPLETIONS,
  type Completion,
  OUTCOMES,
  type Outcome,
} from '../../../schemas/vocabulary.ts';
import type { Source } from '../../flow/source.ts';

/** The words of a flow, each list in the order of its numbers, which begin at 1; 0 is for what a log does not show. */
export interface Words {
  steps: readonly string[];
  actors: readonly string[];
  outcomes: readonly Outcome[];
  causes: readonly Cause[];
  completions: readonly Completion[];
}

/** The words of a flow. Its steps are numbered in their order, which also orders rows of the same moment. */
export const wordsOf = ({ regulation, graph }: Source): Words => ({
  steps: graph.steps.map(({ action }) => action),
  actors: regulation.parties.map(({ id }) => id),
  outcomes: OUTCOMES,
  causes: CAUSE_NAMES,
  completions: COMPLETIONS,
});

/** The number of a word; 0 for null and for a word that is none of them. */
export const codeOf = (words: readonly string[], word: string | null): number =>
  word === null ? 0 : words.indexOf(word) + 1;

/** The codes of verdicts. What an assertion says nothing of is `none`; the reasons for which nothing can be told follow after `open`. */
export const VERDICT = { none: 0, pass: 1, fail: 2, open: 3 } as const;
/** How many codes there are. */
export const VERDICT_CODES = VERDICT.open + OPEN_REASONS.length;

/** The code of a case of which nothing can be told. */
export const openCode = (reason: OpenReason): number => VERDICT.open + OPEN_REASONS.indexOf(reason);

/** What a code says; null for none. @throws RangeError for a number that is no code */
export function readVerdict(code: number): Pick<CaseVerdict, 'verdict' | 'because'> | null {
  if (code === VERDICT.none) return null;
  if (code === VERDICT.pass) return { verdict: 'pass', because: null };
  if (code === VERDICT.fail) return { verdict: 'fail', because: null };
  const because = OPEN_REASONS[code - VERDICT.open];
  if (because === undefined) throw new RangeError(`no verdict has the code ${code}`);
  return { verdict: 'inconclusive', because };
}
