// Counts how much of each regulation a run has judged: the cells of its step tables, and its sentences outside them.
import { placeKey } from '../../schemas/place.ts';
import { type Regulation, ROWS } from '../../schemas/regulation.ts';
import type { Finding } from '../findings.ts';

/** How many places of a regulation there are, and what was found of them. */
export interface Coverage {
  readonly regulation: string;
  readonly cells: Covered;
  readonly sentences: Covered & {
    /** Those that demand nothing of a portal, or that cannot be tested on any. */
    readonly untestable: number;
  };
}

/** Of all places, how many a passed or failed assertion cites, how many only others cite, and how many none does. */
interface Covered {
  readonly all: number;
  readonly judged: number;
  readonly undecided: number;
  readonly uncited: number;
}

/** The coverage of a regulation by the findings on it. */
export function coverageOf(regulation: Regulation, findings: readonly Finding[]): Coverage {
  const judged = new Set<string>();
  const cited = new Set<string>();
  for (const { assertion, verdict } of findings)
    for (const place of assertion.source) {
      cited.add(placeKey(place));
      if (verdict.verdict === 'pass' || verdict.verdict === 'fail') judged.add(placeKey(place));
    }
  const covered = (keys: readonly string[]): Covered => ({
    all: keys.length,
    judged: keys.filter((key) => judged.has(key)).length,
    undecided: keys.filter((key) => cited.has(key) && !judged.has(key)).length,
    uncited: keys.filter((key) => !cited.has(key)).length,
  });
  const cells = Object.values(regulation.flows).flatMap(({ table, steps }) =>
    table === null
      ? []
      : steps.flatMap(({ step }) =>
          ROWS.map((row) => placeKey({ annex: table.annex, table: table.number, step, row })),
        ),
  );
  const asking = regulation.sentences.filter(({ none, excluded }) => none === undefined && excluded === undefined);
  return {
    regulation: regulation.id,
    cells: covered(cells),
    sentences: {
      ...covered(asking.map(({ at }) => placeKey(at))),
      untestable: regulation.sentences.length - asking.length,
    },
  };
}
