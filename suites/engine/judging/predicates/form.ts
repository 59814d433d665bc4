// Predicates on the screens and on the satisfaction survey that the portal offers for a request.
import { all, any, plainly, quote, say } from '../../../../schemas/said.ts';
import { cite, fails, holds, open } from '../finding.ts';
import { type Needs, pages } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { offeredAt, reached } from './offered.ts';
import { notReached } from './steps.ts';

const SURVEY: Needs = { operations: ['readPages', 'answerSurvey'], shown: ['survey'] };

/** The statuses by which a survey refuses an answer that it does not have; 409 is for portals that see it as out of place. */
const NO_ANSWER: readonly number[] = [400, 409, 422];

/** Holds where every screen, or one that other applicants see in its place, was offered at one of the stages at which the pages were read. */
export const offersScreens = predicate('offers-screens', once(pages('screens')), (trace, { action, screens }) => {
  const expected = say`the portal has the screens ${all(screens.map((group) => say`${any(group)}`))}`;
  if (!reached(trace, action) || trace.pages.length === 0)
    return open(expected, notReached(trace, action), cite(trace.lastRead));
  const evidence = cite(...trace.pages.map(({ answer }) => answer.exchange));
  const offered = trace.pages.flatMap(({ answer }) => answer.body?.screens ?? []);
  const missing = screens.filter((group) => !group.some((screen) => offered.includes(screen)));
  if (missing.length === 0) return holds(expected, say`it has all ${screens.length}`, evidence);
  // The missing screen may be on a page that could not be read.
  const fault = trace.pages.find(({ answer }) => answer.fault !== null)?.answer.fault;
  if (fault !== undefined) return open(expected, say`nothing can be told from the answer: ${quote(fault)}`, evidence);
  return fails(expected, say`it does not have ${all(missing.map((group) => say`${any(group)}`))}`, evidence);
});

/** Holds where the survey asks exactly these questions, each with exactly its answers. */
export const asksSurvey = predicate('asks-survey', once(pages('survey')), (trace, { action, questions }) => {
  const expected = say`the survey asks ${all(questions.map(ofQuestion))}`;
  return offeredAt(trace, action, 'answered', expected, ({ survey }, evidence) => {
    if (survey === null) return fails(expected, say`no survey is offered`, evidence);
    const asked = survey.map(ofQuestion);
    const plain = new Set(asked.map(plainly));
    return questions.map(ofQuestion).every((question) => plain.has(plainly(question))) &&
      asked.length === questions.length
      ? holds(expected, say`it asks them`, evidence)
      : fails(expected, asked.length === 0 ? say`it asks nothing` : say`it asks ${all(asked)}`, evidence);
  });
});

const ofQuestion = ({ question, answers }: { question: number; answers: readonly number[] }) =>
  answers.length === 0
    ? say`question ${question} with no answers`
    : say`question ${question} with the answers ${all(answers.toSorted((a, b) => a - b))}`;

/** Holds where the survey accepted answers that it has. */
export const acceptsSurvey = predicate('accepts-survey', once(SURVEY), (trace, { action }) => {
  const expected = say`the survey after ${action} takes answers that it has`;
  const { survey } = trace;
  if (survey === null) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const evidence = cite(survey.right.exchange);
  if (survey.other.body !== null)
    return open(expected, say`another answer was taken before them`, cite(survey.other.exchange, ...evidence));
  if (survey.right.fault !== null)
    return open(expected, say`nothing can be told from the answer: ${quote(survey.right.fault)}`, evidence);
  return survey.right.body === null
    ? fails(expected, say`they are refused: ${quote(survey.right.problem)}`, evidence)
    : holds(expected, say`they are taken`, evidence);
});

/**
 * Holds where the survey refused an answer that it does not have, and afterwards accepted answers that it has. Where it refused these
 * too, the first refusal proves nothing, so the finding stays open.
 */
export const refusesOtherAnswers = predicate('refuses-other-answers', once(SURVEY), (trace, { action }) => {
  const expected = say`the survey after ${action} refuses an answer that it does not have`;
  const { survey } = trace;
  if (survey === null) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const { other, right } = survey;
  const evidence = cite(other.exchange, right.exchange);
  if (other.fault !== null)
    return open(expected, say`nothing can be told from the answer: ${quote(other.fault)}`, evidence);
  if (other.body !== null) return fails(expected, say`it is taken`, evidence);
  if (right.body === null)
    return open(expected, say`right answers are not taken either, so it tells nothing`, evidence);
  if (other.status === null || !NO_ANSWER.includes(other.status))
    return open(expected, say`it is refused for another reason: ${quote(other.problem)}`, evidence);
  return holds(expected, say`it is refused: ${quote(other.problem)}`, evidence);
});
