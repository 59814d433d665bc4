// Tests what is tried of a request before anybody was let in: opening it, by whatever step the text has for that.
import { expect, it } from 'vitest';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadRegulations } from '../../schemas/load.ts';
import type { Verb } from '../../schemas/vocabulary.ts';
import { sourceOf } from '../flow/source.ts';
import { deriveOrder } from './order.ts';

const [regulation = expect.unreachable('there is no regulation')] = loadRegulations(fixturePath('regulations')).filter(
  ({ id }) => id === 'passenger-transport-licence',
);

function openedBy(does: Verb) {
  const source = sourceOf(regulation, 'portal');
  const steps = source.graph.steps.map((step) => (step.does === 'fill' ? { ...step, does } : step));
  return deriveOrder({ ...source, graph: { ...source.graph, steps } })
    .map(({ action, aspect, call }) => [
      `${action}/${aspect}`,
      'operation' in call.arguments && call.arguments.operation,
    ])
    .filter(([id]) => /^refuse-credentials\/then-no-|not-before-authenticate$/.test(String(id)));
}

it.each<[Verb, string]>([
  ['fill', 'fill'],
  ['accept', 'confirm fill-request'],
])('a request that %s opens is opened to nobody who was not let in', (does, operation) => {
  expect(openedBy(does)).toEqual([
    ['fill-request/not-before-authenticate', operation],
    ['refuse-credentials/then-no-fill-request', operation],
  ]);
});
