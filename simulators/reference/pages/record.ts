// What the portal has on record of a login or a request: its messages, and the steps that were done.
import { html } from 'hono/html';
import type { HistoryEntry, Notification } from '../../../schemas/target/driver.ts';
import { partyName } from './door.ts';
import type { Markup } from './frame.ts';
import type { Turn } from './site.ts';

/** The messages of the portal to whoever reads them. */
export function notificationsOf({ words }: Turn, notifications: readonly Notification[]): Markup | string {
  if (notifications.length === 0) return '';
  const { say, name } = words;
  return html`<section aria-labelledby="messages"><h2 id="messages">${say.messages}</h2><ol class="messages">${notifications.map(
    ({ kind, action, at, text, language, sentTo, cause, number, means }) =>
      html`<li data-kind="${kind}" data-action="${action}" data-at="${at}" data-cause="${[cause ?? ''].flat().join(' ')}" data-number="${number ?? ''}" data-means="${means ?? ''}"${/refus/u.test(kind) || kind === 'data-unavailable' ? html` class="bad"` : ''}><time datetime="${at}">${clockTime(at)}</time> <span class="text" lang="${language}">${text}</span>${sentTo === undefined ? '' : html` <span class="sent-to">${sentTo}</span>`} <small>${name(kind)}</small></li>`,
  )}</ol></section>`;
}

const clockTime = (at: string) => at.slice(0, 19).replace('T', ' ');

/** The steps that are on record, for whoever may read them. */
export function recordOf(turn: Turn, regulation: string, history: readonly HistoryEntry[]): Markup {
  const { words } = turn;
  const { say, name } = words;
  return html`<section aria-labelledby="record"><h2 id="record">${say.record}</h2><table id="steps"><thead><tr><th scope="col">${say.step}</th><th scope="col">${say.doneBy}</th><th scope="col">${say.began} – ${say.ended}</th></tr></thead><tbody>${history.map(
    ({ action, actor, startedAt, finishedAt, completion }) =>
      html`<tr data-action="${action}" data-actor="${actor}" data-completion="${completion ?? ''}"><td>${name(action)}${completion === null ? '' : html` <small>${name(completion)}</small>`}</td><td>${partyName(turn, regulation, actor)}</td><td class="times"><time class="began" datetime="${startedAt}">${startedAt.slice(0, 19).replace('T', ' ')}</time><br>– ${finishedAt === null ? say.running : html`<time class="ended" datetime="${finishedAt}">${finishedAt.slice(0, 19).replace('T', ' ')}</time>`}</td></tr>`,
  )}</tbody></table></section>`;
}
