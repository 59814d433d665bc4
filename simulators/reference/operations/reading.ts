// The operations that only read a request: its state, the bytes to sign, and the result.

import { type SigningKey, signCms } from '../../../schemas/pki/cms.ts';
import type { OutputOf, ResultView } from '../../../schemas/target/driver.ts';
import { isWaitingAt } from '../engine/acceptance.ts';
import { type MutationKind, mutationAnywhere, mutationOf } from '../engine/mutation.ts';
import { Rejection } from '../engine/rejection.ts';
import type { Credentials } from '../engine/roster.ts';
import type { Walk } from '../engine/walk.ts';
import { type AnyCall, type Call, regulationOf, requireReadable, settleNow } from './portal.ts';
import { contentOfResult } from './result-content.ts';
import { renderResult } from './result-document.ts';
import { hasResult, viewRequest } from './views.ts';
import type { Application } from './world.ts';

/** Reads a request. @throws Rejection 401, 404, 403 */
export async function readRequest(call: Call<'readRequest'>): Promise<OutputOf<'readRequest'>> {
  return viewRequest(call, requireReadable(call, 'readRequest'));
}

/** Reads the bytes to sign. @throws Rejection 401, 404, 403; 409 before the form is filled in */
export async function readContent(call: Call<'readContent'>): Promise<OutputOf<'readContent'>> {
  const request = requireReadable(call, 'readContent');
  const asksForForm = request.walk.program.nodes.some((node) => node.kind === 'step' && node.does === 'fill');
  if (asksForForm && request.walk.facts.values === null)
    throw new Rejection(409, 'content: the form is not filled in yet');
  return { content: contentOf(request).toString('base64') };
}

/**
 * The bytes to sign: JSON of the request's id, the form and the digests of its documents in UTF-8, without blanks, the form's keys in
 * order. A request without documents has none of them.
 */
export function contentOf({ id, walk, attachments }: Application): Buffer {
  const { mutant } = walk.program;
  const values = Object.entries(walk.facts.values ?? {}).sort(([left], [right]) => (left < right ? -1 : 1));
  const documents = attachments.map(({ name, sha256 }) => ({ name, sha256 }));
  const content = {
    request: id,
    ...(mutationAnywhere(mutant, 'leaves-values-unsigned') === null ? { values: Object.fromEntries(values) } : {}),
    ...(documents.length > 0 && mutationAnywhere(mutant, 'leaves-documents-unsigned') === null ? { documents } : {}),
  };
  return Buffer.from(JSON.stringify(content), 'utf8');
}

/** Fetches the result. @throws Rejection 401, 404, 403; 409 while the request is open, 404 when it ended without a result */
export async function fetchResult(call: Call<'fetchResult'>): Promise<OutputOf<'fetchResult'>> {
  const request = requireReadable(call, 'fetchResult');
  await settleNow(call, request.walk, request.id);
  const early = mutationAnywhere(request.walk.program.mutant, 'gives-the-result-early');
  if (!hasResult(request.walk) && (early === null || !isWaitingAt(request.walk, early.during))) {
    const isOpen = request.walk.outcome === 'open';
    throw new Rejection(isOpen ? 409 : 404, isOpen ? 'result: it is not there yet' : 'result: nothing was issued');
  }
  if (!hasResult(request.walk)) return makeResult(call, request);
  request.result ??= await makeResult(call, request);
  return request.result;
}

async function makeResult(call: AnyCall, request: Application): Promise<ResultView> {
  const { portal, world } = call;
  const { walk } = request;
  const regulation = regulationOf(portal, request.regulation);
  const issuedAt = new Date(walk.issued?.at ?? world.now);
  const { kind, ...content } = contentOfResult(portal, regulation, request, issuedAt);
  const isBlank = isBroken(walk, 'leaves-the-document-blank');
  const rendered = await renderResult(isBlank ? { title: '', number: '', lines: [], signed: '', issuedAt } : content);
  const isPdf = !isBroken(walk, 'saves-no-pdf');
  const document = isPdf ? rendered : Buffer.from(`${content.title} ${walk.number}`, 'utf8');
  const key = signatoryKey(walk, world.credentials);
  const signature = key === null ? '' : Buffer.from(await signCms(document, key, issuedAt)).toString('base64');
  const view = { mediaType: 'application/pdf', document: Buffer.from(document).toString('base64'), signature };
  return kind === null ? view : { ...view, kind };
}

/** For mutants only: whether the document is broken in this way by the step that has made it. */
const isBroken = ({ program, issued }: Walk, kind: MutationKind) =>
  mutationOf(program.mutant, issued?.by ?? '', kind) !== null;

function signatoryKey(
  walk: Walk,
  { official, clerk, stranger, roster }: Pick<Credentials, 'official' | 'clerk' | 'stranger' | 'roster'>,
): SigningKey | null {
  if (isBroken(walk, 'leaves-the-document-unsigned')) return null;
  if (isBroken(walk, 'lets-another-organisation-sign')) return stranger;
  if (isBroken(walk, 'lets-a-clerk-sign')) return clerk;
  if (!isBroken(walk, 'lets-somebody-else-sign')) return official;
  return roster.certificates['another-person'] ?? null;
}
