// What a page has before it: whoever is logged in there, and the request that it shows.
import { isBin } from '../../../schemas/identifier.ts';
import type { OutputOf, RequestView } from '../../../schemas/target/driver.ts';
import type { Verb } from '../../../schemas/vocabulary.ts';
import { Rejection } from '../engine/rejection.ts';
import type { Walk } from '../engine/walk.ts';
import { catchUp, hurryRequest } from './pace.ts';
import { ask, type Turn, worldAt } from './site.ts';
import type { Login } from './visit.ts';

/** Whoever is at the page, by the number in its address. @throws Rejection 404 */
export function loginAt({ visit, params }: Turn): Login {
  const login = visit.logins[Number(params.u)];
  if (login === undefined || login.hasEnded)
    throw new Rejection(401, 'login: nobody is logged in here; log in once more');
  return login;
}

/** A request as a page has it before it. */
export interface Shown {
  readonly login: Login;
  readonly view: RequestView;
  readonly pages: OutputOf<'readPages'>;
  readonly walk: Walk;
  /** The path of the request. */
  readonly here: string;
}

/** A screen that the text prints, as the portal shows it to this person. */
export interface Screen {
  readonly id: string;
  readonly title: string;
  /** The step during which it is shown; null where it comes before the request. */
  readonly during: Verb | null;
}

/** The screens that the portal has for the applicant of a request: those for others, by the kind of their number, are left out. */
export function screensFor({ site }: Turn, { pages, walk, login }: Pick<Shown, 'pages' | 'walk' | 'login'>): Screen[] {
  const { screens } = site.regulation(walk.program.regulation);
  const other = isBin(login.person) ? 'iin' : 'bin';
  return pages.screens.flatMap((id, at) => {
    const found = screens.find(({ annex, figure }) => `${annex}/${figure}` === id);
    if (found?.for === other) return [];
    return [{ id, title: pages.screenTitles?.[at] ?? id, during: found?.during ?? null }];
  });
}

/** Reads a request for a page. @throws Rejection 401, 403, 404 */
export async function readShown(turn: Turn): Promise<Shown> {
  const login = loginAt(turn);
  const { place } = login;
  const { request = '', u } = turn.params;
  await catchUp(turn, place);
  const own = { params: { request }, token: login.token };
  await ask(turn, place, 'readRequest', own);
  await hurryRequest(turn, login, request);
  const view = await ask(turn, place, 'readRequest', own);
  const pages = await ask(turn, place, 'readPages', own);
  const found = (await worldAt(turn, place)).requests.get(request);
  if (found === undefined) throw new Error('The simulator lost a request');
  return { login, view, pages, walk: found.walk, here: `/pages/u/${u}/requests/${request}` };
}
