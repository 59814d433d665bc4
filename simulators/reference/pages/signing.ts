// Choosing a certificate and signing a request: in the browser with a key that the simulator has issued, or by a signature made elsewhere.
import { html } from 'hono/html';
import { printedButtons } from '../../../schemas/flow/filling.ts';
import { assembleCms, privateKeyOf, signedAttributes } from '../../../schemas/pki/cms.ts';
import { Rejection } from '../engine/rejection.ts';
import { buttonLabel } from './cabinet.ts';
import { certificateChoice, certificateOf } from './door.ts';
import { type Form, fileOf, textOf } from './form.ts';
import { type Markup, token } from './frame.ts';
import { certificatesFor, labelOf } from './people.ts';
import type { Shown } from './shown.ts';
import { loginAt } from './shown.ts';
import { ask, type Turn, worldAt } from './site.ts';
import { takeStep } from './step-forms.ts';

/** Where the certificate is chosen to sign with. */
export function chooseForm(turn: Turn, { here, login }: Shown): Markup {
  const { say } = turn.words;
  return html`<form id="choosing" method="post" action="${here}/certificate" enctype="multipart/form-data">${token(turn)}${certificateChoice(turn, login.person, say.certificate)}<button class="main">${say.choose}</button></form>`;
}

/** Chooses the certificate. @returns where to go */
export async function takeCertificate(turn: Turn, form: Form): Promise<string> {
  const { roster } = (await worldAt(turn, loginAt(turn).place)).credentials;
  return takeStep(turn, 'chooseCertificate', {
    certificatePem: (await certificateOf(form, roster.certificates)) ?? '',
  });
}

/** Where the request is signed. The script signs with the chosen key; without it a signature can be handed in as a file. */
export function signForm(turn: Turn, { here, login, pages, walk }: Shown): Markup {
  const { site, words } = turn;
  const { say } = words;
  const isPrinted = printedButtons(site.regulation(walk.program.regulation)).some(({ does }) => does === 'sign');
  const label = pages.buttonLabels?.find(({ button }) => button === 'sign')?.label;
  const button =
    isPrinted && label === undefined
      ? ''
      : html`<button class="main" data-does="sign">${label === undefined ? say.sign : buttonLabel(turn, label, 'sign')}</button>`;
  const chosen = walk.facts.certificatePem;
  const keys = certificatesFor(site.people, login.person);
  return html`<form id="signing" method="post" action="${here}/sign" enctype="multipart/form-data" data-prepare="${here}/to-sign" data-failed="${say.signingFailed}">${token(turn)}
<label>${say.signingKey} <select name="key">${chosen === null ? '' : html`<option value="">${say.chosenCertificate}</option>`}${keys.map((one) => html`<option value="${one.name}">${labelOf(site.people, one, words)}</option>`)}</select></label>
<input type="hidden" name="attributes"><input type="hidden" name="signature">${button}<p class="bad" id="signing-failed" role="alert" hidden></p>
<details><summary>${say.signElsewhere}</summary><p>${say.signElsewhereHint}</p><p><a class="button" href="${here}/content">${say.contentToSign}</a></p><label>${say.signatureFile} <input type="file" name="cms" accept=".p7s,.cms,.p7m"></label><button>${say.handIn}</button></details><noscript><p>${say.noScript}</p></noscript></form>`;
}

/** The key of a name, or where none is named the one of the certificate that was chosen. @throws Rejection 404 */
async function keyFor(turn: Turn, name: string) {
  const { place } = loginAt(turn);
  const world = await worldAt(turn, place);
  const { certificates } = world.credentials.roster;
  const chosen = world.requests.get(turn.params.request ?? '')?.walk.facts.certificatePem;
  const found =
    name === ''
      ? Object.values(certificates).find(({ certificatePem }) => certificatePem === chosen)
      : Object.hasOwn(certificates, name)
        ? certificates[name]
        : undefined;
  if (found === undefined) throw new Rejection(404, 'key: the simulator has issued none of this name');
  return { key: found, now: world.now };
}

/** What the script signs: the signed attributes over the bytes of the request, and the test key to sign them with. */
export async function prepareSigning(turn: Turn): Promise<Response> {
  const { place, token: bearer } = loginAt(turn);
  const { request = '' } = turn.params;
  const { key, now } = await keyFor(turn, turn.query.key ?? '');
  const { content } = await ask(turn, place, 'readContent', { params: { request }, token: bearer });
  const attributes = Buffer.from(signedAttributes(Buffer.from(content, 'base64'), new Date(now)));
  return Response.json({ attributes: attributes.toString('base64'), privateKeyPem: key.privateKeyPem });
}

/** Hands the signature in: the file, or what the script has signed. @returns where to go */
export async function takeSignature(turn: Turn, form: Form): Promise<string> {
  const file = await fileOf(form, 'cms');
  return takeStep(turn, 'sign', { cms: (file?.bytes ?? (await assembled(turn, form))).toString('base64') });
}

/** @throws Rejection 400 where nothing was signed */
async function assembled(turn: Turn, form: Form): Promise<Buffer> {
  const [attributes, signature] = ['attributes', 'signature'].map((name) => Buffer.from(textOf(form, name), 'base64'));
  if (attributes === undefined || signature === undefined || signature.length === 0)
    throw new Rejection(400, turn.words.say.nothingSigned);
  const { key } = await keyFor(turn, textOf(form, 'key'));
  const { certificatePem, privateKeyPem } = key;
  const kind = privateKeyOf(privateKeyPem).asymmetricKeyType ?? '';
  try {
    return Buffer.from(assembleCms({ attributes, signature, kind, certificatePem }));
  } catch {
    throw new Rejection(400, 'attributes: they cannot be read');
  }
}
