// Portals that refuse in other words and ways than the simulator pass, and those that refuse nobody, or without a word, fail.
import type { Notification } from '../schemas/target/driver.ts';
import type { Alter } from './altered-simulator.ts';
import { asking, BLANK, both, isTo, keysOfOffice, requestIn, signedBy, viewing } from './altering.ts';
import { AT_PSC, EMPLOYEE, LICENCE, PAID, tryPortals } from './honest.ts';

const isRefusal = ({ action }: Notification) => action.startsWith('refuse');
/** Changes the notifications of refusals. */
const telling = (change: (notice: Notification) => Partial<Notification>): Alter =>
  viewing(({ notifications }) => {
    for (const notice of notifications) if (isRefusal(notice)) Object.assign(notice, change(notice));
  });

const ONE_WORDING = { kk: 'Деректер дұрыс емес.', ru: 'Данные указаны неверно.', en: 'The data are wrong.' };
const oneWording = telling(({ language }) => ({ cause: null, text: ONE_WORDING[language] }));
/** Sends a message of its own kind beside each refusal, before and after it. */
const moreMessages = viewing((view) => {
  view.notifications = view.notifications.flatMap((notice) => {
    const text = 'SMS: www.egov.kz порталында жаңа хабарлама бар.';
    const more: Notification = { ...notice, kind: 'status-shown', cause: null, text, number: null };
    return isRefusal(notice) ? [more, notice, more] : [notice];
  });
});
const newestFirst = viewing((view) => {
  view.notifications.reverse();
});
const silent = viewing((view) => {
  view.notifications = view.notifications.filter((notice) => !isRefusal(notice));
});

/** Answers a negative decision by a letter that the head signs. */
function byLetter(): Alter {
  const refused = new Set<string>();
  return async (asked, pass) => {
    const key = `${asked.world} ${requestIn(asked)}`;
    if (isTo(asked, '/decision') && asked.body?.decision !== 'grant') refused.add(key);
    const told = await pass();
    if (!isTo(asked, '/result', 'GET') || told.status !== 404 || !refused.has(key)) return told;
    const { official } = await keysOfOffice();
    return signedBy(official, { ...BLANK, title: 'Мотивированный отказ в выдаче лицензии', number: '5-12' });
  };
}

/** Grants whatever is decided. */
const grantsAll = asking((asked) => (isTo(asked, '/decision') ? { ...asked, body: { decision: 'grant' } } : asked));

const UNPAID = '{pay,refuse-unpaid}/*not-paid';

/** Where the operator is told of a refusal. */
const NOTIFIED = [
  ...[
    'another-organisation',
    'another-person',
    'authentication-key',
    'expired',
    'not-yet-valid',
    'on-hold',
    'other-bytes',
    'revoked',
    'untrusted-issuer',
  ].map((cause) => `refuse-certificate/notified-when-${cause}`),
  'refuse-credentials/notified-when-unknown-id',
  'refuse-credentials/notified-when-wrong-password',
  'refuse-not-found/notified-when-no-power-of-attorney',
  'refuse-not-found/notified-when-no-such-organisation',
  'refuse-not-found/notified-when-no-such-person',
  'refuse-unqualified/notified-when-missing-document',
  'refuse-unqualified/notified-when-requirements-not-met',
  'refuse-unqualified/notified-when-untrue-data',
];

tryPortals(
  ['refusal', 'cause'],
  [
    ['tells all refusals in one wording, without a cause', AT_PSC, () => oneWording],
    ['tells all refusals in one wording, without a cause', EMPLOYEE, () => oneWording],
    ['sends more messages beside each refusal', EMPLOYEE, () => moreMessages],
    ['tells that nothing is paid by the kind of its message alone', PAID, () => both(moreMessages, oneWording), UNPAID],
    ['lists the newest message first', EMPLOYEE, () => newestFirst],
    ['answers a negative decision by a signed letter', LICENCE, byLetter],
  ],
  [
    ['refuses without a word', AT_PSC, () => silent, '**/notified*', NOTIFIED],
    [
      'tells a refusal as another one',
      AT_PSC,
      () => telling(() => ({ kind: 'service-refused-no-payment' })),
      '**/notified*',
      NOTIFIED,
    ],
    [
      'tells whoever has paid nothing of another fault',
      PAID,
      () => telling(() => ({ cause: 'payment-reversed' })),
      UNPAID,
      ['refuse-unpaid/names-not-paid'],
    ],
    ['sends refusals without text', AT_PSC, () => telling(() => ({ text: ' ' })), '**/notified*', NOTIFIED],
    [
      'grants whatever is decided',
      AT_PSC,
      () => grantsAll,
      '**/register/*unqualified*',
      [
        'register/next-when-unqualified',
        'register/unqualified-when-missing-document',
        'register/unqualified-when-requirements-not-met',
        'register/unqualified-when-untrue-data',
      ],
    ],
  ],
);
