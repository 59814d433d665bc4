// The predicate on the messages that units and systems send each other, as the receivers have recorded them.
import type { Trace } from '../../trace.ts';
import { cite, fails, holds, open } from '../finding.ts';
import { once, predicate } from '../predicate.ts';
import { notReached } from './steps.ts';

/**
 * Holds where the receiver has recorded the message of the step: of the right kind and status, from one of the units that do the step,
 * sent between the beginning and the end of the step, and after the messages of all earlier steps.
 */
export const received = predicate(
  'received',
  once({ operations: ['readMessages'], shown: ['finishedAt'] }),
  (trace, { action, from, to, what, status, earlier }) => {
    const named = `${what}${status === null ? '' : ` ${status}`}`;
    const sender = from.length === 0 ? '' : ` from ${from.join(' or ')}`;
    const expected = `${to} receives the ${named} of ${action}${sender} in its turn`;
    const entry = trace.history.find((step) => step.action === action);
    if (entry === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
    const { messages: answer } = trace;
    if (answer === null) return open(expected, 'the messages were not asked for', cite(trace.lastRead));
    const evidence = cite(answer.exchange, trace.lastRead);
    if (answer.fault !== null) return open(expected, `nothing can be told from the answer: ${answer.fault}`, evidence);
    if (answer.body === null) return open(expected, `the messages are not shown: ${answer.problem}`, evidence);
    const { messages } = answer.body;
    const at = messages.findIndex((one) => one.action === action && one.to === to && one.what === what);
    const message = messages[at];
    if (message === undefined)
      return fails(expected, `${to} has no ${what} of ${action}${elsewhere(trace, action)}`, evidence);
    if (from.length > 0 && !from.includes(message.from))
      return fails(expected, `it comes from ${message.from}`, evidence);
    if (message.status !== status) return fails(expected, `its status is ${message.status ?? 'not told'}`, evidence);
    const sentAt = Date.parse(message.at);
    if (sentAt < Date.parse(entry.startedAt))
      return fails(expected, `it was sent at ${message.at}, before ${action} began at ${entry.startedAt}`, evidence);
    if (entry.finishedAt !== null && sentAt > Date.parse(entry.finishedAt))
      return fails(expected, `it was sent at ${message.at}, after ${action} was done at ${entry.finishedAt}`, evidence);
    const overtaken = messages.slice(at + 1).find((one) => earlier.includes(one.action));
    if (overtaken !== undefined) return fails(expected, `it came before a message of ${overtaken.action}`, evidence);
    return holds(expected, `it came from ${message.from} at ${message.at}`, evidence);
  },
);

/** Names the receivers of the other messages of the step, for the reader of a failure; empty where there are none. */
function elsewhere({ messages }: Trace, action: string): string {
  const others = (messages?.body?.messages ?? []).filter((one) => one.action === action);
  return others.length === 0 ? '' : `; what it sent went to ${others.map(({ to }) => to).join(', ')}`;
}
