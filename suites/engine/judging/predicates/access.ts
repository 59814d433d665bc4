// Predicates on the protection of a request from everybody whose turn it is not: reading it, doing its steps, changing its result.
import { quote, type Said, say } from '../../../../schemas/said.ts';
import type { ArgumentsOf } from '../../../calls.ts';
import type { Trespasser } from '../../../flow/security.ts';
import type { Intrusion, Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, lacking, open } from '../finding.ts';
import { ANOTHER, type Needs, RESULT } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { ofDocument } from './document.ts';
import { notReached } from './steps.ts';

/** The statuses by which a portal refuses to show somebody what is not theirs. */
const HIDDEN: readonly number[] = [401, 403, 404];
/** The statuses by which it refuses a step; 409 is for portals that see the step as out of turn. */
const REFUSED: readonly number[] = [...HIDDEN, 409];

/** Who tries, in words. */
const WORDS: Readonly<Record<Trespasser, Said>> = {
  another: say`another person`,
  nobody: say`somebody without a login`,
  owner: say`the owner of the request`,
  officer: say`an officer`,
  colleague: say`another party of the provider`,
};
const PERSONS: Readonly<Record<Trespasser, Needs>> = {
  another: ANOTHER,
  nobody: {},
  owner: {},
  officer: { persons: ['officer'] },
  colleague: { shown: ['staff'] },
};

/** Why nobody tried: the other person could not log in, or the walk did not come so far. */
const untried = (trace: Trace, who: Trespasser, action: string) =>
  (who === 'another' ? trace.intruder?.reason : null) ??
  (who === 'colleague' ? trace.colleagues[action] : null) ??
  notReached(trace, action);

/**
 * Holds where somebody was refused what the owner was shown. Where the owner was not shown it either, the refusal proves nothing, so
 * the finding stays open.
 */
export const hiddenFrom = predicate(
  'hidden-from',
  once(({ operation, who }) => ({ ...PERSONS[who], operations: [operation] })),
  (trace, { action, operation, who }) => {
    const expected = say`${operation} is refused to ${WORDS[who]} after ${action}`;
    if (!trace.history.some((entry) => entry.action === action))
      return open(expected, untried(trace, who, action), cite(trace.lastRead));
    const tried = trace.intrusions.filter(
      (one) => one.who === who && one.operation === operation && one.action === null,
    );
    const own = shownToOwner(trace, operation);
    const lacking = say`${operation} is refused to the owner too, so it tells nothing`;
    return judgeAttempts(tried, {
      expected,
      own,
      allowed: HIDDEN,
      untried: untried(trace, who, action),
      lacking,
      trace,
    });
  },
);

/** The exchange in which the owner was shown what an operation reads; null where they were not. The owner reads the content to sign it. */
function shownToOwner(trace: Trace, operation: ArgumentsOf<'hidden-from'>['operation']): string | null {
  switch (operation) {
    case 'readRequest':
      return trace.notices.at(-1)?.exchange ?? null;
    case 'fetchResult':
      return trace.fetched?.document == null ? null : trace.fetched.exchange;
    case 'readContent':
      return trace.performed.find((done) => done.operation === 'sign' && done.accepted)?.exchange ?? null;
    case 'readHistory':
      return trace.serviceHistory?.answer.body == null ? null : trace.serviceHistory.answer.exchange;
    case 'readPages':
      return trace.pages.find(({ answer }) => answer.body !== null)?.answer.exchange ?? null;
  }
}

/**
 * Holds where somebody was refused the step that the walk waited for, nothing changed, and it could then be done by whoever may do it.
 * Where it could not, the refusal proves nothing, so the finding stays open.
 */
export const refusedTo = predicate(
  'refused-to',
  once(({ operation, who }) => ({
    ...PERSONS[who],
    operations: [
      operation,
      ...(operation === 'fill' || operation === 'confirm' ? (['open'] as const) : []),
      // A 401 to somebody who was let in is a refusal only if the session is seen to go on.
      ...((operation === 'decide' || operation === 'confirm' || who === 'officer') && who !== 'nobody'
        ? (['readSession'] as const)
        : []),
    ],
  })),
  (trace, { action, operation, who }) => {
    const expected = say`${operation} is refused to ${WORDS[who]} while the walk waits for ${action}, and changes nothing`;
    const tried = trace.intrusions.filter(
      (one) => one.who === who && one.operation === operation && one.action === action,
    );
    const done = trace.performed.find((one) => one.action === action && one.operation === operation && one.accepted);
    const { attaching } = trace;
    if (who === 'officer' && trace.officer !== null) return lacking(expected, trace.officer);
    // A portal may take documents in a way of its own, and then nobody could attach one to the form.
    if (operation === 'attach' && tried.length === 0 && trace.history.some((entry) => entry.action === action))
      return lacking(expected, say`the owner could attach no document to the form`);
    const attached = operation === 'attach' && attaching?.action === action && attaching.right.accepted;
    const own =
      operation === 'answerSurvey'
        ? surveyTaken(trace)
        : (done?.exchange ?? (attached ? attaching.right.exchange : null));
    const rightful = operation === 'decide' || operation === 'confirm' ? say`an officer` : say`the owner`;
    const unaccepted = say`${operation} is not accepted from ${rightful} either`;
    return judgeAttempts(tried, {
      expected,
      own,
      allowed: REFUSED,
      untried: untried(trace, who, action),
      lacking: unaccepted,
      trace,
    });
  },
);

const surveyTaken = ({ survey }: Trace) =>
  survey === null || survey.right.body === null ? null : survey.right.exchange;

/** What attempts are judged by: where the rightful one was accepted, and by which statuses a refusal is one for the right reason. */
interface Measure {
  expected: Said;
  own: string | null;
  allowed: readonly number[];
  /** Why nobody tried. */
  untried: Said;
  /** Why a refusal tells nothing where there is no rightful attempt. */
  lacking: Said;
  trace: Trace;
}

/** Judges the attempts of one person at one thing: each has to be refused. One that is accepted counts whatever came of the others. */
function judgeAttempts(tried: readonly Intrusion[], by: Measure): Finding {
  const { expected, own, allowed } = by;
  const [first] = tried;
  if (first === undefined) return open(expected, by.untried, cite(by.trace.lastRead));
  const evidence = cite(...tried.map(({ exchange }) => exchange), own);
  const { operation, who, action } = first;
  if (tried.some(({ accepted }) => accepted))
    return fails(
      expected,
      action === null ? say`${operation} is shown to ${WORDS[who]}` : say`${operation} is accepted from ${WORDS[who]}`,
      evidence,
    );
  const faulty = tried.find(({ fault }) => fault !== null);
  if (faulty?.lacks === true) return lacking(expected, say`${quote(faulty.fault)}`);
  if (faulty !== undefined)
    return open(expected, say`nothing can be told from the answer: ${quote(faulty.fault)}`, evidence);
  if (tried.some(({ changed }) => changed === true))
    return fails(expected, say`${operation} is refused, yet the walk has changed`, evidence);
  if (tried.some(({ changed }) => changed === null))
    return open(expected, say`${operation} is refused; whether the walk has changed could not be read`, evidence);
  if (own === null) return open(expected, by.lacking, evidence);
  // Whoever is answered and shown nothing of the request, such as a history of their own, is kept from it too.
  const isAnswered = ({ status, problem }: Intrusion) => status !== null && status < 300 && problem === null;
  const other = tried.find((one) => one.status === null || !(isAnswered(one) || allowed.includes(one.status)));
  if (other !== undefined)
    return open(expected, say`${operation} is refused for another reason: ${quote(other.problem)}`, evidence);
  return holds(
    expected,
    first.problem === null
      ? say`${operation} is refused: the request is not in the answer`
      : say`${operation} is refused: ${quote(first.problem)}`,
    evidence,
  );
}

/** Holds where the walk came to its end although somebody had tried to do its steps. */
export const undisturbed = predicate(
  'undisturbed',
  once(({ who }) => PERSONS[who]),
  (trace, { action, who }) => {
    const expected = say`${action} is reached although ${WORDS[who]} tries to do the steps of the owner`;
    const tried = trace.intrusions.filter((one) => one.who === who && one.action !== null);
    if (tried.length === 0) return open(expected, untried(trace, who, action), cite(trace.lastRead));
    const evidence = cite(...tried.map(({ exchange }) => exchange), trace.lastRead);
    const ended = trace.history.some((entry) => entry.action === action && entry.finishedAt !== null);
    if (ended && trace.state === 'completed')
      return tried.every(({ fault }) => fault !== null)
        ? open(expected, say`nothing can be told from the answers to ${WORDS[who]}`, evidence)
        : holds(expected, say`${action} is reached after ${tried.length} attempts`, evidence);
    const done = tried.find(({ accepted, changed }) => accepted || changed === true);
    if (done === undefined) return open(expected, notReached(trace, action), evidence);
    return fails(expected, say`${WORDS[who]} does ${done.action}, and the owner's walk goes no further`, evidence);
  },
);

/** Holds where the signature verifies over the document, and no longer does after one byte of the document is changed. */
export const tamperingShows = predicate('tampering-shows', once(RESULT), (trace, { action }) => {
  const expected = say`the document of ${action} does not verify any more when one byte of it is changed`;
  return ofDocument(trace, action, expected, (_, evidence) => {
    if (trace.signature === null) return open(expected, say`the signature was not looked at`, evidence);
    const { wrong, unknown, verifiesTampered } = trace.signature;
    if (unknown !== null) return open(expected, say`the signature ${unknown}`, evidence);
    if (verifiesTampered) return fails(expected, say`the changed document verifies as well`, evidence);
    // A signature that verifies over neither document lets nobody see a change, so this is a failure and not merely open.
    return wrong === null
      ? holds(expected, say`the document verifies, the changed one does not`, evidence)
      : fails(expected, say`neither verifies: the signature ${wrong}`, evidence);
  });
});
