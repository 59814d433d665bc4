// What was sent for the exchanges of a target file, as messages; with the last goes what the file read of the answer.
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import type { Wire } from '../../evidence/evidence.ts';
import { type Redaction, redactValue, showsContract } from '../../evidence/redaction.ts';
import type { Message } from '../../harness/transport.ts';
import type { Sent } from './performance.ts';

/** What is told of an operation. */
export interface Told {
  sent: readonly Sent[];
  /** The answer that was read in the end; undefined where there is none. */
  view: unknown;
  /** Which texts of the portal no pattern of the target file fits. */
  unmapped: Set<string>;
}

/** The messages of an operation, in order; with the last one goes what was read in the end. */
export function messagesOf({ sent, view, unmapped }: Told, redaction: Redaction): Message[] {
  // A report shows only texts whose names are on the allow-list, and these have none.
  const texts = redaction.isOpen ? [...unmapped].map((said) => redaction.text(said)) : [];
  return sent.flatMap((one, at) => {
    const isLast = at === sent.length - 1;
    return messagesOfOne(one, isLast ? view : undefined, isLast ? texts : [], redaction);
  });
}

/** The messages of one exchange; its fault, its picks and the view go with the last one. */
function messagesOfOne(
  { exchange, wires, blocked, picked, fault }: Sent,
  view: unknown,
  unmapped: readonly string[],
  redaction: Redaction,
): Message[] {
  const read = {
    ...(blocked.length === 0 ? {} : { blocked: blocked.map((host) => redaction.text(host)) }),
    ...(Object.keys(picked).length === 0 ? {} : { picked: redactValue(picked, redaction) }),
    ...(view === undefined ? {} : { shows: redactValue(view, redaction.as(showsContract)) }),
    ...(unmapped.length === 0 ? {} : { unmapped }),
  };
  const last = wires.at(-1) ?? unsent(exchange);
  const answer = fault === null ? last.answer : { ...last.answer, fault };
  return [
    ...wires.slice(0, -1).map((wire) => ({ wire })),
    { wire: { ...last, answer }, ...(Object.keys(read).length === 0 ? {} : { read }) },
  ];
}

/** A message for an exchange that failed before anything was sent, so that its fault is in the evidence too. */
function unsent({ method, path }: TargetExchange): Wire {
  return {
    ...{ method, address: path, inserted: [], described: `${method} ${path}`, headers: {}, body: null, type: null },
    answer: { at: Date.now(), tookMs: 0, status: null, headers: {}, bytes: null, fault: null },
  };
}
