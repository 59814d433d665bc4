// Random walks agree with the reference simulator, and find, shorten and repeat what a mutant does wrong.

import { describe, expect, it } from 'vitest';
import { within } from '../cli/spawned.ts';
import { connectTarget } from '../cli/target.ts';
import { knownRegulations } from '../cli/workspace.ts';
import { kazakhstan } from '../schemas/kazakhstan.ts';
import { type Exploration, explore } from '../suites/explore/explore.ts';
import { sourceOf } from '../suites/flow/source.ts';
import { drawn } from './drawn.ts';

const REGULATION = 'passenger-transport-licence';

async function exploreWith(mutant: string | null, walks: number, path?: string): Promise<Exploration> {
  const regulations = knownRegulations(mutant === null ? undefined : REGULATION);
  const broken = mutant === null ? {} : { mutant: `${REGULATION}/portal/${mutant}` };
  const sut = await connectTarget({ target: 'simulator', concurrency: 1, seed: 1, ...broken }, regulations);
  try {
    return await explore({
      sut,
      sources: regulations.flatMap((regulation) =>
        Object.keys(regulation.flows)
          .filter((flow) => mutant === null || flow === 'portal')
          .map((flow) => sourceOf(regulation, flow)),
      ),
      walks,
      seed: 1,
      calendar: kazakhstan(),
      convention: 'next-day',
      ...(path === undefined ? {} : { path }),
    });
  } finally {
    await sut.close();
  }
}

/** A mutant a line, with the last thing done on the shortest walk that shows it, and what is wrong then. */
const BROKEN: readonly (readonly [mutant: string, last: RegExp, message: string])[] = [
  [
    'sign/accepts-early-during-fill-request',
    /^sign \(sign\) out of turn: accepted/,
    'sign (sign) out of turn is accepted',
  ],
  ['pay/accepts-twice', /^pay \(pay\) out of turn: accepted/, 'pay (pay) out of turn is accepted'],
  ['pay/skips', /^fill \(fill-request\)/, 'refuse-unpaid is on record and nothing is to follow fill-request'],
  ['pay/takes-other-branch-when-paid', /^pay \(pay\): /, 'refuse-unpaid is on record and nothing is to follow pay'],
  ['refuse-unpaid/goes-on', /^pay \(pay\) with /, 'the request is open, it has to be refused'],
  ['refuse-unpaid/sends-no-message', /^pay \(pay\) with /, 'refuse-unpaid forms no notification'],
];

describe('random walks', () => {
  it('agree with the reference simulator over every flow', async () => {
    const found = await exploreWith(null, 25);
    expect(found).toMatchObject({ walks: 25, disagreement: null, cuts: [] });
    expect(found.accepted).toBeGreaterThan(50);
    expect(found.refused).toBeGreaterThan(20);
  });

  it.each(
    drawn(
      BROKEN.map((broken) => ({ id: broken[0], broken })),
      2,
    ).map(({ broken }) => broken),
  )(
    'find %s by the shortest walk',
    async (mutant, last, message) => {
      const { disagreement } = await exploreWith(mutant, 200);
      expect(disagreement?.message).toContain(message);
      const account = disagreement?.account ?? [];
      expect(account.at(-1)).toMatch(last);
      // Nothing that the walk could do without: what is due comes but once, and nothing is tried before the last move.
      expect(
        account
          .slice(0, -1)
          .filter((line) => !/^(authenticate|open|fill|pay|chooseCertificate)\b.*: accepted$/.test(line)),
      ).toEqual([]);
    },
    60_000,
  );

  it('are found again by seed and path', async () => {
    const first = await exploreWith('pay/skips', 200);
    const path = first.disagreement?.path ?? '';
    expect(path).toMatch(/^\d+(:\d+)*$/);
    const again = await exploreWith('pay/skips', 1, path);
    expect(again.disagreement).toMatchObject({
      message: first.disagreement?.message,
      account: first.disagreement?.account,
    });
  });
});

describe('reglament run --explore', () => {
  it('says what was walked, and writes no report', async () => {
    const { code, stdout, stderr } = await within([...'run --target simulator --flow provider --explore 3'.split(' ')]);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(
      /^the portal agrees with the tables\n3 walks, \d+ operations accepted, \d+ refused out of turn\n$/,
    );
  });

  it.each([
    ['no number of walks', '--explore 0', ['--explore', 'whole number']],
    ['a part of a walk', '--explore 1.5', ['--explore', 'whole number']],
    ['a reporter', '--explore 1 --reporter json', ['--reporter', 'leave --reporter out']],
    ['a folder', '--explore 1 --out x', ['--out', 'leave --out out']],
    ['an assertion', '--explore 1 --assertion **', ['--assertion', 'leave --assertion out']],
    ['a path alone', '--path 1:2', ['--path', '--explore 1']],
    ['a path that is none', '--explore 1 --path x', ['--path', '"x"', '12:0:3']],
    ['a path that leads nowhere', '--explore 1 --path 0:99999:7', ['--path', '"0:99999:7"']],
    ['a flow that there is not', '--explore 1 --flow portl', ['--flow', '"portl"']],
  ])('refuses %s', async (_, words, expected) => {
    const { code, stdout, stderr } = await within(['run', '--target', 'simulator', ...words.split(' ')]);
    expect(code, stdout + stderr).toBe(2);
    for (const word of expected) expect(stderr).toContain(word);
    expect(stdout).toBe('');
  });

  it('tells of a portal that does not answer', async () => {
    const { code, stderr } = await within(['run', '--target', 'http://127.0.0.1:9', '--explore', '1']);
    expect(code).toBe(2);
    expect(stderr).toContain('target-unreachable');
  });
});
