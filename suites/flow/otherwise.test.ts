// Tests how flows go on by the other reading of a disputed erratum, and where a refusal is formed as a document.
import { expect, it } from 'vitest';
import { fixturePath } from '../../schemas/fixture.ts';
import { refusalFormedAt } from '../../schemas/flow/beside.ts';
import { loadRegulations } from '../../schemas/load.ts';
import { mayBeCheckedAt, otherwisePath, refusedBefore } from './otherwise.ts';
import { sourceOf } from './source.ts';

const regulations = loadRegulations(fixturePath('regulations'));
function of(id: string, flow: string) {
  const regulation = regulations.find((one) => one.id === id);
  return regulation === undefined ? expect.unreachable(id) : sourceOf(regulation, flow);
}
const portal = of('foreign-periodicals-registration', 'portal');
const psc = of('foreign-periodicals-registration', 'psc');
const internal = of('communications-licence', 'internal');

it('goes on to the end after a refusal that is handled as a result, and nowhere else', () => {
  expect(otherwisePath(internal, 'refuse-reasoned')).toEqual(['agree-result', 'approve-result', 'send-result']);
  expect(otherwisePath(psc, 'refuse-unqualified')).toEqual(['receive-result']);
  expect(otherwisePath(psc, 'refuse-certificate')).toEqual([]);
  expect(otherwisePath(portal, 'refuse-unqualified')).toEqual([]);
});

it('lets a refusal alone come before its own step', () => {
  expect(refusedBefore(portal, 'refuse-certificate')).toBe('fill-request');
  expect(refusedBefore(psc, 'refuse-certificate')).toBeNull();
  expect(refusedBefore(psc, 'receive-result')).toBeNull();
});

it('has a certificate checked early where its refusal may come early', () => {
  const early = portal.graph.steps.map(({ action }) => action).filter((action) => mayBeCheckedAt(portal, action));
  expect(early).toEqual(['fill-request']);
  expect(psc.graph.steps.some(({ action }) => mayBeCheckedAt(psc, action))).toBe(false);
});

it('has a refusal formed as a document where the text refuses by the decision and says so', () => {
  const formed = [portal, psc, internal].map(({ regulation, flowId, graph }) =>
    graph.steps.flatMap(({ action }) => (refusalFormedAt(regulation, flowId, action) === null ? [] : [action])),
  );
  expect(formed).toEqual([['refuse-unqualified'], ['refuse-unqualified'], []]);
});
