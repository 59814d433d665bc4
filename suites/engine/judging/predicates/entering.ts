// Predicates on the form of a request: it is shown before it is filled in, and shows afterwards whom it was filled in for.
import { say } from '../../../../schemas/said.ts';
import { cite, fails, holds, lacking, open } from '../finding.ts';
import type { Needs } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { notReached } from './steps.ts';

const FORM: Needs = { operations: ['open', 'fill'], shown: ['form'] };

/** Holds where the request showed its form before that was filled in. */
export const showsForm = predicate('shows-form', once(FORM), (trace, { action }) => {
  const expected = say`the form of ${action} is shown before it is filled in`;
  const { entering } = trace;
  if (entering?.action !== action) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const { opened, openedIn } = entering;
  if (opened === undefined) return open(expected, say`it is not said whether a form is shown`, cite(openedIn));
  return opened === null
    ? fails(expected, say`no form is shown`, cite(openedIn))
    : holds(expected, say`it is shown`, cite(openedIn));
});

/** Holds where the form shows the number of the applicant that was entered, whatever it calls the field; a number may be shown in part. */
export const keepsForm = predicate('keeps-form', once(FORM), (trace, { action }) => {
  const expected = say`the form of ${action} shows the number of the applicant that was entered`;
  const { entering } = trace;
  if (entering?.action !== action) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const { filled, filledIn, applicant } = entering;
  if (filled === undefined) return open(expected, say`it is not said whether a form is shown`, cite(filledIn));
  if (filled === null) return open(expected, say`no form is shown afterwards`, cite(filledIn));
  return Object.values(filled).some((value) => isShown(value, applicant))
    ? holds(expected, say`it shows it`, cite(filledIn))
    : fails(expected, Object.keys(filled).length === 0 ? say`it is empty` : say`it shows other data`, cite(filledIn));
});

/** The same of the number of whoever represents the applicant by a power of attorney. */
export const keepsAttorney = predicate(
  'keeps-attorney',
  once({ ...FORM, shown: ['form', 'attorney'], persons: ['attorney'] }),
  (trace, { action }) => {
    const expected = say`the form of ${action} shows the number of the representative that was entered`;
    const { entering } = trace;
    if (entering?.action !== action) return open(expected, notReached(trace, action), cite(trace.lastRead));
    const { filled, filledIn, attorney } = entering;
    if (attorney === null) return lacking(expected, say`the target supplies no credentials attorney`);
    if (filled === undefined) return open(expected, say`it is not said whether a form is shown`, cite(filledIn));
    if (filled === null) return open(expected, say`no form is shown afterwards`, cite(filledIn));
    return Object.values(filled).some((value) => isShown(value, attorney))
      ? holds(expected, say`it shows it`, cite(filledIn))
      : fails(expected, say`it does not show it`, cite(filledIn));
  },
);

/** Whether a text is a number, which may be parted by blanks and have signs in the place of some of its digits. */
export function isShown(text: string, number: string): boolean {
  const signs = [...text.replace(/[\s-]/gu, '')];
  if (signs.length !== number.length || !signs.some((sign) => /\d/u.test(sign))) return false;
  return signs.every((sign, at) => sign === number[at] || /[*•xX]/u.test(sign));
}
