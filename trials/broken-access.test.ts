// Ten portals that each let one stranger do one thing to a request, by another door than the others: each fails on the cell of that thing.
import { type Asked, refusal } from './altered-simulator.ts';
import { doneFor, isTo, openTo, refusing } from './altering.ts';
import { AT_PSC, LEB, PAID, tryPortals } from './honest.ts';

const to = (end: string, by?: string) => (asked: Asked) => isTo(asked, end, by);
/** With a token that nobody was given, in place of none. */
const forged = (asked: Asked) => asked.token !== null && isTo(asked, '/payment');
/** The walk is read once, when all have tried: what was refused and yet done is told of each of them. */
const BOTH = ['not-by-another', 'not-by-nobody'];

tryPortals(
  ['access'],
  [
    [
      'answers 409 in Kazakh to whoever does the steps of somebody else',
      PAID,
      () =>
        refusing((told, { method }) =>
          method !== 'GET' && told.status === 403 ? refusal(409, 'Бұл сіздің өтінішіңіз емес') : told,
        ),
      '**/*{by-another,by-nobody}',
    ],
  ],
  [
    [
      'takes a form from another applicant',
      PAID,
      () => openTo('another', to('/form', 'PUT')),
      'fill-request/not-by-*',
      ['fill-request/not-by-another'],
    ],
    [
      'takes a payment from another applicant',
      PAID,
      () => openTo('another', to('/payment')),
      'pay/not-by-*',
      ['pay/not-by-another'],
    ],
    [
      'takes a payment with a token that nobody was given',
      PAID,
      () => openTo('nobody', forged),
      'pay/not-by-*',
      ['pay/not-by-nobody'],
    ],
    [
      'refuses a payment to another applicant and books it',
      PAID,
      () => doneFor('another', to('/payment')),
      'pay/not-by-*',
      BOTH.map((who) => `pay/${who}`),
    ],
    [
      'lets another applicant choose the certificate',
      PAID,
      () => openTo('another', to('/certificate')),
      'choose-certificate/not-by-*',
      ['choose-certificate/not-by-another'],
    ],
    [
      'takes a signature from another applicant',
      PAID,
      () => openTo('another', to('/signature')),
      'sign/not-by-*',
      ['sign/not-by-another'],
    ],
    [
      'takes a survey from another applicant',
      PAID,
      () => openTo('another', to('/survey')),
      'receive-result/survey-not-by-*',
      ['receive-result/survey-not-by-another'],
    ],
    [
      'refuses a form without a session and keeps it',
      AT_PSC,
      () => doneFor('nobody', to('/form', 'PUT')),
      'fill-request/not-by-*',
      BOTH.map((who) => `fill-request/${who}`),
    ],
    [
      'looks a person up for another operator',
      AT_PSC,
      () => openTo('another', to('/look-up')),
      'look-up/not-by-*',
      ['look-up/not-by-another'],
    ],
    [
      'has another person confirm what the local body does',
      LEB,
      () => openTo('another', to('/steps')),
      '{process-request,receive-result}/not-by-*',
      ['receive-result/not-by-another'],
    ],
  ],
);
