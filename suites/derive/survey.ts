// Drafts the assertions on the survey: what it asks and in which words, and which answers it takes.

import { samePlace } from '../../schemas/place.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { say } from '../../schemas/said.ts';
import { printedForms } from '../flow/printed-forms.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

type Survey = NonNullable<Regulation['survey']>;

/** The assertions on the survey after a step that ends the flow with a result. */
export function surveyOf(source: Source, action: string): Draft[] {
  const { survey } = printedForms(source);
  if (survey === null) return [];
  const draft = {
    action,
    cells: [],
    places: placesOf(survey),
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
      title: say`The survey after ${action} is asked with its questions and answers`,
      call: { predicate: 'asks-survey', arguments: { action, questions } },
    },
    {
      ...draft,
      aspect: 'survey-words',
      title: say`The survey after ${action} is put in the words that are printed`,
      call: { predicate: 'words-survey', arguments: { action, questions: wordingOf(survey) } },
      level: 'implied',
      because: 'the results are measured by the questionnaire of the annex, whose answers mean what its questions ask',
    },
    ...namingOf(source, survey, action),
    {
      ...draft,
      aspect: 'survey-accepted',
      title: say`The survey after ${action} can be answered`,
      call: { predicate: 'accepts-survey', arguments: { action } },
    },
    {
      ...draft,
      aspect: 'survey-refuses-other-answers',
      title: say`An answer that the survey after ${action} does not have is refused`,
      call: { predicate: 'refuses-other-answers', arguments: { action } },
      level: 'recommended',
      because:
        'the text prints the answers, and nobody can choose another; one that is taken all the same spoils the count',
    },
  ];
}

/** The questions, their answers, and the clause which says that the results are measured by them. */
function placesOf({ annex, questions, measures, printed }: Survey) {
  return [
    ...questions.map(({ question, printed }) => ({ at: { annex, question }, printed })),
    ...questions.flatMap(({ question, answers }) =>
      answers.map(({ answer, printed }) => ({ at: { annex, question, answer }, printed })),
    ),
    ...(measures === undefined ? [] : [{ at: { clause: measures }, printed }]),
  ];
}

const wordingOf = ({ questions }: Survey) =>
  questions.map(({ question, printed, answers }) => ({
    question,
    text: printed,
    answers: answers.map(({ answer, printed }) => ({ answer, text: printed })),
  }));

function namingOf({ regulation }: Source, { annex, names, printed }: Survey, action: string): Draft[] {
  if (names === undefined) return [];
  const { act, service, sentences } = regulation;
  const place = { annex, heading: names };
  const blank = sentences.find(({ at }) => samePlace(at, place))?.begins ?? printed;
  const known = [service.name.kk, service.name.ru, service.name.en, ...act.titles.map((title) => title.printed)];
  return [
    {
      action,
      aspect: 'survey-names-service',
      title: say`The survey after ${action} names the service`,
      cells: [],
      places: [{ at: place, printed: blank }],
      call: { predicate: 'names-service', arguments: { action, names: [...new Set(known)] } },
      walk: { reaches: action },
      level: 'implied',
      because:
        'the form leaves a blank for the name of the service, and says nothing to whoever does not know which is meant',
    },
  ];
}
