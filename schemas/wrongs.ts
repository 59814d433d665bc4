// The words for what can be wrong on a portal: the things, and the ways in which each can be wrong.

/** The things with which people deal with a portal. */
export const THINGS = [
  'login',
  'login-certificate',
  'session',
  'role',
  'form',
  'field',
  'form-token',
  'document',
  'payment',
  'certificate',
  'signature',
  'signed-content',
  'power-of-attorney',
  'applicant',
  'database',
  'decision',
  'survey',
  'operation',
  'final-state',
  'result',
  'request',
  'particular',
] as const;
/** One of these things. */
export type Thing = (typeof THINGS)[number];

/** The ways in which a thing can be wrong. The last two are the portal's: what it was sent is lost, or what it says of it is not so. */
export const WAYS = [
  'absent',
  'empty',
  'malformed',
  'of-another-kind',
  'too-large',
  'of-another-person',
  'of-another-request',
  'of-another-session',
  'ended',
  'altered',
  'out-of-time',
  'twice',
  'too-early',
  'after-the-end',
  'lost',
  'untrue',
] as const;
/** One of these ways. */
export type Way = (typeof WAYS)[number];
