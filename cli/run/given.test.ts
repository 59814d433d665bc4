// Tests that a journal keeps what is run, and nothing that whoever resumes it has to decide for themselves.
import { Value } from 'typebox/value';
import { expect, it } from 'vitest';
import { Given } from '../../schemas/run/given.ts';
import { givenIn } from './run.ts';

const RUN = { target: 'portal.yaml', concurrency: 2, seed: 1, termStart: 'next-day', shard: { number: 1, of: 2 } };

it('keeps what is run', () => {
  const told = { out: 'out', reporter: ['json'], jsonLines: true, breakLock: true, nonce: 'n', flow: undefined };
  expect(givenIn({ ...RUN, ...told })).toEqual(RUN);
});

it('keeps no trust, and takes none from a journal that somebody else has written', () => {
  const trusting = { ...RUN, trust: true, env: ['GITHUB_TOKEN'] };
  expect(givenIn(trusting)).toEqual(RUN);
  expect(Value.Check(Given, RUN)).toBe(true);
  expect(Value.Check(Given, trusting)).toBe(false);
});
