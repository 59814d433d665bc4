// Predicates on the buttons, fields and particulars that the pages of a request show at each stage.
import { STAGES } from '../../../../schemas/vocabulary.ts';
import { cite, fails, holds, open } from '../finding.ts';
import { pages } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { isOfApplicant, offeredAt } from './offered.ts';

const listed = (names: readonly string[]) => names.join(', ') || 'none';

/** Holds where the button was offered at its stage. */
export const offersButton = predicate('offers-button', once(pages('buttons')), (trace, { action, stage, button }) => {
  const expected = `the button ${button} is offered ${stage === 'answered' ? 'after' : 'at'} ${action}`;
  return offeredAt(trace, action, stage, expected, ({ buttons }, evidence) =>
    buttons.includes(button)
      ? holds(expected, `${button} is offered`, evidence)
      : fails(expected, `the buttons are ${listed(buttons)}`, evidence),
  );
});

/**
 * Holds where the button was not offered before its stage, and was offered at it. The finding stays open where the button never came,
 * which is for `offers-button` to fail, and where nobody looked at the pages while the request was processed.
 */
export const buttonAppears = predicate('button-appears', once(pages('buttons')), (trace, { action, stage, button }) => {
  const expected = `the button ${button} is not offered before ${action}`;
  const before = trace.pages.filter((page) => STAGES.indexOf(page.stage) < STAGES.indexOf(stage));
  const early = before.find(({ answer }) => answer.body?.buttons.includes(button));
  if (early !== undefined)
    return fails(expected, `it is offered already at the stage ${early.stage}`, cite(early.answer.exchange));
  return offeredAt(trace, action, stage, expected, ({ buttons }, evidence) => {
    const latest = before.find((page) => page.stage === 'processing')?.answer;
    if (latest?.body == null)
      return open(expected, 'the pages were not shown while the request was processed', cite(latest?.exchange ?? null));
    return buttons.includes(button)
      ? holds(expected, 'it comes up then', [...cite(latest.exchange), ...evidence])
      : open(expected, 'it does not come up either, so it tells nothing', evidence);
  });
});

/** Holds where the form had the field at its stage. */
export const asksField = predicate('asks-field', once(pages('fields')), (trace, { action, stage, field }) => {
  const expected = `the form of ${action} has the field ${field}`;
  return offeredAt(trace, action, stage, expected, ({ fields }, evidence) =>
    fields.some(({ is }) => is === field)
      ? holds(expected, 'it has it', evidence)
      : fails(expected, `the fields are ${listed(fields.map(({ is }) => is))}`, evidence),
  );
});

/** Holds where the field already held the IIN or BIN of the person who had logged in, before anybody filled it in. */
export const prefillsField = predicate('prefills-field', once(pages('fields')), (trace, { action, stage, field }) => {
  const expected = `the field ${field} of ${action} holds the number of whom the portal let in`;
  return offeredAt(trace, action, stage, expected, ({ fields }, evidence) => {
    const found = fields.find(({ is }) => is === field);
    if (found === undefined) return open(expected, 'there is no such field', evidence);
    if (found.value === null || found.value.trim() === '') return fails(expected, 'it is empty', evidence);
    const isOwn = isOfApplicant(found.value, trace);
    if (isOwn === null) return open(expected, 'the walk did not log in with an IIN or a BIN', evidence);
    return isOwn ? holds(expected, 'it holds it', evidence) : fails(expected, 'it holds something else', evidence);
  });
});
