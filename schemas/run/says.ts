// What a finding or a verdict says, apart from any language and in plain English.
import { type Static, Type } from 'typebox';
import { plainly, Said } from '../said.ts';

const strict = { additionalProperties: false };

/** What `expected`, `actual` and `reason` say, apart from any language; `reason` is absent where there is none. */
export const Says = Type.Object({ expected: Said, actual: Said, reason: Type.Optional(Said) }, strict);
export type Says = Static<typeof Says>;

/** The sentences of a finding or a verdict, in plain English and apart from any language. */
export const told = (expected: Said, actual: Said, reason: Said | null = null) => ({
  expected: plainly(expected),
  actual: plainly(actual),
  reason: reason === null ? null : plainly(reason),
  says: { expected, actual, ...(reason === null ? {} : { reason }) },
});
