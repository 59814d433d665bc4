// The result of a service: its page, the document to read or to save, and its signature.
import { html } from 'hono/html';
import { readCertificate } from '../../../schemas/pki/certificate.ts';
import { verifyCms } from '../../../schemas/pki/cms-check.ts';
import type { OutputOf } from '../../../schemas/target/driver.ts';
import { frame, type Markup } from './frame.ts';
import { catchUp } from './pace.ts';
import { loginAt, readShown } from './shown.ts';
import { ask, type Turn, worldAt } from './site.ts';
import { fillIn } from './words.ts';

/** Fetches the result for whoever is logged in. @throws Rejection 401, 403, 404, 409 */
export async function resultOf(turn: Turn): Promise<OutputOf<'fetchResult'>> {
  const login = loginAt(turn);
  const { request = '' } = turn.params;
  await catchUp(turn, login.place);
  return ask(turn, login.place, 'fetchResult', { params: { request }, token: login.token });
}

/** The page of a result. */
export async function resultPage(turn: Turn): Promise<Markup> {
  const { login, view, here } = await readShown(turn);
  const { document, signature, mediaType, kind } = await resultOf(turn);
  const { say, name } = turn.words;
  const bytes = Buffer.from(document, 'base64');
  const verdict = await verifyCms(Buffer.from(signature, 'base64'), bytes);
  const signer = verdict.certificatePem === null ? null : readCertificate(verdict.certificatePem);
  const body = html`<dl class="particulars"><dt>${say.kindOfDocument}</dt><dd data-kind="${kind ?? ''}">${kind === undefined ? '—' : name(kind)}</dd><dt>${say.requestNumber}</dt><dd>${view.number ?? '—'}</dd><dt>${say.format}</dt><dd>${mediaType}, ${fillIn(say.bytes, { count: bytes.length })}</dd>
<dt>${say.signature}</dt><dd class="${verdict.valid ? 'good' : 'bad'}">${verdict.valid ? say.signatureHolds : say.signatureFails}${signer === null ? '' : html` · ${signer.commonName ?? ''} ${signer.bin ?? ''}`}</dd></dl>
<p class="presses"><a class="button main" href="${here}/result.pdf">${say.openDocument}</a> <a class="button" href="${here}/result.pdf?save=1">${say.saveDocument}</a> <a class="button" href="${here}/result.p7s">${say.saveSignature}</a></p><p><a href="${here}">${say.backToRequest}</a></p>`;
  return frame(turn, { title: say.result, body, world: await worldAt(turn, login.place) });
}

/** The document itself. */
export async function resultFile(turn: Turn): Promise<Response> {
  const { document, mediaType } = await resultOf(turn);
  const how = turn.query.save === undefined ? 'inline' : 'attachment';
  return fileOf(Buffer.from(document, 'base64'), mediaType, `${how}; filename="${nameOf(turn)}.pdf"`);
}

/** The signature of the document. */
export async function signatureFile(turn: Turn): Promise<Response> {
  const { signature } = await resultOf(turn);
  return fileOf(
    Buffer.from(signature, 'base64'),
    'application/pkcs7-signature',
    `attachment; filename="${nameOf(turn)}.p7s"`,
  );
}

/** The bytes that are signed with a request. */
export async function contentFile(turn: Turn): Promise<Response> {
  const login = loginAt(turn);
  const { request = '' } = turn.params;
  const { content } = await ask(turn, login.place, 'readContent', { params: { request }, token: login.token });
  return fileOf(
    Buffer.from(content, 'base64'),
    'application/octet-stream',
    `attachment; filename="${nameOf(turn)}.json"`,
  );
}

const nameOf = ({ params }: Turn) => (params.request ?? '').replace(/[^\w-]/gu, '');

function fileOf(bytes: Buffer, type: string, disposition: string): Response {
  return new Response(Uint8Array.from(bytes), {
    headers: { 'content-type': type, 'content-disposition': disposition },
  });
}
