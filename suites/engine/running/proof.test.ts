// Tests where a break counts as found: by the cells that an assertion cites, or by its step where it cites nothing of the procedure.
import { expect, it } from 'vitest';
import { fixturePath } from '../../../schemas/fixture.ts';
import { loadRegulations } from '../../../schemas/load.ts';
import type { Verdict } from '../../../schemas/run/verdict.ts';
import { derive } from '../../derive/derive.ts';
import { sourceOf } from '../../flow/source.ts';
import { notice } from './proof.ts';

const all = loadRegulations(fixturePath('regulations')).flatMap((regulation) =>
  derive(regulation).map((assertion) => ({ assertion, source: sourceOf(regulation, assertion.flow) })),
);

/** Whether a break of an action's row is localised where one assertion alone fails: that of the predicate, at the first step that has it. */
function isLocalised(predicate: string, at: 'its step' | 'the last step', row: 'action' | 'term'): boolean {
  const found = all.find(({ assertion, source }) => assertion.predicate === predicate && source.graph.steps.length > 5);
  if (found === undefined) throw new Error(`nothing is asserted by ${predicate}`);
  const { assertion, source } = found;
  const action = at === 'its step' ? assertion.action : (source.graph.steps.at(-1)?.action ?? '');
  const failed = { assertion: assertion.id, verdict: 'fail' } as Verdict;
  return notice(source, { action, row, cause: null }, [assertion], [failed]).localised;
}

it('locates what is printed outside the procedure by its step', () => {
  expect(isLocalised('offers-button', 'its step', 'action')).toBe(true);
  expect(isLocalised('offers-button', 'the last step', 'action')).toBe(false);
});

it('locates everything else by the row that it cites', () => {
  expect(isLocalised('finished-within', 'its step', 'term')).toBe(true);
  expect(isLocalised('finished-within', 'its step', 'action')).toBe(false);
});
