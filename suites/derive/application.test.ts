// Tests which assertions cite the sentences that speak of applying: that a channel is offered, and that the procedure begins so.
import { describe, expect, it } from 'vitest';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadRegulations } from '../../schemas/load.ts';
import { samePlace } from '../../schemas/place.ts';
import type { Flow, Locator } from '../../schemas/regulation.ts';
import { derive } from './derive.ts';

const regulations = loadRegulations(fixturePath('regulations'));
const PLACE: Locator = { clause: 2 };

/** The assertions that cite a place when a flow says that it is the one of the key. */
function citing(regulationId: string, flow: string, key: 'offered' | 'begins') {
  const [regulation = expect.unreachable()] = regulations.filter(({ id }) => id === regulationId);
  const { [flow]: own = expect.unreachable() } = regulation.flows;
  const told: Flow = { ...own, [key]: PLACE };
  return derive({ ...regulation, flows: { ...regulation.flows, [flow]: told } }, [flow])
    .filter(({ source }) => source.some((place) => samePlace(place, PLACE)))
    .map(({ action, id }) => `${action}/${id.slice(id.lastIndexOf('/') + 1)}`);
}

describe('the sentence that offers a channel', () => {
  it.each([
    ['passenger-transport-licence', 'psc', ['fill-request/once', 'authenticate/next']],
    ['tv-radio-distribution-licence', 'portal', ['fill-request/once', 'authenticate/next-when-authorised']],
    ['communications-licence', 'internal', ['accept-application/once']],
  ])('is tested in %s/%s by the first deed after the login, and by what leads to it', (regulation, flow, ids) => {
    expect(citing(regulation, flow, 'offered').toSorted()).toEqual(ids.toSorted());
  });
});

describe('the sentence that the procedure begins with the application', () => {
  it('is tested by everything that is tried before it', () => {
    const tried = citing('communications-licence', 'internal', 'begins');
    expect(tried).toContain('review/not-before-accept-application');
    expect(tried.every((id) => id.endsWith('not-before-accept-application'))).toBe(true);
  });

  it('is not tested by what is tried before the login', () => {
    expect(citing('communications-licence', 'portal', 'begins')).toContain('sign/not-before-fill-request');
    expect(citing('communications-licence', 'portal', 'begins').join()).not.toContain('not-before-authenticate');
  });
});
