// Portals that number, tell and pass on requests otherwise than the simulator pass, and those that leave something out fail.
import type { HistoryEntry, OutputOf, SystemMessage } from '../schemas/target/driver.ts';
import type { Alter, Asked } from './altered-simulator.ts';
import { answering, both, isTo, viewing } from './altering.ts';
import { AT_PSC, EMPLOYEE, LEB, LICENCE, MESSAGES, tryPortals } from './honest.ts';

/** Gives requests other numbers, wherever they are told. */
const numbering = (change: (number: string) => string | null): Alter =>
  both(
    answering((body, asked) => {
      if (typeof body.number === 'string') body.number = change(body.number);
      const { requests }: Partial<OutputOf<'readHistory'>> = Object(body);
      if (isTo(asked, '/requests', 'GET'))
        for (const listed of requests ?? []) listed.number = listed.number === null ? null : change(listed.number);
    }),
    viewing(({ notifications }) => {
      for (const notice of notifications) notice.number = notice.number === null ? null : change(notice.number);
    }),
  );

const RESULT = 'form-result/completion';
const recordedAs = (completion: HistoryEntry['completion']) =>
  viewing(({ history }) => {
    for (const entry of history) if (entry.action === 'form-result') Object.assign(entry, { completion });
  });

/** The steps at AT_PSC whose cells state a fact and name no message. */
const FACTS = ['authenticate', 'look-up', 'route', 'register', 'receive-result'];
const factsWithoutMessages = viewing((view) => {
  view.notifications = view.notifications.filter(({ action }) => !FACTS.includes(action));
  for (const entry of view.history) if (FACTS.includes(entry.action)) entry.completion = null;
});
/** Says in its record that steps are finished, and nowhere there what completed them. */
const withoutCompletions = viewing((view) => {
  for (const entry of view.history) entry.completion = null;
});
const withoutNoticeOf = (action: string) =>
  viewing((view) => {
    view.notifications = view.notifications.filter((notice) => notice.action !== action);
  });

/** Changes what the systems have recorded. */
const mailing = (change: (messages: SystemMessage[]) => SystemMessage[]): Alter =>
  answering((body, asked) => {
    if (isTo(asked, '/messages', 'GET')) body.messages = change(Object(body).messages);
  });
/** Records every message as received first, and has its receiver tell the sender that it has come. */
const moreMail = mailing((messages) =>
  messages.flatMap((one) => [
    { ...one, what: 'notice', to: one.from, from: one.to },
    { ...one, what: 'status', status: 'in-progress' },
    one,
    one,
  ]),
);
const inUtc = mailing((messages) => messages.map((one) => ({ ...one, at: new Date(one.at).toISOString() })));

/** Changes the numbers in the service history. */
const listing = (change: (number: string) => string | null): Alter =>
  answering((body, asked) => {
    if (!isTo(asked, '/requests', 'GET')) return;
    const { requests }: OutputOf<'readHistory'> = Object(body);
    body.requests = requests.map((one) => ({ ...one, number: one.number === null ? null : change(one.number) }));
  });

/** Shows neither number nor date where that is meant. */
const unregistered = (isMeant: (view: { history: HistoryEntry[] }, asked: Asked) => boolean): Alter =>
  viewing((view, asked) => {
    if ('request' in view && isMeant(view, asked)) Object.assign(view, { number: null, registeredOn: null });
  });
const ACCEPTED = '**/accept-application/*';

tryPortals(
  ['completion'],
  [
    ['forms no message where a fact is stated', AT_PSC, () => factsWithoutMessages],
    ['tells what completed a step by messages alone', AT_PSC, () => withoutCompletions],
    ['gives numbers in Kazakh letters', AT_PSC, () => numbering((number) => `№ ЖАО-${number}/2013 (ә)`)],
    ['forms no message of a result that may be a reasoned answer', LEB, () => withoutNoticeOf('form-result'), RESULT],
    ['writes numbers otherwise in its history', AT_PSC, () => listing((number) => `№ ${number.replaceAll('-', ' ')}`)],
    ['lists requests without numbers', AT_PSC, () => listing(() => null)],
    ['sends more messages than the text has', MESSAGES, () => moreMail],
    ['records its messages in UTC', MESSAGES, () => inUtc],
    [
      'asks the notary whoever acts, and twice',
      EMPLOYEE,
      () => mailing((messages) => messages.flatMap((one) => (one.to === 'notary-is' ? [one, one] : [one]))),
      '**/*inquiry',
    ],
    [
      'shows number and date only when a request is read again',
      LICENCE,
      () => unregistered((_, { method }) => method === 'POST'),
      ACCEPTED,
    ],
  ],
  [
    ['gives no number', AT_PSC, () => numbering(() => null), '**/number*', ['register/number']],
    [
      'lists requests by other numbers than it tells',
      AT_PSC,
      () => listing((number) => `Z-${number.length}`),
      '**/*number*',
      ['register/one-number'],
    ],
    [
      'accepts an application that gets number and date with the next step',
      LICENCE,
      () => unregistered(({ history }) => history.at(-1)?.action === 'accept-application'),
      ACCEPTED,
      ['accept-application/date-at-once', 'accept-application/number-at-once'],
    ],
    ['gives all requests one number', AT_PSC, () => numbering(() => '1'), '**/number*', ['register/number-unique']],
    [
      'records another completion of a result that may be a reasoned answer',
      LEB,
      () => recordedAs('task-assigned'),
      RESULT,
      ['form-result/completion'],
    ],
    [
      'forms no message where one is named',
      AT_PSC,
      () => withoutNoticeOf('fill-request'),
      '**/completion',
      ['fill-request/completion'],
    ],
    [
      'sends the document to somebody else',
      AT_PSC,
      () => mailing((messages) => messages.map((one) => (one.what === 'document' ? { ...one, to: 'portal' } : one))),
      '**/document-to-*',
      [
        'form-result/document-to-psc-is',
        'refuse-unqualified/document-to-psc-is',
        'route/document-to-leb-is',
        'route/document-to-regional-gateway',
      ],
    ],
    [
      'takes every power of attorney for known',
      EMPLOYEE,
      () => mailing((messages) => messages.filter(({ to }) => to !== 'notary-is')),
      '**/*inquiry',
      ['look-up/power-inquiry'],
    ],
    [
      'makes the answer of the databases up',
      AT_PSC,
      () => mailing((messages) => messages.filter(({ what }) => what !== 'inquiry')),
      '**/inquiry',
      ['look-up/inquiry'],
    ],
  ],
);
