// Tells one cause once: gathers the failures that one place of the text accounts for, and what stayed undecided behind them.
//
// The rule, in this order:
// 1. Failures of one flow that cite a common cell are one cause. The cell that most of them cite is taken first, then the one that most of
//    the rest cite, and so on: the fewest cells that account for all failures. Where a failure cites no cell, its clause item stands in for
//    one; an exchange that the portal answered with a fault (no answer, or a status from 500) counts as a cell too, and goes before them.
// 2. An undecided verdict is hidden by a failure that was found on the same walk and speaks of the same step, operation or words of the
//    portal as what ended the walk. Whatever else in the flow stayed undecided for the very same words is hidden by it too.
// 3. What no failure hides is told once for each thing that stood in the way.
import { placeKey } from '../../schemas/place.ts';
import type { Locator } from '../../schemas/regulation.ts';
import type { Report } from '../../schemas/run/report.ts';
import { groupOf } from '../../schemas/run/verdict.ts';
import { isSaid, plainly, type Said, say, type Value } from '../../schemas/said.ts';
import { type Finding, groupBy } from '../findings.ts';

/** One thing that is wrong: the failures that it accounts for, worst known first, and what it kept from being decided. */
export interface Cause {
  readonly regulation: string;
  readonly flow: string;
  /** The cell, or the clause item, that the failures have in common; null where they share an exchange that was answered with a fault. */
  readonly place: Locator | null;
  readonly failures: readonly Finding[];
  readonly hides: readonly Finding[];
  /** Whether the baseline knows all of its failures. */
  readonly isKnown: boolean;
}

/** One thing that kept assertions from being decided, without a failure. */
export interface Obstacle {
  readonly regulation: string;
  readonly flow: string;
  readonly why: Said;
  readonly findings: readonly Finding[];
}

/** Everything that failed or stayed undecided, each once. */
export interface Diagnosis {
  readonly causes: readonly Cause[];
  readonly obstacles: readonly Obstacle[];
}

/** Finds the causes, those first that the baseline does not know, then by the order of the report. */
export function diagnose(findings: readonly Finding[], { exchanges }: Pick<Report, 'exchanges'>): Diagnosis {
  const flows = [...groupBy(findings, flowOf).values()];
  const parts = flows.map((own) => diagnoseFlow(own, exchanges));
  const causes = parts.flatMap((part) => part.causes);
  return {
    causes: [...causes.filter(({ isKnown }) => !isKnown), ...causes.filter(({ isKnown }) => isKnown)],
    obstacles: parts.flatMap((part) => part.obstacles).sort((a, b) => b.findings.length - a.findings.length),
  };
}

const flowOf = ({ assertion }: Finding): string => `${assertion.regulation}/${assertion.flow}`;

function diagnoseFlow(findings: readonly Finding[], exchanges: Report['exchanges']): Diagnosis {
  const groups = gather(
    findings.filter(({ verdict }) => verdict.verdict === 'fail'),
    exchanges,
  );
  const open = findings.filter(({ verdict }) => verdict.verdict === 'inconclusive' && !verdict.disputed);
  const byWhy = [...groupBy(open, ({ verdict }) => JSON.stringify(whyOf(verdict))).values()];
  const hidden = new Map<Group, Finding[]>();
  const obstacles: Obstacle[] = [];
  for (const group of byWhy) {
    const [first] = group;
    if (first === undefined) continue;
    const why = whyOf(first.verdict);
    const hider = groups.find(({ failures }) => failures.some((failure) => hides(failure, group, why)));
    if (hider === undefined) obstacles.push({ ...placeIn(first), why, findings: group });
    else hidden.set(hider, [...(hidden.get(hider) ?? []), ...group]);
  }
  const causes = groups.flatMap((group): Cause[] => {
    const [first] = group.failures;
    if (first === undefined) return [];
    const isKnown = group.failures.every(({ verdict }) => groupOf(verdict) === 'expected');
    return [{ ...placeIn(first), ...group, hides: hidden.get(group) ?? [], isKnown }];
  });
  return { causes, obstacles };
}

const placeIn = ({ assertion: { regulation, flow } }: Finding) => ({ regulation, flow });

interface Group {
  readonly place: Locator | null;
  readonly failures: readonly Finding[];
}

/** What failures can have in common: a place that each cites, or an exchange that was answered with a fault (null). */
interface Shared {
  readonly key: string;
  readonly place: Locator | null;
}

/** Gathers failures under what most of them have in common, until none is left. Of several the one comes first that is met first. */
function gather(failures: readonly Finding[], exchanges: Report['exchanges']): Group[] {
  const groups: Group[] = [];
  let left = failures.map((finding) => ({ finding, shared: sharedOf(finding, exchanges) }));
  while (left.length > 0) {
    const counts = new Map<string, { shared: Shared; count: number }>();
    for (const { shared } of left)
      for (const one of shared) counts.set(one.key, { shared: one, count: (counts.get(one.key)?.count ?? 0) + 1 });
    const [first, ...others] = counts.values();
    if (first === undefined) return groups;
    const most = others.reduce((best, one) => (one.count > best.count ? one : best), first).shared;
    const isOf = ({ shared }: (typeof left)[number]) => shared.some(({ key }) => key === most.key);
    groups.push({ place: most.place, failures: left.filter(isOf).map(({ finding }) => finding) });
    left = left.filter((one) => !isOf(one));
  }
  return groups;
}

function sharedOf({ assertion, verdict }: Finding, exchanges: Report['exchanges']): Shared[] {
  const faults = verdict.evidence.filter((id) => {
    const response = exchanges[id]?.response;
    return response !== undefined && (response.fault !== null || (response.status ?? 0) >= 500);
  });
  const cells = assertion.source.filter((place) => 'row' in place && place.row !== undefined);
  const items = assertion.source.filter((place) => 'item' in place && place.item !== undefined);
  const places = [cells, items, assertion.source].find((some) => some.length > 0) ?? [];
  return [
    ...faults.map((id) => ({ key: `exchange ${id}`, place: null })),
    ...places.map((place) => ({ key: placeKey(place), place })),
  ];
}

/** What stood in the way of a verdict: what follows the colon at the end of its reason, or the whole reason where it has none. */
function whyOf({ says }: Finding['verdict']): Said {
  const reason = says.reason ?? says.actual;
  const at = /: \{(\d+)\}$/u.exec(reason[0])?.[1];
  const last = at === undefined ? null : (reason[Number(at) + 1] ?? null);
  if (last === null) return reason;
  return isSaid(last) ? last : say`${last}`;
}

/** Whether a failure stands in the way of what stayed undecided for the same reason. */
function hides({ verdict }: Finding, undecided: readonly Finding[], why: Said): boolean {
  const sameWalk = undecided.some((one) => one.verdict.scenario !== null && one.verdict.scenario === verdict.scenario);
  if (!sameWalk) return false;
  const text = ` ${plainly(why).replace(/[^\p{L}\p{N}-]+/gu, ' ')} `;
  const names = [...namesIn(verdict.says.expected), ...namesIn(verdict.says.actual)];
  return names.some((name) => text.includes(` ${name.replace(/[^\p{L}\p{N}-]+/gu, ' ').trim()} `));
}

/** The steps, operations and quoted words that a sentence names. */
function namesIn([, ...values]: Said): string[] {
  return values.flatMap(namesOf);
}

function namesOf(value: Value): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  if (isSaid(value)) return namesIn(value);
  if ('quote' in value) return value.quote === null ? [] : [value.quote];
  if ('any' in value) return value.any.flatMap(namesOf);
  return 'all' in value ? value.all.flatMap(namesOf) : [];
}
