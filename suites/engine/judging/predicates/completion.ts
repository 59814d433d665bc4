// Predicates on what a completed step leaves behind: a notification, a number, a document, and the name of the party that did it.
import { all, any, onDay, quote, say } from '../../../../schemas/said.ts';
import { localInstant } from '../../../../schemas/zone.ts';
import { NOT_SHOWN } from '../../../sut/sut.ts';
import type { Trace } from '../../trace.ts';
import { cite, fails, holds, lacking, open } from '../finding.ts';
import { HISTORY, NOTICES, RESULT } from '../needs.ts';
import { once, predicate, twice } from '../predicate.ts';
import { notReached, seenAt } from './steps.ts';

const entryOf = (trace: Trace, action: string) => trace.history.find((entry) => entry.action === action);

/**
 * Holds where the step is on record as finished and, unless `byRecord`, there is a notification of one of the kinds. `byRecord`: the text
 * states a fact and names no message, so the record suffices. Where the record says what completed the step, it is one of the kinds.
 */
export const completedBy = predicate(
  'completed-by',
  once(({ byRecord }) => (byRecord ? HISTORY : NOTICES)),
  (trace, { action, kinds, byRecord }) => {
    const expected = say`${action} is completed by ${any(kinds)}`;
    const entry = entryOf(trace, action);
    if (entry === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
    const evidence = cite(trace.notices[0]?.exchange ?? seenAt(trace, action));
    if (entry.finishedAt === null) return open(expected, say`${action} was not seen finished`, evidence);
    const { completion } = entry;
    if (completion !== null && !kinds.includes(completion))
      return fails(expected, say`${action} is completed by ${completion}`, evidence);
    if (byRecord)
      return holds(
        expected,
        completion === null
          ? say`${action} is recorded as finished`
          : say`${action} is recorded as completed by ${completion}`,
        evidence,
      );
    const [read] = trace.notices;
    if (read === undefined) return open(expected, say`the notifications could not be read`, evidence);
    const notice = read.notifications.find((one) => one.action === action && kinds.includes(one.kind));
    return notice === undefined
      ? fails(expected, say`${action} leaves no notification ${any(kinds)}`, evidence)
      : holds(expected, say`${action} is completed by ${notice.kind}`, evidence);
  },
);

/** Holds where the request has a number, and the notification of the step tells no other. */
export const numbered = predicate('numbered', once({ shown: ['number'] }), (trace, { action }) => {
  const expected = say`${action} gives the request a number`;
  if (entryOf(trace, action) === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const evidence = cite(trace.lastRead);
  if (trace.number === null || trace.number.trim() === '')
    return fails(expected, say`the request has no number`, evidence);
  const told = trace.notices[0]?.notifications.find((notice) => notice.action === action)?.number ?? null;
  return told === null || told === trace.number
    ? holds(expected, say`the request has a number`, evidence)
    : fails(expected, say`the notification tells ${told}, the request has ${trace.number}`, evidence);
});

/** Holds where the request has the date of a day on which the step was under way, on the calendar of the portal or on ours. */
export const dated = predicate('dated', once({ shown: ['registeredOn'] }), (trace, { action }, { calendar }) => {
  const expected = say`${action} gives the request the date of its day`;
  const entry = entryOf(trace, action);
  if (entry === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const evidence = cite(trace.lastRead);
  const { registeredOn } = trace;
  if (registeredOn === undefined) return open(expected, say`the portal shows no dates of requests`, evidence);
  if (registeredOn === null) return fails(expected, say`the request has no date`, evidence);
  const days = [entry.startedAt, entry.finishedAt ?? entry.startedAt].flatMap((at) => [
    at.slice(0, 10),
    localInstant(calendar, Date.parse(at)).slice(0, 10),
  ]);
  return days.includes(registeredOn)
    ? holds(expected, say`it has the date ${onDay(registeredOn)}`, evidence)
    : fails(
        expected,
        say`it has the date ${onDay(registeredOn)}, ${action} was done on ${onDay(days[0] ?? '')}`,
        evidence,
      );
});

/** Holds where the request had its number, or its date, as soon as the step was seen done by which the text gives it. */
export const givenAtOnce = predicate(
  'given-at-once',
  once(({ what }) => ({ shown: [what === 'number' ? 'number' : 'registeredOn'] })),
  (trace, { action, what }) => {
    const expected = say`the request has its ${what} once ${action} is done`;
    const given = trace.given.find((one) => one.action === action);
    if (given === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
    const evidence = cite(given.exchange);
    const value = given[what];
    if (value === undefined) return open(expected, say`the portal shows no dates of requests`, evidence);
    return value === null || value.trim() === ''
      ? fails(expected, say`it has no ${what} then`, evidence)
      : holds(expected, say`it has its ${what}`, evidence);
  },
);

/** Holds where the request has a number. `apart` hands the number on, so that two walks with the same one fail the assertion. */
export const numberedApart = predicate('numbered-apart', twice({ shown: ['number'] }), (trace, { action }) => {
  const expected = say`every request has a number of its own`;
  if (entryOf(trace, action) === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
  if (trace.number === null) return open(expected, say`the request has no number`, cite(trace.lastRead));
  return { ...holds(expected, say`no number is given twice`, cite(trace.lastRead)), apart: trace.number };
});

/** Holds where the messages of the request and the service history tell its number and no other, in whatever writing. */
export const numberedAlike = predicate('numbered-alike', once({ shown: ['number'] }), (trace, { action }) => {
  const expected = say`the number of the request is the same wherever it is told`;
  const { number, notices, serviceHistory, lastRead } = trace;
  if (entryOf(trace, action) === undefined) return open(expected, notReached(trace, action), cite(lastRead));
  if (number === null) return open(expected, say`the request has no number`, cite(lastRead));
  const listed =
    serviceHistory?.answer.body?.requests.filter(({ request }) => request === serviceHistory.request) ?? [];
  const told = [
    ...notices.flatMap(({ notifications, exchange }) => notifications.map((one) => ({ number: one.number, exchange }))),
    ...listed.map((one) => ({ number: one.number, exchange: serviceHistory?.answer.exchange ?? null })),
  ].flatMap(({ number: other, exchange }) => (other === null || other.trim() === '' ? [] : [{ other, exchange }]));
  const evidence = cite(lastRead, ...told.map(({ exchange }) => exchange));
  if (told.length === 0) return lacking(expected, say`the number is told nowhere else`);
  const wrong = told.find(({ other }) => !isWithin(other, number) && !isWithin(number, other));
  return wrong === undefined
    ? holds(expected, say`it is`, evidence)
    : fails(expected, say`the request has ${number}, and elsewhere it has ${wrong.other}`, evidence);
});

/** Whether a number stands in another text, by its letters and digits alone. */
const isWithin = (number: string, text: string): boolean => bare(text).includes(bare(number));
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Holds where a document that is not empty could be fetched. Other predicates judge its format and its signature. */
export const documentIssued = predicate('document-issued', once(RESULT), (trace, { action }) => {
  const expected = say`${action} makes a document that can be fetched`;
  const { fetched } = trace;
  if (entryOf(trace, action) === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
  if (fetched === null) return open(expected, say`the result was not asked for`, cite(trace.lastRead));
  const evidence = cite(fetched.exchange);
  if (fetched.fault !== null)
    return open(expected, say`nothing can be told from the answer: ${quote(fetched.fault)}`, evidence);
  if (fetched.document === null) return fails(expected, say`there is no document: ${quote(fetched.problem)}`, evidence);
  if (fetched.document.bytes.length === 0) return fails(expected, say`the document is empty`, evidence);
  return holds(
    expected,
    say`a document of ${fetched.document.bytes.length} bytes (${fetched.document.mediaType})`,
    evidence,
  );
});

/** Holds where the portal recorded the step as done by one of the parties. */
export const doneBy = predicate('done-by', once({ shown: ['actor'] }), (trace, { action, actors }) => {
  const expected = say`${action} is recorded as done by ${any(actors)}`;
  const entry = entryOf(trace, action);
  if (entry === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const evidence = cite(seenAt(trace, action));
  if (entry.actor === NOT_SHOWN) return lacking(expected, say`the target file does not say who does ${action}`);
  return actors.includes(entry.actor)
    ? holds(expected, say`it is recorded as done by ${entry.actor}`, evidence)
    : fails(expected, say`it is recorded as done by ${entry.actor}`, evidence);
});

/** Holds where every notification of the step says that the result was handed over in this way. */
export const handedOver = predicate(
  'handed-over',
  once({ shown: ['notifications', 'means'] }),
  (trace, { action, means }) => {
    const expected = say`${action} hands the result over ${means}`;
    if (entryOf(trace, action) === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
    const formed = trace.notices.flatMap(({ notifications, exchange }) =>
      notifications.filter((notice) => notice.action === action).map((notice) => ({ notice, exchange })),
    );
    const evidence = cite(formed[0]?.exchange ?? trace.notices[0]?.exchange ?? trace.lastRead);
    // Where the text states a fact, no message need be formed, and nothing else tells the way.
    if (formed.length === 0) return lacking(expected, say`${action} forms no notification that could tell`);
    const UNTOLD = say`in no way that is told`;
    const ways = [...new Set(formed.map(({ notice }) => notice.means ?? UNTOLD))];
    return ways.every((way) => way === means)
      ? holds(expected, say`it is handed over ${means}`, evidence)
      : fails(expected, say`it is handed over ${all(ways)}`, evidence);
  },
);

/** Holds where every notification of the step that tells an address tells the one that the form names, and one does. */
export const sentToApplicant = predicate(
  'sent-to-applicant',
  once({ shown: ['notifications', 'sentTo'] }),
  (trace, { action }) => {
    const expected = say`the result of ${action} is sent to the address that the form names`;
    if (entryOf(trace, action) === undefined) return open(expected, notReached(trace, action), cite(trace.lastRead));
    const email = trace.entering?.email ?? null;
    const formed = trace.notices.flatMap(({ notifications, exchange }) =>
      notifications.filter((notice) => notice.action === action).map((notice) => ({ notice, exchange })),
    );
    const evidence = cite(formed[0]?.exchange ?? trace.notices[0]?.exchange ?? trace.lastRead);
    if (email === null) return open(expected, say`no address was entered`, evidence);
    if (formed.length === 0) return lacking(expected, say`${action} forms no notification that could tell`);
    const told = formed.flatMap(({ notice }) => notice.sentTo ?? []);
    if (told.length === 0) return fails(expected, say`no address is told`, evidence);
    return told.every((address) => address.trim().toLowerCase() === email.toLowerCase())
      ? holds(expected, say`it is sent there`, evidence)
      : fails(expected, say`it is sent to another address`, evidence);
  },
);
