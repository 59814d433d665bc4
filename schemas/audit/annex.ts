// The shape of what the report of an audit has besides that of a run: the log, the cases, and how long they took.
import { type Static, Type } from 'typebox';
import { Says } from '../run/says.ts';
import { OPEN_REASONS } from './case-verdict.ts';
import { ROW_PROBLEMS } from './event.ts';

const strict = { additionalProperties: false };
const Count = Type.Integer({ minimum: 0 });
const Name = Type.String();

/** By what cases are put together to tell how long they took. */
export const GROUPINGS = ['all', 'office', 'month', 'channel'] as const;
export type Grouping = (typeof GROUPINGS)[number];

const Group = Type.Object(
  {
    by: Type.Enum([...GROUPINGS]),
    value: Type.Union([Type.String(), Type.Null()], {
      description: 'Null for all cases, and where the log names none.',
    }),
    cases: Count,
    late: Count,
    p50Ms: Type.Number(),
    p90Ms: Type.Number(),
    p99Ms: Type.Number(),
    maxMs: Type.Number(),
    termMs: Type.Number({ description: 'The shortest of the terms of these cases.' }),
  },
  strict,
);
export type TimeGroup = Static<typeof Group>;

/** What an audit found in a log. */
export const AuditAnnex = Type.Object(
  {
    engine: Type.Enum(['memory', 'clickhouse']),
    files: Type.Array(Type.Object({ name: Name, sha256: Type.String(), rows: Count }, strict)),
    mapping: Type.Object({ name: Name, sha256: Type.String() }, strict),
    from: Type.String({ description: 'The moment of the first row that was read: ISO 8601 in UTC.' }),
    until: Type.String({ description: 'Until when the log is whole.' }),
    rows: Count,
    events: Count,
    cases: Count,
    cut: Type.Object(
      {
        beganBefore: Count,
        endsAfter: Count,
        unreadable: Count,
      },
      { ...strict, description: 'Cases of which nothing, or nothing final, can be told, by the reason.' },
    ),
    faults: Type.Object(
      {
        total: Count,
        byProblem: Type.Array(Type.Object({ problem: Type.Enum([...ROW_PROBLEMS]), count: Count }, strict)),
        listed: Type.Array(
          Type.Object(
            {
              file: Name,
              row: Count,
              problem: Type.Enum([...ROW_PROBLEMS]),
              column: Type.Union([Type.String(), Type.Null()]),
            },
            strict,
          ),
        ),
      },
      { ...strict, description: 'Rows that were not judged, and values that mean nothing.' },
    ),
    totals: Type.Array(
      Type.Object(
        {
          assertion: Name,
          pass: Count,
          fail: Count,
          inconclusive: Type.Array(Type.Object({ because: Type.Enum([...OPEN_REASONS]), count: Count }, strict)),
        },
        strict,
      ),
      { description: 'How the cases came out for each assertion that the log can show.' },
    ),
    failed: Type.Object(
      {
        cases: Count,
        total: Count,
        listed: Type.Array(
          Type.Object(
            {
              case: Type.String({ description: 'The pseudonym of the case, or its first row where no key was given.' }),
              assertion: Name,
              says: Says,
              evidence: Type.Array(Type.String()),
              office: Type.Union([Type.String(), Type.Null()]),
              channel: Type.Union([Type.String(), Type.Null()]),
            },
            strict,
          ),
        ),
      },
      {
        ...strict,
        description: 'The first of the failed cases, each with the rows that show it; deviations.csv has all.',
      },
    ),
    times: Type.Array(Type.Object({ assertion: Name, groups: Type.Array(Group) }, strict), {
      description: 'How long steps took against their terms.',
    }),
  },
  strict,
);
export type AuditAnnex = Static<typeof AuditAnnex>;
