// The page of somebody who has logged in as an applicant or as staff: the service to choose, the service history, and messages of the login.
import { html } from 'hono/html';
import { historyButton, printedButtons } from '../../../schemas/flow/filling.ts';
import type { OutputOf } from '../../../schemas/target/driver.ts';
import { type Form, textOf } from './form.ts';
import { frame, type Markup, press, printed, token } from './frame.ts';
import { catchUp, hurryLogin, hurryRequest } from './pace.ts';
import { nameOf } from './people.ts';
import { notificationsOf, recordOf } from './record.ts';
import { loginAt } from './shown.ts';
import { ask, type Turn, worldAt } from './site.ts';
import type { Login } from './visit.ts';
import { workplacePage } from './workplace.ts';

/** The page of whoever is logged in, which for an officer is a workplace. */
export async function cabinetPage(turn: Turn): Promise<Markup> {
  const login = loginAt(turn);
  await catchUp(turn, login.place);
  await hurryLogin(turn, login);
  if (login.as === 'officer' && login.token !== null) return workplacePage(turn, login);
  const { words, params, site } = turn;
  const { say, language } = words;
  const view = await ask(turn, login.place, 'readSession', { params: { session: login.session }, token: login.token });
  login.token = view.token;
  const regulation = site.regulation(login.regulation);
  const here = `/pages/u/${params.u}`;
  const history =
    view.token === null
      ? null
      : await ask(turn, login.place, 'readHistory', { params: { session: login.session }, token: login.token });
  const body = html`<p class="state ${view.state}" data-state="${view.state}">${nameOf(site.people, login.person)}: ${say[STATES[view.state]]}</p>
${notificationsOf(turn, view.notifications)}
${view.state === 'authorised' ? html`<section aria-labelledby="order"><h2 id="order">${say.chooseService}</h2><p>${serviceName(turn, login)}</p>${orderForm(turn, login, here)}</section>` : ''}
${history === null ? '' : html`<section aria-labelledby="history"><h2 id="history">${say.serviceHistory}</h2>${historyTable(turn, login, history.requests)}</section>`}
${view.state === 'refused' ? html`<p><a href="/pages/services/${login.regulation}/${login.flow}">${say.logInAgain}</a></p>` : press(turn, `${here}/out`, say.logOut, { name: 'quiet' })}
${view.history.length === 0 ? '' : recordOf(turn, login.regulation, view.history)}`;
  return frame(turn, {
    kicker: regulation.service.name[language],
    title: say.cabinet,
    body,
    world: await worldAt(turn, login.place),
  });
}

const STATES = { authorised: 'stateAuthorised', refused: 'stateRefused', pending: 'statePending' } as const;

/** The name under which the text has the service chosen, and that of the act in the language of the page. */
function serviceName({ site, words }: Turn, { regulation: id }: Login): Markup {
  const regulation = site.regulation(id);
  const offered = regulation.filling?.items.find(({ offers }) => offers !== undefined)?.offers;
  const name = regulation.service.name[words.language];
  return offered === undefined ? html`${name}` : html`${printed(`«${offered}»`)}: ${name}`;
}

function orderForm(turn: Turn, login: Login, here: string): Markup {
  const { site, words } = turn;
  const { say, name } = words;
  const regulation = site.regulation(login.regulation);
  const variants = regulation.flows[login.flow]?.variants ?? [];
  const label = printedButtons(regulation).find(({ does }) => does === 'order')?.label;
  const choice =
    variants.length === 0
      ? ''
      : html`<label>${say.variant} <select name="variant">${variants.map(({ id, tags }) => html`<option value="${id}">${tags.map(name).join(', ')}</option>`)}</select></label>`;
  return html`<form id="order-form" method="post" action="${here}/open">${token(turn)}${choice}<button class="main" data-does="order">${label === undefined ? say.order : buttonLabel(turn, label, 'order')}</button></form>`;
}

/** The printed words of a button, and what they mean where the page is in another language. */
export function buttonLabel({ words }: Turn, label: string, does: string): Markup {
  const meaning = words.name(`button ${does}`);
  if (words.language === 'kk' || meaning === `button ${does}`) return printed(label);
  return html`${printed(label)} <small>(${meaning})</small>`;
}

function historyTable(turn: Turn, login: Login, requests: OutputOf<'readHistory'>['requests']): Markup | string {
  const { words, params, site } = turn;
  const { say, name } = words;
  if (requests.length === 0) return say.nothingYet;
  const shows = historyButton(site.regulation(login.regulation));
  return html`<table id="requests"><thead><tr><th scope="col">${say.requestNumber}</th><th scope="col">${say.status}</th><th scope="col">${say.ways}</th></tr></thead><tbody>${requests.map(
    ({ request, number, state, leadsTo = [] }) =>
      html`<tr data-request="${request}" data-state="${state}"><td><a href="/pages/u/${params.u}/requests/${request}"${number === null ? '' : html` data-number="${number}"`}>${number ?? say.withoutNumber}</a></td><td>${name(state)}</td><td>${leadsTo.map(
        ({ button, operation }) =>
          html`<a class="button" data-does="${button}" data-leads="${operation}" href="/pages/u/${params.u}/requests/${request}${operation === 'fetchResult' ? '/result' : ''}">${shows === null ? name(button) : buttonLabel(turn, shows.label, button)}</a>`,
      )}</td></tr>`,
  )}</tbody></table>`;
}

/** Opens a request of the service. @returns where to go */
export async function takeOrder(turn: Turn, form: Form): Promise<string> {
  const login = loginAt(turn);
  const variant = textOf(form, 'variant');
  const input = { session: login.session, ...(variant === '' ? {} : { variant }) };
  const { request } = await ask(turn, login.place, 'open', { input, token: login.token });
  await hurryRequest(turn, login, request);
  return `/pages/u/${turn.params.u}/requests/${request}`;
}

/** Ends the login. @returns where to go */
export async function takeLogOut(turn: Turn): Promise<string> {
  const login = loginAt(turn);
  const { session, place, token } = login;
  await ask(turn, place, 'logOut', { params: { session }, input: {}, token });
  login.hasEnded = true;
  return '/pages';
}
