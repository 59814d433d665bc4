// The words that all reports share: for verdicts, outcomes, rows and families, and the headline made of them.

import type { Row } from '../schemas/regulation.ts';
import type { Family } from '../schemas/run/assertion.ts';
import type { Report } from '../schemas/run/report.ts';
import {
  type Attempt,
  type Counts,
  count,
  groupOf,
  isClaimed,
  type Known,
  type RunOutcome,
  type VerdictName,
} from '../schemas/run/verdict.ts';

/** The symbol and words for a verdict. `done` completes a count, as in "3 failed". */
export interface VerdictWords {
  readonly symbol: string;
  readonly label: string;
  readonly done: string;
  readonly meaning: string;
}

/** The symbol and words for every verdict. */
export const VERDICT_WORDS: Readonly<Record<VerdictName, VerdictWords>> = {
  pass: {
    symbol: '✓',
    label: 'Pass',
    done: 'passed',
    meaning: 'What the text says was observed, whichever way time and reading are taken.',
  },
  fail: {
    symbol: '✗',
    label: 'Fail',
    done: 'failed',
    meaning: 'Something else was observed, and it contradicts the text whichever way time and reading are taken.',
  },
  inconclusive: {
    symbol: '?',
    label: 'Inconclusive',
    done: 'inconclusive',
    meaning: 'It should have been observed and was not, or what was observed fits one reading and not another.',
  },
  pending: {
    symbol: '◷',
    label: 'Pending',
    done: 'pending',
    meaning: 'The portal still has time to do it.',
  },
  'not-applicable': {
    symbol: '–',
    label: 'Not applicable',
    done: 'not applicable',
    meaning:
      'The supplier declares that the portal does not offer it, or has no way to show it. It counts as not judged.',
  },
  error: {
    symbol: '!',
    label: 'Error',
    done: 'in error',
    meaning: 'The suite itself failed here. It says nothing about the portal.',
  },
};

/** What every outcome of a run means. */
export const OUTCOME_MEANINGS: Readonly<Record<RunOutcome, string>> = {
  passed: 'Nothing in scope failed unexpectedly or stayed open.',
  failed: 'At least one assertion failed, or an entry of the baseline does not hold.',
  incomplete: 'Nothing failed, but something in scope was not decided.',
};

/** The headings of the rows in Kazakh, as the documents print them, and their meanings in English. */
export const ROW_WORDS: Readonly<Record<Row, { readonly kk: string; readonly en: string }>> = {
  actor: { kk: 'ҚФБ атауы', en: 'Who acts' },
  action: { kk: 'Іс-әрекеттің атауы және сипаттамасы', en: 'What is done' },
  completion: { kk: 'Аяқтау нысаны', en: 'What it leaves behind' },
  term: { kk: 'Орындау мерзімдері', en: 'How long it may take' },
  next: { kk: 'Келесі әрекет нөмірі', en: 'Which step follows' },
};

/** The heading of the row of step numbers. */
export const STEP_WORDS = { kk: 'Әрекет №', en: 'Step' } as const;

/** The headings of the families of assertions. */
export const FAMILY_WORDS: Readonly<Record<Family, string>> = {
  'next-step': 'Next step',
  cause: 'Causes of a refusal',
  order: 'Order of steps',
  term: 'Terms',
  refusal: 'Refusals',
  completion: 'Completion forms',
  actor: 'Actors',
  document: 'Documents',
  access: 'Access',
  form: 'Forms and screens',
};

/** A count with its noun, as in "1 assertion" and "2 assertions". */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The verdicts on the flows that the portal offers: a count of others says nothing about it. */
export const countsOf = ({ verdicts }: Pick<Report, 'verdicts'>): Counts => count(verdicts.filter(isClaimed));

/** How many failures the baseline knows. */
const expectedIn = ({ verdicts }: Pick<Report, 'verdicts'>): number =>
  verdicts.filter((verdict) => groupOf(verdict) === 'expected').length;

/**
 * The outcome in one line, as in "passed on 212 of 345 assertions", counting those of the flows that the portal offers. What failed as
 * expected is never among the passed: "passed on 212 of 345 assertions, failed on 2 as expected".
 */
export function headline(report: Pick<Report, 'outcome' | 'verdicts' | 'baseline'>): string {
  const { outcome, baseline } = report;
  const counts = countsOf(report);
  const of = `of ${countOf(counts.total, 'assertion')}`;
  const expected = expectedIn(report);
  const also = expected === 0 ? '' : `, failed on ${expected} as expected`;
  const failed = counts.fail - expected;
  if (outcome === 'failed' && failed === 0)
    return `failed: the baseline does not hold in ${countOf(baseline?.problems.length ?? 0, 'place')}, passed on ${counts.pass} ${of}${also}`;
  if (outcome === 'failed')
    return `failed on ${failed} ${of}${expected === 0 ? '' : `, and on ${expected} as expected`}`;
  return `${outcome === 'passed' ? 'passed' : 'incomplete: passed'} on ${counts.pass} ${of}${also}`;
}

/** Why a failure was expected, in one line. */
export const knownLine = ({ flaky, reason, link, expires }: Known): string =>
  `${flaky ? 'known to be flaky' : 'known'}: ${reason} (${link}, until ${expires})`;

/** What the walks say on which a flaky assertion was tried, as in "2 attempts: failed, held". */
export function attemptsLine(attempts: readonly Attempt[]): string {
  const words = attempts.map(({ holds }) => (holds === null ? 'undecided' : holds ? 'held' : 'failed'));
  return `${countOf(attempts.length, 'attempt')}: ${words.join(', ')}`;
}

/** How much was judged, as in "212 judged, 133 not: 13 inconclusive, 120 not applicable", and how much is not asked of the portal. */
export function judgedLine(report: Pick<Report, 'verdicts'>): string {
  const counts = countsOf(report);
  const others = report.verdicts.length - counts.total;
  const open = (['inconclusive', 'pending', 'not-applicable', 'error'] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => `${counts[name]} ${VERDICT_WORDS[name].done}`);
  const expected = expectedIn(report);
  const known = expected === 0 ? '' : `, of them ${expected} as expected`;
  const judged = `${counts.judged} judged (${counts.pass} passed, ${counts.fail} failed${known})`;
  const not = open.length === 0 ? '' : `, ${counts.total - counts.judged} not: ${open.join(', ')}`;
  return `${judged}${not}${others === 0 ? '' : `; ${others} more are of flows that the portal does not offer`}`;
}
