// Portals that keep requests to themselves in other ways than the simulator pass, and those that show them fail.
import { type Alter, type Asked, refusal } from './altered-simulator.ts';
import { answering, both, isLogin, isTo, openTo, refusing } from './altering.ts';
import { AT_PSC, PAID, tryPortals } from './honest.ts';

/** Refuses whoever has no right in another way. */
const denying = (deny: (status: number) => ReturnType<typeof refusal>): Alter =>
  refusing((told) => ([401, 403, 404].includes(told.status) ? deny(told.status) : told));
const page = (status: number, text: string) => ({ status, body: {}, page: text });
const reads = (place: RegExp) => (asked: Asked) => asked.method === 'GET' && place.test(asked.path);

/** Refuses a login without a password for that alone. */
const asking422: Alter = (asked, pass) =>
  isLogin(asked) && asked.body?.password === '' ? refusal(422, 'Құпиясөз енгізілмеген') : pass();

/** A history that belongs to the token and not to the session that is asked for, or one that belongs to no token at all. */
function ownHistories(whose: 'own' | 'any'): Alter {
  const sessions = new Map<string | null, string>();
  const tokens = new Map<string, string>();
  const learn = answering(({ session, token }) => {
    if (typeof session !== 'string' || typeof token !== 'string') return;
    sessions.set(`Bearer ${token}`, session);
    tokens.set(session, `Bearer ${token}`);
  });
  const tell: Alter = (asked, pass) => {
    if (!isTo(asked, '/requests', 'GET')) return pass();
    const asks = asked.path.split('/')[2] ?? '';
    if (whose === 'any') return pass({ ...asked, token: tokens.get(asks) ?? asked.token });
    const own = sessions.get(asked.token);
    return own === undefined
      ? { status: 200, body: { requests: [] } }
      : pass({ ...asked, path: `/sessions/${own}/requests` });
  };
  return both(learn, tell);
}

tryPortals(
  ['access'],
  [
    ['says 404 of all that is not theirs', AT_PSC, () => denying(() => refusal(404, 'not found'))],
    [
      'says 403 in Kazakh where the simulator says 401',
      AT_PSC,
      () => denying((status) => refusal(status === 401 ? 403 : status, 'Қол жеткізу жоқ')),
    ],
    ['says no without a word', AT_PSC, () => denying((status) => page(status, ''))],
    ['shows all people their own history, whichever is asked for', AT_PSC, () => ownHistories('own')],
    ['asks with 422 for a password that is left out', AT_PSC, () => asking422],
    ['shows its login page with the status 401', AT_PSC, () => denying(() => page(401, '<h1>Кіру</h1>'))],
  ],
  [
    [
      'shows a request to everybody',
      AT_PSC,
      () => openTo('everybody', reads(/^\/requests\/[^/]+$/u)),
      '**/*hidden*',
      ['fill-request/request-hidden', 'fill-request/request-hidden-from-nobody'],
    ],
    [
      'shows the pages of a request to everybody',
      PAID,
      () => openTo('everybody', reads(/\/pages$/u)),
      '**/*hidden*',
      ['fill-request/pages-hidden', 'fill-request/pages-hidden-from-nobody'],
    ],
    [
      'shows what is signed to everybody',
      PAID,
      () => openTo('everybody', reads(/\/content$/u)),
      '**/*hidden*',
      ['sign/content-hidden', 'sign/content-hidden-from-nobody'],
    ],
    [
      'shows everybody the history of whoever is asked for',
      AT_PSC,
      () => ownHistories('any'),
      '**/*hidden*',
      ['receive-result/history-hidden', 'receive-result/history-hidden-from-nobody'],
    ],
    [
      'takes a document from whoever has no session',
      PAID,
      () => openTo('nobody', (asked) => isTo(asked, '/attachments')),
      '**/*not-by-nobody',
      ['fill-request/documents-not-by-nobody'],
    ],
    [
      'takes a survey from whoever has no session',
      PAID,
      () => openTo('nobody', (asked) => isTo(asked, '/survey')),
      '**/*{by-nobody,by-another}',
      ['receive-result/survey-not-by-nobody'],
    ],
    [
      'hands a result to another applicant',
      AT_PSC,
      () => openTo('everybody', reads(/\/result$/u)),
      '**/result-hidden',
      ['receive-result/result-hidden'],
    ],
  ],
);
