// Portals that keep requests to themselves in other ways than the simulator pass, and those that show them fail.
import { type Alter, type Asked, refusal } from './altered-simulator.ts';
import { openTo, refusing } from './altering.ts';
import { AT_PSC, tryPortals } from './honest.ts';

/** Refuses whoever has no right in another way. */
const denying = (deny: (status: number) => ReturnType<typeof refusal>): Alter =>
  refusing((told) => ([401, 403, 404].includes(told.status) ? deny(told.status) : told));
const page = (status: number, text: string) => ({ status, body: {}, page: text });
const reads = (place: RegExp) => (asked: Asked) => asked.method === 'GET' && place.test(asked.path);

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
      'hands a result to another applicant',
      AT_PSC,
      () => openTo('everybody', reads(/\/result$/u)),
      '**/result-hidden',
      ['receive-result/result-hidden'],
    ],
  ],
);
