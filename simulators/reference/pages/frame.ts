// The frame of every page: its head, the ways to the other pages, the languages, what was just done, and the clock of the world.
import { html } from 'hono/html';
import { kazakhstan } from '../../../schemas/kazakhstan.ts';
import { LANGUAGES } from '../../../schemas/vocabulary.ts';
import { tellTime } from '../../../schemas/zone.ts';
import { instantText } from '../engine/instant.ts';
import type { World } from '../operations/world.ts';
import { leftOf } from './pace.ts';
import { nameOf } from './people.ts';
import type { Turn } from './site.ts';
import type { Login, PACES } from './visit.ts';
import { fillIn, LANGUAGE_NAMES } from './words.ts';

/** A part of a page, in which every text is escaped. */
export type Markup = ReturnType<typeof html>;

/** A page before it stands in its frame. */
export interface Sheet {
  readonly title: string;
  /** What stands above the title: where the page belongs to. */
  readonly kicker?: string;
  readonly body: Markup | readonly Markup[];
  /** The world whose clock is shown; null where none is open yet. */
  readonly world: World | null;
  /** Whether a script helps the page, which can do all but sign without it. */
  readonly script?: boolean;
}

/** The page in its frame. */
export function frame(turn: Turn, { title, kicker, body, world, script = false }: Sheet): Markup {
  const { words, visit } = turn;
  const { say, language } = words;
  const { notice } = visit;
  visit.notice = null;
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · reglament</title><link rel="stylesheet" href="/pages/style.css"><link rel="icon" href="/pages/icon.svg">${script ? html`<script src="/pages/script.js" defer></script>` : ''}</head>
<body><a class="skip" href="#main">${say.skip}</a>
<header><a class="brand" href="/pages">reglament</a><nav aria-label="${say.ways}"><a href="/pages#services"${current(turn, '/pages')}>${say.services}</a><a href="/pages/control"${current(turn, '/pages/control')}>${say.control}</a></nav>
<nav class="languages" aria-label="${say.languages}">${LANGUAGES.map((code) => html`<a href="${turn.path}?language=${code}" lang="${code}" hreflang="${code}"${code === language ? html` aria-current="true"` : ''}>${LANGUAGE_NAMES[code]}</a>`)}</nav></header>
${visit.logins.some(({ hasEnded }) => !hasEnded) ? loginsOf(turn) : ''}
<main id="main">${notice === null ? '' : html`<div class="notice ${notice.kind}" data-status="${notice.status ?? ''}" role="${notice.kind === 'refused' ? 'alert' : 'status'}">${notice.kind === 'refused' ? html`<strong>${say.notAccepted}</strong> ` : ''}<span lang="${notice.language}">${notice.text}</span></div>`}
${kicker === undefined ? '' : html`<p class="kicker">${kicker}</p>`}<h1>${title}</h1>
${body}</main>
${world === null ? '' : clockOf(turn, world)}
<footer><p>${say.footer}</p></footer></body></html>`;
}

const current = ({ path }: Turn, own: string) => (path === own ? html` aria-current="page"` : '');

function loginsOf({ visit, site, words, path }: Turn): Markup {
  return html`<nav class="logins" aria-label="${words.say.loggedIn}"><span>${words.say.loggedIn}</span><ul>${visit.logins.map(
    (login, at) =>
      login.hasEnded || login.place !== visit.place
        ? ''
        : html`<li><a href="/pages/u/${at}"${path.startsWith(`/pages/u/${at}/`) || path === `/pages/u/${at}` ? html` aria-current="true"` : ''}>${nameOf(site.people, login.person)} <small>${roleOf(login, { site, words })}</small></a></li>`,
  )}</ul></nav>`;
}

/** As what somebody has logged in. */
export function roleOf({ as, party, regulation, flow }: Login, { site, words }: Pick<Turn, 'site' | 'words'>): string {
  const known = site.regulation(regulation).parties.find(({ id }) => id === party)?.name[words.language];
  return `${known ?? words.name(as)}, ${words.name(flow)}`;
}

/** A hidden field with the token of the visit, which every form needs. */
export const token = ({ visit }: Pick<Turn, 'visit'>): Markup =>
  html`<input type="hidden" name="csrf" value="${visit.csrf}">`;

/** A form that is sent by one button. */
export function press(
  turn: Turn,
  action: string,
  label: Markup | string,
  { values = {}, name = '' }: { values?: Readonly<Record<string, string>>; name?: string } = {},
): Markup {
  const fields = Object.entries(values).map(
    ([key, value]) => html`<input type="hidden" name="${key}" value="${value}">`,
  );
  return html`<form method="post" action="${action}" class="press">${token(turn)}${fields}<button${name === '' ? '' : html` class="${name}"`}>${label}</button></form>`;
}

/** Printed words, which are Kazakh. */
export const printed = (text: string): Markup => html`<span lang="kk">${text}</span>`;

/** A moment of the world, as its people read it. */
export function moment(ms: number, { words }: Pick<Turn, 'words'>): Markup {
  return html`<time datetime="${instantText(ms)}">${tellTime(kazakhstan(), ms, words.language)}</time>`;
}

/** The clock of the world, and what can be done with it. */
function clockOf(turn: Turn, world: World): Markup {
  const { words, visit, path } = turn;
  const { say } = words;
  const left = [...world.requests.values()].flatMap(({ walk }) => leftOf(walk, world.now) ?? []);
  const soonest = Math.min(...left);
  const mutant = visit.place?.mutant ?? null;
  const pace = visit.place?.pace ?? 'hurry';
  return html`<aside class="clock" aria-label="${say.clock}"><p>${say.clock}: <strong>${moment(world.now, turn)}</strong> ${say[PACE_TEXTS[pace]]}</p>
${mutant === null ? '' : html`<p class="broken">${say.brokenCell}: <code>${mutant.id}</code></p>`}
${Number.isFinite(soonest) && soonest > 0 ? press(turn, '/pages/control/clock', fillIn(say.letPass, { seconds: Math.ceil(soonest / 1000) }), { values: { seconds: String(soonest / 1000), back: path } }) : ''}</aside>`;
}

/** The text that tells of each pace. */
export const PACE_TEXTS = { hurry: 'paceHurry', real: 'paceReal', still: 'paceStill' } as const satisfies Record<
  (typeof PACES)[number],
  string
>;
