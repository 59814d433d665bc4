// A log gets the very same verdicts from the predicates in memory and from the SQL, whatever is wrong with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { knownRegulations } from '../../cli/workspace.ts';
import type { MappedEvent } from '../../schemas/audit/event.ts';
import { calendarOf, kazakhstan } from '../../schemas/kazakhstan.ts';
import { judgeCase, planAudit } from '../../suites/audit/judge-case.ts';
import { drawFrom } from '../../suites/audit/planting/draw.ts';
import { plantCases } from '../../suites/audit/planting/plant.ts';
import { eventsOf, mappingFor } from '../../suites/audit/planting/rows.ts';
import { CALENDAR_COLUMNS } from '../../suites/audit/sql/calendar-table.ts';
import { caseQuery, EVENT_COLUMNS } from '../../suites/audit/sql/case-query.ts';
import { readVerdict, wordsOf } from '../../suites/audit/sql/codes.ts';
import { type Database, openEmbedded } from '../../suites/audit/sql/database.ts';
import { lineOfEvent, linesOfCalendar } from '../../suites/audit/sql/event-rows.ts';
import { derive } from '../../suites/derive/derive.ts';
import { sourceOf } from '../../suites/flow/source.ts';

const SEED = Number(process.env.REGLAMENT_SEED ?? 20240301);
const CASES = Number(process.env.REGLAMENT_CASES ?? 300);
const SPAN = { first: Date.parse('2013-01-10T00:00:00Z'), last: Date.parse('2024-11-01T00:00:00Z') };

const flows = knownRegulations().flatMap((regulation) =>
  Object.keys(regulation.flows).map((flow) => ({ regulation, flow, name: `${regulation.id}/${flow}` })),
);

let folder = '';
let database: Database;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reglament-chdb-'));
  database = await openEmbedded(folder);
});
afterAll(async () => {
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The rows of planted cases, and of cases that are cut, mixed and torn besides, as no planting makes them. */
function* eventsIn(given: (typeof flows)[number], grainMs: number): Generator<MappedEvent[]> {
  const source = sourceOf(given.regulation, given.flow);
  const calendar = calendarOf(kazakhstan(), given.regulation);
  const clockwork = { calendar, convention: 'next-day', grainMs } as const;
  const draw = drawFrom(SEED + 1);
  let row = 0;
  for (const planted of plantCases({ source, seed: SEED, cases: CASES, brokenOnceIn: 2, clockwork, span: SPAN })) {
    const events = eventsOf(planted, row);
    row += events.length;
    const torn = events.filter(() => !draw.onceIn(9));
    const again = torn.flatMap((event) => (draw.onceIn(12) ? [event, { ...event, row: (row += 1) }] : [event]));
    const odd = again.map((event, n) => {
      const other = again[n - 1];
      if (other !== undefined && draw.onceIn(8)) return { ...event, at: other.at };
      if (draw.onceIn(15)) return { ...event, step: draw.of(source.graph.steps).action };
      if (draw.onceIn(15)) return { ...event, startedAt: null, actor: null, completion: null };
      if (draw.onceIn(15)) return { ...event, outcome: null, cause: null };
      return event;
    });
    yield events;
    yield odd.map((event) => ({ ...event, case: `${event.case}-torn` })).toReversed();
  }
}

it.each(flows)('in $name', async (given) => {
  const source = sourceOf(given.regulation, given.flow);
  const calendar = calendarOf(kazakhstan(), given.regulation);
  for (const grain of ['second', 'millisecond'] as const) {
    const mapping = mappingFor(source, grain);
    const assertions = derive(given.regulation, [given.flow]);
    const plan = planAudit(source, assertions, mapping, { calendar, convention: 'next-day' });
    const cases = [...eventsIn(given, plan.grainMs)].filter(({ length }) => length > 0);
    const until = Math.max(...cases.flat().map(({ at }) => at)) + plan.grainMs - 1;
    const inMemory = new Map(
      cases.map((events) => [
        events[0]?.case ?? '',
        judgeCase(plan, { events: distinct(events), isSpoiled: false }, { until, nameOf: ({ row }) => `${row}` }).map(
          ({ assertion, verdict, because }) => `${assertion.id} ${verdict} ${because}`,
        ),
      ]),
    );
    const words = wordsOf(source);
    await database.run('DROP TABLE IF EXISTS events');
    await database.run('DROP TABLE IF EXISTS calendar');
    await database.run(`CREATE TABLE events (${EVENT_COLUMNS}) ENGINE = MergeTree ORDER BY case`);
    await database.run(`CREATE TABLE calendar (${CALENDAR_COLUMNS}) ENGINE = MergeTree ORDER BY day`);
    await database.add('calendar', linesOfCalendar(calendar));
    await database.add('events', cases.flatMap((events) => events.map((event) => lineOfEvent(event, words))).join(''));
    const query = caseQuery({ plan, events: 'events', calendarTable: 'calendar', until });
    const bySql = new Map(
      (await database.ask(`SELECT case, verdicts FROM (${query})`)).map(([name, codes]) => [
        String(name),
        plan.judged.flatMap(({ id }, n) => {
          const read = Array.isArray(codes) ? readVerdict(Number(codes[n])) : null;
          return read === null ? [] : [`${id} ${read.verdict} ${read.because}`];
        }),
      ]),
    );
    const unlike = [...inMemory].flatMap(([name, verdicts]) => {
      const other = bySql.get(name) ?? [];
      const rows = () => cases.find(([event]) => event?.case === name)?.map(({ step, outcome, at, startedAt, row }) => `${row} ${step} ${outcome} ${at} ${startedAt}`);
      const differ = [...verdicts.filter((one) => !other.includes(one)).map((one) => `memory ${one}`), ...other.filter((one) => !verdicts.includes(one)).map((one) => `sql ${one}`)];
      return differ.length === 0 ? [] : [{ name, differ, rows: rows() }];
    });
    expect({ unlike: unlike.length, first: unlike.slice(0, 2) }).toEqual({ unlike: 0, first: [] });
    expect(bySql.size).toBe(inMemory.size);
  }
});

/** Rows that say the same count once, as they do in an audit. */
function distinct(events: readonly MappedEvent[]): MappedEvent[] {
  const seen = new Set<string>();
  return events
    .toSorted((a, b) => a.row - b.row)
    .filter(({ row, ...event }) => {
      const key = JSON.stringify(event);
      return !seen.has(key) && seen.add(key);
    });
}
