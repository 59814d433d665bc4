// The form of a request: what the text asks for, over as many screens as it prints, with the documents that are attached to it.
import { html } from 'hono/html';
import { printedButtons } from '../../../schemas/flow/filling.ts';
import { VERBS } from '../../../schemas/vocabulary.ts';
import type { Walk } from '../engine/walk.ts';
import { buttonLabel } from './cabinet.ts';
import { type Form, textOf } from './form.ts';
import { type Markup, printed, token } from './frame.ts';
import { catchUp, hurryRequest } from './pace.ts';
import { loginAt, type Shown, screensFor } from './shown.ts';
import { ask, type Turn } from './site.ts';
import { attachForm } from './step-forms.ts';

/** A part of the form, which stands on a screen of its own where the text prints enough of them. */
type Part = 'applicant' | 'details' | 'documents' | 'more';

const FIELDS = ['applicant', 'purpose', 'email', 'attorney'] as const;

/** The form, or the screen of it that the person has come to. */
export function fillForm(turn: Turn, shown: Shown): Markup {
  const { visit, words } = turn;
  const { say } = words;
  const screens = formScreens(turn, shown);
  const parts = partsOf(shown.walk);
  const draft = visit.drafts.get(shown.view.request);
  const at = Math.min(draft?.at ?? 0, screens.length - 1);
  const isLast = at >= screens.length - 1;
  const here = isLast ? parts.slice(screens.length === 1 ? 0 : at) : [parts[at]].flatMap((part) => part ?? []);
  const values = draft?.values ?? {};
  const title = screens[at];
  const send = sendButton(turn, shown);
  return html`${title == null ? '' : html`<h3>${printed(title)}</h3>`}${here.includes('documents') ? attachForm(turn, shown) : ''}
<form id="form" method="post" action="${shown.here}/fill">${token(turn)}<input type="hidden" name="screen" value="${at}">
${here.includes('applicant') ? applicantFields(turn, shown, values) : ''}${here.includes('details') ? html`<label>${say.details} <textarea name="purpose" maxlength="2000" rows="3">${values.purpose ?? ''}</textarea></label>` : ''}${here.includes('more') ? moreFields(turn, shown.walk, values) : ''}
${here.length === 0 && !isLast ? html`<p class="muted">${say.captionOnly}</p>` : ''}${isLast && screens.length > 1 ? review(turn, values) : ''}
<p class="presses">${at > 0 ? html`<button name="go" value="back" class="quiet" formnovalidate>${say.back}</button>` : ''}${isLast ? send : html`<button name="go" value="next" class="main">${say.next}</button>`}</p></form>`;
}

/** The button that sends the form, in the words of the text; none where the text prints one and the portal does not show it. */
function sendButton(turn: Turn, { pages, walk }: Shown): Markup | string {
  const isPrinted = printedButtons(turn.site.regulation(walk.program.regulation)).some(({ does }) => does === 'send');
  const label = pages.buttonLabels?.find(({ button }) => button === 'send')?.label;
  if (isPrinted && label === undefined && pages.fields.length > 0) return '';
  return html`<button name="go" value="send" class="main" data-does="send">${label === undefined ? turn.words.say.sendForm : buttonLabel(turn, label, 'send')}</button>`;
}

/** The titles of the screens on which the text shows the form; a single one without a title where it prints none. */
function formScreens(turn: Turn, shown: Shown): (string | null)[] {
  const own = screensFor(turn, shown).filter(({ during }) => during !== null && VERBS[during].operation === 'fill');
  return own.length === 0 ? [null] : own.map(({ title }) => title);
}

function partsOf(walk: Walk): Part[] {
  const step = stepOf(walk);
  const isMore = step?.attorney === true || isMailed(walk);
  return [
    'applicant',
    'details',
    ...(step?.attaches === true ? (['documents'] as const) : []),
    ...(isMore ? (['more'] as const) : []),
  ];
}

function stepOf({ program }: Walk) {
  const step = program.nodes.find((node) => node.kind === 'step' && node.does === 'fill');
  return step?.kind === 'step' ? step : null;
}

const isMailed = ({ program }: Walk): boolean =>
  program.nodes.some((node) => node.kind === 'step' && node.means.includes('e-mail'));

function applicantFields(
  turn: Turn,
  { pages, walk, login, view }: Shown,
  values: Readonly<Record<string, string>>,
): Markup {
  const { site, words } = turn;
  const { say } = words;
  const { filling } = site.regulation(walk.program.regulation);
  const labels = filling?.items.flatMap(({ fields = [] }) => fields) ?? [];
  const own = view.form?.applicant ?? values.applicant ?? applicantFor(turn, walk, login.person);
  return html`${pages.fields.map(
    ({ is, value }) =>
      html`<label>${printed(labels.find((label) => label.is === is)?.label ?? is)} <input data-field="${is}" value="${value ?? ''}" readonly></label>`,
  )}<label>${say.applicantNumber} <input name="applicant" maxlength="100" inputmode="numeric" value="${own}"></label>`;
}

/** For whom the form is: whoever fills it in, or, where staff do that, somebody whom the databases that are asked know. */
function applicantFor({ site }: Turn, { program }: Walk, person: string): string {
  if (program.entry === 'portal') return person;
  const asks = program.nodes.flatMap((node) =>
    node.kind === 'condition' && node.checks === 'registry' ? node.asks : [],
  );
  const isPerson = asks.length === 0 || asks.includes('individuals-registry');
  return site.people.credentials[isPerson ? 'good' : 'organisation']?.id ?? person;
}

function moreFields({ words: { say } }: Turn, walk: Walk, values: Readonly<Record<string, string>>): Markup {
  return html`${stepOf(walk)?.attorney === true ? html`<label>${say.attorneyNumber} <input name="attorney" maxlength="100" inputmode="numeric" value="${values.attorney ?? ''}"></label>` : ''}${isMailed(walk) ? html`<label>${say.email} <input name="email" type="email" maxlength="320" value="${values.email ?? ''}"></label>` : ''}`;
}

function review({ words: { say } }: Turn, values: Readonly<Record<string, string>>): Markup {
  const labels = {
    applicant: say.applicantNumber,
    purpose: say.details,
    email: say.email,
    attorney: say.attorneyNumber,
  };
  return html`<dl class="particulars">${FIELDS.flatMap((field) => (values[field] ? [html`<dt>${labels[field]}</dt><dd>${values[field]}</dd>`] : []))}</dl>`;
}

/** Keeps what a screen says, and fills the form in where it was the last one. @returns where to go */
export async function takeFill(turn: Turn, form: Form): Promise<string> {
  const { visit, params } = turn;
  const login = loginAt(turn);
  const { request = '' } = params;
  await catchUp(turn, login.place);
  const before = visit.drafts.get(request)?.values ?? {};
  const sent = FIELDS.flatMap((field) => (form.has(field) ? [[field, textOf(form, field)] as const] : []));
  const values = { ...before, ...Object.fromEntries(sent) };
  const here = `/pages/u/${params.u}/requests/${request}`;
  const screen = Number(textOf(form, 'screen')) || 0;
  const go = textOf(form, 'go');
  if (go !== 'send') {
    visit.drafts.set(request, { at: Math.max(0, screen + (go === 'back' ? -1 : 1)), values });
    return here;
  }
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  await ask(turn, login.place, 'fill', { params: { request }, input: { values: filled }, token: login.token });
  await hurryRequest(turn, login, request);
  return here;
}
