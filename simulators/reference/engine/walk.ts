// Walks through a flow: keeps where the walk stands and what it has recorded, and moves it on to a given instant.
import {
  type Cause,
  CHECKS,
  type Completion,
  type Given,
  type Means,
  type Outcome,
  VERBS,
} from '../../../schemas/vocabulary.ts';
import { durationOf } from './duration.ts';
import { messageOf } from './message.ts';
import { mutationAnywhere, mutationOf } from './mutation.ts';
import type { Message } from './notifications.ts';
import { answersByLetter, type Program, type ProgramCondition, type ProgramNode, type ProgramStep } from './program.ts';

/** A step in the history of a walk; `finished` once the clock has reached its end. */
export interface StepRecord {
  readonly action: string;
  readonly actor: string;
  readonly startedAt: number;
  readonly endsAt: number;
  finished: boolean;
  completion: Completion | null;
}

/** What the operations have brought so far. The conditions are decided from it. */
export interface Facts {
  login: { readonly id: string; readonly password: string; readonly certificatePem?: string };
  values: Readonly<Record<string, string>> | null;
  payment: string | null;
  certificatePem: string | null;
  /** What is wrong with the signature; undefined before signing, null where it is sound. */
  signatureFault?: Cause | null;
  decision: 'grant' | Cause | null;
  /** How the result is handed over; null where nobody has said so. */
  means: Means | null;
}

/** One walk through a program. Instants are in milliseconds. */
export interface Walk {
  readonly program: Program;
  /** Index of the node at which it stands; null when it has ended. */
  at: number | null;
  running: StepRecord | null;
  /** When it came to that node. */
  since: number;
  /** The instant to which it was moved on, where nothing was brought to it since; null where something was. */
  settledAt: number | null;
  /** Whether a request has been opened, so that the walk may go beyond the login. */
  opened: boolean;
  outcome: 'open' | 'refused' | 'completed';
  /** Why the last condition failed. */
  cause: Cause | null;
  readonly history: StepRecord[];
  readonly messages: Message[];
  /** The message of the last step, while a condition is about to say whether the step has succeeded. */
  held: { readonly record: StepRecord; readonly message: Message } | null;
  readonly facts: Facts;
  /** The number that the request gets when it is registered. */
  readonly reservedNumber: string;
  /** The tags of the variant that was asked for. */
  readonly tags: readonly string[];
  number: string | null;
  /** When it was given its number; null before that. */
  registeredAt: number | null;
  /** Since when it has been waiting for an officer's decision; null before that. */
  decisionSince: number | null;
  /** The document at the disposal of the applicant: which result it is, or the reasoned refusal of which one, and the step that made it. */
  issued: {
    readonly result: string | null;
    readonly refusal: boolean;
    readonly by: string;
    readonly at: number;
  } | null;
  /** For mutants only. `detour`: the node to go on at after a wrong refusal; `repeated`: whether a step has been done twice. */
  detour: number | null;
  repeated: boolean;
}

/** Finds the cause for which a condition fails for a walk at an instant; null where it holds. */
export type Judge = (condition: ProgramCondition, walk: Walk, at: number) => Promise<Cause | null>;

/** A walk at the start of a program. */
export function startWalk(program: Program, login: Facts['login'], now: number): Walk {
  return {
    program,
    at: program.nodes.length > 0 ? 0 : null,
    running: null,
    since: now,
    settledAt: null,
    opened: false,
    outcome: program.nodes.length > 0 ? 'open' : 'completed',
    cause: null,
    history: [],
    messages: [],
    held: null,
    facts: { login, values: null, payment: null, certificatePem: null, decision: null, means: null },
    reservedNumber: '',
    tags: [],
    number: null,
    registeredAt: null,
    decisionSince: null,
    issued: null,
    detour: null,
    repeated: false,
  };
}

/** The walk of a new request, from where the walk of the login has stopped. That walk itself stays as it is. */
export function openWalk(login: Walk, reservedNumber: string, tags: readonly string[], now: number): Walk {
  const { history, messages, facts } = login;
  const copies = { history: [...history], messages: [...messages], facts: { ...facts } };
  return { ...login, ...copies, opened: true, since: now, settledAt: null, reservedNumber, tags };
}

/** Whether the login is over and the walk waits for a request to be opened. */
export function isParked(walk: Walk): boolean {
  const { parkAt, nodes } = walk.program;
  return !walk.opened && walk.running === null && (walk.at ?? nodes.length) === parkAt && walk.outcome !== 'refused';
}

/** The node at which a walk stands; null when it has ended. */
export function nodeAt(walk: Walk): ProgramNode | null {
  return walk.at === null ? null : (walk.program.nodes[walk.at] ?? null);
}

/**
 * Moves a walk on to an instant, included: ends running steps, begins each automatic step at the very instant at which the one
 * before it ends, and decides conditions. It stops where the walk needs a person or more time. Settling twice changes nothing.
 */
export async function settle(walk: Walk, now: number, judge: Judge): Promise<void> {
  for (;;) {
    const node = nodeAt(walk);
    if (node === null || isParked(walk)) return;
    if (node.kind === 'condition') {
      if (CHECKS[node.checks].waitsFor !== null && walk.facts.decision === null) {
        walk.decisionSince ??= walk.since;
        return;
      }
      branch(walk, node, await judge(node, walk, walk.since));
    } else if (node.only !== null && !walk.tags.includes(node.only)) {
      walk.at = node.next;
    } else if (walk.running === null) {
      if (mutationOf(walk.program.mutant, node.action, 'skips') !== null) leave(walk, node);
      else if (VERBS[node.does].operation !== null) return;
      else beginStep(walk, node, walk.since);
    } else {
      if (walk.running.endsAt > now) return;
      finish(walk, node, walk.running);
    }
  }
}

/** Begins a step at an instant. */
export function beginStep(walk: Walk, node: ProgramStep, at: number): void {
  const { mutant, calendar } = walk.program;
  const actor = mutationOf(mutant, node.action, 'records-another-actor')?.actor ?? node.actor;
  const { decisionSince, tags } = walk;
  const endsAt =
    at + durationOf(mutant, node, { at, decisionSince, tags, sharedUntil: sharedUntil(walk, node), calendar });
  walk.running = { action: node.action, actor, startedAt: at, endsAt, finished: false, completion: null };
  walk.history.push(walk.running);
}

/** When the term that a step has together with an earlier one runs out; null where it has none, or the earlier one is not on record. */
export function sharedUntil({ history }: Walk, { shared }: ProgramStep): number | null {
  const at = history.findIndex(({ action }) => action === shared?.since);
  const begun = history[at - 1]?.endsAt ?? history[at]?.startedAt;
  return shared === null || at < 0 || begun === undefined ? null : begun + 1000 * shared.term.max;
}

function branch(walk: Walk, condition: ProgramCondition, found: Cause | null): void {
  const { mutant } = walk.program;
  const ignored = mutationOf(mutant, condition.after, 'ignores-cause')?.cause;
  const fails = found !== null && found !== ignored;
  const outcome: Outcome = CHECKS[condition.checks][fails ? 'fails' : 'passes'];
  const turned = mutationOf(mutant, condition.after, 'takes-other-branch')?.outcome === outcome;
  const both = mutationOf(mutant, condition.after, 'takes-both-branches')?.outcome === outcome;
  const refused = both || fails !== turned;
  walk.detour = both ? condition.ok : null;
  walk.cause = refused && fails ? found : null;
  // A step that the condition finds wanting has not succeeded, and nobody may be told that it has.
  if (walk.held !== null && (both || !refused)) tell(walk, walk.held.record, walk.held.message);
  walk.held = null;
  walk.at = refused ? condition.fail : condition.ok;
}

function finish(walk: Walk, node: ProgramStep, record: StepRecord): void {
  record.finished = true;
  walk.running = null;
  walk.since = record.endsAt;
  if (isGiven(walk, node, 'number')) walk.number = numberFor(walk, node);
  if (isGiven(walk, node, 'date') && mutationOf(walk.program.mutant, node.action, 'gives-no-date') === null)
    walk.registeredAt ??= record.endsAt;
  if (VERBS[node.does].ends !== null && node.result !== null)
    walk.issued = { result: node.result, refusal: isRefusal(walk, node), by: node.action, at: record.endsAt };
  const message = messageOf(walk, node, record.endsAt);
  if (mutationOf(walk.program.mutant, node.action, 'repeats') !== null && !walk.repeated) {
    walk.repeated = true;
    tell(walk, record, message);
    beginStep(walk, node, record.endsAt);
    return;
  }
  const succeeded = leave(walk, node);
  const next = nodeAt(walk);
  const isJudgedNow = next?.kind === 'condition' && CHECKS[next.checks].waitsFor === null;
  if (isJudgedNow && message !== null) walk.held = { record, message };
  else if (succeeded) tell(walk, record, message);
}

/** Whether the document that a step makes is a reasoned refusal: it refuses, or its flow answers a negative decision by one. */
function isRefusal({ facts: { decision }, program }: Walk, { does }: ProgramStep): boolean {
  if (VERBS[does].ends === 'refused') return true;
  const isDenied = decision !== null && decision !== 'grant' && answersByLetter(program);
  return isDenied && mutationAnywhere(program.mutant, 'issues-in-spite-of-the-decision') === null;
}

function tell(walk: Walk, record: StepRecord, message: Message | null): void {
  if (message === null) return;
  record.completion = message.kind;
  walk.messages.push(message);
}

/** Goes on from a finished step to the next node, or ends the walk. @returns whether the step has succeeded as far as is known by now */
function leave(walk: Walk, node: ProgramStep): boolean {
  const { mutant, nodes } = walk.program;
  const ends = VERBS[node.does].ends;
  if (ends === 'refused' && walk.detour !== null) {
    walk.at = walk.detour;
    walk.detour = null;
    return true;
  }
  const astray = ends === 'refused' ? null : mutationOf(mutant, node.action, 'goes-elsewhere');
  if (astray !== null) {
    walk.at = nodes.findIndex((other) => other.kind === 'step' && other.action === astray.to);
    return true;
  }
  if (ends === 'refused' && mutationOf(mutant, node.action, 'goes-on') !== null) {
    walk.at = node.next;
    return true;
  }
  if (ends === 'refused' && mutationOf(mutant, node.action, 'issues-all-the-same') !== null) {
    const issue = nodes.find((other) => other.kind === 'step' && other.does === 'issue');
    walk.issued = {
      result: issue?.kind === 'step' ? issue.result : null,
      refusal: false,
      by: node.action,
      at: walk.since,
    };
  }
  const fault = walk.facts.signatureFault ?? null;
  if (ends === null && node.does === 'sign' && fault !== null) {
    // The text checks the certificate before the signing and nothing after it, so a bad signature leads to the refusal of that check.
    const check = nodes.find((other) => other.kind === 'condition' && other.checks === 'certificate');
    if (check?.kind === 'condition' && mutationOf(mutant, check.after, 'ignores-cause')?.cause !== fault) {
      walk.cause = fault;
      walk.at = check.fail;
      return false;
    }
  }
  const isOver = ends !== null || mutationOf(mutant, node.action, 'ends-too-soon') !== null;
  walk.at = isOver ? null : node.next;
  const staysOpen = mutationOf(mutant, node.action, 'stays-open') !== null;
  if (walk.at === null && !staysOpen) walk.outcome = ends ?? 'completed';
  return true;
}

/** Whether a finished step gives a request its number or its date. */
function isGiven({ history, program: { mutant } }: Walk, node: ProgramStep, what: Given): boolean {
  // For mutants only: it is given when the next step is done.
  if (mutant !== null && mutationAnywhere(mutant, 'gives-late')?.what === what)
    return node.action !== mutant.action && history.some(({ action }) => action === mutant.action);
  return node.does === 'register' || node.gives.includes(what);
}

function numberFor(walk: Walk, node: ProgramStep): string | null {
  const { mutant } = walk.program;
  if (mutationOf(mutant, node.action, 'gives-no-number') !== null) return walk.number;
  if (mutationOf(mutant, node.action, 'gives-the-same-number') !== null) return 'E-000000';
  return walk.number ?? walk.reservedNumber;
}
