// Portals whose pages, histories and surveys look otherwise than those of the simulator pass, and those that lack something fail.
import type { OutputOf, PagesView } from '../schemas/target/driver.ts';
import { type Alter, refusal } from './altered-simulator.ts';
import { answering, both, isTo, showing } from './altering.ts';
import { CERTIFICATE, NO_CERTIFICATES, PERIODICALS, tryPortals } from './honest.ts';

/** Changes the pages. */
const pages = (change: (view: PagesView) => Partial<PagesView>): Alter =>
  showing((body) => ({ ...body, ...change(Object(body)) }));

/** More of everything, in the opposite order. */
const fuller = pages(({ screens, buttons, fields, shows, contacts }) => ({
  screens: [...screens, '9/1'].toReversed(),
  buttons: ['print', ...buttons, 'cancel'].toReversed(),
  fields: [{ is: 'e-mail', value: null }, ...fields, { is: 'comment', value: '' }].toReversed(),
  shows: [{ is: 'office', value: 'ХҚКО' }, ...shows].toReversed(),
  ...(contacts === undefined ? {} : { contacts: ['www.egov.kz', ...contacts] }),
}));

/** Numbers parted as people write them. */
const spaced = (value: string) => value.replace(/^(\d{6})(\d{6})$/u, '$1 $2');
const written = pages(({ fields, shows }) => ({
  fields: fields.map((one) => ({ ...one, value: one.value === null ? null : spaced(one.value) })),
  shows: shows.map((one) => ({
    is: one.is,
    value: one.is === 'number' ? `№ ${one.value}` : one.is === 'iin-bin' ? `ЖСН ${spaced(one.value)}` : one.value,
  })),
}));

/** The questions and the answers in another order. */
const shuffled = pages(({ survey }) => ({
  survey:
    survey
      ?.map(({ answers, answerTexts, ...one }) => ({
        ...one,
        answers: answers.toReversed(),
        ...(answerTexts === undefined ? {} : { answerTexts: answerTexts.toReversed() }),
      }))
      .toReversed() ?? null,
}));

/** The survey in capitals and without marks, under a title with more words. */
const capital = pages(({ survey, surveyTitle }) => ({
  survey: survey?.map((one) => ({ ...one, text: one.text?.toUpperCase().replace(/[?;]/gu, '') ?? '' })) ?? null,
  surveyTitle: surveyTitle == null ? null : `Сауалнама. ${surveyTitle.toUpperCase()} (2013 жыл)`,
}));

type Listed = OutputOf<'readHistory'>['requests'];
/** Changes the service history. */
const listing = (change: (requests: Listed) => Listed): Alter =>
  answering((body, asked) => {
    if (isTo(asked, '/requests', 'GET')) body.requests = change(Object(body).requests);
  });
const OLDER: Listed = [
  { request: 'of-last-year', number: '12-17', state: 'completed' },
  { request: 'of-spring', number: null, state: 'refused' },
];

const without = (list: 'buttons' | 'fields' | 'screens', gone: string) =>
  pages((view) => ({ [list]: view[list].filter((one) => (typeof one === 'string' ? one : one.is) !== gone) }));
/** Takes no answers to the survey. */
const deaf: Alter = (asked, pass) => (isTo(asked, '/survey') ? refusal(409, 'no') : pass());

tryPortals(
  ['form'],
  [
    ['shows more than the text has, in another order', CERTIFICATE, () => fuller, NO_CERTIFICATES],
    ['writes numbers as people do', CERTIFICATE, () => written, NO_CERTIFICATES],
    [
      'shuffles the survey, and lists older requests too',
      PERIODICALS,
      () =>
        both(
          shuffled,
          listing((requests) => [...OLDER, ...requests].toReversed()),
        ),
    ],
    ['prints the survey in capitals', PERIODICALS, () => capital],
  ],
  [
    ['cannot sign', CERTIFICATE, () => without('buttons', 'sign'), '**/button-*', ['sign/button-sign']],
    [
      'does not ask for the number',
      CERTIFICATE,
      () => without('fields', 'iin-bin'),
      '**/field-iin-bin',
      ['fill-request/field-iin-bin'],
    ],
    [
      'shows the number of somebody else',
      CERTIFICATE,
      () =>
        pages(({ shows }) => ({
          shows: shows.map((one) => (one.is === 'iin-bin' ? { ...one, value: '820308400110' } : one)),
        })),
      '**/shows-*',
      ['register/shows-iin-bin'],
    ],
    [
      'lists a request twice',
      PERIODICALS,
      () => listing((requests) => [...requests, ...requests]),
      '**/*in-history',
      ['receive-result/in-history', 'refuse-unqualified/refused-in-history', 'register/open-in-history'],
    ],
    ['takes no answers', PERIODICALS, () => deaf, '**/survey-*', ['receive-result/survey-accepted']],
  ],
);
