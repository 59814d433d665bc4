// Tests whom a walk asks the databases for: somebody whom those that the text names can know.
import { expect, it } from 'vitest';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadRegulations } from '../../schemas/load.ts';
import { errandOf } from './errand.ts';
import { sourceOf } from './source.ts';

const [regulation = expect.unreachable('there is no regulation')] = loadRegulations(fixturePath('regulations')).filter(
  ({ id }) => id === 'tv-radio-distribution-licence',
);

function applicantsWhereAsked(...asks: string[]) {
  const source = sourceOf(regulation, 'provider');
  const steps = source.graph.steps.map((step) => ({ ...step, asks: step.does === 'look-up' ? asks : [] }));
  return errandOf({ ...source, graph: { ...source.graph, steps } }, { variant: null, means: null }).applicants;
}

const ORGANISATIONS = { good: 'organisation', 'database-unavailable': 'organisation-database-unavailable' };
const INDIVIDUALS = { 'no-power-of-attorney': 'individual-no-power-of-attorney' };

it.each([
  [[], {}],
  [['individuals-registry', 'organisations-registry', 'notary-is'], {}],
  [['organisations-registry'], ORGANISATIONS],
  [['organisations-registry', 'notary-is'], ORGANISATIONS],
  // Whoever logged in speaks for himself, and no notary would be asked.
  [['notary-is'], ORGANISATIONS],
  [['individuals-registry', 'notary-is'], INDIVIDUALS],
])('where %j are asked, it is for %j', (asks, applicants) => {
  // For whom a form may be filled in that is somebody else's depends on no database.
  const { 'another-applicant': other, ...rest } = applicantsWhereAsked(...asks);
  expect(other).toMatch(/^another-/u);
  expect(rest).toEqual(applicants);
});
