// Portals that keep the terms in other ways than the simulator pass, and those that let them pass by fail.
import type { RequestView } from '../schemas/target/driver.ts';
import { type Alter, refusal } from './altered-simulator.ts';
import { both, clocks, isTo, knowingRoster, slowAt, viewing } from './altering.ts';
import { AT_PSC, EMPLOYEE, tryPortals } from './honest.ts';

const HOUR_MS = 3_600_000;
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

/** Decides by itself as soon as the request is registered. */
function decidingAtOnce(): Alter {
  const { known, learn } = knowingRoster();
  const decide: Alter = async (asked, pass) => {
    const told = await pass();
    if (asked.path === '/')
      return {
        ...told,
        body: { ...told.body, controls: Object(told.body).controls.filter((one: string) => one !== 'decision') },
      };
    const view: RequestView = Object(told.body);
    if (told.status >= 300 || view.request === undefined || view.history === undefined || view.state !== 'open')
      return told;
    const lastStep = view.history.at(-1);
    if (lastStep?.action !== 'register' || lastStep.finishedAt === null) return told;
    const [regulation, flow] = AT_PSC.split('/');
    const login = { regulation, flow, as: 'officer', ...known.roster?.officer };
    const { body } = await pass({ ...asked, method: 'POST', path: '/sessions', body: login, token: null });
    const path = `/requests/${view.request}/decision`;
    return pass({ ...asked, method: 'POST', path, body: { decision: 'grant' }, token: `Bearer ${body.token}` });
  };
  return both(learn, decide);
}

tryPortals(
  ['term'],
  [
    ['writes its times in UTC with milliseconds', AT_PSC, () => written(utc)],
    ['keeps one moment of each step', EMPLOYEE, () => oneMoment],
    ['shows a step only when it is finished', EMPLOYEE, () => finishedOnly],
    ['issues the result late on the last day', AT_PSC, () => issuing(8)],
    ['decides by itself at once', AT_PSC, decidingAtOnce],
  ],
  [
    ['issues the result days late', AT_PSC, () => issuing(9 * 24), '**/term*', ['receive-result/term']],
    ['takes a second too long', EMPLOYEE, () => slowAt('receive-result', 16), '**/term', ['receive-result/term']],
    ['forgets a form too early', EMPLOYEE, () => forgettingAfter(60), '**/term', ['fill-request/term']],
  ],
);
