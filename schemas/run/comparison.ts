// Two runs side by side: which verdicts differ, and how long their steps and exchanges took.
import { type Static, type TSchema, Type } from 'typebox';
import { type RunOf, RunSummary, summaryOf } from './history.ts';
import { Elapsed, VERDICTS } from './verdict.ts';

const strict = { additionalProperties: false };
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const pairOf = <T extends TSchema>(schema: T) => Type.Object({ before: schema, after: schema }, strict);

const Side = Type.Object(
  {
    verdict: Type.Enum([...VERDICTS]),
    actual: Type.String(),
    known: Type.Boolean({ description: 'A failure that the baseline of the run knows.' }),
  },
  strict,
);
const Exchanges = Type.Object(
  { count: Type.Integer(), medianMs: orNull(Type.Number()) },
  { ...strict, description: 'How many there were, and how long half of them took at most.' },
);

/** What `compare --json` prints. */
export const Comparison = Type.Object(
  {
    runs: pairOf(RunSummary),
    tookMs: pairOf(orNull(Type.Number({ description: 'From the beginning to the end by our clock.' }))),
    same: Type.Boolean({ description: 'No verdict differs.' }),
    verdicts: Type.Array(
      Type.Object(
        {
          assertion: Type.String(),
          title: Type.String(),
          before: orNull(Side),
          after: orNull(Side),
        },
        { ...strict, description: 'A side is null where that run did not try it.' },
      ),
      { description: 'Those that differ.' },
    ),
    times: Type.Array(
      Type.Object({ assertion: Type.String(), title: Type.String(), before: Elapsed, after: Elapsed }, strict),
      { description: 'Of the steps that both runs measured.' },
    ),
    operations: Type.Array(Type.Object({ operation: Type.String(), before: Exchanges, after: Exchanges }, strict)),
  },
  { ...strict, $id: 'https://reglament.dev/schemas/compare.schema.json' },
);
export type Comparison = Static<typeof Comparison>;

/** A run with how long its exchanges took, in milliseconds, by operation. */
export interface Compared extends RunOf {
  tookMs: ReadonlyMap<string, readonly number[]>;
}

/** Puts two runs side by side. */
export function compare(before: Compared, after: Compared): Comparison {
  const [one, other] = [verdictsOf(before), verdictsOf(after)];
  const titles = new Map(
    [before, after].flatMap(({ report }) => report.assertions.map(({ id, title }) => [id, title] as const)),
  );
  const ids = [...titles.keys()].sort();
  const verdicts = ids.flatMap((id) => {
    const [was, is] = [sideOf(one.get(id)), sideOf(other.get(id))];
    const isSame = was?.verdict === is?.verdict && was?.known === is?.known;
    return isSame ? [] : [{ assertion: id, title: titles.get(id) ?? '', before: was, after: is }];
  });
  const times = ids.flatMap((id) => {
    const [was, is] = [one.get(id)?.elapsed, other.get(id)?.elapsed];
    return was === undefined || is === undefined
      ? []
      : [{ assertion: id, title: titles.get(id) ?? '', before: was, after: is }];
  });
  const operations = [...new Set([...before.tookMs.keys(), ...after.tookMs.keys()])].sort().map((operation) => ({
    operation,
    before: exchangesOf(before, operation),
    after: exchangesOf(after, operation),
  }));
  return {
    runs: { before: summaryOf(before), after: summaryOf(after) },
    tookMs: { before: durationOf(before), after: durationOf(after) },
    same: verdicts.length === 0,
    verdicts,
    times,
    operations,
  };
}

const verdictsOf = ({ report }: RunOf) =>
  new Map([...report.verdicts, ...report.recommended].map((verdict) => [verdict.assertion, verdict]));

const sideOf = (verdict: ReturnType<ReturnType<typeof verdictsOf>['get']>): Static<typeof Side> | null =>
  verdict === undefined
    ? null
    : { verdict: verdict.verdict, actual: verdict.actual, known: verdict.known !== undefined };

function durationOf({ report: { startedAt, finishedAt } }: RunOf): number | null {
  return finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt);
}

function exchangesOf({ tookMs }: Compared, operation: string): Static<typeof Exchanges> {
  const sorted = (tookMs.get(operation) ?? []).toSorted((a, b) => a - b);
  return { count: sorted.length, medianMs: sorted[Math.ceil(sorted.length / 2) - 1] ?? null };
}
