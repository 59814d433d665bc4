// Portals that record and refuse steps in other ways than the simulator pass, and those that leave out or repeat steps fail.
import type { HistoryEntry, OutputOf } from '../schemas/target/driver.ts';
import { type Alter, refusal } from './altered-simulator.ts';
import { isTo, refusing, viewing } from './altering.ts';
import { AT_PSC, CERTIFICATE, EMPLOYEE, LICENCE, MESSAGES, NO_CERTIFICATES, PAID, tryPortals } from './honest.ts';

/** Gives sessions, requests and tokens other ids, of letters that an address has to escape. */
const otherIds: Alter = async (asked, pass) => {
  const shown = (text: string) => text.replaceAll('№ KZ/', '').replaceAll('+?&', '');
  const path = asked.path
    .split('/')
    .map((part) => encodeURIComponent(shown(decodeURIComponent(part))))
    .join('/');
  const session = asked.body?.session;
  const body = typeof session === 'string' ? { ...asked.body, session: shown(session) } : asked.body;
  const told = await pass({ ...asked, path, body });
  for (const key of ['session', 'request']) {
    const own = told.body[key];
    if (typeof own === 'string') told.body[key] = `№ KZ/${own}+?&`;
  }
  return told;
};

const early = (status: number) => refusing((told) => (told.status === 409 ? refusal(status, 'Әзірге болмайды') : told));

/** Answers what is not due with the request as it is. */
const forbearing =
  (place: string): Alter =>
  async (asked, pass) => {
    const told = await pass();
    const isEarly = isTo(asked, place) && told.status === 409;
    return isEarly ? pass({ ...asked, method: 'GET', path: asked.path.slice(0, -place.length), body: null }) : told;
  };

/** Takes nothing at a place, though it is due. */
const barring =
  (place: string): Alter =>
  (asked, pass) =>
    isTo(asked, place) ? refusal(409, 'Қазір болмайды') : pass();

/** Changes the record. */
const recording = (change: (history: HistoryEntry[]) => HistoryEntry[]): Alter =>
  viewing((view) => {
    view.history = change(view.history);
  });
const by = (actors: Record<string, string>) =>
  recording((history) => history.map((entry) => ({ ...entry, actor: actors[entry.action] ?? entry.actor })));

/** Takes the form once more after the signature, and shows the request as it is. */
const amending: Alter = async (asked, pass) => {
  const told = await pass();
  if (!isTo(asked, '/form', 'PUT') || told.status !== 409) return told;
  const request = await pass({ ...asked, method: 'GET', path: asked.path.replace('/form', ''), body: null });
  const { history }: OutputOf<'readRequest'> = Object(request.body);
  return history.some(({ action }) => action === 'sign') ? request : told;
};

tryPortals(
  ['next-step', 'order', 'actor'],
  [
    ['has ids of another shape', AT_PSC, () => otherIds],
    ['says 403 to what is not due', EMPLOYEE, () => early(403)],
    ['says 404 to what is not due', EMPLOYEE, () => early(404)],
    ['has the register of people looked up', EMPLOYEE, () => by({ 'look-up': 'individuals-registry' })],
    [
      'has done what its cell prints, where an erratum prefers another unit',
      CERTIFICATE,
      () => by({ register: 'portal', 'refuse-unqualified': 'portal', 'receive-result': 'portal' }),
      NO_CERTIFICATES,
    ],
    [
      'has a deputy sign for the head',
      LICENCE,
      () => by({ 'approve-result': 'deputy-head', 'assign-unit': 'deputy-head' }),
    ],
    [
      'routes by the other gateway',
      MESSAGES,
      () => by({ 'route-request': 'gateway', 'route-status': 'gateway', 'route-document': 'gateway' }),
    ],
  ],
  [
    [
      'leaves a step out of its record',
      AT_PSC,
      () => recording((history) => history.filter(({ action }) => action !== 'route')),
      '**/{once,next*}',
      ['route/once', 'sign/next-when-confirmed'],
    ],
    [
      'records a step twice',
      AT_PSC,
      () => recording((history) => history.flatMap((entry) => (entry.action === 'route' ? [entry, entry] : [entry]))),
      '**/{once,next*}',
      ['route/next', 'route/once'],
    ],
    [
      'takes no payment at all',
      PAID,
      () => barring('/payment'),
      '{fill-request,pay,refuse-unpaid}/{once,next*,term}',
      ['fill-request/next'],
    ],
    [
      'takes no decision at all',
      AT_PSC,
      () => barring('/decision'),
      '{register,receive-result}/{once,next-when-qualified,term}',
      ['register/next-when-qualified'],
    ],
    [
      'takes a look-up that is not due',
      EMPLOYEE,
      () => forbearing('/look-up'),
      '**/*{not-before,not-twice,then-no}*',
      ['look-up/not-before-fill-request'],
    ],
    ['has the applicant register', CERTIFICATE, () => by({ register: 'applicant' }), '**/actor', ['register/actor']],
    [
      'lets the form be changed after it was signed',
      PAID,
      () => amending,
      '**/*{not-before,not-twice,not-after}*',
      ['fill-request/not-after-sign'],
    ],
    [
      'has the applicant sign for the head',
      LICENCE,
      () => by({ 'approve-result': 'applicant' }),
      '**/actor',
      ['approve-result/actor'],
    ],
  ],
);
