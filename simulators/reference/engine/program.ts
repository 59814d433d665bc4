// Compiles a flow into the program that the engine runs: from its clause items, from its table, or from both.

import type { Calendar } from '../../../schemas/calendar.ts';
import { ConformanceError } from '../../../schemas/errors.ts';
import {
  actorsBeside,
  entersAttorney,
  giftsOf,
  messagesBeside,
  refusalFormedAt,
  type SharedTerm,
  sharedTermOf,
} from '../../../schemas/flow/beside.ts';
import {
  isForOrganisations,
  isOpenToOrganisations,
  type Registering,
  registeringOf,
  showsCertificate,
} from '../../../schemas/flow/entering.ts';
import {
  attachesTo,
  deputiesOf,
  type FlowGraph,
  flowOf,
  isCondition,
  isProcess,
  marksPapers,
  partyOf,
  transcriptionOf,
} from '../../../schemas/flow/flow-graph.ts';
import { wholeTable } from '../../../schemas/flow/suite-graph.ts';
import { calendarOf, kazakhstan } from '../../../schemas/kazakhstan.ts';
import type { Flow, Regulation, Sending } from '../../../schemas/regulation.ts';
import { DATABASES } from '../../../schemas/target/driver.ts';
import { parseTerm, type Term } from '../../../schemas/term.ts';
import {
  CHECKS,
  type Check,
  type Completion,
  type Given,
  isDoneInPerson,
  type Means,
  readOutcome,
  VERBS,
  type Verb,
} from '../../../schemas/vocabulary.ts';
import type { Mutant } from './mutation.ts';

/** One process. `next` is the index of the node printed after it, even where the step ends the walk; null after the last. */
export interface ProgramStep {
  readonly kind: 'step';
  readonly action: string;
  readonly does: Verb;
  /** The party that the history names as the actor. */
  readonly actor: string;
  /** The parties whose officers may do it: whoever the text names, and their deputies. */
  readonly doers: readonly string[];
  /** Whether a person does it, so that it takes no time of the portal. */
  readonly personal: boolean;
  readonly forms: Completion;
  /** What it leaves behind; for a step that refuses the result whose reasoned refusal it forms as a document. */
  readonly result: string | null;
  /** What the request is given when it is finished, besides the number of a registration. */
  readonly gives: readonly Given[];
  /** What it sends to other parties when it is finished. */
  readonly sends: readonly Sending[];
  /** Whether documents are attached to the form while it waits to be done. */
  readonly attaches: boolean;
  /** Whether the form is marked in it that the documents exist on paper. */
  readonly onPaper: boolean;
  /** Whether the data of a power of attorney are entered in it. */
  readonly attorney: boolean;
  /** The ways in which the result may be handed over; empty where there is no choice. */
  readonly means: readonly Means[];
  readonly term: Term | null;
  /** The term that it has together with an earlier step; null where there is none. */
  readonly shared: SharedTerm | null;
  /** The tag of the variants that the step belongs to; null for all variants. */
  readonly only: string | null;
  /** Printed number of the step in the table with this action; null where there is none. */
  readonly step: number | null;
  readonly next: number | null;
}

/** One condition. `after` is the action of the process before it; `ok` and `fail` are indices of nodes. */
export interface ProgramCondition {
  readonly kind: 'condition';
  readonly checks: Check;
  readonly after: string;
  /** The state databases that it asks; empty where the text names none. */
  readonly asks: readonly string[];
  readonly ok: number;
  readonly fail: number;
}

/** One node of a program; nodes refer to one another by their indices. */
export type ProgramNode = ProgramStep | ProgramCondition;

/** A flow, ready to be walked from node 0. `parkAt` is the index of the first node after the login, where a request begins. */
export interface Program {
  readonly regulation: string;
  readonly flow: string;
  readonly entry: Flow['entry'];
  /** How whoever is not registered registers; null where the text does not say that they do. */
  readonly registers: Registering['by'] | null;
  /** Whether the text has a certificate shown at the login. */
  readonly showsCertificate: boolean;
  /** Whether organisations are let in at the door. */
  readonly isOpenToOrganisations: boolean;
  /** Whether only organisations are let in at the door of applicants. */
  readonly isForOrganisations: boolean;
  readonly source: 'clauses' | 'table' | 'both';
  readonly nodes: readonly ProgramNode[];
  /** The steps by their actions. */
  readonly steps: ReadonlyMap<string, ProgramStep>;
  readonly parkAt: number;
  /** The working days, in the time of the place where the act holds. */
  readonly calendar: Calendar;
  /** The tags of each variant; empty where the flow has none. */
  readonly variants: ReadonlyMap<string, readonly string[]>;
  readonly mutant: Mutant | null;
}

/** The completion form of a process for which neither its item nor the table names one. */
const DEFAULT_FORMS: Readonly<Record<Exclude<Verb, 'refuse'>, Completion>> = {
  authenticate: 'action-confirmed',
  fill: 'request-formed',
  attach: 'request-formed',
  pay: 'action-confirmed',
  'choose-certificate': 'request-routed',
  sign: 'request-routed',
  'look-up': 'request-routed',
  route: 'request-routed',
  register: 'request-registered',
  issue: 'result-issued',
  accept: 'application-accepted',
  assign: 'task-assigned',
  process: 'action-confirmed',
  form: 'document-formed',
  approve: 'document-signed',
  'show-status': 'status-shown',
  'hand-over': 'result-handed-over',
};

interface RawStep {
  action: string;
  does: Verb;
  actor: string;
  forms: Completion | undefined;
  result: string | null;
  sends: readonly Sending[];
  means: readonly Means[];
  term: Term | null;
  only: string | null;
}

/**
 * The program of a flow: its clause items in printed order, or its table's steps where it has no items.
 *
 * @throws ConformanceError `regulation-inconsistent` for a refusal without a completion form, a branch that leads nowhere, and a
 * flow that runs in a circle.
 * @throws RangeError when the regulation has no such flow.
 */
export function compileProgram(regulation: Regulation, flow: string, mutant: Mutant | null = null): Program {
  const printed = flowOf(regulation, flow);
  const table = printed.table === null ? null : wholeTable(regulation, flow);
  const source = transcriptionOf(regulation, flow);
  const nodes = source === 'clauses' ? fromItems(regulation, flow, printed, table) : fromTable(regulation, flow, table);
  refuseCircles(regulation.id, flow, nodes);
  const variants = new Map(printed.variants?.map(({ id, tags }) => [id, tags]));
  const own = mutant?.regulation === regulation.id && mutant.flow === flow ? mutant : null;
  return {
    regulation: regulation.id,
    flow,
    entry: printed.entry,
    registers: registeringOf(regulation, flow)?.by ?? null,
    showsCertificate: showsCertificate(regulation, flow),
    isOpenToOrganisations: isOpenToOrganisations(regulation, printed),
    isForOrganisations: printed.entry === 'portal' && isForOrganisations(regulation),
    source,
    nodes,
    steps: stepsOf(nodes),
    parkAt: parkAt(nodes),
    calendar: calendarOf(kazakhstan(), regulation),
    variants,
    mutant: own,
  };
}

/** The first step of each action. */
const stepsOf = (nodes: readonly ProgramNode[]): ReadonlyMap<string, ProgramStep> =>
  new Map(nodes.toReversed().flatMap((node) => (node.kind === 'step' ? [[node.action, node] as const] : [])));

function fromItems(regulation: Regulation, flow: string, printed: Flow, table: FlowGraph | null): ProgramNode[] {
  const items = printed.items.filter((item) => isProcess(item) || isCondition(item));
  const positions = new Map(items.flatMap((item, at) => (isProcess(item) ? [[item.action, at] as const] : [])));
  let after = '';
  let asks: readonly string[] = [];
  return items.map((item, at): ProgramNode => {
    if (isCondition(item)) {
      const to = (action: string) =>
        found(positions.get(action), regulation.id, flow, `item ${item.item} leads to ${action}, which no item does`);
      const asked = databasesIn([...asks, ...(item.asks ?? [])]);
      return { kind: 'condition', checks: item.checks, after, asks: asked, ok: to(item.ok), fail: to(item.fail) };
    }
    after = item.action;
    // Where the item names neither actor nor place, the table is the only text that names an actor; without a table, it is the portal.
    const tableActor = table?.steps.find(({ action }) => action === item.action)?.actor;
    const [retold] = actorsBeside(regulation, flow, item.action);
    const actor = item.by ?? item.at ?? tableActor ?? retold?.actor ?? portalOf(regulation);
    // Where the actor is itself a state database, the next condition asks it too, as in a table.
    asks = [actor, ...(item.asks ?? [])];
    const raw = {
      action: item.action,
      does: item.does,
      actor,
      forms: item.forms,
      result: item.result ?? null,
      sends: item.sends ?? [],
      means: item.means ?? [],
      term: item.term === undefined ? null : parseTerm(item.term.printed),
      only: item.only ?? null,
    };
    return stepNode(regulation, flow, raw, table, at + 1 < items.length ? at + 1 : null);
  });
}

function fromTable(regulation: Regulation, flow: string, table: FlowGraph | null): ProgramNode[] {
  const steps = table?.steps ?? [];
  const positions = new Map<string, number>();
  let position = 0;
  for (const step of steps) {
    positions.set(step.action, position);
    position += step.check === null ? 1 : 2;
  }
  return steps.flatMap((step, at): ProgramNode[] => {
    const to = (action: string | undefined) => (action === undefined ? undefined : positions.get(action));
    const own = positions.get(step.action) ?? 0;
    const raw = { ...step, actor: step.actor ?? portalOf(regulation), forms: step.forms[0] };
    if (step.check === null) {
      if (step.next.length > 1) {
        throw unwalkable(regulation.id, flow, `step ${step.step} branches with no condition; adopt one in an erratum`);
      }
      // Where the table prints a dash but the step does not end the walk, the next column follows, as the next item does in a clause.
      const next = to(step.next[0]?.to) ?? to(steps[at + 1]?.action) ?? null;
      return [stepNode(regulation, flow, raw, table, next)];
    }
    const side = (good: boolean) => {
      const edge = step.next.find(({ when }) => when !== null && readOutcome(when).good === good);
      const problem = `step ${step.step} says nothing about ${CHECKS[step.check ?? 'credentials'][good ? 'passes' : 'fails']}`;
      return found(to(edge?.to), regulation.id, flow, `${problem}; adopt a branch in an erratum`);
    };
    const condition = {
      kind: 'condition' as const,
      checks: step.check,
      after: step.action,
      asks: databasesIn(step.asks),
      ok: side(true),
      fail: side(false),
    };
    return [stepNode(regulation, flow, raw, table, own + 1), condition];
  });
}

/** Whoever is on record where the text gives a step to nobody: the portal. */
const portalOf = ({ parties }: Regulation): string =>
  (parties.find(({ role }) => role === 'portal') ?? parties[0])?.id ?? '';

const databasesIn = (asks: readonly string[]) => DATABASES.filter((database) => asks.includes(database));

function stepNode(
  regulation: Regulation,
  flow: string,
  raw: RawStep,
  table: FlowGraph | null,
  next: number | null,
): ProgramStep {
  const { action, does, actor } = raw;
  const refused =
    refusalFormedAt(regulation, flow, action) === null
      ? null
      : (regulation.results.find(({ refusal }) => refusal !== undefined)?.id ?? null);
  const column = table?.steps.find((step) => step.action === action);
  // Where the item names no completion form, the table is the only text that may name one.
  const forms = raw.forms ?? (does === 'refuse' ? undefined : (column?.forms[0] ?? DEFAULT_FORMS[does]));
  const role = partyOf(regulation, actor).role;
  const named = [actor, ...actorsBeside(regulation, flow, action).map((beside) => beside.actor)];
  // Where the item names no receiver, the table is the only text that may name one.
  const sends = raw.sends.length > 0 ? raw.sends : (column?.sends ?? []);
  const more = messagesBeside(regulation, flow, action).filter(({ to, what }) =>
    sends.every((one) => one.to !== to || one.what !== what),
  );
  return {
    kind: 'step',
    action,
    does,
    actor,
    doers: [...named, ...deputiesOf(regulation, named)],
    personal: isDoneInPerson(does, role),
    forms: found(forms, regulation.id, flow, `${action} refuses and forms nothing; give it "forms"`),
    result: raw.result ?? refused,
    gives: giftsOf(regulation, flow, action).map(({ is }) => is),
    sends: [...sends, ...more],
    shared: sharedTermOf(regulation, flow, action),
    attaches: attachesTo(regulation, flow, action),
    onPaper: marksPapers(regulation, flow, action),
    attorney: entersAttorney(regulation, flow, action),
    means: raw.means,
    // The table's term comes first; where the table prints none, the clause is the only text that may name one.
    term: column?.term ?? raw.term,
    only: raw.only,
    step: column?.step ?? null,
    next,
  };
}

/** Whether the flow goes on after a negative decision, so that its answer is a reasoned refusal in the place of the result. */
export function answersByLetter({ nodes }: Program): boolean {
  const isDecided = nodes.some((node) => node.kind === 'step' && VERBS[node.does].operation === 'decide');
  return isDecided && !nodes.some((node) => node.kind === 'condition' && CHECKS[node.checks].waitsFor === 'decide');
}

/** Finds `Program.parkAt`: the login ends with the last login step or credentials check before any other operation of a person. */
function parkAt(nodes: readonly ProgramNode[]): number {
  let park = 0;
  let at: number | null = 0;
  while (at !== null) {
    const node: ProgramNode | undefined = nodes[at];
    if (node === undefined) break;
    const isLogin = node.kind === 'condition' ? node.checks === 'credentials' : node.does === 'authenticate';
    const isSilent = node.kind === 'step' && VERBS[node.does].operation === null && VERBS[node.does].ends === null;
    if (!isLogin && !isSilent) break;
    at = node.kind === 'condition' ? node.ok : node.next;
    if (isLogin) park = at ?? nodes.length;
  }
  return park;
}

function refuseCircles(regulation: string, flow: string, nodes: readonly ProgramNode[]): void {
  const done = new Set<number>();
  const visit = (at: number | null, path: readonly number[]): void => {
    const node = at === null ? undefined : nodes[at];
    if (at === null || node === undefined || done.has(at)) return;
    if (path.includes(at)) {
      const action = node.kind === 'step' ? node.action : node.after;
      throw unwalkable(regulation, flow, `runs in a circle through ${action}; break it with an erratum`);
    }
    const ways = node.kind === 'condition' ? [node.ok, node.fail] : VERBS[node.does].ends === null ? [node.next] : [];
    for (const way of ways) visit(way, [...path, at]);
    done.add(at);
  };
  visit(0, []);
}

function found<T>(value: T | undefined, regulation: string, flow: string, problem: string): T {
  if (value === undefined) throw unwalkable(regulation, flow, problem);
  return value;
}

function unwalkable(regulation: string, flow: string, problem: string): ConformanceError {
  return new ConformanceError('regulation-inconsistent', problem, { key: `${regulation}/flows.${flow}` });
}
