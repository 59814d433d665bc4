// Predicates on a refusal: its notification, the cause and the language of it, and that no result is issued.

import { languageOf } from '../../../../schemas/language.ts';
import { all, any, quote, type Said, say } from '../../../../schemas/said.ts';
import type { Trace } from '../../trace.ts';
import { cite, fails, holds, open } from '../finding.ts';
import { NOTICES, RESULT } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { kindOf } from './content.ts';
import { notFinished, notReached } from './steps.ts';

/** The statuses by which a portal says that there is no result; 400 and 401 would only say that the question was wrong. */
const NO_RESULT: readonly number[] = [403, 404, 409, 410];

const reached = (trace: Trace, action: string) => trace.history.some((entry) => entry.action === action);
const noticesOf = (trace: Trace, action: string) =>
  trace.notices.flatMap(({ language, notifications, exchange }) =>
    notifications.filter((notice) => notice.action === action).map((notice) => ({ language, notice, exchange })),
  );

/** Holds where the step formed a notification of one of the kinds, and its text is not empty. */
export const notified = predicate('notified', once(NOTICES), (trace, { action, kinds }) => {
  const expected = say`${action} forms a notification ${any(kinds)}`;
  if (!reached(trace, action)) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const formed = noticesOf(trace, action);
  const right = formed.find(({ notice }) => kinds.includes(notice.kind));
  const evidence = cite(right?.exchange ?? trace.notices[0]?.exchange ?? trace.lastRead);
  if (trace.notices.length === 0) return open(expected, say`the notifications could not be read`, evidence);
  if (right === undefined)
    return fails(
      expected,
      formed.length === 0
        ? say`${action} forms no notification`
        : say`${action} forms ${all(formed.map(({ notice }) => notice.kind))}`,
      evidence,
    );
  if (right.notice.text.trim() === '')
    return fails(expected, say`the notification ${right.notice.kind} has no words`, evidence);
  return holds(expected, say`${action} forms ${right.notice.kind}`, evidence);
});

/**
 * Holds where every notification of the step names the cause for which the walk was refused. One of a kind in `saidBy` says it by being of
 * that kind, unless it names another cause; notifications of other kinds beside it tell of something else.
 */
export const namesCause = predicate(
  'names-cause',
  once({ shown: ['notifications', 'cause'] }),
  (trace, { action, cause, saidBy = [] }) => {
    const expected = say`the notification of ${action} names the cause ${cause}`;
    if (!reached(trace, action)) return open(expected, notReached(trace, action), cite(trace.lastRead));
    const told = noticesOf(trace, action);
    const saying = told.filter(({ notice }) => saidBy.includes(notice.kind));
    const formed = saying.length === 0 ? told : saying;
    const [first] = formed;
    if (first === undefined)
      return open(
        expected,
        say`${action} forms no notification that could name a cause`,
        cite(trace.notices[0]?.exchange),
      );
    const evidence = cite(first.exchange);
    return formed.every(
      ({ notice }) => [notice.cause].flat().includes(cause) || (notice.cause === null && saying.length > 0),
    )
      ? holds(expected, say`it names ${cause}`, evidence)
      : fails(expected, say`it names ${all(namedIn(formed))}`, evidence);
  },
);

/** What notifications name, each cause once. */
function namedIn(formed: readonly { notice: { cause: string | readonly string[] | null } }[]): (string | Said)[] {
  const each = formed.map(({ notice }): string | Said => {
    const causes = [notice.cause].flat().filter((cause) => cause !== null);
    return causes.length === 0 ? say`none` : causes.length === 1 ? (causes[0] ?? '') : say`${any(causes)}`;
  });
  return [...new Map(each.map((one) => [JSON.stringify(one), one])).values()];
}

/** Holds where the notification is written in the language in which it was asked for. */
export const readable = predicate(
  'readable',
  once(({ language }) => ({ ...NOTICES, language })),
  (trace, { action, language }) => {
    const expected = say`the notification of ${action} is in ${language} when asked for in ${language}`;
    if (!reached(trace, action)) return open(expected, notReached(trace, action), cite(trace.lastRead));
    const formed = noticesOf(trace, action).filter((asked) => asked.language === language);
    const [first] = formed;
    if (first === undefined)
      return open(expected, say`${action} forms no notification that could be read`, cite(trace.lastRead));
    const written = languageOf(first.notice.text);
    const evidence = cite(first.exchange);
    if (first.notice.text.trim() === '') return fails(expected, say`it has no words`, evidence);
    return written === language
      ? holds(expected, say`it is in ${language}`, evidence)
      : fails(expected, written === null ? say`it is in no language` : say`it is in ${written}`, evidence);
  },
);

/**
 * Holds where no step of the walk was completed by a result, and none could be fetched after the refusal. Where the walk was refused
 * before a request was opened there is nothing to fetch, and the state of the session decides.
 */
export const issuesNothing = predicate('issues-nothing', once(RESULT), (trace, { action, letter }) => {
  const expected =
    letter === true
      ? say`nothing but a reasoned refusal is issued after ${action}`
      : say`no result is issued after ${action}`;
  if (!reached(trace, action)) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const { fetched } = trace;
  const isLetter = letter === true && fetched?.document != null && kindOf(fetched.document, trace.words) === 'refusal';
  if (isLetter) return holds(expected, say`the document is a reasoned refusal`, cite(fetched.exchange));
  const issued = trace.history.find((entry) => entry.completion === 'result-issued');
  if (issued !== undefined) return fails(expected, say`${issued.action} issues a result`, cite(trace.lastRead));
  const isOver = trace.history.some((entry) => entry.action === action && entry.finishedAt !== null);
  if (trace.scenario.applications === 0 && trace.state !== 'refused' && !isOver)
    return open(expected, notFinished(trace, action), cite(trace.lastRead));
  if (trace.scenario.applications === 0)
    return trace.state === 'refused'
      ? holds(expected, say`no request exists that a result could be issued for`, cite(trace.lastRead))
      : fails(expected, say`the session is ${trace.state}`, cite(trace.lastRead));
  if (fetched === null) return open(expected, say`the result was not asked for`, cite(trace.lastRead));
  if (fetched.document !== null) return fails(expected, say`a result can be fetched`, cite(fetched.exchange));
  if (fetched.fault !== null)
    return open(expected, say`nothing can be told from the answer: ${quote(fetched.fault)}`, cite(fetched.exchange));
  if (fetched.status === null || !NO_RESULT.includes(fetched.status))
    return open(
      expected,
      say`the result is refused for another reason: ${quote(fetched.problem)}`,
      cite(fetched.exchange),
    );
  return holds(
    expected,
    fetched.problem === null ? say`there is no result` : say`there is no result: ${quote(fetched.problem)}`,
    cite(fetched.exchange),
  );
});
