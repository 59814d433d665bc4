// Family form: the screens, buttons, fields, particulars and the survey that the text shows are offered to the applicant.
import type { TestAssertion } from '../../schemas/assertion.ts';
import { printedButtons } from '../../schemas/filling.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { printedForms } from '../flow/printed-forms.ts';
import { resultsOf } from './document.ts';
import { deriveFilling } from './filling.ts';
import { operationOf, type Source, successPath, writeRow } from './row.ts';

/** How the driver contract calls a figure. */
export const screenId = ({ annex, figure }: Regulation['screens'][number]): string => `${annex}/${figure}`;

export function deriveForm(source: Source): TestAssertion[] {
  const ends = resultsOf(source).map(({ step }) => step.action);
  return [
    ...screensOf(source),
    ...deriveFilling(source),
    ...ends.flatMap((action) => savingOf(source, action)),
    ...ends.flatMap((action) => surveyOf(source, action)),
  ];
}

function screensOf(source: Source): TestAssertion[] {
  const { screens } = printedForms(source);
  const action = successPath(source).find((name) =>
    source.graph.steps.some((step) => step.action === name && operationOf(step) === 'fill'),
  );
  if (action === undefined || screens.length === 0) return [];
  return [
    writeRow(source, {
      family: 'form',
      action,
      aspect: 'screens',
      title: `Every screen that the text shows can be seen from ${action} on`,
      cells: [[action, 'action']],
      places: screens.map(({ annex, figure, printed }) => ({ at: { annex, figure }, printed })),
      call: { predicate: 'offers-screens', arguments: { action, screens: screens.map(screenId) } },
      walk: { reaches: action, cause: null },
    }),
  ];
}

function savingOf(source: Source, action: string): TestAssertion[] {
  return printedButtons(printedForms(source))
    .filter(({ does }) => does === 'save-pdf')
    .map(({ does, at, printed }) =>
      writeRow(source, {
        family: 'form',
        action,
        aspect: 'saves-pdf',
        title: `What the button ${does} gives after ${action} is a PDF`,
        cells: [[action, 'completion']],
        places: [{ at, printed }],
        call: { predicate: 'is-pdf', arguments: { action } },
        walk: { reaches: action },
      }),
    );
}

function surveyOf(source: Source, action: string): TestAssertion[] {
  const { survey } = printedForms(source);
  if (survey === null) return [];
  const draft = {
    family: 'form',
    action,
    cells: [[action, 'completion']],
    places: survey.questions.map(({ question, printed }) => ({ at: { annex: survey.annex, question }, printed })),
    walk: { reaches: action },
  } as const;
  const questions = survey.questions.map(({ question, answers }) => ({
    question,
    answers: answers.map(({ answer }) => answer),
  }));
  return [
    writeRow(source, {
      ...draft,
      aspect: 'survey-asked',
      title: `The survey after ${action} is asked with its questions and answers`,
      call: { predicate: 'asks-survey', arguments: { action, questions } },
    }),
    writeRow(source, {
      ...draft,
      aspect: 'survey-accepted',
      title: `The survey after ${action} can be answered`,
      call: { predicate: 'accepts-survey', arguments: { action } },
    }),
    writeRow(source, {
      ...draft,
      aspect: 'survey-refuses-other-answers',
      title: `An answer that the survey after ${action} does not have is refused`,
      call: { predicate: 'refuses-other-answers', arguments: { action } },
    }),
  ];
}
