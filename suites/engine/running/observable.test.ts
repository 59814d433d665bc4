// Tests that what a target says it lacks is not asked for, with its own words for why.

import { expect, it } from 'vitest';
import { plainly } from '../../../schemas/said.ts';
import { openTarget } from '../../sut/target-file/adapter.ts';
import { loaded, REGULATIONS, SAMPLE } from '../../sut/target-file/sample-target.ts';
import { plan } from './plan.ts';

it('provokes no cause that the target does not have', async () => {
  const lacking = loaded(
    SAMPLE.replace('languages:', 'lacks: { wrong-password: nobody is refused for it }\nlanguages:'),
  );
  const sut = openTarget(lacking, { concurrency: 1, start: '2013-04-26T10:00:00+06:00' });
  const { scenarios, notApplicable } = plan(REGULATIONS, {}, sut.description, sut.offer);
  await sut.close();
  expect(scenarios.map(({ cause }) => cause)).not.toContain('wrong-password');
  const reasons = [...notApplicable].filter(([id]) => id.includes('wrong-password')).map(([, why]) => plainly(why));
  expect(reasons).toContain('not-observable: what provokes wrong-password is not there: nobody is refused for it');
});
