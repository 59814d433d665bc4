// The operations that only read a request: its state, the bytes to sign, and the result.

import { maskIdentifier } from '../../../schemas/identifier.ts';
import { type SigningKey, signCms } from '../../../schemas/pki/cms.ts';
import type { OutputOf, ResultView } from '../../../schemas/target/driver.ts';
import { isWaitingAt } from '../engine/acceptance.ts';
import { mutationAnywhere } from '../engine/mutation.ts';
import { Rejection } from '../engine/rejection.ts';
import { type AnyCall, type Call, regulationOf, requireReadable, settleNow } from './portal.ts';
import { renderResult } from './result-document.ts';
import { hasResult, viewRequest } from './views.ts';
import type { Application } from './world.ts';

/** Reads a request. @throws Rejection 401, 404, 403 */
export async function readRequest(call: Call<'readRequest'>): Promise<OutputOf<'readRequest'>> {
  return viewRequest(call, requireReadable(call));
}

/** Reads the bytes to sign. @throws Rejection 401, 404, 403; 409 before the form is filled in */
export async function readContent(call: Call<'readContent'>): Promise<OutputOf<'readContent'>> {
  const request = requireReadable(call);
  const asksForForm = request.walk.program.nodes.some((node) => node.kind === 'step' && node.does === 'fill');
  if (asksForForm && request.walk.facts.values === null)
    throw new Rejection(409, 'content: the form is not filled in yet');
  return { content: contentOf(request).toString('base64') };
}

/** The bytes to sign: JSON of the request's id and the form in UTF-8, without blanks, the form's keys in order. */
export function contentOf(request: Application): Buffer {
  const values = Object.entries(request.walk.facts.values ?? {}).sort(([left], [right]) => (left < right ? -1 : 1));
  return Buffer.from(JSON.stringify({ request: request.id, values: Object.fromEntries(values) }), 'utf8');
}

/** Fetches the result. @throws Rejection 401, 404, 403; 409 while the request is open, 404 when it ended without a result */
export async function fetchResult(call: Call<'fetchResult'>): Promise<OutputOf<'fetchResult'>> {
  const request = requireReadable(call);
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

async function makeResult({ portal, world }: AnyCall, request: Application): Promise<ResultView> {
  const { walk, person } = request;
  const regulation = regulationOf(portal, request.regulation);
  const issuedAt = new Date(walk.issued?.at ?? world.now);
  const printed = regulation.results.find(({ id }) => id === walk.issued?.result);
  const signatory = regulation.parties.find(({ id }) => id === printed?.signedBy);
  const rendered = await renderResult({
    title: printed?.name.kk ?? regulation.service.name.kk,
    number: walk.number ?? walk.reservedNumber,
    lines: [
      ['Қызмет', regulation.service.name.kk],
      ['Алушы', maskIdentifier(walk.facts.values?.applicant ?? person)],
      ['Куәландырған', signatory?.name.kk ?? '—'],
    ],
    issuedAt,
    place: walk.program.calendar,
  });
  const isPdf = mutationAnywhere(walk.program.mutant, 'saves-no-pdf') === null;
  const document = isPdf ? rendered : Buffer.from(`${printed?.name.kk} ${walk.number}`, 'utf8');
  const key = signatoryKey(walk.program.mutant, world.credentials);
  const signature = key === null ? '' : Buffer.from(await signCms(document, key, issuedAt)).toString('base64');
  return { mediaType: 'application/pdf', document: Buffer.from(document).toString('base64'), signature };
}

function signatoryKey(
  mutant: Application['walk']['program']['mutant'],
  { official, roster }: { official: SigningKey; roster: { certificates: Record<string, SigningKey> } },
): SigningKey | null {
  if (mutationAnywhere(mutant, 'leaves-the-document-unsigned') !== null) return null;
  if (mutationAnywhere(mutant, 'lets-somebody-else-sign') === null) return official;
  return roster.certificates['another-person'] ?? null;
}
