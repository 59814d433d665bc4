// The page of a service before anybody has logged in: its doors, registration, and the test people and workplaces at one press.
import { html } from 'hono/html';
import { ENTRANCES } from '../../../schemas/target/driver.ts';
import { Rejection } from '../engine/rejection.ts';
import { type Form, fileOf, textOf } from './form.ts';
import { frame, type Markup, press, printed, token } from './frame.ts';
import { hurryLogin } from './pace.ts';
import { certificatesFor, labelOf, nameOf, testersFor, workplacesOf } from './people.ts';
import { ask, type Turn, worldAt } from './site.ts';
import type { Login } from './visit.ts';
import { fillIn } from './words.ts';

/** The page of a service and the way in which it is asked for. */
export async function doorPage(turn: Turn): Promise<Markup> {
  const { site, words, params, visit } = turn;
  const { say, language, name } = words;
  const { regulation: id = '', flow = '' } = params;
  const regulation = site.regulation(id);
  const program = site.program(id, flow);
  const here = `/pages/services/${id}/${flow}`;
  const [first, ...others] = testersFor(site.people, program);
  const sound = others.filter(({ provokes }) => provokes === null);
  const provoking = others.filter(({ provokes }) => provokes !== null);
  const offer = ({ key, id: number, provokes }: NonNullable<typeof first>, look = '') =>
    press(
      turn,
      `${here}/login`,
      html`${fillIn(say.logInAs, { who: nameOf(site.people, number) })}${provokes === null ? '' : html` <small>${name(provokes)}</small>`}`,
      { values: { as: key }, name: look },
    );
  const fields = loginFields(regulation, turn);
  const certificate = program.showsCertificate
    ? certificateChoice(turn, first?.id ?? '', say.certificate, say.certificateOfNumber)
    : '';
  const body = html`<p class="lede">${printed(regulation.flows[flow]?.title ?? '')}</p>
<div class="columns"><section aria-labelledby="at-once"><h2 id="at-once">${say.atOnce}</h2>${first === undefined ? '' : offer(first, 'main')}${sound.map((one) => offer(one))}
<details><summary>${say.refusedPeople}</summary>${provoking.map((one) => offer(one))}</details></section>
<section aria-labelledby="log-in"><h2 id="log-in">${say.logIn}</h2><form id="login" method="post" action="${here}/login" enctype="multipart/form-data">${token(turn)}
<label>${fields.login} <input name="id" autocomplete="username" maxlength="100" value="${first?.id ?? ''}"></label>
<label>${fields.password} <input name="password" type="password" autocomplete="current-password" maxlength="200"></label>${certificate}<button>${say.logIn}</button></form></section>
${program.registers === null ? '' : registration(turn, here, program.registers)}</div>
<section aria-labelledby="workplaces"><h2 id="workplaces">${say.workplaces}</h2>${workplaces(turn)}</section>`;
  const world = visit.place === null ? null : await worldAt(turn, visit.place);
  return frame(turn, {
    kicker: regulation.service.name[language],
    title: name(flow),
    body,
    world,
  });
}

/** What the fields of the login are called: in the words of the text where it names them. */
function loginFields({ filling }: ReturnType<Turn['site']['regulation']>, { words: { say } }: Turn) {
  const named = filling?.items.flatMap(({ fields = [] }) => fields) ?? [];
  const label = (is: string, other: string) => {
    const found = named.find((field) => field.is === is)?.label;
    return found === undefined ? other : html`${other} <small>(${printed(found)})</small>`;
  };
  return { login: label('login', say.number), password: label('password', say.password) };
}

/** Where a certificate is chosen: one that the world has issued, or one of the person's own. */
export function certificateChoice(turn: Turn, person: string, legend: string, unsaid?: string): Markup {
  const { site, words } = turn;
  const offered = certificatesFor(site.people, person);
  const options = (isOwn: boolean) =>
    offered
      .filter((one) => one.isOwn === isOwn)
      .map((one) => html`<option value="${one.name}">${labelOf(site.people, one, words)}</option>`);
  return html`<label>${legend} <select name="certificate">${unsaid === undefined ? '' : html`<option value="">${unsaid}</option>`}<optgroup label="${words.say.ownCertificates}">${options(true)}</optgroup><optgroup label="${words.say.otherCertificates}">${options(false)}</optgroup></select></label>
<label>${words.say.certificateFile} <input type="file" name="certificateFile" accept=".pem,.crt,.cer"></label>`;
}

/** The certificate that a form brings: the file where there is one, else the one that was chosen from the list. */
export async function certificateOf(
  form: Form,
  roster: Readonly<Record<string, { certificatePem: string }>>,
): Promise<string | undefined> {
  const file = await fileOf(form, 'certificateFile');
  if (file !== null) return file.bytes.toString('latin1');
  const name = textOf(form, 'certificate');
  return Object.hasOwn(roster, name) ? roster[name]?.certificatePem : undefined;
}

function registration(turn: Turn, here: string, by: 'certificate' | 'password'): Markup {
  const { site, words } = turn;
  const { say } = words;
  const key = site.program(turn.params.regulation ?? '', turn.params.flow ?? '').isForOrganisations
    ? 'unregistered-by-bin'
    : 'unregistered';
  const stranger = site.people.credentials[key];
  return html`<section aria-labelledby="register"><h2 id="register">${say.register}</h2><p>${say.registerHint}</p><form id="registration" method="post" action="${here}/register" enctype="multipart/form-data">${token(turn)}
<label>${say.number} <input name="id" autocomplete="username" maxlength="100" value="${stranger?.id ?? ''}"></label>
<label>${say.newPassword} <input name="password" type="password" autocomplete="new-password" maxlength="200"></label>${by === 'certificate' ? certificateChoice(turn, stranger?.id ?? '', say.certificate) : ''}<button>${say.register}</button></form></section>`;
}

function workplaces(turn: Turn): Markup | string {
  const { site, words, params } = turn;
  const { regulation: id = '', flow = '' } = params;
  const regulation = site.regulation(id);
  const places = workplacesOf(regulation, site.program(id, flow), site.people);
  if (places.length === 0) return words.say.noWorkplaces;
  return html`<p>${words.say.workplacesHint}</p><div class="presses">${places.map(({ party }) =>
    press(turn, `/pages/services/${id}/${flow}/workplace`, partyName(turn, id, party), { values: { party } }),
  )}</div>
<details><summary>${words.say.officerLogin}</summary><form id="officer-login" method="post" action="/pages/services/${id}/${flow}/workplace">${token(turn)}
<label>${words.say.number} <input name="id" autocomplete="username" maxlength="100"></label><label>${words.say.password} <input name="password" type="password" autocomplete="current-password" maxlength="200"></label><button>${words.say.logIn}</button></form></details>`;
}

/** The name of a party in the language of the page. */
export function partyName({ site, words }: Turn, regulation: string, party: string): string {
  return site.regulation(regulation).parties.find(({ id }) => id === party)?.name[words.language] ?? words.name(party);
}

/** Logs in with what the form says, or as one of the test people. @returns where to go */
export async function takeLogin(turn: Turn, form: Form): Promise<string> {
  const { site, params, visit } = turn;
  const { regulation = '', flow = '' } = params;
  const program = site.program(regulation, flow);
  const place = visit.place ?? (await site.enter(visit));
  const { roster } = (await worldAt(turn, place)).credentials;
  const tester = testersFor(site.people, program).find(({ key }) => key === textOf(form, 'as'));
  const id = tester?.id ?? textOf(form, 'id').trim();
  const own = certificatesFor(site.people, id).find(({ isOwn }) => isOwn)?.name ?? '';
  const chosen = tester === undefined ? await certificateOf(form, roster.certificates) : undefined;
  const shown = program.showsCertificate ? (chosen ?? roster.certificates[own]?.certificatePem) : undefined;
  return enter(turn, {
    ...{ regulation, flow, as: ENTRANCES[program.entry], id, party: null },
    password: tester?.password ?? textOf(form, 'password'),
    ...(shown === undefined ? {} : { certificatePem: shown }),
  });
}

/** Logs in at a workplace. @returns where to go @throws Rejection 404 for a party that has none */
export async function takeWorkplace(turn: Turn, form: Form): Promise<string> {
  const { site, params } = turn;
  const { regulation = '', flow = '' } = params;
  const id = textOf(form, 'id').trim();
  const party = site.people.accounts.find((account) => account.id === id)?.party ?? null;
  const as = 'officer' as const;
  if (id !== '') return enter(turn, { regulation, flow, as, id, password: textOf(form, 'password'), party });
  const own = workplacesOf(site.regulation(regulation), site.program(regulation, flow), site.people);
  const workplace = own.find(({ party }) => party === textOf(form, 'party'));
  if (workplace === undefined) throw new Rejection(404, 'party: nobody of it has a step in this flow');
  return enter(turn, { regulation, flow, as, ...workplace });
}

interface Entering extends Pick<Login, 'regulation' | 'flow' | 'as' | 'party'> {
  readonly id: string;
  readonly password: string;
  readonly certificatePem?: string;
}

async function enter(turn: Turn, { party, ...input }: Entering): Promise<string> {
  const { visit, site } = turn;
  const place = visit.place ?? (await site.enter(visit));
  const { regulation, flow, as, id: person } = input;
  const { session, token } = await ask(turn, place, 'authenticate', { input });
  const login: Login = { place, session, person, as, regulation, flow, party, token, hasEnded: false };
  await hurryLogin(turn, login);
  return `/pages/u/${visit.logins.push(login) - 1}`;
}

/** Registers whoever the form names. @returns where to go */
export async function takeRegistration(turn: Turn, form: Form): Promise<string> {
  const { site, visit, params, words } = turn;
  const { regulation = '', flow = '' } = params;
  const place = visit.place ?? (await site.enter(visit));
  const { roster } = (await worldAt(turn, place)).credentials;
  const certificatePem =
    site.program(regulation, flow).registers === 'certificate'
      ? await certificateOf(form, roster.certificates)
      : undefined;
  const id = textOf(form, 'id').trim();
  const input = {
    regulation,
    flow,
    id,
    password: textOf(form, 'password'),
    ...(certificatePem === undefined ? {} : { certificatePem }),
  };
  await ask(turn, place, 'register', { input });
  visit.notice = { kind: 'done', text: fillIn(words.say.registered, { who: id }), language: words.language };
  return `/pages/services/${regulation}/${flow}`;
}
