// Derives the mistakes at the brinks of the validity of a certificate: each is off by a second at one of its ends, one way or the other.
import type { Slip } from './slip.ts';

const SHIFTS = [
  ['begins-early', 'the second before its first one as part of it', { from: -1000, to: 0 }],
  ['begins-late', 'its first second as none of it', { from: 1000, to: 0 }],
  ['ends-early', 'its last second as none of it', { from: 0, to: -1000 }],
  ['ends-late', 'the second after its last one as part of it', { from: 0, to: 1000 }],
] as const;

/** The slips at the step at which a certificate is checked. @param row the row of the cell that has it checked */
export const validitySlips = (row: Slip['row'], action: string): Slip[] =>
  SHIFTS.map(([detail, takes, shifted]) => ({
    row,
    mutation: { kind: 'shifts-validity', ...shifted },
    description: `${action} takes of the validity of a certificate ${takes}`,
    detail,
  }));
