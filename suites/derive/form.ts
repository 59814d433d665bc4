// Family form: the applicant is offered the screens, buttons, fields, particulars and the survey that the text shows.
import { printedButtons } from '../../schemas/flow/filling.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { operationOf } from '../flow/deed.ts';
import { successPath } from '../flow/path.ts';
import { printedForms } from '../flow/printed-forms.ts';
import { resultsOf } from '../flow/results.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';
import { deriveAttachments } from './attachment.ts';
import { deriveFilling } from './filling.ts';

/** The name that a figure of the document has in the driver contract. */
export const screenId = ({ annex, figure }: Regulation['screens'][number]): string => `${annex}/${figure}`;

/** The assertions on screens, then on documents, then on what the pages show, then on saving the result and on the survey. */
export function deriveForm(source: Source): Draft[] {
  const ends = resultsOf(source).map(({ step }) => step.action);
  return [
    ...screensOf(source),
    ...deriveAttachments(source),
    ...deriveFilling(source),
    ...ends.flatMap((action) => savingOf(source, action)),
    ...ends.flatMap((action) => surveyOf(source, action)),
  ];
}

function screensOf(source: Source): Draft[] {
  const { screens } = printedForms(source);
  const action = successPath(source).find((name) =>
    source.graph.steps.some((step) => step.action === name && operationOf(step) === 'fill'),
  );
  if (action === undefined || screens.length === 0) return [];
  return [
    {
      action,
      aspect: 'screens',
      title: `Every screen that the text shows can be seen from ${action} on`,
      cells: [[action, 'action']],
      places: screens.map(({ annex, figure, printed }) => ({ at: { annex, figure }, printed })),
      call: { predicate: 'offers-screens', arguments: { action, screens: screens.map(screenId) } },
      walk: { reaches: action, cause: null },
    },
  ];
}

function savingOf(source: Source, action: string): Draft[] {
  return printedButtons(printedForms(source))
    .filter(({ does }) => does === 'save-pdf')
    .map(({ does, at, printed }) => ({
      action,
      aspect: 'saves-pdf',
      title: `What the button ${does} gives after ${action} is a PDF`,
      cells: [[action, 'completion']],
      places: [{ at, printed }],
      call: { predicate: 'is-pdf', arguments: { action } },
      walk: { reaches: action },
    }));
}

function surveyOf(source: Source, action: string): Draft[] {
  const { survey } = printedForms(source);
  if (survey === null) return [];
  const draft = {
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
    {
      ...draft,
      aspect: 'survey-asked',
      title: `The survey after ${action} is asked with its questions and answers`,
      call: { predicate: 'asks-survey', arguments: { action, questions } },
    },
    {
      ...draft,
      aspect: 'survey-accepted',
      title: `The survey after ${action} can be answered`,
      call: { predicate: 'accepts-survey', arguments: { action } },
    },
    {
      ...draft,
      aspect: 'survey-refuses-other-answers',
      title: `An answer that the survey after ${action} does not have is refused`,
      call: { predicate: 'refuses-other-answers', arguments: { action } },
    },
  ];
}
