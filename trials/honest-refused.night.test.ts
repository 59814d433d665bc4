// Portals that answer a refused login, payment, certificate or signature with the refusal alone pass, and those that leave it out fail.
import type { HistoryEntry, Notification } from '../schemas/target/driver.ts';
import { CAUSE_NAMES } from '../schemas/vocabulary.ts';
import { type Alter, refusal } from './altered-simulator.ts';
import { both, isLogin, isTo, knowingRoster, slowAt, viewing } from './altering.ts';
import { EMPLOYEE, PAID, tryPortals } from './honest.ts';

const DEEDS = ['authenticate', 'pay', 'choose-certificate', 'sign', 'look-up'];
const isRefusal = ({ action }: Pick<HistoryEntry, 'action'>) => action.startsWith('refuse');

/** Keeps of a step that was refused nothing but what `kept` keeps of its refusal. */
const refused = (kept: (one: HistoryEntry | Notification) => boolean) =>
  viewing((view) => {
    const deed = view.history[view.history.findIndex(isRefusal) - 1]?.action ?? '';
    const isKept = (one: HistoryEntry | Notification) =>
      isRefusal(one) ? kept(one) : one.action !== deed || !DEEDS.includes(deed);
    view.history = view.history.filter((entry) => entry.finishedAt !== null && isKept(entry));
    view.notifications = view.notifications.filter(isKept);
  });
const refusalAlone = refused(() => true);

/** Says in its answer that nothing was paid, and puts the refusal alone on record. */
const unpaidAtOnce: Alter = async (asked, pass) => {
  const told = await pass();
  const isUnpaid = isTo(asked, '/payment') && asked.body?.payment === null && told.status < 300;
  return isUnpaid ? refusal(422, 'Төлем жоқ') : told;
};

/** Answers a wrong login by a status, and opens no session for it. */
function loginByStatus(status: number): Alter {
  const { known, learn } = knowingRoster();
  const ofPeople = () => {
    const { credentials = {}, employee, operator, officer } = known.roster ?? {};
    const right = Object.entries(credentials).filter(([name]) => !CAUSE_NAMES.some((cause) => cause === name));
    return [...right.map(([, who]) => who), employee, operator, officer];
  };
  const answer: Alter = (asked, pass) => {
    const isRight = ofPeople().some((who) => who?.id === asked.body?.id && who?.password === asked.body?.password);
    return isLogin(asked) && !isRight ? refusal(status, 'Деректер дұрыс емес') : pass();
  };
  return both(learn, answer);
}

const OF_LOGIN = '{authenticate,refuse-credentials,fill-request}/**';

tryPortals(
  ['next-step', 'order', 'term', 'refusal', 'completion', 'cause'],
  [
    ['puts a refusal alone on record', PAID, () => refusalAlone],
    ['puts a refusal alone on record', EMPLOYEE, () => refusalAlone],
    [
      'says in its answer that nothing was paid',
      PAID,
      () => both(unpaidAtOnce, refusalAlone),
      '{fill-request,pay,refuse-unpaid}/**',
    ],
  ],
  [
    [
      'takes a payment that was not made and says nothing more',
      PAID,
      () => refused(() => false),
      '{pay,refuse-unpaid}/{once,next*,unpaid*}',
      ['pay/once'],
    ],
    [
      'puts a refusal alone on record, a second too late',
      PAID,
      () => both(slowAt('refuse-unpaid', 17), refusalAlone),
      '{pay,refuse-unpaid}/term',
      ['refuse-unpaid/term'],
    ],
  ],
);

tryPortals(
  ['next-step', 'cause'],
  [['answers a wrong login by 401', EMPLOYEE, () => loginByStatus(401), OF_LOGIN]],
  [],
);
