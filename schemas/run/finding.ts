// The shape of what a predicate finds on one walk, as the journal of a part of a run holds it.
import { type Static, Type } from 'typebox';
import { Says } from './says.ts';
import { Elapsed } from './verdict.ts';

/** What a predicate finds on one walk: it holds, does not hold, or cannot be told (`holds` is null, and `reason` says why). */
export const Finding = Type.Object(
  {
    holds: Type.Union([Type.Boolean(), Type.Null()]),
    expected: Type.String(),
    actual: Type.String(),
    evidence: Type.Array(Type.String(), { description: 'The ids of the exchanges that the finding rests on.' }),
    reason: Type.Union([Type.String(), Type.Null()]),
    says: Says,
    elapsed: Type.Optional(Elapsed),
    apart: Type.Optional(
      Type.String({
        description: 'A value that must not be the same on any two walks, for predicates that compare walks.',
      }),
    ),
    disputed: Type.Optional(
      Type.Literal(true, {
        description: 'Set where it cannot be told only because the text can be read in several ways.',
      }),
    ),
    pending: Type.Optional(
      Type.Literal(true, {
        description: 'Set where it cannot be told yet, because the walk waits for something and goes on later.',
      }),
    ),
    lacks: Type.Optional(
      Type.Literal(true, {
        description: 'Set where it cannot be told only because the target leaves out what it may leave out.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type Finding = Static<typeof Finding>;
