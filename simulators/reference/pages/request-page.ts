// The page of a request: where it stands, what is shown of it, the form for the step that it waits for, its buttons, record and messages.
import { html } from 'hono/html';
import type { Operation, RequestView } from '../../../schemas/target/driver.ts';
import { VERBS } from '../../../schemas/vocabulary.ts';
import { actionOf, awaited, operationOf } from '../engine/acceptance.ts';
import { nodeAt } from '../engine/walk.ts';
import { buttonLabel } from './cabinet.ts';
import { partyName } from './door.ts';
import { fillForm } from './fill-form.ts';
import { frame, type Markup, press, printed } from './frame.ts';
import { workplacesOf } from './people.ts';
import { notificationsOf, recordOf } from './record.ts';
import { readShown, type Screen, type Shown, screensFor } from './shown.ts';
import { chooseForm, signForm } from './signing.ts';
import { type Turn, worldAt } from './site.ts';
import { attachForm, confirmForm, decideForm, lookUpForm, payLink } from './step-forms.ts';
import { surveyForm } from './survey.ts';
import { fillIn } from './words.ts';

/** The page of a request. */
export async function requestPage(turn: Turn): Promise<Markup> {
  const shown = await readShown(turn);
  const { login, view, pages, walk, here } = shown;
  const { words, site, query } = turn;
  const { say, name } = words;
  const forms = query.forms === 'all' ? everyForm(turn, shown) : formFor(turn, shown, awaited(walk));
  const body = html`${screensOf(turn, shown)}<div class="columns"><div>
<p class="state ${view.state}" id="state" data-state="${view.state}" data-result="${String(view.result)}">${name(view.state)}${view.number === null ? '' : html` · № <span id="number">${view.number}</span>`}${view.registeredOn == null ? '' : html` · <time id="registered-on" datetime="${view.registeredOn}">${view.registeredOn}</time>`}</p>
${particulars(turn, shown)}
<section aria-labelledby="next" class="next"><h2 id="next">${say.nextStep}</h2>${forms}</section>
${buttonsOf(turn, shown)}
${surveyForm(turn, shown)}
<p class="quiet"><a href="${here}?forms=${query.forms === 'all' ? 'one' : 'all'}">${query.forms === 'all' ? say.formsOne : say.formsAll}</a> · <a href="/pages/control/flow/${view.request}">${say.liveView}</a></p>${(pages.contacts ?? []).map((contact) => html`<p class="quiet">${say.advice}: <span class="contact">${contact}</span></p>`)}</div>
<div>${notificationsOf(turn, view.notifications)}${recordOf(turn, walk.program.regulation, view.history)}${attachments(turn, view)}</div></div>`;
  const regulation = site.regulation(walk.program.regulation);
  return frame(turn, {
    ...{
      kicker: regulation.service.name[words.language],
      title: view.number === null ? say.request : `${say.request} № ${view.number}`,
      body,
      script: true,
    },
    world: await worldAt(turn, login.place),
  });
}

/** The form for an operation. */
function formOf(turn: Turn, shown: Shown, operation: Operation): Markup | string {
  switch (operation) {
    case 'fill':
      return fillForm(turn, shown);
    case 'attach':
      return attachForm(turn, shown);
    case 'pay':
      return payLink(turn, shown);
    case 'chooseCertificate':
      return chooseForm(turn, shown);
    case 'sign':
      return signForm(turn, shown);
    case 'lookUp':
      return lookUpForm(turn, shown);
    case 'decide':
      return decideForm(turn, shown);
    case 'confirm':
      return confirmForm(turn, shown);
    default:
      return '';
  }
}

/** The form for the step that is waited for, where it is that of whoever looks; else for whom it waits. */
function formFor(turn: Turn, shown: Shown, operation: Operation | null): Markup | string {
  const { walk, login, here } = shown;
  const { words, site } = turn;
  const { say, name } = words;
  const node = nodeAt(walk);
  if (walk.outcome !== 'open') return html`<p>${walk.outcome === 'completed' ? say.isCompleted : say.isRefused}</p>`;
  if (walk.running !== null)
    return html`<p>${fillIn(say.isRunning, { step: name(walk.running.action), who: partyName(turn, walk.program.regulation, walk.running.actor) })}</p>`;
  if (operation === null || node === null) return html`<p>${say.nothingWaits}</p>`;
  const isOfficer = login.as === 'officer';
  // Whoever enters a request for others does the steps of their office too, and an officer those of all.
  const isForOffice = operation === 'decide' || (operation === 'confirm' && walk.program.entry === 'portal');
  if (isOfficer ? operation === 'decide' || operation === 'confirm' : !isForOffice)
    return html`<p class="awaited" data-awaits="${operation}" data-action="${actionOf(node)}">${name(actionOf(node))}</p>${formOf(turn, shown, operation)}`;
  if (isOfficer) return html`<p>${fillIn(say.waitsFor, { step: name(actionOf(node)) })}</p>`;
  const { regulation: id, flow } = walk.program;
  const places = workplacesOf(site.regulation(id), walk.program, site.people);
  return html`<p>${fillIn(say.waitsForOffice, { step: name(actionOf(node)) })}</p><div class="presses">${places.map(
    ({ party }) =>
      press(turn, `/pages/services/${id}/${flow}/workplace`, partyName(turn, id, party), { values: { party } }),
  )}</div><p><a class="button" href="${here}">${say.lookAgain}</a></p>`;
}

/** Every form of the flow, for whoever tries what comes out of turn. */
function everyForm(turn: Turn, shown: Shown): Markup {
  const operations = [...new Set(shown.walk.program.nodes.map(operationOf))].filter(
    (one) => one !== null && one !== 'authenticate',
  );
  return html`<p>${turn.words.say.formsAllHint}</p>${operations.map((operation) =>
    operation === null
      ? ''
      : html`<section class="try" aria-label="${turn.words.name(operation)}"><h3>${turn.words.name(operation)}</h3>${formOf(turn, shown, operation)}</section>`,
  )}`;
}

/** The screens that the text prints, with the one lit that the request has come to. */
function screensOf(turn: Turn, shown: Shown): Markup | string {
  const screens = screensFor(turn, shown);
  if (screens.length === 0) return '';
  const at = screenAt(turn, shown, screens);
  return html`<nav aria-label="${turn.words.say.screens}"><ol class="screens" lang="kk">${screens.map(
    ({ id, title }, index) =>
      html`<li data-screen="${id}" title="${title}"${index === at ? html` aria-current="step"` : ''}${index < at ? html` class="done"` : ''}><span>${title}</span></li>`,
  )}</ol></nav>`;
}

/** The index of the screen that a request has come to, by the step during which the text shows each. */
function screenAt({ visit }: Turn, { walk, view }: Shown, screens: readonly Screen[]): number {
  const operation = awaited(walk);
  if (view.state !== 'open' || operation === null) return screens.length;
  const first = screens.findIndex(({ during }) => during !== null && VERBS[during].operation === operation);
  if (operation === 'fill') return first + (visit.drafts.get(view.request)?.at ?? 0);
  return first >= 0 ? first : screens.findLastIndex(({ during }) => during !== null);
}

/** What the text says that is shown of the request. */
function particulars({ site }: Turn, { pages, walk }: Shown): Markup | string {
  if (pages.shows.length === 0) return '';
  const labels = site.regulation(walk.program.regulation).filling?.items.flatMap(({ shows = [] }) => shows) ?? [];
  return html`<dl class="particulars">${pages.shows.map(
    ({ is, value }) =>
      html`<dt>${printed(labels.find((label) => label.is === is)?.label ?? is)}</dt><dd data-shows="${is}">${value}</dd>`,
  )}</dl>`;
}

/** The buttons that the text prints and that stand in no form, each where it leads. */
function buttonsOf(turn: Turn, shown: Shown): Markup | string {
  const { pages, here } = shown;
  const { say } = turn.words;
  const inForms = formButtons(shown);
  const free = pages.buttons.filter((does) => !inForms.includes(does));
  if (free.length === 0 && !shown.view.result) return '';
  const to = (does: string, operation: string | undefined) => {
    switch (operation) {
      case 'open':
      case 'readHistory':
        return `/pages/u/${turn.params.u}`;
      case 'fetchResult':
        return does === 'save-pdf'
          ? `${here}/result.pdf?save=1`
          : does === 'open'
            ? `${here}/result.pdf`
            : `${here}/result`;
      default:
        return here;
    }
  };
  return html`<section aria-labelledby="buttons"><h2 id="buttons">${say.actions}</h2><p class="presses">${free.map(
    (does) => {
      const label = pages.buttonLabels?.find(({ button }) => button === does)?.label ?? does;
      const leads = pages.leadsTo?.find(({ button }) => button === does)?.operation;
      return html`<a class="button" data-does="${does}" data-leads="${leads ?? ''}" href="${to(does, leads)}">${buttonLabel(turn, label, does)}</a> `;
    },
  )}${shown.view.result && !pages.buttons.some((does) => does === 'open' || does === 'view-result') ? html`<a class="button" href="${here}/result">${say.seeResult}</a>` : ''}</p></section>`;
}

/** What the buttons do that stand in the form of the step that is waited for. */
function formButtons({ walk, login }: Pick<Shown, 'walk' | 'login'>): string[] {
  if (login.as === 'officer' || walk.outcome !== 'open') return [];
  const operation = awaited(walk);
  if (operation === 'fill') return ['send'];
  return operation === 'sign' ? ['sign'] : [];
}

function attachments({ words: { say } }: Turn, { attachments: documents = [], onPaper }: RequestView): Markup | string {
  if (documents.length === 0 && onPaper !== true) return '';
  return html`<section aria-labelledby="documents"><h2 id="documents">${say.documents}</h2><ul>${documents.map(
    ({ name, mediaType }) =>
      html`<li class="attached"><bdi class="file">${name}</bdi> <small>${mediaType}</small></li>`,
  )}</ul>${onPaper === true ? html`<p id="on-paper">${say.onPaper}</p>` : ''}</section>`;
}
