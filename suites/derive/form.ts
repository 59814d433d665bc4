// Family form: the screens, the buttons and the survey that the text shows are offered to the applicant.
import type { TestAssertion } from '../../schemas/assertion.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { resultsOf } from './document.ts';
import { operationOf, type Source, successPath, writeRow } from './row.ts';

interface Printed {
  screens: Regulation['screens'];
  viewing: Regulation['viewing'];
  survey: Regulation['survey'];
}

/** What the text shows the applicant; the other channels are walked on the screens of their own staff, which no text shows. */
export function printedForms({ regulation, flow }: Pick<Source, 'regulation' | 'flow'>): Printed {
  const { screens, viewing, survey } = regulation;
  return flow.entry === 'portal' ? { screens, viewing, survey } : { screens: [], viewing: null, survey: null };
}

/** How the driver contract calls a figure. */
export const screenId = ({ annex, figure }: Regulation['screens'][number]): string => `${annex}/${figure}`;

export function deriveForm(source: Source): TestAssertion[] {
  const ends = resultsOf(source).map(({ step }) => step.action);
  return [
    ...screensOf(source),
    ...ends.flatMap((action) => buttonsOf(source, action)),
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

function buttonsOf(source: Source, action: string): TestAssertion[] {
  const { viewing } = printedForms(source);
  if (viewing === null) return [];
  const draft = { family: 'form', action, cells: [[action, 'completion']], walk: { reaches: action } } as const;
  return viewing.buttons.flatMap(({ does, printed }) => {
    const places = [{ at: { clause: viewing.clause }, printed }];
    const offered = writeRow(source, {
      ...draft,
      aspect: `button-${does}`,
      title: `The button ${does} can be pressed after ${action}`,
      places,
      call: { predicate: 'offers-button', arguments: { action, button: does } },
    });
    if (does !== 'save-pdf') return [offered];
    const saved = writeRow(source, {
      ...draft,
      aspect: 'saves-pdf',
      title: `What the button ${does} gives after ${action} is a PDF`,
      places,
      call: { predicate: 'is-pdf', arguments: { action } },
    });
    return [offered, saved];
  });
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
