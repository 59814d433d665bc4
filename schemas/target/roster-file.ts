// The shape of a roster file: the test persons of a portal that speaks the driver contract and opens no worlds that would name them.
import { type Static, Type } from 'typebox';
import { Target } from './target.ts';

/** What a target file says of its test persons, alone. */
export const RosterFile = Type.Pick(
  Target,
  ['credentials', 'officer', 'employee', 'operator', 'staff', 'certificates', 'issuers'],
  { additionalProperties: false },
);
export type RosterFile = Static<typeof RosterFile>;
