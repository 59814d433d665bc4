// Merges the journals of the parts of one run into the events of the whole, and judges what no part could judge alone.

import { ConformanceError } from '../../../schemas/errors.ts';
import { suits, type TestAssertion } from '../../../schemas/run/assertion.ts';
import type { RunEvent } from '../../../schemas/run/report.ts';
import type { Judgement, Verdict } from '../../../schemas/run/verdict.ts';
import { quote, type Said, say } from '../../../schemas/said.ts';
import { settle, undecided } from '../judging/judge.ts';
import type { StoredJournal } from './journal.ts';
import { endedBefore } from './parts.ts';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;
type Started = EventOf<'run-started'>;

/** The journal of one part, and what messages call it. */
export interface PartJournal {
  name: string;
  journal: StoredJournal;
}

/** One part as it was read: everything of its journal but the exchanges. */
interface ReadPart extends PartJournal {
  started: Started & { part: NonNullable<Started['part']> };
  finished: EventOf<'run-finished'>;
  content: string;
  verdicts: Map<string, Verdict>;
  findings: Map<string, EventOf<'finding'>[]>;
}

/**
 * The events of the whole run, in an order in which a run can write them.
 * @throws ConformanceError `parts-apart` where the journals are not all the parts of one run; `journal-broken`
 */
export function merge(journals: readonly PartJournal[]): Iterable<RunEvent> {
  const parts = journals.map(read).toSorted((a, b) => a.started.part.number - b.started.part.number);
  const [first] = parts;
  if (first === undefined) throw new TypeError('nothing is to be merged');
  mustBeWhole(parts, first);
  return whole(parts, first);
}

function* whole(parts: readonly ReadPart[], first: ReadPart): Generator<RunEvent> {
  const at = (events: readonly { at: string }[]) => events.map((event) => event.at).toSorted();
  // What was joined is not gone on with, so nothing is kept of how the parts were begun.
  const { part: _, options: __, offers: ___, ...started } = first.started;
  const began = at(parts.map((part) => part.started))[0] ?? started.at;
  yield { ...started, at: began, parts: parts.map(({ content }) => content) };
  const warned = new Set<string>();
  const begun = new Set<string>();
  for (const part of parts)
    for (const event of part.journal) {
      if (event.type === 'exchange' || event.type === 'scenario-finished') yield event;
      // A walk of a part that was resumed begins more than once.
      if (event.type === 'scenario-started' && !begun.has(event.scenario)) {
        begun.add(event.scenario);
        yield event;
      }
      if (event.type !== 'warning' || warned.has(`${event.code} ${event.message}`)) continue;
      warned.add(`${event.code} ${event.message}`);
      yield event;
    }
  for (const assertion of started.assertions) yield { type: 'verdict', verdict: verdictOf(assertion, parts, started) };
  const ended = at(parts.map((part) => part.finished)).at(-1) ?? began;
  yield { type: 'run-finished', at: ended, stopped: stoppedOf(parts) };
}

function read({ name, journal }: PartJournal): ReadPart {
  const verdicts: ReadPart['verdicts'] = new Map();
  const findings: ReadPart['findings'] = new Map();
  let started: Started | null = null;
  let finished: ReadPart['finished'] | null = null;
  const waiting = new Set<string>();
  for (const event of journal) {
    if (event.type === 'run-started') started = event;
    else if (event.type === 'run-finished') finished = event;
    else if (event.type === 'verdict') verdicts.set(event.verdict.assertion, event.verdict);
    else if (event.type === 'scenario-suspended') waiting.add(event.scenario);
    else if (event.type === 'scenario-finished') waiting.delete(event.scenario);
    else if (event.type === 'finding') findings.set(event.assertion, [...(findings.get(event.assertion) ?? []), event]);
  }
  const { content } = journal;
  if (started?.part === undefined)
    throw apart(name, 'holds no part of a run', 'name the folders that `reglament run --shard` has written');
  if (finished === null || content === null)
    throw apart(name, 'holds a part that did not come to its end', 'run that part again, into another folder');
  if (waiting.size > 0)
    throw apart(
      name,
      `holds a part of which ${waiting.size} walks wait for the portal`,
      'go on with it by `reglament resume`',
    );
  return { name, journal, started: { ...started, part: started.part }, finished, content, verdicts, findings };
}

/** What two parts of one run have in common, by what messages call it. */
const COMMON: readonly (readonly [what: string, of: (started: Started) => unknown])[] = [
  ['number of parts', ({ part }) => part?.of],
  ['target', ({ target }) => target],
  ['portal', ({ portal }) => portal],
  ['version', ({ tool }) => tool],
  ['seed', ({ seed }) => seed],
  ['nonce', ({ nonce }) => nonce],
  ['--term-start', ({ convention }) => convention],
  ['--require-full', ({ requireFull }) => requireFull],
  ['--baseline', ({ baseline }) => JSON.stringify({ ...baseline, on: null })],
  ['regulations', ({ digests }) => JSON.stringify(digests.regulations)],
  ['assertions', ({ digests }) => digests.suite],
  ['walks', ({ scenarios }) => JSON.stringify(scenarios)],
];

function mustBeWhole(parts: readonly ReadPart[], first: ReadPart): void {
  for (const { name, started } of parts)
    for (const [what, of] of COMMON) {
      if (of(started) === of(first.started)) continue;
      const shown = [of(started), of(first.started)].map((value) => String(value).slice(0, 80));
      throw apart(
        name,
        `is of another run than ${first.name}: their ${what} differ (${shown.join(' and ')})`,
        'merge the parts of one run',
      );
    }
  const { of } = first.started.part;
  for (let number = 1; number <= of; number += 1) {
    const [one, other] = parts.filter(({ started }) => started.part.number === number);
    if (one === undefined)
      throw apart(first.name, `part ${number} of ${of} is missing`, `run it with --shard ${number}/${of}`);
    if (other !== undefined)
      throw apart(other.name, `is part ${number} of ${of}, and so is ${one.name}`, 'name each part once');
  }
  const walked = parts.flatMap(({ started }) => started.part.scenarios);
  if (new Set(walked).size !== walked.length || walked.length !== first.started.scenarios.length)
    throw apart(first.name, 'its parts do not share out the walks of the run', 'run all parts with one version');
}

const apart = (file: string, problem: string, cure: string) =>
  new ConformanceError('parts-apart', problem, { file, cure });

/** The verdict of the one part that walks for an assertion, or where several do, what their findings add up to. */
function verdictOf(assertion: TestAssertion, parts: readonly ReadPart[], { scenarios }: Started): Verdict {
  const given = parts.flatMap(({ verdicts }) => verdicts.get(assertion.id) ?? []);
  const [any] = given;
  if (any === undefined) throw new TypeError(`no part has a verdict on ${assertion.id}`);
  // Only what the portal does not offer is told so by every part, whoever walks.
  if (given.every(({ verdict }) => verdict === 'not-applicable')) return any;
  const able = scenarios.filter((walk) => suits(walk, assertion)).map(({ id }) => id);
  const holders = parts.filter(({ started }) => started.part.scenarios.some((id) => able.includes(id)));
  if (holders.length < 2) return holders[0]?.verdicts.get(assertion.id) ?? any;
  const findings = holders.flatMap((part) => part.findings.get(assertion.id) ?? []);
  const isEarly = able.some((id) => findings.every(({ scenario }) => scenario !== id));
  const judgement = judge(assertion, findings, isEarly ? endedBefore(stoppedOf(parts) ?? '') : null);
  return dated(judgement, findings, given);
}

function judge(assertion: TestAssertion, findings: readonly EventOf<'finding'>[], early: Said | null): Judgement {
  const defect = findings.find((one) => one.defect !== null)?.defect ?? null;
  if (defect !== null) return undecided(assertion, say`a defect of the suites: ${quote(defect)}`, 'error');
  const found = findings.flatMap(({ scenario, finding }) => (finding === null ? [] : [{ scenario, finding }]));
  const judgement = settle(
    assertion,
    found.toSorted((a, b) => (a.scenario < b.scenario ? -1 : 1)),
  );
  return early === null || judgement.verdict === 'fail' ? judgement : undecided(assertion, early, 'inconclusive');
}

/** A verdict on a walk has the time at which that was judged; any other has the time at which the last part left it open. */
function dated(
  { assertion, verdict, ...rest }: Judgement,
  findings: readonly EventOf<'finding'>[],
  given: readonly Verdict[],
): Verdict {
  const own = findings.find(({ scenario }) => scenario === rest.scenario);
  const left = given.filter(({ scenario }) => scenario === null).map(({ at }) => at);
  const at = own?.at ?? left.toSorted().at(-1) ?? given[0]?.at ?? '';
  return { assertion, verdict, at, clock: own?.clock ?? null, ...rest };
}

/** Why parts ended early, as a sentence; null where all came to their end. */
function stoppedOf(parts: readonly ReadPart[]): string | null {
  const told = parts.flatMap(({ started: { part }, finished: { stopped } }) =>
    stopped === null ? [] : [`part ${part.number} of ${part.of}: ${stopped}`],
  );
  return told.length === 0 ? null : told.join('; ');
}
