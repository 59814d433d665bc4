// What many runs of one portal say together: what broke, what healed and since when, and how long the steps take beside their terms.
import { type Static, type TSchema, Type } from 'typebox';
import type { Report } from './report.ts';
import { type Elapsed, groupOf, type ReportedVerdict, VERDICTS } from './verdict.ts';

const strict = { additionalProperties: false };
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** One of the runs. */
export const RunSummary = Type.Object(
  {
    dir: Type.String(),
    startedAt: Type.String(),
    finishedAt: orNull(Type.String()),
    tool: Type.String(),
    target: Type.String(),
    portal: Type.String(),
    outcome: Type.Enum(['passed', 'failed', 'incomplete']),
    groups: Type.Object(
      {
        passed: Type.Integer(),
        failed: Type.Integer(),
        expected: Type.Integer(),
        excused: Type.Integer(),
        open: Type.Integer(),
      },
      { ...strict, description: 'How many verdicts on required and implied assertions count as what.' },
    ),
  },
  strict,
);
export type RunSummary = Static<typeof RunSummary>;

/**
 * How an assertion stands after all runs, by the runs that judged it. `broke`: it fails and passed before; `failing`: it has never passed;
 * `healed`: it passes and failed before; `passing`: it has never failed; `lost`: it was judged before and is not in the last run;
 * `undecided`: no run has judged it.
 */
export const TRENDS = ['broke', 'failing', 'healed', 'passing', 'lost', 'undecided'] as const;
/** One of these. */
export type Trend = (typeof TRENDS)[number];

const Sample = Type.Object(
  {
    startedAt: Type.String({ description: 'When the run began that measured it.' }),
    overMs: Type.Number(),
    withinMs: orNull(Type.Number()),
    termMs: Type.Number(),
  },
  { ...strict, description: 'It took at least overMs and at most withinMs, which is null where its end was not seen.' },
);
/** How long a step took in one run. */
export type Sample = Static<typeof Sample>;

const Times = Type.Object(
  { samples: Type.Array(Sample), p50: Sample, p90: Sample, slowest: Sample },
  {
    ...strict,
    description:
      'The runs that measured it, and of them by nearest rank those at 50, 90 and 100 percent, ranked by the share of the term that it took at most.',
  },
);

const AssertionHistory = Type.Object(
  {
    assertion: Type.String(),
    title: Type.String(),
    trend: Type.Enum([...TRENDS]),
    since: orNull(
      Type.String({ description: 'When the first run began from which on it stands so; null where no run judged it.' }),
    ),
    changes: Type.Integer({ description: 'How often it passed after a failure or failed after a pass.' }),
    actual: Type.String({ description: 'What was seen in the last run that tried it.' }),
    verdicts: Type.Array(orNull(Type.Enum([...VERDICTS])), {
      description: 'In each run; null where the run did not try it.',
    }),
    times: orNull(Times),
  },
  strict,
);
export type AssertionHistory = Static<typeof AssertionHistory>;

/** What `history --json` prints. */
export const History = Type.Object(
  {
    runs: Type.Array(RunSummary, { description: 'From the first to the last.' }),
    assertions: Type.Array(AssertionHistory, { description: 'Sorted by their ids.' }),
  },
  { ...strict, $id: 'https://reglament.dev/schemas/history.schema.json' },
);
export type History = Static<typeof History>;

/** A run, and the folder that it was read from. */
export interface RunOf {
  dir: string;
  report: Report;
}

/** A run in short. */
export function summaryOf({ dir, report }: RunOf): RunSummary {
  const { startedAt, finishedAt, tool, target, portal, outcome } = report;
  const groups = { passed: 0, failed: 0, expected: 0, excused: 0, open: 0 };
  for (const verdict of report.verdicts) groups[groupOf(verdict)] += 1;
  return { dir, startedAt, finishedAt, tool, target, portal, outcome, groups };
}

/** The history of runs. They are put in order by when they began; those that began at one time stay in the order in which they come. */
export function historyOf(runs: readonly RunOf[]): History {
  const inOrder = runs.toSorted((a, b) => Date.parse(a.report.startedAt) - Date.parse(b.report.startedAt));
  const titles = new Map(
    inOrder.flatMap(({ report }) => report.assertions.map(({ id, title }) => [id, title] as const)),
  );
  const found = inOrder.map(({ report }) => ({
    startedAt: report.startedAt,
    verdicts: new Map([...report.verdicts, ...report.recommended].map((verdict) => [verdict.assertion, verdict])),
  }));
  const ids = [...titles.keys()].sort();
  return {
    runs: inOrder.map(summaryOf),
    assertions: ids.map((id) => {
      const told = found.map(({ startedAt, verdicts }) => ({ startedAt, verdict: verdicts.get(id) ?? null }));
      return { assertion: id, title: titles.get(id) ?? '', ...trendOf(told), times: timesOf(told) };
    }),
  };
}

/** What one run says of an assertion; null where it did not try it. */
interface Told {
  startedAt: string;
  verdict: ReportedVerdict | null;
}

/** Runs that did not judge it say nothing, so that one night without an answer neither breaks nor heals anything. */
function trendOf(told: readonly Told[]): Omit<AssertionHistory, 'assertion' | 'title' | 'times'> {
  const verdicts = told.map(({ verdict }) => verdict?.verdict ?? null);
  const actual = told.findLast(({ verdict }) => verdict !== null)?.verdict?.actual ?? '';
  const judged = told.filter(({ verdict }) => isJudged(verdict));
  const turns = judged.filter(({ verdict }, at) => at > 0 && verdict?.verdict !== judged[at - 1]?.verdict?.verdict);
  const since = (turns.at(-1) ?? judged[0])?.startedAt ?? null;
  const rest = { changes: turns.length, actual, verdicts };
  const last = judged.at(-1);
  if (last === undefined) return { trend: 'undecided', since, ...rest };
  if (last !== told.at(-1)) return { trend: 'lost', since: told[told.indexOf(last) + 1]?.startedAt ?? null, ...rest };
  const isPass = last.verdict?.verdict === 'pass';
  const trend = turns.length === 0 ? (isPass ? 'passing' : 'failing') : isPass ? 'healed' : 'broke';
  return { trend, since, ...rest };
}

const isJudged = (verdict: ReportedVerdict | null): boolean =>
  verdict?.verdict === 'pass' || verdict?.verdict === 'fail';

function timesOf(told: readonly Told[]): AssertionHistory['times'] {
  const samples = told.flatMap(({ startedAt, verdict }): Sample[] =>
    verdict?.elapsed === undefined || !isJudged(verdict) ? [] : [{ startedAt, ...verdict.elapsed }],
  );
  const ranked = samples.toSorted((a, b) => shareOf(a) - shareOf(b) || a.overMs - b.overMs);
  const at = (percent: number) => ranked[Math.max(0, Math.ceil((percent / 100) * ranked.length) - 1)];
  const [p50, p90, slowest] = [at(50), at(90), at(100)];
  return p50 === undefined || p90 === undefined || slowest === undefined ? null : { samples, p50, p90, slowest };
}

/** Which part of its term a step took at most, 1 for all of it; infinite where its end was not seen. */
export const shareOf = ({ withinMs, termMs }: Elapsed): number =>
  withinMs === null || termMs <= 0 ? Number.POSITIVE_INFINITY : withinMs / termMs;
