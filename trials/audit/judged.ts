// Logs for the trials of audits: planted cases, and what memory and a database say of each of them.
import { knownRegulations } from '../../cli/workspace.ts';
import type { MappedEvent } from '../../schemas/audit/event.ts';
import { calendarOf, kazakhstan } from '../../schemas/kazakhstan.ts';
import { type AuditPlan, judgeCase, planAudit } from '../../suites/audit/judge-case.ts';
import { drawFrom } from '../../suites/audit/planting/draw.ts';
import { type PlantedCase, plantCases } from '../../suites/audit/planting/plant.ts';
import { eventsOf, mappingFor } from '../../suites/audit/planting/rows.ts';
import { readVerdict, wordsOf } from '../../suites/audit/sql/codes.ts';
import type { Database } from '../../suites/audit/sql/database.ts';
import { judgeInto } from '../../suites/audit/sql/embedded.ts';
import { lineOfEvent } from '../../suites/audit/sql/event-rows.ts';
import { derive } from '../../suites/derive/derive.ts';
import { type Source, sourceOf } from '../../suites/flow/source.ts';

/** Another log: REGLAMENT_SEED=1 REGLAMENT_CASES=5000 npx vitest run trials/audit */
export const SEED = Number(process.env.REGLAMENT_SEED ?? 20240301);
const SPAN = { first: Date.parse('2013-01-10T00:00:00Z'), last: Date.parse('2024-11-01T00:00:00Z') };

/** One flow with how a log of it is judged. */
export interface Judged {
  name: string;
  source: Source;
  plan: AuditPlan;
}

/** Every flow of every regulation, with a log that tells time as finely as is asked. */
export const judgedFlows = (grain: 'second' | 'millisecond'): Judged[] =>
  knownRegulations().flatMap((regulation) =>
    Object.keys(regulation.flows).map((flow) => {
      const source = sourceOf(regulation, flow);
      const calendar = calendarOf(kazakhstan(), regulation);
      const setting = { calendar, convention: 'next-day' } as const;
      const plan = planAudit(source, derive(regulation, [flow]), mappingFor(source, grain), setting);
      return { name: `${regulation.id}/${flow}`, source, plan };
    }),
  );

/** The cases of a planted log. */
export function plantedIn({ source, plan }: Judged, cases: number, brokenOnceIn = 2): PlantedCase[] {
  const { calendar } = plan.setting;
  const clockwork = { calendar, convention: 'next-day', grainMs: plan.grainMs } as const;
  return [...plantCases({ source, seed: SEED, cases, brokenOnceIn, clockwork, span: SPAN })];
}

/** The events of each case. */
export function eventsOfAll(cases: readonly PlantedCase[]): MappedEvent[][] {
  let row = 0;
  return cases.map((planted) => {
    const events = eventsOf(planted, row);
    row += events.length;
    return events;
  });
}

/** The same cases torn: rows are missing, doubled, of one moment, of another step, or tell less; their rows are in another order. */
export function tear({ source }: Judged, cases: readonly MappedEvent[][]): MappedEvent[][] {
  const draw = drawFrom(SEED + 1);
  let row = 10_000_000;
  return cases.flatMap((events) => {
    const torn = events
      .filter(() => !draw.onceIn(9))
      .flatMap((event) => {
        row += 1;
        return draw.onceIn(12) ? [event, { ...event, row }] : [event];
      });
    const odd = torn.map((event, n) => {
      const before = torn[n - 1];
      if (before !== undefined && draw.onceIn(8)) return { ...event, at: before.at };
      if (draw.onceIn(15)) return { ...event, step: draw.of(source.graph.steps).action };
      if (draw.onceIn(15)) return { ...event, startedAt: null, actor: null, completion: null };
      if (draw.onceIn(15)) return { ...event, outcome: null, cause: null };
      return event;
    });
    return odd.length === 0
      ? []
      : [odd.map((event) => ({ ...event, row: event.row + 1_000_000, case: `${event.case}-torn` })).toReversed()];
  });
}

/** Until when a log is whole. */
export const untilOf = ({ plan }: Judged, cases: readonly MappedEvent[][]): number =>
  cases.flat().reduce((last, { at }) => Math.max(last, at), 0) + plan.grainMs - 1;

/** What is said of each case: assertion, verdict and why nothing can be told, as one text. */
export type Saying = Map<string, string[]>;

/** What the predicates say. */
export function saidInMemory(judged: Judged, cases: readonly MappedEvent[][]): Saying {
  const until = untilOf(judged, cases);
  return new Map(
    cases.map((events) => [
      events[0]?.case ?? '',
      judgeCase(
        judged.plan,
        { events: distinct(events), isSpoiled: false },
        { until, nameOf: ({ row }) => `${row}` },
      ).map(({ assertion, verdict, because }) => `${assertion.id} ${verdict} ${because}`),
    ]),
  );
}

/** The lines of all events for a database. */
export function linesOf({ source }: Judged, cases: readonly MappedEvent[][]): string {
  const words = wordsOf(source);
  return cases.flatMap((events) => events.map((event) => lineOfEvent(event, words))).join('');
}

/** What a database says that has the tables `events` and `calendar`. */
export async function saidBySql(database: Database, judged: Judged, cases: readonly MappedEvent[][]): Promise<Saying> {
  const until = untilOf(judged, cases);
  await judgeInto(database, 'judged', { plan: judged.plan, events: 'events', calendarTable: 'calendar', until });
  const answer = await database.ask('SELECT case, verdicts FROM judged');
  return new Map(answer.map(([name, codes]) => [String(name), readSaying(judged, codes)]));
}

/** What a list of codes says. */
export const readSaying = ({ plan }: Judged, codes: unknown): string[] =>
  plan.judged.flatMap(({ id }, n) => {
    const read = Array.isArray(codes) ? readVerdict(Number(codes[n])) : null;
    return read === null ? [] : [`${id} ${read.verdict} ${read.because}`];
  });

/** How two sayings differ, case by case. */
export function unlike(one: Saying, other: Saying): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((name) => {
    const [first, second] = [one.get(name) ?? [], other.get(name) ?? []];
    return [
      ...first.filter((saying) => !second.includes(saying)).map((saying) => `${name}: first ${saying}`),
      ...second.filter((saying) => !first.includes(saying)).map((saying) => `${name}: second ${saying}`),
    ];
  });
}

/** Rows that say the same count once, as they do in an audit. */
function distinct(events: readonly MappedEvent[]): MappedEvent[] {
  const seen = new Set<string>();
  return events
    .toSorted((a, b) => a.row - b.row)
    .filter(({ row: _, ...event }) => {
      const key = JSON.stringify(event);
      return !seen.has(key) && seen.add(key);
    });
}
