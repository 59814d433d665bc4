// The control page of the tester: worlds, the clock, how the counterparties answer, the people, the requests, and which cell to break.
import { html } from 'hono/html';
import { COUNTERPARTIES, COUNTERPARTY_MODES } from '../../../schemas/target/driver.ts';
import { instantText, readInstant } from '../engine/instant.ts';
import { Rejection } from '../engine/rejection.ts';
import { type Form, textOf } from './form.ts';
import { frame, type Markup, moment, PACE_TEXTS, token } from './frame.ts';
import { catchUp } from './pace.ts';
import { certificatesFor, nameOf } from './people.ts';
import { ask, BEGINS, type Turn, worldAt } from './site.ts';
import { PACES, type Place } from './visit.ts';
import { fillIn } from './words.ts';

const LAPSES = { aMinute: 60, anHour: 3600, aDay: 86_400, aWeek: 7 * 86_400 } as const;

/** The control page. */
export async function controlPage(turn: Turn): Promise<Markup> {
  const { visit, words } = turn;
  const { say } = words;
  const { place } = visit;
  if (place !== null) await catchUp(turn, place);
  const world = place === null ? null : await worldAt(turn, place);
  const body = html`<p class="lede">${say.controlLede}</p><div class="columns">
<section aria-labelledby="world"><h2 id="world">${say.world}</h2>${place === null ? html`<p>${say.noWorldYet}</p>` : html`<p><code id="world-id">${place.world ?? say.sharedWorld}</code></p>`}
<form id="new-world" method="post" action="/pages/control/world">${token(turn)}<label>${say.seed} <input name="seed" type="number" min="0" max="9007199254740991" value="1" required></label><label>${say.beginsAt} <input name="now" value="${BEGINS}" maxlength="40" required></label><button>${say.openWorld}</button></form>${otherWorlds(turn)}<details><summary>${say.joinWorld}</summary><form id="join-world" method="post" action="/pages/control/join">${token(turn)}<p>${say.joinHint}</p><label>${say.world} <input name="world" maxlength="100"></label><button>${say.goThere}</button></form></details></section>
${
  place === null || world === null
    ? ''
    : html`<section aria-labelledby="clock"><h2 id="clock">${say.clock}</h2><p id="now" data-now="${instantText(world.now)}">${moment(world.now, turn)}</p>${clockForms(turn, place)}</section>
<section aria-labelledby="counterparties"><h2 id="counterparties">${say.counterparties}</h2>${counterpartyForm(turn, world)}</section>`
}
<section aria-labelledby="break"><h2 id="break">${say.breakCell}</h2><p>${say.breakHint}</p>${place?.mutant == null ? '' : html`<p class="broken"><code>${place.mutant.id}</code> <span lang="en">${place.mutant.description}</span></p>`}<ul class="ways">${turn.site.regulations.flatMap(
    ({ id, flows, service }) =>
      html`<li>${service.name[words.language]}: ${Object.keys(flows).map((flow) => html`<a href="/pages/control/cells/${id}/${flow}">${words.name(flow)}</a> `)}</li>`,
  )}</ul></section></div>
${world === null ? '' : html`<section aria-labelledby="requests-title"><h2 id="requests-title">${say.requests}</h2>${requestsOf(turn, world)}</section>`}
<section aria-labelledby="people"><h2 id="people">${say.people}</h2>${peopleTable(turn)}</section>`;
  return frame(turn, { title: say.control, body, world });
}

type World = Awaited<ReturnType<typeof worldAt>>;

function otherWorlds(turn: Turn): Markup | string {
  const { visit, words } = turn;
  const others = visit.places.filter((place) => place !== visit.place);
  if (others.length === 0) return '';
  return html`<form id="switch-world" method="post" action="/pages/control/switch">${token(turn)}<label>${words.say.otherWorlds} <select name="place">${visit.places.map(
    (place, at) =>
      place === visit.place
        ? ''
        : html`<option value="${at}">${at + 1}: ${place.mutant?.id ?? words.say.wholePortal}</option>`,
  )}</select></label><button>${words.say.goThere}</button></form>`;
}

function clockForms(turn: Turn, { pace }: Place): Markup {
  const { say } = turn.words;
  return html`<form id="clock-form" method="post" action="/pages/control/clock" class="presses">${token(turn)}${Object.entries(
    LAPSES,
  ).map(
    ([key, seconds]) => html`<button name="lapse" value="${seconds}">+ ${say[isLapse(key) ? key : 'aMinute']}</button>`,
  )}<label>${say.seconds} <input name="seconds" type="number" min="0" max="31622400" step="any"></label><button>${say.advance}</button></form>
<form id="pace-form" method="post" action="/pages/control/pace">${token(turn)}<fieldset><legend>${say.pace}</legend>${PACES.map(
    (one) =>
      html`<label class="check"><input type="radio" name="pace" value="${one}"${one === pace ? html` checked` : ''}> ${say[PACE_TEXTS[one]]}</label>`,
  )}</fieldset><button>${say.set}</button></form>`;
}

const isLapse = (key: string): key is keyof typeof LAPSES => Object.hasOwn(LAPSES, key);

const MODE_TEXTS = {
  answers: 'modeAnswers',
  misses: 'modeMisses',
  fails: 'modeFails',
  hangs: 'modeHangs',
  lags: 'modeLags',
} as const;

function counterpartyForm(turn: Turn, { books }: World): Markup {
  const { say, name } = turn.words;
  return html`<form id="counterparties-form" method="post" action="/pages/control/counterparties">${token(turn)}${COUNTERPARTIES.map(
    (counterparty) =>
      html`<label>${name(counterparty)} <select name="${counterparty}">${COUNTERPARTY_MODES.map(
        (mode) =>
          html`<option value="${mode}"${books.modeOf(counterparty) === mode ? html` selected` : ''}>${say[MODE_TEXTS[mode]]}</option>`,
      )}</select></label>`,
  )}<button>${say.set}</button></form>`;
}

function requestsOf(turn: Turn, world: World): Markup | string {
  const { words, site } = turn;
  const { say, name } = words;
  const requests = [...world.requests.values()];
  if (requests.length === 0) return say.nothingYet;
  return html`<table><thead><tr><th scope="col">${say.request}</th><th scope="col">${say.applicant}</th><th scope="col">${say.status}</th></tr></thead><tbody>${requests
    .toReversed()
    .map(
      ({ id, person, walk }) =>
        html`<tr><td><a href="/pages/control/flow/${id}">${walk.number ?? id}</a> <small>${name(`${walk.program.regulation}/${walk.program.flow}`)}</small></td><td>${nameOf(site.people, person)}</td><td>${name(walk.outcome)}</td></tr>`,
    )}</tbody></table>`;
}

function peopleTable(turn: Turn): Markup {
  const { site, words } = turn;
  const { say, name } = words;
  const { accounts } = site.people;
  const parties = site.regulations.flatMap((regulation) => regulation.parties);
  return html`<div class="wide" tabindex="0" role="group" aria-labelledby="people"><table id="accounts"><thead><tr><th scope="col">${say.name}</th><th scope="col">${say.number}</th><th scope="col">${say.password}</th><th scope="col">${say.role}</th><th scope="col">${say.registryStanding}</th><th scope="col">${say.ownCertificates}</th></tr></thead><tbody>${accounts.map(
    ({ id, password, registry, officer, party, staff }) =>
      html`<tr><td>${nameOf(site.people, id) === id ? '—' : nameOf(site.people, id)}</td><td><code>${id}</code></td><td><code>${password}</code></td><td>${party === undefined ? name(staff ?? (officer ? 'officer' : 'applicant')) : (parties.find((one) => one.id === party)?.name[words.language] ?? party)}</td><td>${registry === 'good' ? say.knownThere : name(registry)}</td><td>${certificatesFor(
        site.people,
        id,
      )
        .filter(({ isOwn }) => isOwn)
        .map(
          (one) => html`<span class="tag">${one.provokes === null ? say.certificateGood : name(one.provokes)}</span> `,
        )}</td></tr>`,
  )}</tbody></table></div>`;
}

/** The cells of a flow, each with the ways in which it can be broken. */
export function cellsPage(turn: Turn): Markup {
  const { site, words, params } = turn;
  const { say, name, language } = words;
  const { regulation: id = '', flow = '' } = params;
  const regulation = site.regulation(id);
  site.program(id, flow);
  const mutants = site.mutants(id, flow);
  const actions = [...new Set(mutants.map(({ action }) => action))];
  const body = html`<p class="lede">${fillIn(say.cellsLede, { count: mutants.length })}</p>${actions.map((action) => {
    const own = mutants.filter((mutant) => mutant.action === action);
    const step = own[0]?.step ?? null;
    return html`<details class="cell"><summary>${step === null ? '' : `${step}. `}${name(action)} <small>${own.length}</small></summary><ul>${own.map(
      (mutant) =>
        html`<li><form method="post" action="/pages/control/break">${token(turn)}<input type="hidden" name="mutant" value="${mutant.id}"><span lang="en">${mutant.description}</span> <small>${name(mutant.row)}</small> <button aria-label="${say.breakThis}: ${mutant.description}">${say.breakThis}</button></form></li>`,
    )}</ul></details>`;
  })}<p><a href="/pages/control">${say.control}</a></p>`;
  return frame(turn, {
    kicker: regulation.service.name[language],
    title: `${say.breakCell}: ${name(flow)}`,
    body,
    world: null,
  });
}

/** Opens a world. @returns where to go */
export async function takeWorld(turn: Turn, form: Form): Promise<string> {
  const now = textOf(form, 'now');
  if (readInstant(now) === null) throw new Rejection(400, 'now: no instant of the years 1990 to 2099');
  await turn.site.enter(turn.visit, { seed: Number(textOf(form, 'seed')), now });
  return tell(turn, turn.words.say.worldOpened);
}

/** Goes into a world by its id, or into the one of programs that name none. @returns where to go */
export async function takeJoin(turn: Turn, form: Form): Promise<string> {
  const world = textOf(form, 'world').trim();
  await turn.site.join(turn.visit, world === '' ? null : world);
  return '/pages/control';
}

/** Goes back to a world that was opened before. @returns where to go */
export async function takeSwitch(turn: Turn, form: Form): Promise<string> {
  const place = turn.visit.places[Number(textOf(form, 'place'))];
  if (place === undefined) throw new Rejection(404, 'place: there is no such world');
  await worldAt(turn, place);
  turn.visit.place = place;
  return '/pages/control';
}

/** Opens a world in which one cell is broken. @returns where to go */
export async function takeMutant(turn: Turn, form: Form): Promise<string> {
  const { site, visit, words, origin } = turn;
  const mutant = site.mutant(textOf(form, 'mutant'));
  await site.enter(visit, { mutant, origin });
  visit.notice = { kind: 'done', text: fillIn(words.say.brokenNow, { mutant: mutant.id }), language: words.language };
  return `/pages/services/${mutant.regulation}/${mutant.flow}`;
}

/** Moves the clock. @returns where to go: to the page that asked for it, if it is one of ours */
export async function takeClock(turn: Turn, form: Form): Promise<string> {
  const seconds = Number(textOf(form, 'lapse') || textOf(form, 'seconds'));
  await ask(turn, placeOf(turn), 'advanceClock', { input: { seconds } });
  const back = textOf(form, 'back');
  return /^\/pages\/[\w/.-]*$/u.test(back) ? back : '/pages/control';
}

/** Sets how the clock goes. @returns where to go */
export async function takePace(turn: Turn, form: Form): Promise<string> {
  const pace = PACES.find((one) => one === textOf(form, 'pace'));
  if (pace === undefined) throw new Rejection(400, `pace: one of ${PACES.join(', ')}`);
  const place = placeOf(turn);
  place.pace = pace;
  place.caughtUpAt = Date.now();
  return tell(turn, turn.words.say.isSet);
}

/** Sets how the counterparties behave. @returns where to go */
export async function takeCounterparties(turn: Turn, form: Form): Promise<string> {
  const place = placeOf(turn);
  const { books } = await worldAt(turn, place);
  for (const counterparty of COUNTERPARTIES) {
    const mode = textOf(form, counterparty);
    if (mode === '' || mode === books.modeOf(counterparty)) continue;
    await ask(turn, place, 'setCounterparty', { input: { counterparty, mode } });
  }
  return tell(turn, turn.words.say.isSet);
}

function placeOf({ visit }: Turn): Place {
  if (visit.place === null) throw new Rejection(409, 'world: open one first');
  return visit.place;
}

function tell({ visit, words }: Turn, text: string): string {
  visit.notice = { kind: 'done', text, language: words.language };
  return '/pages/control';
}
