// Predicates on the buttons, fields and particulars that the pages of a request show at each stage.
import { all, say, theButton } from '../../../../schemas/said.ts';
import { STAGES } from '../../../../schemas/vocabulary.ts';
import { cite, fails, holds, open } from '../finding.ts';
import { pages } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { isOfApplicant, offeredAt } from './offered.ts';

/** Holds where the button was offered at its stage. */
export const offersButton = predicate('offers-button', once(pages('buttons')), (trace, { action, stage, button }) => {
  const expected =
    stage === 'answered'
      ? say`the button ${theButton(button)} is offered after ${action}`
      : say`the button ${theButton(button)} is offered at ${action}`;
  return offeredAt(trace, action, stage, expected, ({ buttons }, evidence) =>
    buttons.includes(button)
      ? holds(expected, say`${theButton(button)} is offered`, evidence)
      : fails(
          expected,
          buttons.length === 0 ? say`there are no buttons` : say`the buttons are ${all(buttons.map(theButton))}`,
          evidence,
        ),
  );
});

/**
 * Holds where the button was not offered before its stage, and was offered at it. The finding stays open where the button never came,
 * which is for `offers-button` to fail, and where nobody looked at the pages while the request was processed.
 */
export const buttonAppears = predicate('button-appears', once(pages('buttons')), (trace, { action, stage, button }) => {
  const expected = say`the button ${theButton(button)} is not offered before ${action}`;
  const before = trace.pages.filter((page) => STAGES.indexOf(page.stage) < STAGES.indexOf(stage));
  const early = before.find(({ answer }) => answer.body?.buttons.includes(button));
  if (early !== undefined)
    return fails(expected, say`it is offered already at the stage ${early.stage}`, cite(early.answer.exchange));
  return offeredAt(trace, action, stage, expected, ({ buttons }, evidence) => {
    const latest = before.find((page) => page.stage === 'processing')?.answer;
    if (latest?.body == null)
      return open(
        expected,
        say`the pages were not shown while the request was processed`,
        cite(latest?.exchange ?? null),
      );
    return buttons.includes(button)
      ? holds(expected, say`it comes up then`, [...cite(latest.exchange), ...evidence])
      : open(expected, say`it does not come up either, so it tells nothing`, evidence);
  });
});

/** Holds where the form had the field at its stage. */
export const asksField = predicate('asks-field', once(pages('fields')), (trace, { action, stage, field }) => {
  const expected = say`the form of ${action} has the field ${field}`;
  return offeredAt(trace, action, stage, expected, ({ fields }, evidence) =>
    fields.some(({ is }) => is === field)
      ? holds(expected, say`it has it`, evidence)
      : fails(
          expected,
          fields.length === 0 ? say`there are no fields` : say`the fields are ${all(fields.map(({ is }) => is))}`,
          evidence,
        ),
  );
});

/** Holds where the field already held the IIN or BIN of the person who had logged in, before anybody filled it in. */
export const prefillsField = predicate('prefills-field', once(pages('fields')), (trace, { action, stage, field }) => {
  const expected = say`the field ${field} of ${action} holds the number of whom the portal let in`;
  return offeredAt(trace, action, stage, expected, ({ fields }, evidence) => {
    const found = fields.find(({ is }) => is === field);
    if (found === undefined) return open(expected, say`there is no such field`, evidence);
    if (found.value === null || found.value.trim() === '') return fails(expected, say`it is empty`, evidence);
    const isOwn = isOfApplicant(found.value, trace);
    if (isOwn === null) return open(expected, say`the walk did not log in with an IIN or a BIN`, evidence);
    return isOwn
      ? holds(expected, say`it holds it`, evidence)
      : fails(expected, say`it holds something else`, evidence);
  });
});
