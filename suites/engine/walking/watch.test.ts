// Tests what is taken for absent while a step is waited for.
import { expect, it } from 'vitest';
import { fixturePath } from '../../../schemas/fixture.ts';
import { loadRegulations } from '../../../schemas/load.ts';
import { sourceOf } from '../../flow/source.ts';
import { START, sampleTrace } from '../sample-trace.ts';
import type { Attempt } from './attempt.ts';
import type { Hands } from './hands.ts';
import { Watch } from './watch.ts';

const [regulation = expect.unreachable('there is no regulation')] = loadRegulations(fixturePath('regulations'));
const { graph } = sourceOf(regulation, Object.keys(regulation.flows)[0] ?? '');
const timed = graph.steps.find(({ term }) => term !== null && !('unit' in term)) ?? expect.unreachable('no term');

/** Until when the step is taken for absent, in seconds, on a portal that answers every look in the same way. */
async function absentFor(answer: Pick<Attempt, 'status' | 'problem' | 'fault'>): Promise<number> {
  let passed = 0;
  const drive = {
    now: () => START + passed * 1000,
    pass: async (seconds: number) => {
      passed += seconds;
    },
  };
  const looked: Attempt = { accepted: false, exchange: 'walk#1', view: null, result: null, ...answer };
  const hands = { read: async () => looked, canTry: () => true };
  // Only these parts of both are used while a step is waited for.
  const trace = sampleTrace();
  const watch = new Watch(drive as never, hands as unknown as Hands, trace, graph, true);
  watch.begin(START);
  expect(await watch.see(timed)).toBe(false);
  const { absentAt } = trace.sightings[0] ?? expect.unreachable('nothing was waited for');
  return ((absentAt ?? START) - START) / 1000;
}

it('concludes nothing from a portal that does not answer, which may have it all', async () => {
  expect(await absentFor({ status: null, problem: null, fault: 'no answer' })).toBe(0);
});

it('takes a portal that refuses to show the request at its word', async () => {
  expect(await absentFor({ status: 404, problem: '404 none', fault: null })).toBeGreaterThan(3600);
});
