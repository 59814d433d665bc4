// Guesses how much a walk costs before it is walked, to split a run evenly and to tell how long it still takes.
import type { Scenario } from './assertion.ts';

/**
 * About how many exchanges a walk takes, at least 1. A walk without a cause tries every operation out of turn as well, so each of its steps
 * takes some five times as many; one that opens a request reads it again and again. Measured on the reference simulator.
 */
export const costOf = ({ path, cause, applications }: Pick<Scenario, 'path' | 'cause' | 'applications'>): number =>
  1 + path.length * (cause === null ? 15 : 3) + 10 * applications;
