// Every assertion is failed by a mutant, and a drawn share of the mutants is killed by the cell that each breaks.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PAGE, WITNESSES } from '../cli/emit/proof-page.ts';
import { chooseMutants } from '../cli/prove/prove.ts';
import { within } from '../cli/spawned.ts';
import { knownRegulations } from '../cli/workspace.ts';
import { packageFolder } from '../schemas/fixture.ts';
import type { ProveOutput } from '../schemas/run/output.ts';
import { cover } from '../suites/derive/coverage.ts';
import { PREDICATES } from '../suites/engine/judging/predicates.ts';
import { select } from '../suites/engine/running/selection.ts';

// A tenth, and another one: REGLAMENT_SAMPLE=10 REGLAMENT_SEED=7 npx vitest run trials/prove.test.ts
const SAMPLE = process.env.REGLAMENT_SAMPLE ?? '400';
const SEED = process.env.REGLAMENT_SEED ?? '20130315';
const regulations = knownRegulations();
const assertions = select(regulations, {});
const mutants = new Map(chooseMutants({ sample: 1, seed: 1 }).map((mutant) => [mutant.id, mutant]));
const read = (path: string) => readFileSync(join(packageFolder(), path), 'utf8');

/** The mutant that fails each assertion, as the last whole proof found it. */
const witnesses = new Map(
  read(WITNESSES)
    .trim()
    .split('\n')
    .map((line): [string, string] => {
      const [assertion = '', mutant = ''] = line.split(' ');
      return [assertion, `${assertion.split('/').slice(0, 2).join('/')}/${mutant}`];
    }),
);

describe('the mutants of the last whole proof', () => {
  it('are named as the witness of every assertion, and no other', () => {
    expect([...witnesses.keys()].sort()).toEqual(assertions.map(({ id }) => id).sort());
    expect([...witnesses.values()].filter((id) => !mutants.has(id))).toEqual([]);
  });

  it('leave no predicate without a mutant that fails it', () => {
    const failed = new Set(assertions.filter(({ id }) => witnesses.has(id)).map(({ predicate }) => predicate));
    expect(Object.keys(PREDICATES).filter((name) => !failed.has(name))).toEqual([]);
  });

  it('break every cell that is tested', () => {
    const key = (at: { regulation: string; flow: string; step: number | null; row: string }) =>
      [at.regulation, at.flow, at.step, at.row].join('/');
    const broken = new Set([...mutants.values()].map(key));
    const tested = cover(regulations).cells.filter(({ state }) => state === 'tested');
    expect(tested.length).toBeGreaterThan(400);
    expect(tested.map(key).filter((cell) => !broken.has(cell))).toEqual([]);
  });

  it('are of the proof that the page tells of', () => {
    expect(mutants.size).toBeGreaterThanOrEqual(1500);
    expect(read(PAGE)).toContain(`${mutants.size} mutants: ${mutants.size} killed`);
    expect(read(PAGE)).toContain(
      `${assertions.length} assertions: ${assertions.length} failed by at least one mutant.`,
    );
  });
});

describe('a drawn share of the mutants', () => {
  let proof: ProveOutput;
  beforeAll(async () => {
    const { code, stdout } = await within(['prove', '--sample', SAMPLE, '--seed', SEED, '--json']);
    proof = JSON.parse(stdout);
    expect(code).toBe(0);
  }, 240_000);

  it('is killed', () => {
    expect(proof.totals.mutants).toBeGreaterThan(0);
    expect(proof.totals.survived).toEqual([]);
  });

  it('is killed by the cell that each breaks', () => {
    const misplaced = proof.mutants.filter(({ localised }) => !localised).map(({ id, killedBy }) => [id, killedBy]);
    expect(misplaced).toEqual([]);
  });

  it('fails the assertions that it is the witness of', () => {
    const drawn = new Map(proof.mutants.map(({ id, killedBy }) => [id, killedBy]));
    const claimed = [...witnesses].filter(([, mutant]) => drawn.has(mutant));
    expect(claimed.length).toBeGreaterThan(0);
    expect(claimed.filter(([assertion, mutant]) => drawn.get(mutant)?.includes(assertion) !== true)).toEqual([]);
  });
});
