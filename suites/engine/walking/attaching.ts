// Attaches documents to the form of a walk: first one that is none, then a right one.
import type { Attached, Trace } from '../trace.ts';
import type { Attempt } from './attempt.ts';
import type { Hands } from './hands.ts';

/**
 * Tries both documents on a form. A portal may take them before the form is filled in or afterwards, so a second try counts only where
 * the first one brought no document onto the request.
 */
export async function attachTo(action: string, hands: Hands, trace: Trace): Promise<void> {
  if (trace.attaching?.right.accepted) return;
  const before = listed(await hands.read());
  const wrong = attached(await hands.attach('empty'), before);
  const right = attached(await hands.attach('good'), wrong.after);
  trace.attaching = { action, wrong, right, onPaper: null };
}

/** Notes the document of a step that attaches it. Nobody has attached one before. */
export function noteAttached(action: string, attempt: Attempt, trace: Trace): void {
  const { view } = attempt;
  const onPaper = view !== null && 'onPaper' in view ? (view.onPaper ?? null) : null;
  trace.attaching = { action, wrong: null, right: attached(attempt, 0), onPaper };
}

function attached(attempt: Attempt, before: number | null): Attached {
  const { accepted, status, problem, fault, exchange } = attempt;
  return { accepted, status, problem, fault, exchange, before, after: accepted ? listed(attempt) : before };
}

const listed = ({ view }: Attempt): number | null =>
  view !== null && 'attachments' in view ? (view.attachments?.length ?? null) : null;
