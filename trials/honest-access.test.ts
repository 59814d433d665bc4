// Portals that keep requests to themselves in other ways than the simulator pass, and those that show or take too much fail.
import { type Alter, refusal } from './altered-simulator.ts';
import { answering, asking, both, refusing, requestIn } from './altering.ts';
import { AT_PSC, tryPortals } from './honest.ts';

/** Refuses whoever has no right in another way. */
const denying = (deny: (status: number) => ReturnType<typeof refusal>): Alter =>
  refusing((told) => ([401, 403, 404].includes(told.status) ? deny(told.status) : told));
const page = (status: number, text: string) => ({ status, body: {}, page: text });

/** Answers whoever comes without a session, where that is open to them, as it would answer the owner. */
function open(method: string, place: RegExp): Alter {
  const owners = new Map<string, string | null>();
  const tokens = new Set<string | null>([]);
  const learn = answering(({ token, request }, asked) => {
    if (typeof token === 'string') tokens.add(`Bearer ${token}`);
    if (asked.path === '/requests') owners.set(`${asked.world} ${request}`, asked.token);
  });
  const letIn = asking((asked) => {
    const token = owners.get(`${asked.world} ${requestIn(asked)}`);
    const isOpen = asked.method === method && place.test(asked.path);
    return token === undefined || tokens.has(asked.token) || !isOpen ? asked : { ...asked, token };
  });
  return both(learn, letIn);
}

tryPortals(
  ['access'],
  [
    ['says 404 of all that is not theirs', AT_PSC, () => denying(() => refusal(404, 'not found'))],
    [
      'says 403 where the simulator says 401',
      AT_PSC,
      () => denying((status) => refusal(status === 401 ? 403 : status, 'Қол жеткізу жоқ')),
    ],
    ['says no without a word', AT_PSC, () => denying((status) => page(status, ''))],
    ['shows its login page with the status 401', AT_PSC, () => denying(() => page(401, '<h1>Кіру</h1>'))],
  ],
  [
    [
      'shows a request to whoever comes',
      AT_PSC,
      () => open('GET', /^\/requests\/[^/]+$/u),
      '**/request-hidden*',
      ['fill-request/request-hidden-from-nobody'],
    ],
  ],
);
