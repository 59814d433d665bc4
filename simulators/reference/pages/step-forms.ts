// The forms of single steps: documents, payment, look-up, the officer's decision, and a step that people say is done.
import { html } from 'hono/html';
import { VERBS } from '../../../schemas/vocabulary.ts';
import { actionOf, operationOf } from '../engine/acceptance.ts';
import { nodeAt } from '../engine/walk.ts';
import { type Form, fileOf, textOf } from './form.ts';
import { frame, type Markup, press, token } from './frame.ts';
import { catchUp, hurryRequest } from './pace.ts';
import { loginAt, readShown, type Shown } from './shown.ts';
import { ask, type Turn, worldAt } from './site.ts';
import { fillIn } from './words.ts';

/** Where a document is chosen. */
export function attachForm(turn: Turn, { here, walk }: Shown): Markup {
  const { say } = turn.words;
  const step = walk.program.nodes.find((node) => node.kind === 'step' && node.does === 'attach');
  const isMarked = step?.kind === 'step' && step.onPaper;
  return html`<form id="attaching" method="post" action="${here}/attach" enctype="multipart/form-data">${token(turn)}<label>${say.document} <input type="file" name="document" required></label>${isMarked ? html`<label class="check"><input type="checkbox" name="onPaper" value="yes"> ${say.onPaper}</label>` : ''}<button>${say.attach}</button><small>${say.attachLimit}</small></form>`;
}

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+$/u;

/** Attaches a document. @returns where to go */
export async function takeAttachment(turn: Turn, form: Form): Promise<string> {
  const file = await fileOf(form, 'document');
  const mediaType = MEDIA_TYPE.test(file?.mediaType ?? '') ? file?.mediaType : 'application/octet-stream';
  return takeStep(turn, 'attach', {
    ...{ name: file?.name || 'document', mediaType, content: (file?.bytes ?? Buffer.alloc(0)).toString('base64') },
    ...(textOf(form, 'onPaper') === 'yes' ? { onPaper: true } : {}),
  });
}

/** The way to the payment gateway. */
export function payLink({ words: { say } }: Turn, { here }: Shown): Markup {
  return html`<p>${say.payHint}</p><p><a class="button main" id="to-payment" href="${here}/payment">${say.toPayment}</a></p>`;
}

const STANDINGS = ['good', 'paid-too-little', 'paid-for-another-request', 'payment-reversed'] as const;

/** The page of the payment gateway. */
export async function paymentPage(turn: Turn): Promise<Markup> {
  const { view, here, login, walk } = await readShown(turn);
  const { words, site } = turn;
  const { say, name } = words;
  const gateway = site.regulation(walk.program.regulation).parties.find(({ role }) => role === 'payment');
  const fee = new Intl.NumberFormat(words.language, { minimumFractionDigits: 2 }).format(
    (view.feeMinorUnits ?? 0) / 100,
  );
  const pay = (standing: (typeof STANDINGS)[number]) =>
    press(turn, `${here}/pay`, standing === 'good' ? fillIn(say.payNow, { fee }) : name(standing), {
      values: { standing },
      name: standing === 'good' ? 'main' : '',
    });
  const body = html`<div class="payment"><dl class="particulars"><dt>${say.request}</dt><dd><code>${view.request}</code></dd><dt>${say.fee}</dt><dd id="fee" data-fee="${view.feeMinorUnits ?? ''}">${fee} ₸</dd></dl>${pay('good')}
<details><summary>${say.payWrongly}</summary>${STANDINGS.filter((standing) => standing !== 'good').map(pay)}${press(turn, `${here}/pay`, say.payNothing, { values: { standing: 'none' } })}</details><p><a href="${here}">${say.backToRequest}</a></p></div>`;
  return frame(turn, {
    kicker: say.paymentSystem,
    title: gateway?.name[words.language] ?? name('payment-gateway'),
    body,
    world: await worldAt(turn, login.place),
  });
}

/** Makes a payment in the sandbox and comes back with it. @returns where to go */
export async function takePayment(turn: Turn, form: Form): Promise<string> {
  const login = loginAt(turn);
  const { request = '' } = turn.params;
  const standing = textOf(form, 'standing');
  if (standing === 'none') return takeStep(turn, 'pay', { payment: null });
  await ask(turn, login.place, 'readRequest', { params: { request }, token: login.token });
  const { payment } = await ask(turn, login.place, 'makePayment', { input: { request, standing } });
  return takeStep(turn, 'pay', { payment });
}

/** The button by which the state databases are asked. */
export function lookUpForm(turn: Turn, { here }: Shown): Markup {
  return press(turn, `${here}/look-up`, turn.words.say.lookUp, { name: 'main' });
}

const DECISIONS = ['grant', 'requirements-not-met', 'untrue-data', 'missing-document'] as const;

/** Where an officer decides. */
export function decideForm(turn: Turn, { here }: Shown): Markup {
  const { say, name } = turn.words;
  return html`<form id="decision" method="post" action="${here}/decide">${token(turn)}<fieldset><legend>${say.decision}</legend>${DECISIONS.map(
    (decision, at) =>
      html`<label class="check"><input type="radio" name="decision" value="${decision}"${at === 0 ? html` checked` : ''}> ${decision === 'grant' ? say.grant : fillIn(say.refuseBecause, { cause: name(decision) })}</label>`,
  )}</fieldset><button class="main">${say.decide}</button></form>`;
}

/** The buttons by which people say that a step is done: the one that is waited for, or all of the flow where it waits for none. */
export function confirmForm(turn: Turn, { here, walk }: Shown): Markup {
  const { name, say } = turn.words;
  const steps = walk.program.nodes.flatMap((node) =>
    node.kind === 'step' && VERBS[node.does].operation === 'confirm' ? [node] : [],
  );
  const waiting = nodeAt(walk);
  const awaited =
    waiting !== null && operationOf(waiting) === 'confirm' && turn.query.forms !== 'all' ? actionOf(waiting) : null;
  return html`${steps
    .filter(({ action }) => awaited === null || action === awaited)
    .map(
      ({ action, means }) =>
        html`<form class="confirming" method="post" action="${here}/confirm">${token(turn)}<input type="hidden" name="action" value="${action}">${means.length === 0 ? '' : html`<fieldset><legend>${say.means}</legend>${means.map((one, at) => html`<label class="check"><input type="radio" name="means" value="${one}"${at === 0 ? html` checked` : ''}> ${name(one)}</label>`)}</fieldset>`}<button class="main">${fillIn(say.stepDone, { step: name(action) })}</button></form>`,
    )}`;
}

/** Performs one step of a request. @returns where to go */
export async function takeStep(
  turn: Turn,
  operation: 'attach' | 'pay' | 'chooseCertificate' | 'sign' | 'lookUp' | 'decide' | 'confirm' | 'answerSurvey',
  input: unknown,
): Promise<string> {
  const login = loginAt(turn);
  const { request = '', u } = turn.params;
  await catchUp(turn, login.place);
  await ask(turn, login.place, operation, { params: { request }, input, token: login.token });
  await hurryRequest(turn, login, request);
  return `/pages/u/${u}/requests/${request}`;
}

/** Records an officer's decision. @returns where to go */
export const takeDecision = (turn: Turn, form: Form): Promise<string> =>
  takeStep(turn, 'decide', { decision: textOf(form, 'decision') });

/** Says that a step is done. @returns where to go */
export function takeConfirmation(turn: Turn, form: Form): Promise<string> {
  const means = textOf(form, 'means');
  return takeStep(turn, 'confirm', { action: textOf(form, 'action'), ...(means === '' ? {} : { means }) });
}
