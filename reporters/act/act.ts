// The act of a check as data, in no language and no format: what was tested and by what, what came of it, and what a person has to know of it.
import { calendarOf, kazakhstan } from '../../schemas/kazakhstan.ts';
import type { Locator, Regulation } from '../../schemas/regulation.ts';
import type { Exchange, Report } from '../../schemas/run/report.ts';
import { isClaimed, isNotClaimed, type RunOutcome } from '../../schemas/run/verdict.ts';
import { isSaid, type Said, say } from '../../schemas/said.ts';
import type { Zone } from '../../schemas/zone.ts';
import { type Finding, findingsOf, groupBy } from '../findings.ts';
import { OUTCOME_MEANINGS, sayHeadline, sayJudged } from '../sentences.ts';
import { diagnose } from './causes.ts';
import { type CalendarYear, type CountedSpan, spansOf, yearsOf } from './counting.ts';
import { printedAt } from './printed.ts';

/** The act of a check. Every `Said` is told by a speaker; every other text is the portal's or the document's, and is shown as it is. */
export interface Act {
  readonly outcome: RunOutcome;
  readonly headline: Said;
  readonly meaning: Said;
  /** How much was judged and how much not, in sentences. */
  readonly judged: readonly Said[];
  /** Why the run ended before its end; null where it did not. */
  readonly stopped: string | null;
  readonly tested: Tested;
  readonly editions: readonly Edition[];
  readonly when: When;
  readonly counting: Counting;
  readonly made: Made;
  /** What is wrong, each cause once, those first that the baseline does not know. */
  readonly causes: readonly ActCause[];
  /** What kept assertions from being decided without any failure, those first that kept most. */
  readonly obstacles: readonly ActObstacle[];
  /** What else stayed undecided: pending, in error, or open only for the reading of the text. */
  readonly undecided: readonly {
    readonly verdict: 'pending' | 'error' | 'disputed';
    readonly findings: readonly Finding[];
  }[];
  /** What the portal does not show, by what is missing for it, those first that most need. */
  readonly unobserved: readonly { readonly missing: Said; readonly findings: readonly Finding[] }[];
  /** The flows that the portal does not offer, with how many assertions they have. */
  readonly unclaimed: readonly { readonly regulation: string; readonly flow: string; readonly count: number }[];
  readonly baseline: Report['baseline'] | null;
  readonly warnings: Report['warnings'];
  /** Who has signed the folder of the run, in lines; empty where nobody has, so that there is room to sign. */
  readonly signed: readonly string[];
}

/** What was tested. */
interface Tested {
  readonly portal: string;
  readonly target: string;
  readonly operator: string | null;
  readonly version: string | null;
  readonly part: { readonly number: number; readonly of: number } | null;
}

/** By which edition of which act. */
export interface Edition {
  readonly id: string;
  /** Null where the text was not at hand. */
  readonly regulation: Regulation | null;
  /** SHA-256 of the regulation as it was judged by; null where the journal has none. */
  readonly digest: string | null;
  readonly flows: readonly string[];
}

/** When it was tested, by both clocks: ISO 8601 in UTC, to be told in the time of the zone. */
interface When {
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** The first and the last time that the portal told in the exchanges of the report; null where it told none. */
  readonly clock: { readonly first: string; readonly last: string } | null;
  readonly zone: Zone;
}

/** How terms of days were counted. */
interface Counting {
  readonly convention: string;
  readonly spans: readonly CountedSpan[];
  readonly years: readonly CalendarYear[];
}

/** By what the act was made, so that it can be made again. */
interface Made {
  readonly tool: string;
  readonly seed: number;
  readonly nonce: string | null;
  readonly journal: string | null;
  readonly suite: string;
}

/** One thing that is wrong. */
export interface ActCause {
  readonly regulation: string;
  readonly flow: string;
  readonly place: Locator | null;
  /** The words of the place, in the language of the act; null where the transcription does not hold them. */
  readonly printed: string | null;
  readonly failures: readonly Failure[];
  /** What was not decided because of it. */
  readonly hides: readonly Finding[];
  readonly isKnown: boolean;
}

/** One failed assertion. */
export interface Failure {
  readonly finding: Finding;
  /** The exchange that shows it, which is the last that the verdict rests on; null where the report holds none. */
  readonly shown: Exchange | null;
  /** The other exchanges that it rests on, by their ids. */
  readonly others: readonly string[];
  /** The command that judges it alone again. */
  readonly repeat: string;
}

/** One thing that kept assertions from being decided. */
export interface ActObstacle {
  readonly regulation: string;
  readonly flow: string;
  readonly why: Said;
  readonly findings: readonly Finding[];
}

/** What an act needs besides its report. */
export interface ActOptions {
  /** Who has signed the folder of the run, in lines. */
  readonly signed?: readonly string[];
}

/** The act of a report. The same report and regulations give the same act. */
export function actOf(report: Report, regulations: readonly Regulation[], { signed = [] }: ActOptions = {}): Act {
  const findings = findingsOf(report);
  const { causes, obstacles } = diagnose(findings, report);
  const find = (id: string) => regulations.find((one) => one.id === id) ?? null;
  return {
    outcome: report.outcome,
    headline: sayHeadline(report),
    meaning: OUTCOME_MEANINGS[report.outcome],
    judged: sayJudged(report),
    stopped: report.stopped,
    tested: {
      portal: report.portal,
      target: report.target,
      operator: report.about?.operator ?? null,
      version: report.about?.version ?? null,
      part: report.part ?? null,
    },
    editions: report.regulations.map((id) => editionOf(id, find(id), report, findings)),
    when: whenOf(report),
    counting: countingOf(report, find, findings),
    made: {
      tool: report.tool,
      seed: report.seed,
      nonce: report.nonce,
      journal: report.journal,
      suite: report.digests.suite,
    },
    causes: causes.map(({ failures, ...cause }) => {
      const regulation = find(cause.regulation);
      const printed = regulation === null || cause.place === null ? null : printedAt(regulation, cause.place);
      return { ...cause, printed, failures: failures.map((finding) => failureOf(finding, report)) };
    }),
    obstacles,
    undecided: undecidedOf(findings),
    unobserved: unobservedOf(findings),
    unclaimed: unclaimedOf(findings),
    baseline: report.baseline ?? null,
    warnings: report.warnings,
    signed,
  };
}

function editionOf(
  id: string,
  regulation: Regulation | null,
  { digests }: Report,
  findings: readonly Finding[],
): Edition {
  const flows = findings.filter(({ assertion }) => assertion.regulation === id).map(({ assertion }) => assertion.flow);
  return { id, regulation, digest: digests.regulations[id] ?? null, flows: [...new Set(flows)] };
}

function whenOf({ startedAt, finishedAt, exchanges }: Report): When {
  const clocks = Object.values(exchanges)
    .flatMap(({ clock }) => (clock === null || Number.isNaN(Date.parse(clock)) ? [] : [clock]))
    .sort((a, b) => Date.parse(a) - Date.parse(b));
  const [first, last] = [clocks.at(0), clocks.at(-1)];
  const clock = first === undefined || last === undefined ? null : { first, last };
  return { startedAt, finishedAt, clock, zone: kazakhstan().zone };
}

function countingOf(
  { convention }: Report,
  find: (id: string) => Regulation | null,
  findings: readonly Finding[],
): Counting {
  const spans = [...groupBy(findings, ({ assertion }) => assertion.regulation)].flatMap(([id, own]) => {
    const regulation = find(id);
    return spansOf(own, regulation === null ? kazakhstan() : calendarOf(kazakhstan(), regulation));
  });
  // The same days are counted once, whichever regulation the term is of.
  const same = groupBy(spans, ({ term, from, due }) => JSON.stringify([term, from, due]));
  const once = [...same.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, findings: [first, ...others].flatMap((span) => span.findings) }],
  );
  return { convention, spans: once, years: yearsOf(once, kazakhstan()) };
}

function failureOf(finding: Finding, report: Report): Failure {
  const { evidence } = finding.verdict;
  const shown = evidence.findLast((id) => report.exchanges[id] !== undefined);
  return {
    finding,
    shown: shown === undefined ? null : (report.exchanges[shown] ?? null),
    others: evidence.filter((id) => id !== shown),
    repeat: repeatOf(finding, report),
  };
}

/** The command that judges an assertion alone again, for a shell. */
function repeatOf({ assertion }: Finding, { target, seed, nonce, convention, audit }: Report): string {
  const words = [
    ...(audit === undefined
      ? ['reglament', 'run', '--target', target, '--assertion', assertion.id, '--seed', String(seed)]
      : ['reglament', 'audit', ...audit.files.map(({ name }) => name), '--mapping', audit.mapping.name]),
    ...(audit === undefined ? [] : ['--assertion', assertion.id]),
    ...(nonce === null ? [] : ['--nonce', nonce]),
    ...(convention === 'next-day' ? [] : ['--term-start', convention]),
  ];
  return words.map(forShell).join(' ');
}

/** A word that a POSIX shell takes as it is. */
const forShell = (word: string): string =>
  /^[\w./:@%+=,-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

function undecidedOf(findings: readonly Finding[]): Act['undecided'] {
  const kinds = [
    { verdict: 'pending' as const, is: ({ verdict }: Finding) => verdict.verdict === 'pending' },
    { verdict: 'error' as const, is: ({ verdict }: Finding) => verdict.verdict === 'error' },
    {
      verdict: 'disputed' as const,
      is: ({ verdict }: Finding) => verdict.verdict === 'inconclusive' && verdict.disputed,
    },
  ];
  return kinds.flatMap(({ verdict, is }) => {
    const own = findings.filter(is);
    return own.length === 0 ? [] : [{ verdict, findings: own }];
  });
}

function unobservedOf(findings: readonly Finding[]): Act['unobserved'] {
  const own = findings.filter(({ verdict }) => verdict.verdict === 'not-applicable' && isClaimed(verdict));
  const groups = groupBy(own, ({ verdict }) => JSON.stringify(missingIn(verdict)));
  return [...groups.values()]
    .flatMap((group) => (group[0] === undefined ? [] : [{ missing: missingIn(group[0].verdict), findings: group }]))
    .sort((a, b) => b.findings.length - a.findings.length);
}

/** The sentence by which a verdict says so. */
const [NOT_OBSERVABLE] = say`not-observable: ${null}`;

/** What is missing, without the words which say that the verdict rests on that. */
function missingIn({ says }: Finding['verdict']): Said {
  const { reason } = says;
  const within = reason?.[0] === NOT_OBSERVABLE ? (reason[1] ?? null) : null;
  return within !== null && isSaid(within) ? within : (reason ?? say`no reason is given`);
}

function unclaimedOf(findings: readonly Finding[]): Act['unclaimed'] {
  const own = findings.filter(({ verdict }) => verdict.verdict === 'not-applicable' && isNotClaimed(verdict.reason));
  const groups = groupBy(own, ({ assertion }) => `${assertion.regulation}/${assertion.flow}`);
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ regulation: first.assertion.regulation, flow: first.assertion.flow, count: others.length + 1 }],
  );
}
