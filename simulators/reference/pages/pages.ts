// The pages of the simulator for people: every address of theirs, and what protects them. All else is answered by the door for programs.
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { secureHeaders } from 'hono/secure-headers';
import type { Regulation } from '../../../schemas/regulation.ts';
import { LANGUAGES } from '../../../schemas/vocabulary.ts';
import { createApp } from '../door/app.ts';
import { createNodeDoor, type NodeDoor } from '../door/node-door.ts';
import { chooseLanguage } from '../engine/notifications.ts';
import { loadPeople } from '../engine/people.ts';
import { Rejection } from '../engine/rejection.ts';
import type { Simulator } from '../simulator.ts';
import { cabinetPage, takeLogOut, takeOrder } from './cabinet.ts';
import {
  cellsPage,
  controlPage,
  takeClock,
  takeCounterparties,
  takeJoin,
  takeMutant,
  takePace,
  takeSwitch,
  takeWorld,
} from './control.ts';
import { doorPage, takeLogin, takeRegistration, takeWorkplace } from './door.ts';
import { Exchanges, watch } from './exchanges.ts';
import { takeFill } from './fill-form.ts';
import { flowPage } from './flow-view.ts';
import { type Form, readForm, textOf } from './form.ts';
import { frame, type Markup } from './frame.ts';
import { landingPage } from './landing.ts';
import { requestPage } from './request-page.ts';
import { contentFile, resultFile, resultPage, signatureFile } from './result-page.ts';
import { SCRIPT } from './script.ts';
import { prepareSigning, takeCertificate, takeSignature } from './signing.ts';
import { Site, type Turn, worldAt } from './site.ts';
import { paymentPage, takeAttachment, takeConfirmation, takeDecision, takePayment, takeStep } from './step-forms.ts';
import { ICON, STYLE } from './style.ts';
import { takeSurvey } from './survey.ts';
import { COOKIE, isOwnForm, type Place, type Visit, Visits } from './visit.ts';
import { wordsOf } from './words.ts';

/** Shows a page. */
type Showing = (turn: Turn) => Markup | Response | Promise<Markup | Response>;
/** Does what a form asks for, and says where to go. */
type Taking = (turn: Turn, form: Form) => string | Promise<string>;

const REQUEST = '/pages/u/:u/requests/:request';
const SERVICE = '/pages/services/:regulation/:flow';

const SHOWN: Readonly<Record<string, Showing>> = {
  '/pages': landingPage,
  [SERVICE]: doorPage,
  '/pages/u/:u': cabinetPage,
  [REQUEST]: requestPage,
  [`${REQUEST}/payment`]: paymentPage,
  [`${REQUEST}/content`]: contentFile,
  [`${REQUEST}/to-sign`]: prepareSigning,
  [`${REQUEST}/result`]: resultPage,
  [`${REQUEST}/result.pdf`]: resultFile,
  [`${REQUEST}/result.p7s`]: signatureFile,
  '/pages/control': controlPage,
  '/pages/control/cells/:regulation/:flow': cellsPage,
  '/pages/control/flow/:request': flowPage,
};

const TAKEN: Readonly<Record<string, Taking>> = {
  [`${SERVICE}/login`]: takeLogin,
  [`${SERVICE}/register`]: takeRegistration,
  [`${SERVICE}/workplace`]: takeWorkplace,
  '/pages/u/:u/open': takeOrder,
  '/pages/u/:u/out': takeLogOut,
  [`${REQUEST}/fill`]: takeFill,
  [`${REQUEST}/attach`]: takeAttachment,
  [`${REQUEST}/pay`]: takePayment,
  [`${REQUEST}/certificate`]: takeCertificate,
  [`${REQUEST}/sign`]: takeSignature,
  [`${REQUEST}/look-up`]: (turn) => takeStep(turn, 'lookUp', {}),
  [`${REQUEST}/decide`]: takeDecision,
  [`${REQUEST}/confirm`]: takeConfirmation,
  [`${REQUEST}/survey`]: takeSurvey,
  '/pages/control/world': takeWorld,
  '/pages/control/join': takeJoin,
  '/pages/control/switch': takeSwitch,
  '/pages/control/break': takeMutant,
  '/pages/control/clock': takeClock,
  '/pages/control/pace': takePace,
  '/pages/control/counterparties': takeCounterparties,
};

const ASSETS: Readonly<Record<string, readonly [type: string, text: string]>> = {
  '/pages/style.css': ['text/css; charset=utf-8', STYLE],
  '/pages/script.js': ['text/javascript; charset=utf-8', SCRIPT],
  '/pages/icon.svg': ['image/svg+xml', ICON],
};

/** The app of a simulator with pages: a browser gets those, and a program the driver contract, at the same address. */
export function createSite(
  whole: Simulator,
  regulations: readonly Regulation[],
): Pick<Hono, 'fetch'> & { readonly node: NodeDoor } {
  const exchanges = new Exchanges();
  const simulator = watch(whole, exchanges);
  const site = new Site(simulator, regulations, loadPeople(), exchanges);
  const visits = new Visits();
  const door = createApp(simulator);
  const app = new Hono();

  app.get('/', (context) => context.redirect('/pages'));
  app.use('/pages/*', protect());
  for (const [path, [type, text]] of Object.entries(ASSETS))
    app.get(path, (context) => context.body(text, 200, { 'content-type': type, 'cache-control': 'no-cache' }));
  for (const [path, show] of Object.entries(SHOWN))
    app.get(path, async (context) => answer(context, await turnOf(context, site, visits), show));
  for (const [path, take] of Object.entries(TAKEN))
    app.post(path, async (context) => receive(context, await turnOf(context, site, visits), take));
  app.all('/pages/*', async (context) =>
    fail(context, await turnOf(context, site, visits), new Rejection(404, 'path: there is no such page')),
  );
  return {
    fetch: (request) => (isForPages(request) ? app.fetch(request) : door.fetch(request)),
    node: createNodeDoor(simulator),
  };
}

/** Whether a page is asked for, at the address of the contract by a browser only: programs ask there for JSON, or for anything. */
function isForPages({ url, method, headers }: Request): boolean {
  const path = url.slice(url.indexOf('/', url.indexOf('//') + 2));
  if (/^\/pages(?:[/?#]|$)/u.test(path)) return true;
  return method === 'GET' && path === '/' && /(?:^|,)\s*text\/html/iu.test(headers.get('accept') ?? '');
}

const protect = () =>
  secureHeaders({
    contentSecurityPolicy: {
      ...{
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
      },
      ...{ formAction: ["'self'"], frameAncestors: ["'none'"], baseUri: ["'none'"] },
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'same-origin',
    strictTransportSecurity: false,
  });

async function turnOf(context: Context, site: Site, visits: Visits): Promise<Turn> {
  const visit = visits.find(getCookie(context, COOKIE)) ?? begin(context, visits);
  const { pathname, origin, searchParams } = new URL(context.req.url);
  const query = Object.fromEntries(searchParams);
  const asked = LANGUAGES.find((language) => language === query.language);
  if (asked !== undefined) visit.language = asked;
  const words = wordsOf(visit.language);
  await joinNamed(site, visit, query.world);
  const turn = { site, visit, words, path: pathname, origin, params: context.req.param(), query };
  if (visit.place !== null && !(await isThere(turn, visit.place))) {
    visit.place = null;
    visit.notice ??= { kind: 'refused', text: words.say.worldGone, language: words.language };
  }
  return turn;
}

/** Goes into the world that the address names, so that a program can give its tester a link into its own. */
async function joinNamed(site: Site, visit: Visit, world: string | undefined): Promise<void> {
  if (world === undefined) return;
  try {
    await site.join(visit, world === '' ? null : world);
  } catch (error) {
    const text = error instanceof Rejection ? error.message : 'world';
    visit.notice = { kind: 'refused', text, language: 'en', status: 404 };
  }
}

/** Whether the world of a visit was not dropped for newer ones. */
const isThere = (turn: Turn, place: Place): Promise<boolean> =>
  worldAt(turn, place).then(
    () => true,
    () => false,
  );

function begin(context: Context, visits: Visits): Visit {
  const visit = visits.begin(chooseLanguage(context.req.header('accept-language') ?? null));
  setCookie(context, COOKIE, visit.id, { httpOnly: true, sameSite: 'Strict', path: '/pages' });
  return visit;
}

async function answer(context: Context, turn: Turn, show: Showing): Promise<Response> {
  try {
    const shown = await show(turn);
    if (!(shown instanceof Response)) return page(context, shown, 200);
    for (const [name, value] of shown.headers) context.header(name, value);
    context.header('cache-control', 'no-store');
    return context.body(await shown.arrayBuffer(), 200);
  } catch (error) {
    return fail(context, turn, error);
  }
}

async function receive(context: Context, turn: Turn, take: Taking): Promise<Response> {
  try {
    const form = await readForm(context.req.raw);
    if (!isOwnForm(turn.visit, textOf(form, 'csrf')))
      return fail(context, turn, new Rejection(403, turn.words.say.foreignForm));
    return context.redirect(await take(turn, form), 303);
  } catch (error) {
    if (!(error instanceof Rejection) || error.status === 413 || error.status === 415)
      return fail(context, turn, error);
    // What the portal does not accept is told on the page from which it was asked.
    turn.visit.notice = { kind: 'refused', text: error.message, language: 'en', status: error.status };
    return context.redirect(backFrom(turn.path), 303);
  }
}

/** The page on which a form stands, by the address to which it is sent. */
function backFrom(path: string): string {
  return path.startsWith('/pages/control/') ? '/pages/control' : path.replace(/\/[^/]*$/u, '');
}

async function page(
  context: Context,
  shown: Markup,
  status: 200 | 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503,
): Promise<Response> {
  context.header('cache-control', 'no-store');
  return context.html(await shown, status);
}

function fail(context: Context, turn: Turn, error: unknown): Promise<Response> {
  const status = error instanceof Rejection ? error.status : 500;
  const { say } = turn.words;
  const text = error instanceof Rejection ? error.message : '';
  const body = html`<p class="bad" lang="en">${status} ${text}</p><p><a href="/pages">${say.toStart}</a></p>`;
  return page(context, frame(turn, { title: say.cannot, body, world: null }), status);
}
