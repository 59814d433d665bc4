// The survey that the text prints, which is answered once the service has ended.
import { html } from 'hono/html';
import { type Form, textOf } from './form.ts';
import { type Markup, token } from './frame.ts';
import type { Shown } from './shown.ts';
import type { Turn } from './site.ts';
import { takeStep } from './step-forms.ts';

/** The survey; nothing while it cannot be answered. */
export function surveyForm(turn: Turn, { pages, here, login }: Shown): Markup | string {
  const { survey, surveyTitle } = pages;
  if (survey === null || login.as === 'officer') return '';
  return html`<section aria-labelledby="survey-title"><h2 id="survey-title" lang="kk">${surveyTitle ?? ''}</h2><form id="survey" method="post" action="${here}/survey">${token(turn)}${survey.map(
    ({ question, answers, text = '', answerTexts = [] }) =>
      html`<fieldset data-question="${question}"><legend lang="kk">${text}</legend>${answers.map(
        (answer, at) =>
          html`<label class="check"><input type="radio" name="question-${question}" value="${answer}"> <span lang="kk">${answerTexts[at] ?? answer}</span></label>`,
      )}</fieldset>`,
  )}<button>${turn.words.say.answer}</button></form></section>`;
}

/** Takes the answers. @returns where to go */
export async function takeSurvey(turn: Turn, form: Form): Promise<string> {
  const answers = [...form.keys()].flatMap((key) => {
    const question = /^question-(\d{1,3})$/u.exec(key)?.[1];
    return question === undefined ? [] : [{ question: Number(question), answer: Number(textOf(form, key)) }];
  });
  const to = await takeStep(turn, 'answerSurvey', { answers });
  turn.visit.notice = { kind: 'done', text: turn.words.say.answered, language: turn.words.language };
  return to;
}
