// Portals that keep the terms in other ways than the simulator pass, and those that let them pass by fail.
import type { Description, RequestView } from '../schemas/target/driver.ts';
import { type Alter, refusal } from './altered-simulator.ts';
import { answering, both, clocks, isTo, knowingRoster, requestIn, slowAt, viewing } from './altering.ts';
import { AT_PSC, CERTIFICATE, EMPLOYEE, PAID, tryPortals } from './honest.ts';

const HOUR_MS = 3_600_000;
const yesterday = (instant: string) => new Date(Date.parse(instant) - 24 * HOUR_MS).toISOString();
const utc = (instant: string) => new Date(instant).toISOString();

/** Writes all times of the record in another way. */
const written = (write: (instant: string) => string): Alter =>
  viewing(({ history, notifications }) => {
    for (const entry of history)
      Object.assign(entry, {
        startedAt: write(entry.startedAt),
        finishedAt: entry.finishedAt === null ? null : write(entry.finishedAt),
      });
    for (const notice of notifications) Object.assign(notice, { at: write(notice.at) });
  });

/** Puts a step on record so much earlier than it was done. */
const backdating = (action: string, byMs: number): Alter => {
  const earlier = (instant: string) => new Date(Date.parse(instant) - byMs).toISOString();
  return viewing(({ history }) => {
    for (const entry of history.filter((one) => one.action === action)) {
      const { startedAt, finishedAt } = entry;
      entry.startedAt = earlier(startedAt);
      entry.finishedAt = finishedAt === null ? null : earlier(finishedAt);
    }
  });
};

/** Keeps the day alone of a step, which reads as the midnight before it. */
const dayOf = (action: string): Alter =>
  viewing(({ history }) => {
    for (const entry of history.filter((one) => one.action === action))
      Object.assign(entry, {
        startedAt: `${entry.startedAt.slice(0, 10)}T00:00:00+06:00`,
        finishedAt: entry.finishedAt && `${entry.finishedAt.slice(0, 10)}T00:00:00+06:00`,
      });
  });

/** Keeps one moment of each step. */
const oneMoment = viewing(({ history }) => {
  for (const entry of history) Object.assign(entry, { startedAt: entry.finishedAt ?? entry.startedAt });
});

/** Shows no step before it is finished. */
const finishedOnly = viewing((view) => {
  view.history = view.history.filter(({ finishedAt }) => finishedAt !== null);
});

/** Grants what is decided, and shows what comes of it only so many hours later, with the times at which that is done. */
function issuing(hoursLater: number): Alter {
  const { learn, now } = clocks();
  const before = new Map<string, RequestView>();
  const from = new Map<string, number>();
  const hold: Alter = async (asked, pass) => {
    const told = await pass();
    const view: RequestView = Object(told.body);
    if (told.status >= 300 || view.request === undefined || view.history === undefined) return told;
    const key = `${asked.world} ${view.request}`;
    if (isTo(asked, '/decision') && asked.body?.decision === 'grant') from.set(key, now(asked) + hoursLater * HOUR_MS);
    const at = from.get(key);
    const held = before.get(key);
    if (at === undefined || held === undefined) {
      before.set(key, view);
      return told;
    }
    if (now(asked) < at) return { ...told, body: { ...held } };
    const done = new Date(at).toISOString();
    const history = view.history.map((entry, i) =>
      i < held.history.length ? entry : { ...entry, startedAt: done, finishedAt: done },
    );
    return { ...told, body: { ...view, history } };
  };
  return both(learn, hold);
}

/** Forgets whoever does nothing for so many seconds after the login. */
function forgettingAfter(seconds: number): Alter {
  const { learn, now } = clocks();
  const since = new Map<unknown, number>();
  const forget: Alter = async (asked, pass) => {
    const from = since.get(asked.token);
    if (asked.path.endsWith('/form') && from !== undefined && now(asked) > from + seconds * 1000)
      return refusal(409, 'the form has expired');
    const told = await pass();
    const token = `Bearer ${told.body.token}`;
    if (told.body.state === 'authorised' && !since.has(token)) since.set(token, now(asked));
    return told;
  };
  return both(learn, forget);
}

/** Changes what the portal says of itself. */
const described = (change: (description: Description) => Partial<Description>): Alter =>
  answering((body, { path }) => {
    if (path === '/') Object.assign(body, change(Object(body)));
  });
/** A portal that has nobody who decides in a test, because it decides by itself. */
const decidesItself = described(({ controls }) => ({
  controls: controls.filter((one) => one !== 'decision'),
  ownDecision: true,
}));

/** Decides by itself as soon as so many hours have passed since the request was registered. */
function deciding(hoursLater: number): Alter {
  const { known, learn } = knowingRoster();
  const { learn: learnTime, now } = clocks();
  const decide: Alter = async (asked, pass) => {
    const told = await pass();
    const view: RequestView = Object(told.body);
    if (told.status >= 300 || view.request === undefined || view.history === undefined || view.state !== 'open')
      return told;
    const last = view.history.at(-1);
    if (last?.action !== 'register' || last.finishedAt === null) return told;
    if (now(asked) < Date.parse(last.finishedAt) + hoursLater * HOUR_MS) return told;
    const [regulation, flow] = AT_PSC.split('/');
    const login = { regulation, flow, as: 'officer', ...known.roster?.officer };
    const { body } = await pass({ ...asked, method: 'POST', path: '/sessions', body: login, token: null });
    const path = `/requests/${view.request}/decision`;
    return pass({ ...asked, method: 'POST', path, body: { decision: 'grant' }, token: `Bearer ${body.token}` });
  };
  return both(learn, both(learnTime, decide));
}

/** Takes nothing at a place any more when so many seconds have passed since the last step on the record of the request. */
function shutting(place: string, seconds: number): Alter {
  const { learn, now } = clocks();
  const since = new Map<string, number>();
  const note = viewing(({ history }, asked) => {
    const ends = history.map(({ finishedAt }) => (finishedAt === null ? 0 : Date.parse(finishedAt)));
    since.set(`${asked.world} ${requestIn(asked)}`, Math.max(...ends));
  });
  const shut: Alter = (asked, pass) => {
    const isLate = now(asked) > (since.get(`${asked.world} ${requestIn(asked)}`) ?? now(asked)) + seconds * 1000;
    return isTo(asked, place) && isLate ? refusal(409, 'the time is over') : pass();
  };
  return both(learn, both(note, shut));
}

/** Takes so many seconds for a payment by its own clock, which moves by itself meanwhile. */
function payingFor(seconds: number): Alter {
  const record = viewing(({ history }) => {
    const paid = history.find(({ action }) => action === 'pay');
    if (paid?.finishedAt != null) paid.finishedAt = new Date(Date.parse(paid.startedAt) + seconds * 1000).toISOString();
  });
  const take: Alter = async (asked, pass) => {
    const told = await pass();
    if (!isTo(asked, '/payment') || told.status >= 300) return told;
    await pass({ ...asked, path: '/clock', body: { seconds }, token: null });
    return pass({ ...asked, method: 'GET', path: asked.path.replace(/\/payment$/u, ''), body: null });
  };
  return both(record, take);
}

const SIX_DAYS = 6 * 24;
const OF_SIGN = '{sign,register}/{once,next*,term}';
const PAY = '{fill-request,pay,choose-certificate}/{once,next*,term}';
const DECISION = '{register,receive-result}/{once,next-when-qualified,final,term,actor,completion,number}';

tryPortals(
  ['term'],
  [
    ['writes its times in UTC with milliseconds', AT_PSC, () => written(utc)],
    ['writes its times by a clock of its own', PAID, () => written(yesterday), PAY],
    ['keeps the day alone of a payment', PAID, () => dayOf('pay'), PAY],
    ['keeps one moment of each step', EMPLOYEE, () => oneMoment],
    ['shows a step only when it is finished', EMPLOYEE, () => finishedOnly],
    ['issues the result late on the last day', AT_PSC, () => issuing(8)],
    ['decides by itself at once', AT_PSC, () => both(decidesItself, deciding(0))],
    ['decides by itself some days later', AT_PSC, () => both(decidesItself, deciding(SIX_DAYS))],
    ['has decided by itself before the officer does', AT_PSC, () => deciding(SIX_DAYS), DECISION],
    ['has decided at once, before the officer does', AT_PSC, () => deciding(0), DECISION],
    ['takes a minute for a payment, by a clock that moves by itself', PAID, () => payingFor(60), PAY],
  ],
  [
    ['issues the result days late', AT_PSC, () => issuing(9 * 24), '**/term*', ['receive-result/term']],
    ['puts a payment on record before it was asked for', PAID, () => backdating('pay', 1_500_000), PAY, ['pay/term']],
    ['takes a second too long', EMPLOYEE, () => slowAt('receive-result', 16), '**/term', ['receive-result/term']],
    [
      'decides by itself, and a working day late',
      AT_PSC,
      () => both(decidesItself, deciding(20 * 24)),
      '**',
      ['receive-result/term'],
    ],
    ['forgets a form too early', EMPLOYEE, () => forgettingAfter(60), '**', ['fill-request/term']],
    [
      'takes no certificate after five seconds',
      PAID,
      () => shutting('/certificate', 5),
      PAY,
      ['choose-certificate/term'],
    ],
    ['takes no signature after a minute', CERTIFICATE, () => shutting('/signature', 60), OF_SIGN, ['sign/term']],
    ['takes no decision after a day', AT_PSC, () => shutting('/decision', 86_400), DECISION, ['receive-result/term']],
    ['takes two minutes for a payment, by a clock that moves by itself', PAID, () => payingFor(120), PAY, ['pay/term']],
  ],
);
