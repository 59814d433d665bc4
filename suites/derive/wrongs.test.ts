// Tests the model of what can be wrong: each pair is tried in every flow that has the thing, or has a reason, and nothing stands there idly.
import { expect, it } from 'vitest';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadRegulations } from '../../schemas/load.ts';
import { THINGS, WAYS } from '../../schemas/wrongs.ts';
import { derive } from './derive.ts';
import { wrongsIn } from './wrongs.ts';
import { WRONGS } from './wrongs-table.ts';

const regulations = loadRegulations(fixturePath('regulations'));
const pairs = regulations.flatMap((regulation) => wrongsIn(regulation));
const of = (thing: string, way: string) => pairs.filter((pair) => pair.thing === thing && pair.way === way);
const every = THINGS.flatMap((thing) => WAYS.map((way) => ({ thing, way, wrong: WRONGS[thing][way] })));

it('leaves no pair without an assertion or a reason, in any flow that has the thing', () => {
  const missing = pairs.filter(({ assertions, reason }) => assertions.length === 0 && reason === null);
  expect(missing.map(({ regulation, flow, thing, way }) => `${regulation}/${flow}: ${thing}, ${way}`)).toEqual([]);
});

it('says of no pair that it is tried where no flow tries it, and gives no reason where all do', () => {
  const idle = every.filter(({ thing, way, wrong }) => {
    const flows = of(thing, way);
    const isTried = flows.some(({ assertions }) => assertions.length > 0);
    return (
      'tried' in wrong !== isTried ||
      ('tried' in wrong && wrong.unless !== undefined && !flows.some(({ reason }) => reason !== null))
    );
  });
  expect(idle.map(({ thing, way }) => `${thing}, ${way}`)).toEqual([]);
});

it('names no assertion by a pattern that none fits', () => {
  const ids = new Set(regulations.flatMap((regulation) => derive(regulation).map(({ id }) => id.split('/')[3] ?? '')));
  const patterns = every.flatMap(({ wrong }) => ('tried' in wrong ? wrong.tried : []));
  const unused = patterns.filter((pattern) => {
    const aspect = new RegExp(`^${(pattern.split(':')[1] ?? '').replaceAll('*', '.*')}$`, 'u');
    return ![...ids].some((id) => aspect.test(id));
  });
  expect(unused).toEqual([]);
});

it('has a place for every assertion by which something wrong is refused', () => {
  const known = new Set(pairs.flatMap(({ assertions }) => assertions));
  const refusing = regulations
    .flatMap((regulation) => derive(regulation))
    .filter(
      ({ predicate, walk }) =>
        /^(?:refused-|not-let-in|hidden-from|refuses-|undisturbed)/u.test(predicate) ||
        (predicate === 'followed-by' && walk.cause != null),
    );
  expect(refusing.length).toBeGreaterThan(500);
  expect(refusing.filter(({ id }) => !known.has(id)).map(({ id }) => id)).toEqual([]);
});
