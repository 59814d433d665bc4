// Tests the predicates over the words of the pages: the survey, its title, and the contacts.
import { describe, expect, it } from 'vitest';
import type { PagesView } from '../../../../schemas/target/driver.ts';
import type { Stage } from '../../../../schemas/vocabulary.ts';
import { answered, entry, faulty, sampleTrace } from '../../sample-trace.ts';
import { judge } from '../sample-judging.ts';

const ASKED = {
  question: 1,
  text: 'Электрондық қызмет көрсету үдерісіне қанағаттанасыз ба?',
  answers: [
    { answer: 1, text: 'қанағаттанған жоқпын;' },
    { answer: 2, text: 'ішінара канағаттанамын.' },
  ],
};
const SURVEY = { question: 1, answers: [1, 2], text: ASKED.text, answerTexts: ASKED.answers.map(({ text }) => text) };
const at = (stage: Stage, changes: Partial<PagesView>) => {
  const view = { screens: [], buttons: [], fields: [], shows: [], survey: [SURVEY], ...changes };
  return sampleTrace({ history: [entry('act')], pages: [{ stage, answer: answered(view, 'walk#pages') }] });
};
const unread = sampleTrace({ history: [entry('act')], pages: [{ stage: 'answered', answer: faulty }] });

describe('words-survey', () => {
  const words = (trace: ReturnType<typeof sampleTrace>) =>
    judge({ predicate: 'words-survey', arguments: { action: 'act', questions: [ASKED] } }, trace);
  const says = (changes: Partial<typeof SURVEY>) => words(at('answered', { survey: [{ ...SURVEY, ...changes }] }));

  it('holds when the words are those that are printed, whatever the order of the answers', () => {
    expect(says({})).toMatchObject({ holds: true, evidence: ['walk#pages'] });
    expect(says({ answers: [2, 1], answerTexts: [...SURVEY.answerTexts].reverse() }).holds).toBe(true);
  });

  it('holds when capitals, punctuation or a misprinted letter differ', () => {
    const texts = ['Қанағаттанған жоқпын', 'Ішінара қанағаттанамын'];
    expect(says({ text: SURVEY.text.toUpperCase(), answerTexts: texts }).holds).toBe(true);
  });

  it('fails when a question or an answer is put in other words', () => {
    expect(says({ text: 'Сіз қайда тұрасыз, қандай көшеде?' })).toMatchObject({
      holds: false,
      actual: 'question 1 is: Сіз қайда тұрасыз, қандай көшеде?',
    });
    expect(says({ answerTexts: ['иә', SURVEY.answerTexts[1] ?? ''] }).holds).toBe(false);
  });

  it('cannot be told when no words are shown, in another language, or where nobody could look', () => {
    expect(words(at('answered', { survey: [{ question: 1, answers: [1, 2] }] })).holds).toBeNull();
    expect(words(at('answered', { survey: null })).holds).toBeNull();
    const russian = ['Удовлетворены ли вы процессом оказания услуги?', 'не удовлетворён', 'частично удовлетворён'];
    expect(says({ text: russian[0] ?? '', answerTexts: russian.slice(1) })).toMatchObject({ holds: null });
    expect(words(unread).holds).toBeNull();
  });
});

describe('names-service', () => {
  const names = (trace: ReturnType<typeof sampleTrace>) =>
    judge(
      { predicate: 'names-service', arguments: { action: 'act', names: ['Жолаушыларды тасымалдауға лицензия беру'] } },
      trace,
    );

  it('holds when the title has the name, or half of its words', () => {
    for (const surveyTitle of ['Сауалнама: жолаушыларды тасымалдауға лицензия беру', 'Лицензия беру сауалнамасы'])
      expect(names(at('answered', { surveyTitle })).holds).toBe(true);
  });

  it('fails when the title names something else, or there is none', () => {
    for (const surveyTitle of ['Сауалнама', null]) expect(names(at('answered', { surveyTitle })).holds).toBe(false);
  });

  it('cannot be told where no title or no survey was read', () => {
    expect(names(at('answered', {})).holds).toBeNull();
    expect(names(at('answered', { survey: null, surveyTitle: null })).holds).toBeNull();
    expect(names(unread).holds).toBeNull();
  });
});

describe('shows-contact', () => {
  const shows = (trace: ReturnType<typeof sampleTrace>) =>
    judge({ predicate: 'shows-contact', arguments: { action: 'act', number: '8(7292) 42-66-10' } }, trace);

  it('holds when the number is shown, whatever parts its digits', () => {
    for (const contact of ['8(7292) 42-66-10', 'тел. 8 7292 426610'])
      expect(shows(at('form', { contacts: ['1414', contact] })).holds).toBe(true);
  });

  it('fails when other numbers or none are shown', () => {
    for (const contacts of [['1414'], []]) expect(shows(at('form', { contacts })).holds).toBe(false);
  });

  it('cannot be told where no contacts were read', () => {
    expect(shows(at('form', {})).holds).toBeNull();
    expect(shows(unread).holds).toBeNull();
  });
});

describe('offers-service', () => {
  const offers = (trace: ReturnType<typeof sampleTrace>) =>
    judge(
      {
        predicate: 'offers-service',
        arguments: { action: 'act', label: 'Рұқсат беру', names: ['Мәдени құндылықтарды әкету құқығына куәлік беру'] },
      },
      trace,
    );
  const called = (serviceName: string) => offers(at('form', { serviceName }));

  it.each(['«РҰҚСАТ БЕРУ»', 'Рұқсат беру (әкетуге)', 'Мәдени құндылықтарды әкету'])(
    'holds when it is called by the label or by its name: %s',
    (name) => {
      expect(called(name)).toMatchObject({ holds: true, evidence: ['walk#pages'] });
    },
  );

  it.each(['Лицензия беру', 'Куәлік беру', ''])('fails when it is called %j', (name) => {
    expect(called(name)).toMatchObject({ holds: false, actual: `it is called: ${name}` });
  });

  it('cannot be told when the name is not shown, or nobody could look', () => {
    expect(offers(at('form', {})).holds).toBeNull();
    expect(offers(unread).holds).toBeNull();
  });
});

describe('labels-button', () => {
  const labels = (trace: ReturnType<typeof sampleTrace>) =>
    judge(
      {
        predicate: 'labels-button',
        arguments: { action: 'act', stage: 'form', button: 'open', label: 'шығарылатын құжатты көру' },
      },
      trace,
    );
  const called = (label: string, button = 'open') =>
    labels(
      at('form', {
        buttonLabels: [
          { button, label },
          { button: 'save-pdf', label: 'Сақтау, тағы құжат' },
        ],
      }),
    );

  it.each(['шығарылатын құжатты көру', '«ҚҰЖАТТЫ КӨРУ»'])('holds when it is called %s', (label) => {
    expect(called(label)).toMatchObject({ holds: true, evidence: ['walk#pages'] });
  });

  it.each(['Жою', 'Келесі құжат', ''])('fails when it is called %j', (label) => {
    expect(called(label).holds).toBe(false);
  });

  it('cannot be told in another language, where names are not shown, or of another button', () => {
    const russian = [
      { button: 'open', label: 'Посмотреть документ' },
      { button: 'save-pdf', label: 'Скачать' },
    ];
    expect(labels(at('form', { buttonLabels: russian })).reason).toBe('it is in another language, ru');
    expect(labels(at('form', {})).holds).toBeNull();
    expect(called('Жою', 'delete').holds).toBeNull();
    expect(labels(unread).holds).toBeNull();
  });
});
