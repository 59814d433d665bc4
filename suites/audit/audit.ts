// Audits a log in memory: gathers the rows of each case, judges the cases in the order of their first rows, and makes the report.
import { basename } from 'node:path';
import type { AuditAnnex } from '../../schemas/audit/annex.ts';
import { type MappedEvent, ROW_PROBLEMS, type RowFault, spoilsCase } from '../../schemas/audit/event.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { isBinding } from '../../schemas/run/assertion.ts';
import type { Exchange, Report } from '../../schemas/run/report.ts';
import { conclude, count, type Verdict } from '../../schemas/run/verdict.ts';
import { counted, plainly, type Said, say } from '../../schemas/said.ts';
import { localInstant } from '../../schemas/zone.ts';
import { digestsOf } from '../engine/running/provenance.ts';
import { type AuditPlan, inOrder, judgeCase } from './judge-case.ts';
import { pseudonymOf } from './pseudonym.ts';
import { type Counted, type Deviation, Totals } from './totals.ts';

/** How many failures and faults a report lists; it says how many there are. */
const LISTED = 500;

/** The rows of a log as they were mapped, gathered by case. */
export class CaseRows {
  readonly cases = new Map<string, MappedEvent[]>();
  readonly spoiled = new Set<string>();
  /** The first faults, and how many there are of each kind. */
  readonly faults: RowFault[] = [];
  readonly faultsByProblem = new Map<RowFault['problem'], number>();
  readonly rows: number[] = [];
  events = 0;
  from = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;

  /** Adds what came of one row. */
  add({ events, faults }: { events: readonly MappedEvent[]; faults: readonly RowFault[] }): void {
    for (const fault of faults) this.#blame(fault);
    for (const event of events) this.#gather(event);
  }

  /** Takes what a database has found in rows that it read by itself, but for the faults that are listed. */
  take(found: {
    events: number;
    first: number;
    last: number;
    byProblem: ReadonlyMap<RowFault['problem'], number>;
    spoiled: readonly string[];
  }): void {
    this.events += found.events;
    this.from = Math.min(this.from, found.first);
    this.last = Math.max(this.last, found.last);
    for (const [problem, n] of found.byProblem)
      this.faultsByProblem.set(problem, (this.faultsByProblem.get(problem) ?? 0) + n);
    for (const owner of found.spoiled) this.spoiled.add(owner);
  }

  /** Puts faults among those that are listed, in the order of their rows. */
  list(faults: readonly RowFault[]): void {
    const all = [...this.faults, ...faults].toSorted((a, b) => a.file - b.file || a.row - b.row);
    this.faults.splice(0, this.faults.length, ...all.slice(0, LISTED));
  }

  #blame({ file, row, case: owner, problem, column }: RowFault): void {
    this.faultsByProblem.set(problem, (this.faultsByProblem.get(problem) ?? 0) + 1);
    if (this.faults.length < LISTED) this.faults.push({ file, row, case: owner, problem, column });
    if (owner !== null && spoilsCase({ problem })) this.spoiled.add(owner);
  }

  #gather(event: MappedEvent): void {
    const known = this.cases.get(event.case);
    if (known?.some((one) => isSame(one, event))) {
      this.#blame({ file: event.file, row: event.row, case: event.case, problem: 'duplicate', column: null });
      return;
    }
    if (known === undefined) this.cases.set(event.case, [event]);
    else known.push(event);
    this.events += 1;
    this.from = Math.min(this.from, event.at);
    this.last = Math.max(this.last, event.at);
  }
}

/** Whether two rows say the same, so that one of them was written twice. */
const isSame = (one: MappedEvent, other: MappedEvent): boolean =>
  one.at === other.at &&
  one.step === other.step &&
  one.startedAt === other.startedAt &&
  one.actor === other.actor &&
  one.outcome === other.outcome &&
  one.cause === other.cause &&
  one.completion === other.completion &&
  one.office === other.office &&
  one.channel === other.channel &&
  one.order === other.order;

/** A file that an audit rests on. */
export interface AuditedFile {
  path: string;
  sha256: string;
}

/** What an audit is made of. */
export interface AuditOptions {
  plan: AuditPlan;
  /** The plans of later editions, each with the day of the application from which it is in force, in the order of the days. */
  editions?: readonly { from: string; plan: AuditPlan }[];
  rows: CaseRows;
  regulations: readonly Regulation[];
  files: readonly (AuditedFile & { rows: number })[];
  mapping: AuditedFile & { until?: string | undefined };
  /** The key that cases are named with; null where they are named by their first rows. */
  key: Uint8Array | null;
  tool: string;
  requireFull: boolean;
  warnings: readonly { code: string; says: Said }[];
  /** The years whose days off were needed for a due date and are not settled; filled while cases are judged. */
  unsettled: ReadonlySet<number>;
  /** What a database has counted of all cases, where the rows are only those of the cases that the report tells of. */
  counted?: Counted;
  /** Called for each case that fails an assertion, in the order of the report. */
  onDeviation?(deviation: Deviation): void;
}

/** Judges every case and makes the report. The same rows, mapping and key give the same report. */
export function audit(options: AuditOptions): Report {
  const { plan, rows } = options;
  const names = distinctNames(options.files.map(({ path }) => basename(path)));
  const nameOf = ({ file, row }: Pick<MappedEvent, 'file' | 'row'>) => `${names[file] ?? file}#${row}`;
  const until = untilOf(options);
  const plans = [plan, ...(options.editions ?? []).map((edition) => edition.plan)];
  const totals = new Map(plans.map((one) => [one, new Totals(one)]));
  const exchanges = new Map<string, Exchange>();
  const listed: AuditAnnex['failed']['listed'] = [];
  const isSeen = new Set<string>();
  for (const [owner, events] of rows.cases) {
    const own = planOf(options, events);
    const found = judgeCase(own, { events, isSpoiled: rows.spoiled.has(owner) }, { until, nameOf });
    const [first] = inOrder(events, own);
    totals.get(own)?.add(found, first);
    const name =
      options.key === null || first === undefined ? nameOf(firstRow(events)) : pseudonymOf(options.key, owner);
    const cite = (ids: readonly string[]) => {
      for (const event of events)
        if (ids.includes(nameOf(event))) exchanges.set(nameOf(event), exchangeOf(event, name, nameOf(event)));
    };
    for (const { assertion, verdict, because, finding } of found) {
      const key = `${assertion.id} ${because ?? verdict}`;
      // The first case of each kind is the one that a verdict may cite.
      if (!isSeen.has(key)) cite(finding.evidence);
      isSeen.add(key);
      if (verdict !== 'fail') continue;
      const acted = events.filter(({ step }) => step === assertion.action).map(nameOf);
      const evidence = [...new Set([...acted, ...finding.evidence])];
      const { office = null, channel = null } = first ?? {};
      options.onDeviation?.({ case: name, assertion, finding, rows: evidence, office, channel });
      if (listed.length >= LISTED) continue;
      cite(evidence);
      listed.push({ case: name, assertion: assertion.id, says: finding.says, evidence, office, channel });
    }
  }
  if (options.counted !== undefined) totals.get(plan)?.recount(options.counted);
  const { failedCases, failed, ...counts } = sumOf([...totals.values()].map((one) => one.annex()));
  const annex: AuditAnnex = {
    engine: options.counted === undefined ? 'memory' : 'clickhouse',
    files: options.files.map(({ sha256, rows: read }, n) => ({ name: names[n] ?? '', sha256, rows: read })),
    mapping: { name: basename(options.mapping.path), sha256: options.mapping.sha256 },
    from: iso(rows.from),
    until: iso(until),
    rows: options.files.reduce((sum, file) => sum + file.rows, 0),
    events: rows.events,
    ...counts,
    faults: {
      total: [...rows.faultsByProblem.values()].reduce((sum, n) => sum + n, 0),
      byProblem: ROW_PROBLEMS.flatMap((problem) => {
        const n = rows.faultsByProblem.get(problem) ?? 0;
        return n === 0 ? [] : [{ problem, count: n }];
      }),
      listed: rows.faults.map(({ file, row, problem, column }) => ({ file: names[file] ?? '', row, problem, column })),
    },
    failed: { cases: failedCases, total: failed, listed },
  };
  return reportOf(options, annex, [...totals.values()], exchanges);
}

/** The plan of the edition that was in force on the day of the application, which is the day of the first row. */
function planOf({ plan, editions = [] }: AuditOptions, events: readonly MappedEvent[]): AuditPlan {
  if (editions.length === 0) return plan;
  const day = localInstant(plan.setting.calendar, Math.min(...events.map(({ at }) => at))).slice(0, 10);
  return editions.findLast(({ from }) => from <= day)?.plan ?? plan;
}

/** The counts of all editions together. */
function sumOf(annexes: readonly ReturnType<Totals['annex']>[]): ReturnType<Totals['annex']> {
  const sum = (of: (one: ReturnType<Totals['annex']>) => number) => annexes.reduce((all, one) => all + of(one), 0);
  return {
    cases: sum(({ cases }) => cases),
    failedCases: sum(({ failedCases }) => failedCases),
    failed: sum(({ failed }) => failed),
    cut: {
      beganBefore: sum(({ cut }) => cut.beganBefore),
      endsAfter: sum(({ cut }) => cut.endsAfter),
      unreadable: sum(({ cut }) => cut.unreadable),
    },
    totals: annexes.flatMap((one) => one.totals),
    times: annexes.flatMap((one) => one.times),
  };
}

function reportOf(
  { plan, editions = [], regulations, tool, requireFull, warnings, rows, unsettled }: AuditOptions,
  annex: AuditAnnex,
  totals: readonly Totals[],
  exchanges: ReadonlyMap<string, Exchange>,
): Report {
  const plans = [plan, ...editions.map((edition) => edition.plan)];
  const assertions = plans.flatMap((one) => one.assertions).sort((a, b) => (a.id < b.id ? -1 : 1));
  const found = new Map(totals.flatMap((one) => one.verdicts()).map((judgement) => [judgement.assertion, judgement]));
  const verdicts = (binding: boolean): Verdict[] =>
    assertions.flatMap((assertion) => {
      const judgement = found.get(assertion.id);
      if (judgement === undefined || isBinding(assertion) !== binding) return [];
      const evidence = judgement.evidence.filter((id) => exchanges.has(id));
      return [{ ...judgement, evidence, at: annex.until, clock: null }];
    });
  const all = verdicts(true);
  const told = [...warnings, ...faultWarnings(rows), ...unsettledWarnings(unsettled)];
  return {
    format: 'reglament-report/1',
    tool,
    target: annex.files.map(({ name }) => name).join(' '),
    portal: annex.files.map(({ name }) => name).join(', '),
    seed: 0,
    nonce: null,
    convention: plan.setting.convention,
    startedAt: annex.until,
    finishedAt: annex.until,
    outcome: conclude(all, requireFull),
    stopped: null,
    counts: count(all),
    regulations: plans.map(({ source }) => source.regulation.id),
    digests: digestsOf(regulations, assertions),
    journal: null,
    warnings: told.map(({ code, says }) => ({ code, message: plainly(says), says })),
    assertions,
    verdicts: all,
    recommended: verdicts(false),
    exchanges: Object.fromEntries([...exchanges].sort(([a], [b]) => (a < b ? -1 : 1))),
    audit: annex,
  };
}

const unsettledWarnings = (years: ReadonlySet<number>): { code: string; says: Said }[] =>
  [...years].sort().map((year) => ({
    code: 'calendar-incomplete',
    says: say`the calendar does not settle the days off of ${String(year)}; due dates that lean on it may be wrong`,
  }));

/** A row is never dropped in silence. */
function faultWarnings({ faultsByProblem, spoiled }: CaseRows): { code: string; says: Said }[] {
  const lost = [...faultsByProblem].filter(([problem]) => problem !== 'duplicate' && problem !== 'unknown-value');
  const total = lost.reduce((sum, [, n]) => sum + n, 0);
  const duplicates = faultsByProblem.get('duplicate') ?? 0;
  const unknown = faultsByProblem.get('unknown-value') ?? 0;
  return [
    ...(total === 0
      ? []
      : [
          {
            code: 'log-rows',
            says: say`${counted(total, 'row')} of the log cannot be read; of ${counted(spoiled.size, 'case')} nothing is told because of that`,
          },
        ]),
    ...(duplicates === 0
      ? []
      : [
          {
            code: 'log-duplicates',
            says: say`${counted(duplicates, 'row')} of the log say the same as another one, and count once`,
          },
        ]),
    ...(unknown === 0
      ? []
      : [{ code: 'log-values', says: say`${counted(unknown, 'value')} of the log have no meaning in the mapping` }]),
  ];
}

const iso = (ms: number): string => (Number.isFinite(ms) ? new Date(ms).toISOString() : new Date(0).toISOString());

/** The log is whole until its last row, unless its mapping says until when. */
function untilOf({ mapping, rows, plan }: AuditOptions): number {
  if (mapping.until !== undefined) return Date.parse(mapping.until);
  return Number.isFinite(rows.last) ? rows.last + plan.grainMs - 1 : 0;
}

function firstRow(events: readonly MappedEvent[]): Pick<MappedEvent, 'file' | 'row'> {
  const [first, ...others] = events;
  if (first === undefined) return { file: 0, row: 0 };
  return others.reduce(
    (least, one) => (one.file < least.file || (one.file === least.file && one.row < least.row) ? one : least),
    first,
  );
}

/** The names of files, those that occur twice with their number. */
function distinctNames(names: readonly string[]): string[] {
  return names.map((name, n) => (names.indexOf(name) === n ? name : `${name}-${n + 1}`));
}

/** A row as evidence: what was mapped of it, in the words of the regulation. */
function exchangeOf(event: MappedEvent, name: string, id: string): Exchange {
  const { step, at, startedAt, actor, outcome, cause, completion, office, channel } = event;
  const shown = {
    ...{ case: name, step, at: iso(at), startedAt: startedAt === null ? null : iso(startedAt) },
    ...{ actor, outcome, cause, completion, office, channel },
  };
  const body = JSON.stringify(Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== null)));
  return {
    ...{ id, operation: step, at: iso(at), tookMs: 0, clock: null },
    request: { method: 'ROW', url: id, headers: {}, body },
    response: { status: null, headers: {}, bytes: null, body: null, fault: null },
  };
}
