// The annexes that a printed act may have.

/** Their names, in the order in which they are printed. */
export const ANNEXES = ['tables', 'terms', 'errata', 'coverage', 'verdicts'] as const;

/** The name of an annex. */
export type AnnexName = (typeof ANNEXES)[number];
