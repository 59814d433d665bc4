// Portals whose pages, histories and surveys look otherwise than those of the simulator pass, and those that lack something fail.
import type { OutputOf, PagesView } from '../schemas/target/driver.ts';
import { type Alter, refusal } from './altered-simulator.ts';
import { answering, both, isTo, showing } from './altering.ts';
import { AT_LICENCE_PSC, CERTIFICATE, EMPLOYEE, NO_CERTIFICATES, PAID, PERIODICALS, tryPortals } from './honest.ts';

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

/** Says where buttons lead in another way: several steps each, or to the pages that have what is asked for. */
const leading = (change: (leads: NonNullable<PagesView['leadsTo']>) => PagesView['leadsTo']): Alter =>
  pages(({ leadsTo }) => ({ leadsTo: change(leadsTo ?? []) ?? [] }));
const roundabout = leading((leads) =>
  leads.flatMap(({ button, operation }) => {
    if (button === 'view-result') return [{ button, operation: 'readPages' }];
    return button === 'send'
      ? [
          { button, operation: 'fill' },
          { button, operation: 'sign' },
        ]
      : [{ button, operation }];
  }),
);
/** One button leads to the history. */
const misleading = (button: string) =>
  leading((leads) => leads.map((one) => (one.button === button ? { button, operation: 'readHistory' } : one)));

/** Calls buttons otherwise. */
const labelling = (change: (label: string) => string): Alter =>
  pages(({ buttonLabels = [] }) => ({
    buttonLabels: buttonLabels.map(({ button, label }) => ({ button, label: change(label) })),
  }));

/** Offers the service under another name. */
const called = (serviceName: string) => pages(() => ({ serviceName }));

/** Changes the form as the request shows it. */
const form = (change: (form: Record<string, string>) => Record<string, string> | null): Alter =>
  answering((body) => {
    if (typeof body.form === 'object' && body.form !== null) body.form = change(Object(body.form));
  });
/** A form with other fields, most of them filled in beforehand, and the number of the applicant in part. */
const ownFields = form(({ applicant, attorney }) => ({
  ...{ name: 'Айгүл', street: '' },
  ...(applicant === undefined ? {} : { iin: applicant.replace(/\d{4}$/u, '****') }),
  ...(attorney === undefined ? {} : { representative: attorney.replace(/^(\d{6})/u, '$1 ') }),
}));
const noFormAtFirst = form((shown) => (Object.keys(shown).length === 0 ? null : shown));

type Listed = OutputOf<'readHistory'>['requests'];
/** Changes the service history. */
const listing = (change: (requests: Listed) => Listed): Alter =>
  answering((body, asked) => {
    if (isTo(asked, '/requests', 'GET')) body.requests = change(Object(body).requests);
  });
/** The history has other buttons beside each request. */
const beside = (leadsTo: PagesView['leadsTo']): Alter =>
  listing((requests) => requests.map((one) => ({ ...one, leadsTo: leadsTo ?? [] })));

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
    ['leads to the same by other ways', CERTIFICATE, () => roundabout, NO_CERTIFICATES],
    ['offers the service as in a list', CERTIFICATE, () => called('«РҰҚСАТ БЕРУ»'), NO_CERTIFICATES],
    [
      'writes more on its buttons, in capitals',
      CERTIFICATE,
      () => labelling((label) => `▶ ${label.toUpperCase()} (1)`),
      NO_CERTIFICATES,
    ],
    ['has a form with fields of its own', EMPLOYEE, () => ownFields, NO_CERTIFICATES],
    [
      'has more buttons in the history',
      CERTIFICATE,
      () =>
        beside([
          { button: 'print', operation: 'readPages' },
          { button: 'open', operation: 'fetchResult' },
        ]),
      NO_CERTIFICATES,
    ],
  ],
  [
    ...['order', 'send'].map(
      (button) =>
        [
          `has a button ${button} that leads elsewhere`,
          CERTIFICATE,
          () => misleading(button),
          '**/button-*',
          [`fill-request/button-${button}-leads`],
        ] as const,
    ),
    [
      'saves no file',
      CERTIFICATE,
      () => misleading('save-pdf'),
      '**/button-*',
      ['receive-result/button-save-pdf-leads'],
    ],
    [
      'offers another service',
      CERTIFICATE,
      () => called('Балық аулауға лицензия беру'),
      '**/offered-by-name',
      ['fill-request/offered-by-name'],
    ],
    ['shows no form before it is filled in', EMPLOYEE, () => noFormAtFirst, '**/form-*', ['fill-request/form-shown']],
    [
      'fills in another number',
      AT_LICENCE_PSC,
      () => form(({ applicant, ...other }) => (applicant === undefined ? other : { ...other, iin: '820308400110' })),
      '**/form-*',
      ['fill-request/form-kept'],
    ],
    [
      'opens nothing from the history',
      CERTIFICATE,
      () => beside([{ button: 'open', operation: 'readRequest' }]),
      '**/history-button-*',
      ['receive-result/history-button-open'],
    ],
    [
      'has no button for a refusal',
      CERTIFICATE,
      () =>
        pages(({ buttons }) => ({
          buttons: buttons.length === 1 ? buttons.filter((one) => one !== 'view-result') : buttons,
        })),
      '**/button-view-result*',
      ['refuse-unqualified/button-view-result-after-refusal'],
    ],
    [
      'calls the button that opens the result otherwise',
      PAID,
      () => labelling((label) => (label === 'ашу' ? 'Келесі қадам' : label)),
      '**/button-*',
      ['receive-result/button-open-name'],
    ],
    [
      'shows organisations the screen of individuals alone',
      PAID,
      () => pages(({ screens }) => ({ screens: screens.filter((screen) => screen !== '2/4') })),
      '**/own-screen*',
      ['fill-request/own-screen-by-bin'],
    ],
    [
      'loses who represents the applicant',
      EMPLOYEE,
      () => form(({ attorney: _, ...other }) => other),
      '**/{form-kept,attorney-kept}',
      ['fill-request/attorney-kept'],
    ],
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
