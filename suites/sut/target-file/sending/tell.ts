// What was sent for the exchanges of a target file, as messages; with the last goes what the file read of the answer.
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import type { Wire } from '../../evidence/evidence.ts';
import { type Redaction, redactValue, showsContract } from '../../evidence/redaction.ts';
import type { Message } from '../../harness/transport.ts';
import type { Sent } from './performance.ts';

/**
 * The messages of an operation, in order.
 * @param view the answer that was read in the end, redacted into the last message; undefined where there is none
 */
export function messagesOf(sent: readonly Sent[], view: unknown, redaction: Redaction): Message[] {
  return sent.flatMap((one, at) => messagesOfOne(one, at === sent.length - 1 ? view : undefined, redaction));
}

/** The messages of one exchange; its fault, its picks and the view go with the last one. */
function messagesOfOne(
  { exchange, wires, blocked, picked, fault }: Sent,
  view: unknown,
  redaction: Redaction,
): Message[] {
  const read = {
    ...(blocked.length === 0 ? {} : { blocked: blocked.map((host) => redaction.text(host)) }),
    ...(Object.keys(picked).length === 0 ? {} : { picked: redactValue(picked, redaction) }),
    ...(view === undefined ? {} : { shows: redactValue(view, redaction.as(showsContract)) }),
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
