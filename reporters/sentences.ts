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
  VERDICTS,
  type VerdictName,
} from '../schemas/run/verdict.ts';
import { all, counted, dated, plainly, quote, type Said, say } from '../schemas/said.ts';

/** The symbol and words for a verdict. */
export interface VerdictSaid {
  readonly symbol: string;
  readonly label: Said;
  readonly meaning: Said;
  /** A count of such verdicts, as in "3 failed". */
  done(count: number): Said;
  /** How many of all are such verdicts, as in "3 of 4 failed". */
  share(count: number, of: number): Said;
}

/** The symbol and words for every verdict. */
export const VERDICT_SAID: Readonly<Record<VerdictName, VerdictSaid>> = {
  pass: {
    symbol: '✓',
    label: say`Pass`,
    meaning: say`What the text says was observed, whichever way time and reading are taken.`,
    done: (n) => say`${n} passed`,
    share: (n, of) => say`${n} of ${of} passed`,
  },
  fail: {
    symbol: '✗',
    label: say`Fail`,
    meaning: say`Something else was observed, and it contradicts the text whichever way time and reading are taken.`,
    done: (n) => say`${n} failed`,
    share: (n, of) => say`${n} of ${of} failed`,
  },
  inconclusive: {
    symbol: '?',
    label: say`Inconclusive`,
    meaning: say`It should have been observed and was not, or what was observed fits one reading and not another.`,
    done: (n) => say`${n} inconclusive`,
    share: (n, of) => say`${n} of ${of} inconclusive`,
  },
  pending: {
    symbol: '◷',
    label: say`Pending`,
    meaning: say`The portal still has time to do it.`,
    done: (n) => say`${n} pending`,
    share: (n, of) => say`${n} of ${of} pending`,
  },
  'not-applicable': {
    symbol: '–',
    label: say`Not applicable`,
    meaning: say`The supplier declares that the portal does not offer it, or has no way to show it. It counts as not judged.`,
    done: (n) => say`${n} not applicable`,
    share: (n, of) => say`${n} of ${of} not applicable`,
  },
  error: {
    symbol: '!',
    label: say`Error`,
    meaning: say`The suite itself failed here. It says nothing about the portal.`,
    done: (n) => say`${n} in error`,
    share: (n, of) => say`${n} of ${of} in error`,
  },
};

/** The symbol and the English words for a verdict, for formats that have no other language. `done` completes a count, as in "3 failed". */
export interface VerdictWords {
  readonly symbol: string;
  readonly label: string;
  readonly done: string;
  readonly meaning: string;
}

/** The symbol and the English words for every verdict. */
export const VERDICT_WORDS: Readonly<Record<VerdictName, VerdictWords>> = inEnglish();

function inEnglish(): Record<VerdictName, VerdictWords> {
  const words = (name: VerdictName): VerdictWords => {
    const { symbol, label, meaning, done } = VERDICT_SAID[name];
    return { symbol, label: plainly(label), done: plainly(done(1)).slice(2), meaning: plainly(meaning) };
  };
  const [pass, fail, inconclusive, pending, notApplicable, error] = VERDICTS;
  return {
    pass: words(pass),
    fail: words(fail),
    inconclusive: words(inconclusive),
    pending: words(pending),
    'not-applicable': words(notApplicable),
    error: words(error),
  };
}

/** What every outcome of a run means. */
export const OUTCOME_MEANINGS: Readonly<Record<RunOutcome, Said>> = {
  passed: say`Nothing in scope failed unexpectedly or stayed open.`,
  failed: say`At least one assertion failed, or an entry of the baseline does not hold.`,
  incomplete: say`Nothing failed, but something in scope was not decided.`,
};

/** The headings of the rows in Kazakh, as the documents print them, and what they mean. */
export const ROW_WORDS: Readonly<Record<Row, { readonly kk: string; readonly means: Said }>> = {
  actor: { kk: 'ҚФБ атауы', means: say`Who acts` },
  action: { kk: 'Іс-әрекеттің атауы және сипаттамасы', means: say`What is done` },
  completion: { kk: 'Аяқтау нысаны', means: say`What it leaves behind` },
  term: { kk: 'Орындау мерзімдері', means: say`How long it may take` },
  next: { kk: 'Келесі әрекет нөмірі', means: say`Which step follows` },
};

/** The heading of the row of step numbers. */
export const STEP_WORDS = { kk: 'Әрекет №', means: say`Step` } as const;

/** The headings of the families of assertions. */
export const FAMILY_WORDS: Readonly<Record<Family, Said>> = {
  'next-step': say`Next step`,
  cause: say`Causes of a refusal`,
  order: say`Order of steps`,
  term: say`Terms`,
  refusal: say`Refusals`,
  completion: say`Completion forms`,
  actor: say`Actors`,
  document: say`Documents`,
  access: say`Access`,
  form: say`Forms and screens`,
  asked: say`Calls to other systems`,
};

/** A count with its noun in English, as in "1 assertion" and "2 assertions". */
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
export function sayHeadline(report: Pick<Report, 'outcome' | 'verdicts' | 'baseline'>): Said {
  const { outcome, baseline } = report;
  const counts = countsOf(report);
  const whole = counted(counts.total, 'assertion');
  const expected = expectedIn(report);
  const failed = counts.fail - expected;
  if (outcome === 'failed' && failed === 0) {
    const places = counted(baseline?.problems.length ?? 0, 'place');
    return expected === 0
      ? say`failed: the baseline does not hold in ${places}, passed on ${counts.pass} of ${whole}`
      : say`failed: the baseline does not hold in ${places}, passed on ${counts.pass} of ${whole}, failed on ${expected} as expected`;
  }
  if (outcome === 'failed')
    return expected === 0
      ? say`failed on ${failed} of ${whole}`
      : say`failed on ${failed} of ${whole}, and on ${expected} as expected`;
  if (outcome === 'passed')
    return expected === 0
      ? say`passed on ${counts.pass} of ${whole}`
      : say`passed on ${counts.pass} of ${whole}, failed on ${expected} as expected`;
  return expected === 0
    ? say`incomplete: passed on ${counts.pass} of ${whole}`
    : say`incomplete: passed on ${counts.pass} of ${whole}, failed on ${expected} as expected`;
}

/** The same in plain English. */
export const headline = (report: Pick<Report, 'outcome' | 'verdicts' | 'baseline'>): string =>
  plainly(sayHeadline(report));

/** Why a failure was expected, in one line. */
export const sayKnown = ({ flaky, reason, link, expires }: Known): Said =>
  flaky
    ? say`known to be flaky: ${quote(reason)} (${quote(link)}, until ${dated(expires)})`
    : say`known: ${quote(reason)} (${quote(link)}, until ${dated(expires)})`;

/** The same in plain English. */
export const knownLine = (known: Known): string => plainly(sayKnown(known));

/** What the walks say on which a flaky assertion was tried, as in "2 attempts: failed, held". */
export function sayAttempts(attempts: readonly Attempt[]): Said {
  const words = attempts.map(({ holds }) => (holds === null ? say`undecided` : holds ? say`held` : say`failed`));
  return say`${counted(attempts.length, 'attempt')}: ${all(words)}`;
}

/** The same in plain English. */
export const attemptsLine = (attempts: readonly Attempt[]): string => plainly(sayAttempts(attempts));

/** How much was judged, and how much is not asked of the portal, in sentences. */
export function sayJudged(report: Pick<Report, 'verdicts'>): Said[] {
  const counts = countsOf(report);
  const { judged, pass, fail } = counts;
  const others = report.verdicts.length - counts.total;
  const open = OPEN.filter((name) => counts[name] > 0).map((name) => VERDICT_SAID[name].done(counts[name]));
  const expected = expectedIn(report);
  return [
    expected === 0
      ? say`${judged} judged (${pass} passed, ${fail} failed)`
      : say`${judged} judged (${pass} passed, ${fail} failed, of them ${expected} as expected)`,
    ...(open.length === 0 ? [] : [say`${counts.total - judged} not judged: ${all(open)}`]),
    ...(others === 0 ? [] : [say`${others} more are of flows that the portal does not offer`]),
  ];
}

const OPEN = ['inconclusive', 'pending', 'not-applicable', 'error'] as const;

/** The same in one line of plain English, as in "212 judged (212 passed, 0 failed). 133 not judged: 13 inconclusive; 120 not applicable". */
export const judgedLine = (report: Pick<Report, 'verdicts'>): string => sayJudged(report).map(plainly).join('. ');
