// Builds traces piece by piece for the tests of walking and judging; nothing else uses it.
import type { Scenario } from '../../schemas/run/assertion.ts';
import type { HistoryEntry, Notification } from '../../schemas/target/driver.ts';
import type { Errand } from '../flow/errand.ts';
import {
  emptyTrace,
  type Fetched,
  type Intrusion,
  type Performed,
  type Probe,
  type Sighting,
  type Trace,
} from './trace.ts';

/** The moment from which sample times count. */
export const START = Date.parse('2013-04-26T10:00:00+06:00');
/** The instant so many seconds after the start. */
export const after = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

/** A scenario of four steps without a cause. */
export function sampleScenario(changes: Partial<Scenario> = {}): Scenario {
  return {
    id: 'act/portal/success',
    regulation: 'act',
    flow: 'portal',
    path: ['log-in', 'pay', 'register', 'issue'],
    cause: null,
    needs: [],
    variant: null,
    means: null,
    tags: [],
    applications: 1,
    ...changes,
  };
}

/** A trace with some of its parts; the last exchange read is `walk#9`. */
export function sampleTrace(changes: Partial<Trace> = {}): Trace {
  return { ...emptyTrace(sampleScenario()), lastRead: 'walk#9', ...changes };
}

/** A step on record, begun and finished at the start. */
export function entry(action: string, changes: Partial<HistoryEntry> = {}): HistoryEntry {
  return { action, actor: 'portal', startedAt: after(0), finishedAt: after(0), completion: null, ...changes };
}

/** A step seen finished between the start and one second later. */
export function sighting(action: string, changes: Partial<Sighting> = {}): Sighting {
  const seen = { readyAt: START, absentAt: START, presentAt: START + 1000, overtaken: false };
  return { action, ...seen, exchange: `walk#${action}`, ...changes };
}

/** An accepted operation, sent as soon as the portal had to accept it. */
export function performed(action: string, changes: Partial<Performed> = {}): Performed {
  const sent = { readyAt: START, at: START, waited: false, accepted: true, status: 200, problem: null, fault: null };
  return { operation: 'pay', action, ...sent, exchange: `walk#did-${action}`, ...changes };
}

/** An attempt that was refused for its order and changed nothing. */
export function probe(changes: Partial<Probe> = {}): Probe {
  const refused = { accepted: false, changed: false, status: 409, problem: '409 not yet', fault: null };
  return {
    operation: 'sign',
    action: 'sign',
    waitingFor: 'pay',
    after: null,
    ...refused,
    exchange: 'walk#probe',
    ...changes,
  };
}

/** A notification of a step. */
export function notice(action: string, changes: Partial<Notification> = {}): Notification {
  const full = {
    kind: 'action-confirmed',
    at: after(0),
    cause: null,
    language: 'kk',
    text: 'Дайын',
    number: null,
  } as const;
  return { action, ...full, ...changes };
}

/** The notifications of a walk, as they were read in Kazakh. */
export const inKazakh = (...notifications: Notification[]): Trace['notices'] => [
  { language: 'kk', notifications, exchange: 'walk#kk' },
];

/** What came of fetching the result: by default it is refused because there is none. */
export function fetched(changes: Partial<Fetched> = {}): Fetched {
  return {
    document: null,
    status: 404,
    problem: '404 nothing there',
    fault: null,
    exchange: 'walk#result',
    ...changes,
  };
}

/** An attempt of another person, which was refused and changed nothing. */
export function intrusion(changes: Partial<Intrusion> = {}): Intrusion {
  const refused = { accepted: false, changed: false, status: 403, problem: '403 not yours', fault: null };
  return { who: 'another', operation: 'pay', action: 'pay', ...refused, exchange: 'walk#intrusion', ...changes };
}

/** An accepted answer beside the walk. */
export function answered<B>(body: B, exchange = 'walk#beside') {
  return { body, status: 200, problem: null, fault: null, exchange };
}
/** An answer that refuses. */
export function refusing(status = 404, exchange = 'walk#beside') {
  return { body: null, status, problem: `${status} no`, fault: null, exchange };
}
/** An answer from which nothing can be concluded. */
export const faulty = { body: null, status: null, problem: null, fault: 'no answer', exchange: 'walk#beside' };

/** An errand of an applicant who brings nothing and for whom nobody acts. */
export const sampleErrand = (changes: Partial<Errand> = {}): Errand => ({
  ...{ regulation: 'r', flow: 'f', entry: 'portal', variant: null, applicants: {}, handsOver: null, means: null },
  ...{ signs: false, byBin: false, byAttorney: false, presents: false },
  parties: () => [],
  marksPapers: () => false,
  ...changes,
});
