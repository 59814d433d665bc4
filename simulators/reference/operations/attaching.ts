// The operation that attaches documents: to the form while it is filled in, or in a step of its own.
import { createHash } from 'node:crypto';
import type { InputOf, RequestView } from '../../../schemas/target/driver.ts';
import { awaited } from '../engine/acceptance.ts';
import { mutationAnywhere } from '../engine/mutation.ts';
import { Rejection } from '../engine/rejection.ts';
import { nodeAt, type Walk } from '../engine/walk.ts';
import { type Call, requireOwn, settleNow } from './portal.ts';
import { take } from './steps.ts';
import { viewRequest } from './views.ts';
import type { Attached } from './world.ts';

type Document = InputOf<'attach'>;

/** How the documents begin whose format can be told, by their media type. */
const BEGINNINGS: Readonly<Record<string, string>> = { 'application/pdf': '%PDF-' };

/**
 * Attaches a document; only its digest is kept.
 *
 * @throws Rejection 401, 404, 403; 409 where no document is waited for; 400 for one that is empty or not of the format that it is said to be
 */
export async function attach(call: Call<'attach'>): Promise<RequestView> {
  const request = requireOwn(call, 'attach');
  await settleNow(call, request.walk, request.id);
  if (!isFormOpen(request.walk)) {
    return take(call, request, 'attach', () => {
      keep(request.walk, request.attachments, call.input);
      request.onPaper = call.input.onPaper === true && !forgetsMark(request.walk);
    });
  }
  const { mutant } = request.walk.program;
  if (mutationAnywhere(mutant, 'takes-no-document') !== null) throw new Rejection(409, 'attach: it is not waited for');
  if (mutationAnywhere(mutant, 'takes-any-document') === null) refuseWrong(call.input);
  keep(request.walk, request.attachments, call.input);
  return viewRequest(call, request);
}

const forgetsMark = ({ program: { mutant } }: Walk) => mutationAnywhere(mutant, 'forgets-the-mark') !== null;

/** Whether a settled walk waits for a form that documents are attached to. */
function isFormOpen(walk: Walk): boolean {
  const node = nodeAt(walk);
  return node?.kind === 'step' && node.attaches && awaited(walk) === 'fill';
}

function keep({ program: { mutant } }: Walk, attachments: Attached[], { name, mediaType, content }: Document): void {
  if (mutationAnywhere(mutant, 'keeps-no-document') !== null) return;
  const sha256 = createHash('sha256').update(Buffer.from(content, 'base64')).digest('hex');
  attachments.push({ name, mediaType, sha256 });
}

/** Clause item 6.5 and its like: the form, documents included, meets the demands on structure and format. @throws Rejection 400 */
function refuseWrong({ mediaType, content }: Document): void {
  const bytes = Buffer.from(content, 'base64');
  if (bytes.length === 0) throw new Rejection(400, 'content: the document is empty');
  const beginning = BEGINNINGS[mediaType] ?? '';
  if (bytes.subarray(0, beginning.length).toString('latin1') !== beginning)
    throw new Rejection(400, `content: the document is no ${mediaType}`);
}
