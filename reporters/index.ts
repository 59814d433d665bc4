// The door of this room for the other rooms.
export { createReporters } from './create.ts';
export { multiplex } from './multiplex.ts';
export { plainText, shorten } from './portal-text.ts';
export type { Reporter } from './reporter.ts';
