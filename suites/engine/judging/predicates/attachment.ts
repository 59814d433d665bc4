// Predicates on the documents that are attached to a request: right ones are kept, and what is no document is not.
import { quote, type Said, say } from '../../../../schemas/said.ts';
import type { Attached, Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, open } from '../finding.ts';
import type { Needs } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { notReached } from './steps.ts';

const ATTACHMENTS: Needs = { operations: ['attach'], shown: ['attachments'] };

/** The statuses by which a portal refuses a document for what it is; 409 is for portals that see it as out of place. */
const NO_DOCUMENT: readonly number[] = [400, 409, 413, 415, 422];

/** Holds where a document was taken, and the request listed one more afterwards. */
export const keepsDocument = predicate('keeps-document', once(ATTACHMENTS), (trace, { action }) => {
  const expected = say`a document that is attached at ${action} is kept with the request`;
  const attaching = of(trace, action);
  if (attaching === null) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const { right } = attaching;
  const evidence = cite(right.exchange);
  if (right.fault !== null)
    return open(expected, say`nothing can be told from the answer: ${quote(right.fault)}`, evidence);
  if (!right.accepted) return fails(expected, say`it is refused: ${quote(right.problem)}`, evidence);
  const kept = isListed(right);
  if (kept === null) return open(expected, say`the request does not list its documents`, evidence);
  return kept
    ? holds(expected, say`the request lists it`, evidence)
    : fails(expected, say`the request lists ${right.after} documents, as before`, evidence);
});

/**
 * Holds where an empty document was refused or did not come onto the request, and a right one did. Where that did not either, the
 * finding stays open, because the refusal has another reason then.
 */
export const refusesWrongDocument = predicate('refuses-wrong-document', once(ATTACHMENTS), (trace, { action }) => {
  const expected = say`an empty document is not taken for one at ${action}`;
  const attaching = of(trace, action);
  if (attaching?.wrong == null) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const { wrong, right } = attaching;
  const evidence = cite(wrong.exchange, right.exchange);
  if (wrong.fault !== null)
    return open(expected, say`nothing can be told from the answer: ${quote(wrong.fault)}`, evidence);
  if (wrong.accepted && isListed(wrong) !== false) return unkept(expected, wrong, evidence);
  if (!right.accepted || isListed(right) !== true)
    return open(expected, say`a right one is not taken either, so it tells nothing`, evidence);
  if (wrong.accepted) return holds(expected, say`it does not come onto the request`, evidence);
  return wrong.status !== null && NO_DOCUMENT.includes(wrong.status)
    ? holds(expected, say`it is refused: ${quote(wrong.problem)}`, evidence)
    : open(expected, say`it is refused for another reason: ${quote(wrong.problem)}`, evidence);
});

/** Holds where the form was marked that the documents exist on paper, and shows the mark afterwards. */
export const keepsMark = predicate(
  'keeps-mark',
  once({ operations: ['attach'], shown: ['onPaper'] }),
  (trace, { action }) => {
    const expected = say`the form keeps the mark of ${action} that the documents exist on paper`;
    const attaching = of(trace, action);
    if (attaching === null) return open(expected, notReached(trace, action), cite(trace.lastRead));
    const { right, onPaper } = attaching;
    const evidence = cite(right.exchange);
    if (right.fault !== null)
      return open(expected, say`nothing can be told from the answer: ${quote(right.fault)}`, evidence);
    if (!right.accepted) return open(expected, say`the documents are not taken: ${quote(right.problem)}`, evidence);
    if (onPaper === null) return open(expected, say`the request does not show the mark`, evidence);
    return onPaper
      ? holds(expected, say`the request shows it`, evidence)
      : fails(expected, say`the request shows that there is none`, evidence);
  },
);

function unkept(expected: Said, wrong: Attached, evidence: string[]): Finding {
  return isListed(wrong) === null
    ? open(expected, say`it is taken, and the request does not list its documents`, evidence)
    : fails(expected, say`it is taken, and the request lists it`, evidence);
}

const of = ({ attaching }: Trace, action: string) => (attaching?.action === action ? attaching : null);

/** Whether a document came onto the request; null where the request does not list its documents. */
const isListed = ({ before, after }: Attached): boolean | null =>
  after === null || before === null ? null : after > before;
