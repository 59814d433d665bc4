// The predicate on the messages that units and systems send each other, as the receivers have recorded them.
import { all, any, instant, quote, type Said, say } from '../../../../schemas/said.ts';
import type { HistoryEntry, SystemMessage } from '../../../../schemas/target/driver.ts';
import type { ArgumentsOf } from '../../../calls.ts';
import type { Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, lacking, open } from '../finding.ts';
import type { Needs } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { notReached } from './steps.ts';

/**
 * Holds where the receiver has recorded the message of the step: of the right kind and status, from one of the units that do the step,
 * sent between the beginning and the end of the step, and after the messages of all earlier steps. What the text says comes only then
 * (`afterwards`) may come from anybody, and up to the end of the next step.
 */
export const received = predicate(
  'received',
  once({ operations: ['readMessages'], shown: ['finishedAt'] }),
  (trace, { action, from, to, what, status, earlier, afterwards = false }, { calendar }) => {
    const named = status === null ? say`${what}` : say`${what} that says ${status}`;
    const expected =
      from.length === 0
        ? say`${to} receives the ${named} of ${action} in its turn`
        : say`${to} receives the ${named} of ${action} from ${any(from)} in its turn`;
    const entry = trace.history.find((step) => step.action === action);
    if (entry === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
    const read = readIn(trace, expected);
    if ('holds' in read) return read;
    const { messages, evidence } = read;
    const meant = messages.filter((one) => one.action === action && one.to === to && one.what === what);
    if (meant.length === 0) return fails(expected, missing(trace, { action, to, what }), evidence);
    const { begins, ends } = afterwards ? spanAfter(trace, entry) : { begins: entry.startedAt, ends: entry.finishedAt };
    // More may be sent than the text has, so one that is right will do.
    const objections = meant.map((message) => {
      const sentAt = Date.parse(message.at);
      if (from.length > 0 && !from.includes(message.from)) return say`it comes from ${message.from}`;
      if (message.status !== status) return say`its status is ${message.status ?? say`not told`}`;
      if (sentAt < Date.parse(begins))
        return say`it was sent at ${instant(message.at, calendar)}, before ${action} began at ${instant(begins, calendar)}`;
      if (ends !== null && sentAt > Date.parse(ends))
        return say`it was sent at ${instant(message.at, calendar)}, after ${action} was done at ${instant(ends, calendar)}`;
      const overtaken = messages.slice(messages.indexOf(message) + 1).find((one) => earlier.includes(one.action));
      return overtaken === undefined ? null : say`it came before a message of ${overtaken.action}`;
    });
    const right = meant[objections.indexOf(null)];
    return right === undefined
      ? fails(expected, say`${all(objections.filter((one) => one !== null))}`, evidence)
      : holds(expected, say`it came from ${right.from} at ${instant(right.at, calendar)}`, evidence);
  },
);

/** The messages as the receivers have recorded them, or the open finding of a trace from which nobody can tell of any. */
function readIn(
  { messages: answer, lastRead }: Trace,
  expected: Said,
): { messages: SystemMessage[]; evidence: string[] } | Finding {
  if (answer === null) return open(expected, say`the messages were not asked for`, cite(lastRead));
  const evidence = cite(answer.exchange, lastRead);
  if (answer.fault !== null)
    return open(expected, say`nothing can be told from the answer: ${quote(answer.fault)}`, evidence);
  return answer.body === null
    ? open(expected, say`the messages are not shown: ${quote(answer.problem)}`, evidence)
    : { messages: answer.body.messages, evidence };
}

/** Says that a message is missing, and where the others of its step went, for the reader of a failure. */
function missing({ messages }: Trace, { action, to, what }: { action: string; to: string; what: string }): Said {
  const others = (messages?.body?.messages ?? []).filter((one) => one.action === action);
  return others.length === 0
    ? say`${to} has no ${what} of ${action}`
    : say`${to} has no ${what} of ${action}; what it sent went to ${all(others.map((one) => one.to))}`;
}

/**
 * Between when a message has to go out that follows a step. The step before is its beginning, since the record of a step may begin later
 * than what is told of it: the payment gateway knows of a payment before the payer comes back to the portal.
 */
function spanAfter({ history }: Trace, entry: HistoryEntry): { begins: string; ends: string | null } {
  const at = history.indexOf(entry);
  const before = history[at - 1];
  return {
    begins: before?.finishedAt ?? before?.startedAt ?? entry.startedAt,
    ends: history[at + 1]?.finishedAt ?? null,
  };
}

/** What it takes to see an inquiry. For a power of attorney (`power`) the portal has to take somebody who has one. */
const inquiring = ({ power }: ArgumentsOf<'inquired'>): Needs => ({
  operations: ['readMessages'],
  ...(power === true ? { shown: ['attorney'], persons: ['attorney'] } : {}),
});

/**
 * Holds where one of the databases has recorded an inquiry of the step. Where only a gateway has recorded one, nobody can tell whom it
 * was passed on to, so the finding stays open.
 */
export const inquired = predicate(
  'inquired',
  once(inquiring),
  (trace, { action, of, via, power = false }, { calendar }) => {
    const expected = power
      ? say`${action} asks ${any(of)} for the power of attorney`
      : say`${action} asks ${any(of)} for the applicant`;
    if (!trace.history.some((step) => step.action === action))
      return open(expected, notReached(trace, action), cite(trace.lastRead));
    if (power && trace.entering?.attorney == null)
      return lacking(expected, say`the target supplies no credentials attorney`);
    const read = readIn(trace, expected);
    if ('holds' in read) return read;
    const { messages, evidence } = read;
    const inquiries = messages.filter((one) => one.action === action && one.what === 'inquiry');
    const asked = inquiries.find(({ to }) => of.includes(to));
    if (asked !== undefined)
      return holds(expected, say`${asked.to} was asked at ${instant(asked.at, calendar)}`, evidence);
    if (inquiries.some(({ to }) => via.includes(to)))
      return open(expected, say`only the gateway has recorded the inquiry, and not whom it is for`, evidence);
    const others = inquiries.map(({ to }) => to);
    return fails(expected, others.length === 0 ? say`nobody was asked` : say`only ${all(others)} was asked`, evidence);
  },
);
