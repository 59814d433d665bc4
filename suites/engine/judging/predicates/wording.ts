// Predicates on the words of the pages: those of the survey, the name of the service above it, and where information can be had.

import { languageOf } from '../../../../schemas/language.ts';
import { quote, say } from '../../../../schemas/said.ts';
import { fails, holds, open } from '../finding.ts';
import { pages } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { offeredAt } from './offered.ts';

/** The letters that the texts themselves mix up, each with the one that both count as. */
const ALIKE: Readonly<Record<string, string>> = {
  ...{ ә: 'а', ғ: 'г', қ: 'к', ң: 'н', ө: 'о', ұ: 'у', ү: 'у', һ: 'х', і: 'и' },
  ...{ a: 'а', c: 'с', e: 'е', i: 'и', o: 'о', p: 'р', x: 'х' },
};

/** The words of a text, without what only its printing decides: punctuation, capitals, and letters that look alike. */
export const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
    [...word].map((letter) => ALIKE[letter] ?? letter).join(''),
  );
const isSame = (one: string, other: string) => wordsOf(one).join(' ') === wordsOf(other).join(' ');

/** Holds where the survey puts its questions and answers in the printed words; open where it speaks another language than they. */
export const wordsSurvey = predicate(
  'words-survey',
  once({ ...pages('surveyText'), language: 'kk' }),
  (trace, { action, questions }) => {
    const expected = say`the survey after ${action} puts its questions and answers in the words that are printed`;
    return offeredAt(trace, action, 'answered', expected, ({ survey }, evidence) => {
      if (survey === null) return open(expected, say`no survey is offered`, evidence);
      const pairs = questions.flatMap(({ question, text, answers }) => {
        const asked = survey.find((one) => one.question === question);
        const wordsAt = (answer: number) => asked?.answerTexts?.[asked.answers.indexOf(answer)];
        return [
          { which: say`question ${question}`, printed: text, said: asked?.text },
          ...answers.map((one) => ({
            which: say`answer ${one.answer} to question ${question}`,
            printed: one.text,
            said: wordsAt(one.answer),
          })),
        ];
      });
      const silent = pairs.find(({ said }) => said === undefined);
      if (silent !== undefined) return open(expected, say`it does not show the words of ${silent.which}`, evidence);
      const other = pairs.find(({ said = '', printed }) => !isSame(said, printed));
      if (other === undefined) return holds(expected, say`it does`, evidence);
      const { said = '', which } = other;
      const language = languageOf(pairs.map((pair) => pair.said).join(' '));
      return language === 'kk' || language === null
        ? fails(expected, say`${which} is: ${quote(said)}`, evidence)
        : open(expected, say`it is in another language, ${language}`, evidence);
    });
  },
);

/** Holds where what stands above the survey has at least half the words of one of the names of the service. */
export const namesService = predicate('names-service', once(pages('surveyTitle')), (trace, { action, names }) => {
  const expected = say`the survey after ${action} names the service`;
  return offeredAt(trace, action, 'answered', expected, ({ survey, surveyTitle }, evidence) => {
    if (survey === null || surveyTitle === undefined) return open(expected, say`no survey is offered`, evidence);
    const said = new Set(wordsOf(surveyTitle ?? ''));
    return isNamed(said, names)
      ? holds(expected, say`it does`, evidence)
      : fails(
          expected,
          surveyTitle === null ? say`nothing stands above it` : say`it is called: ${quote(surveyTitle)}`,
          evidence,
        );
  });
});

/** Holds where the number that the text prints for information is among the contacts on the form, whatever its digits are parted by. */
export const showsContact = predicate('shows-contact', once(pages('contacts')), (trace, { action, number }) => {
  const expected = say`the number ${number} is shown at ${action}`;
  return offeredAt(trace, action, 'form', expected, ({ contacts }, evidence) => {
    if (contacts === undefined) return open(expected, say`no contacts are read`, evidence);
    return contacts.some((contact) => digitsOf(contact).includes(digitsOf(number)))
      ? holds(expected, say`it is shown`, evidence)
      : fails(
          expected,
          contacts.length === 0 ? say`there are no contacts` : say`the contacts are ${quote(contacts.join(', '))}`,
          evidence,
        );
  });
});

const digitsOf = (text: string) => text.replace(/\D/gu, '');

/** Holds where the service is offered under the printed label, or by at least half the words of one of its names. */
export const offersService = predicate(
  'offers-service',
  once(pages('serviceName')),
  (trace, { action, label, names }) => {
    const expected = say`the service is offered under its name at ${action}`;
    return offeredAt(trace, action, 'form', expected, ({ serviceName }, evidence) => {
      if (serviceName === undefined) return open(expected, say`the name is not shown`, evidence);
      const said = new Set(wordsOf(serviceName));
      const isLabel = wordsOf(label).every((word) => said.has(word));
      return isLabel || isNamed(said, names)
        ? holds(expected, say`it is`, evidence)
        : fails(expected, say`it is called: ${quote(serviceName)}`, evidence);
    });
  },
);

/** Holds where the button bears at least half the words of its printed name, in whatever letters; open where the page speaks another language. */
export const labelsButton = predicate(
  'labels-button',
  once({ ...pages('buttonLabels'), language: 'kk' }),
  (trace, { action, stage, button, label }) => {
    const expected = say`the button ${button} is called: ${quote(label)}`;
    return offeredAt(trace, action, stage, expected, ({ buttonLabels }, evidence) => {
      if (buttonLabels === undefined) return open(expected, say`the names of buttons are not shown`, evidence);
      const own = buttonLabels.filter((one) => one.button === button).map((one) => one.label);
      if (own.length === 0) return open(expected, say`no name of such a button is shown`, evidence);
      if (own.some((said) => isNamed(new Set(wordsOf(said)), [label]))) return holds(expected, say`it is`, evidence);
      const language = languageOf(buttonLabels.map((one) => one.label).join(' '));
      return language === 'kk' || language === null
        ? fails(
            expected,
            own.length === 0 ? say`it is called nothing` : say`it is called: ${quote(own.join(', '))}`,
            evidence,
          )
        : open(expected, say`it is in another language, ${language}`, evidence);
    });
  },
);

const isNamed = (said: ReadonlySet<string>, names: readonly string[]) =>
  names.some((name) => {
    const words = [...new Set(wordsOf(name))];
    return words.filter((word) => said.has(word)).length >= words.length / 2;
  });
