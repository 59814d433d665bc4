// Writes what is kept of a proof by all mutants: the page docs/proof.md, and for every assertion a mutant that fails it.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../schemas/fixture.ts';
import { ROWS } from '../../schemas/regulation.ts';
import { FAMILIES } from '../../schemas/run/assertion.ts';
import type { ProveOutput } from '../../schemas/run/output.ts';
import { select } from '../../suites/engine/running/selection.ts';
import { knownRegulations } from '../workspace.ts';

/** The file of witnesses: for each assertion a line with the action and the kind of a mutant of the same flow that fails it. */
export const WITNESSES = 'suites/derive/witnesses.snap.txt';
/** The page with the totals of the proof. */
export const PAGE = 'docs/proof.md';

/** Writes the page and the witnesses. @param proof the proof by all mutants, because a partial one would drop the other witnesses */
export function writeProof(proof: ProveOutput): void {
  writeFileSync(join(packageFolder(), PAGE), proofPage(proof));
  writeFileSync(join(packageFolder(), WITNESSES), witnesses(proof));
}

function witnesses({ mutants }: ProveOutput): string {
  const first = new Map<string, string>();
  for (const { id, killedBy } of mutants)
    for (const assertion of killedBy) if (!first.has(assertion)) first.set(assertion, id.split('/').slice(2).join('/'));
  return [...first]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([assertion, mutant]) => `${assertion} ${mutant}\n`)
    .join('');
}

function proofPage({ mutants, totals }: ProveOutput): string {
  const regulations = knownRegulations();
  const share = (list: ProveOutput['mutants']) =>
    list.length === 0
      ? '–'
      : `${list.length} / ${list.filter(({ killed }) => killed).length} / ${list.filter(({ localised }) => localised).length}`;
  const cells = regulations.map(({ id }) => {
    const own = mutants.filter(({ regulation }) => regulation === id);
    return `| ${[`\`${id}\``, ...ROWS.map((row) => share(own.filter((mutant) => mutant.row === row))), share(own)].join(' | ')} |`;
  });
  const failed = new Set(mutants.flatMap(({ killedBy }) => killedBy));
  const assertions = select(regulations, {});
  const families = FAMILIES.map((family) => {
    const counts = regulations.map(({ id }) => {
      const own = assertions.filter((assertion) => assertion.family === family && assertion.regulation === id);
      return own.length === 0 ? '–' : `${own.length} / ${own.filter((assertion) => failed.has(assertion.id)).length}`;
    });
    return `| ${[family, ...counts].join(' | ')} |`;
  });
  const short = regulations.map(({ id }) => `\`${id}\``);
  return `<!-- Written by \`npx reglament prove --write\`. -->
# Proof

Does the suite fail portals that are wrong, and for the right reason? From every cell and condition of every flow the ways are derived in which
a portal can break it. Each is the simulator with exactly one thing wrong (a *mutant*), and the suites are run against it as against any portal.

${totals.mutants} mutants: ${totals.killed} killed, ${totals.localised} localised. ${totals.assertions} assertions: ${totals.assertions - totals.unproved.length} failed by at least one mutant.

*Killed*: an assertion failed. *Localised*: an assertion of the broken cell failed, and none that cites only cells where the break does not
show: it shows from its step on, and in the next cells that name its step.

\`npx reglament prove\` repeats it (\`--json\` prints the matrix); [witnesses.snap.txt](../${WITNESSES}) names a mutant for every assertion.

## By the broken row: mutants / killed / localised

| | ${[...ROWS, 'all'].join(' | ')} |
|---|${[...ROWS, 'all'].map(() => '---|').join('')}
${cells.join('\n')}

## By family: assertions / failed by a mutant

| | ${short.join(' | ')} |
|---|${short.map(() => '---|').join('')}
${families.join('\n')}
`;
}
