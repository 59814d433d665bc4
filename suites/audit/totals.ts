// Adds the verdicts on all cases up: to one verdict for each assertion, to counts, to the list of what failed, and to the times.
import type { AuditAnnex, TimeGroup } from '../../schemas/audit/annex.ts';
import { type CaseVerdict, OPEN_REASONS, type OpenReason } from '../../schemas/audit/case-verdict.ts';
import type { MappedEvent } from '../../schemas/audit/event.ts';
import type { TestAssertion } from '../../schemas/run/assertion.ts';
import { told } from '../../schemas/run/says.ts';
import type { Elapsed, Judgement } from '../../schemas/run/verdict.ts';
import { counted, type Said, say } from '../../schemas/said.ts';
import { undecided } from '../engine/judging/judge.ts';
import type { AuditPlan, CaseFinding } from './judge-case.ts';
import { Times } from './times.ts';

/** A case that failed for an assertion, with what names it. */
export interface Deviation {
  case: string;
  assertion: TestAssertion;
  finding: CaseFinding['finding'];
  /** All rows that the finding rests on, by their names. */
  rows: readonly string[];
  office: string | null;
  channel: string | null;
}

/** Why a verdict stays open over all cases: whatever may hide that one of them failed. A case that is cut off, or that shows nothing, hides nothing of what the log shows. */
const DOUBTS: readonly OpenReason[] = ['unreadable-row', 'time', 'same-moment', 'other'];

interface Tally {
  pass: number;
  fail: number;
  open: Map<OpenReason, number>;
  first: Partial<Record<'pass' | 'fail' | OpenReason, CaseFinding['finding']>>;
  slowest: Elapsed | null;
  times: Times | null;
}

/** What a database has counted of all cases of a log. */
export interface Counted {
  cases: number;
  failedCases: number;
  cut: AuditAnnex['cut'];
  counts: readonly (Pick<CaseVerdict, 'assertion' | 'verdict' | 'because'> & { cases: number })[];
  /** How long the steps took, by the id of the assertion. */
  times: ReadonlyMap<string, readonly TimeGroup[]>;
}

/** The sum of all cases of a log. */
export class Totals {
  readonly #plan: AuditPlan;
  readonly #tallies: Map<string, Tally>;
  #cases = 0;
  #failedCases = 0;
  #groups: Counted['times'] | null = null;
  readonly #cut = { beganBefore: 0, endsAfter: 0, unreadable: 0 };

  constructor(plan: AuditPlan) {
    this.#plan = plan;
    const timed = (one: TestAssertion) => one.family === 'term';
    this.#tallies = new Map(
      plan.judged.map((one) => [
        one.id,
        {
          ...{ pass: 0, fail: 0, open: new Map(), first: {}, slowest: null },
          times: timed(one) ? new Times(plan.setting.calendar) : null,
        },
      ]),
    );
  }

  /** Adds a case. @param first its first row */
  add(found: readonly CaseFinding[], first: MappedEvent | undefined): void {
    this.#cases += 1;
    const reasons = new Set(found.map(({ because }) => because));
    if (reasons.has('unreadable-row')) this.#cut.unreadable += 1;
    else if (reasons.has('began-before')) this.#cut.beganBefore += 1;
    else if (reasons.has('ends-after')) this.#cut.endsAfter += 1;
    if (found.some(({ verdict }) => verdict === 'fail')) this.#failedCases += 1;
    for (const one of found) this.#count(one, first);
  }

  #count({ assertion, verdict, because, finding }: CaseFinding, first: MappedEvent | undefined): void {
    const tally = this.#tallies.get(assertion.id);
    if (tally === undefined) return;
    const key = verdict === 'inconclusive' ? (because ?? 'other') : verdict;
    if (verdict === 'inconclusive') {
      const reason = because ?? 'other';
      tally.open.set(reason, (tally.open.get(reason) ?? 0) + 1);
    } else tally[verdict] += 1;
    tally.first[key] ??= finding;
    const { elapsed } = finding;
    if (elapsed === undefined || because === 'unreadable-row' || because === 'began-before') return;
    const took = elapsed.withinMs;
    if ((tally.slowest?.withinMs ?? -1) < (took ?? elapsed.overMs)) tally.slowest = { ...elapsed };
    if (took !== null && first !== undefined) tally.times?.add(first, took, elapsed.termMs, verdict === 'fail');
  }

  /** Takes what a database has counted of all cases, where only those were added that a report tells of. */
  recount({ cases, failedCases, cut, counts, times }: Counted): void {
    this.#cases = cases;
    this.#failedCases = failedCases;
    Object.assign(this.#cut, cut);
    this.#groups = times;
    for (const [assertion, tally] of this.#tallies) {
      const own = counts.filter((count) => count.assertion === assertion);
      tally.pass = own.find(({ verdict }) => verdict === 'pass')?.cases ?? 0;
      tally.fail = own.find(({ verdict }) => verdict === 'fail')?.cases ?? 0;
      tally.open = new Map(own.flatMap(({ because, cases: n }) => (because === null ? [] : [[because, n] as const])));
    }
  }

  /** One verdict for each assertion of the plan, in its order. */
  verdicts(): Judgement[] {
    return this.#plan.assertions.map((assertion) => {
      const why = this.#plan.notShown.get(assertion.id);
      const tally = this.#tallies.get(assertion.id);
      return why !== undefined || tally === undefined
        ? undecided(assertion, say`not-observable: ${why ?? null}`)
        : judgementOf(assertion, tally);
    });
  }

  /** The counts for the annex of the report. */
  annex(): Pick<AuditAnnex, 'cases' | 'cut' | 'totals' | 'times'> & { failedCases: number; failed: number } {
    const tallies = [...this.#tallies];
    return {
      cases: this.#cases,
      cut: this.#cut,
      failedCases: this.#failedCases,
      failed: tallies.reduce((sum, [, { fail }]) => sum + fail, 0),
      totals: tallies.map(([assertion, { pass, fail, open }]) => ({
        ...{ assertion, pass, fail },
        inconclusive: OPEN_REASONS.flatMap((because) => {
          const count = open.get(because) ?? 0;
          return count === 0 ? [] : [{ because, count }];
        }),
      })),
      times: tallies.flatMap(([assertion, { times }]) => {
        const groups = this.#groups === null ? (times?.groups() ?? []) : [...(this.#groups.get(assertion) ?? [])];
        return groups.length === 0 ? [] : [{ assertion, groups }];
      }),
    };
  }
}

function judgementOf(assertion: TestAssertion, { pass, fail, open, first, slowest }: Tally): Judgement {
  const judgement = (
    verdict: Judgement['verdict'],
    finding: CaseFinding['finding'],
    actual: Said,
    reason: Said | null = null,
  ): Judgement => ({
    ...{ assertion: assertion.id, verdict },
    ...told(assertion.titled, actual, reason),
    ...{ evidence: finding.evidence, scenario: null, disputed: false },
    ...(slowest === null ? {} : { elapsed: slowest }),
  });
  const judged = pass + fail;
  if (first.fail !== undefined)
    return judgement(
      'fail',
      first.fail,
      say`it does not hold in ${counted(fail, 'case')} of ${judged}; in the first of them: ${first.fail.says.actual}`,
    );
  const doubt = DOUBTS.find((reason) => open.has(reason));
  const doubted = doubt === undefined ? undefined : first[doubt];
  if (doubt !== undefined && doubted !== undefined) {
    const why = say`it cannot be told in ${counted(open.get(doubt) ?? 0, 'case')}; in the first of them: ${doubted.says.actual}`;
    return judgement('inconclusive', doubted, why, why);
  }
  if (first.pass !== undefined)
    return judgement('pass', first.pass, say`it holds in ${counted(pass, 'case')}, all that show it to the end`);
  // What a log does not show of the cases that it has whole, those that it cuts off do not make observable.
  const unseen = first['not-shown'];
  if (unseen !== undefined) return undecided(assertion, say`not-observable: ${unseen.says.actual}`);
  const left = OPEN_REASONS.find((reason) => open.has(reason));
  const finding = left === undefined ? undefined : first[left];
  if (left === undefined || finding === undefined)
    return { ...undecided(assertion, say`no case of the log came to it`), verdict: 'inconclusive' };
  const reason = say`it cannot be told in ${counted(open.get(left) ?? 0, 'case')}; in the first of them: ${finding.says.actual}`;
  return { ...judgement('inconclusive', finding, reason, reason), disputed: left === 'reading' };
}
