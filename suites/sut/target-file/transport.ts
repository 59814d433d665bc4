// The transport to a portal that a target file describes: its visitors, and each operation as an answer of the driver contract.
import {
  OPERATION_NAMES,
  OPERATIONS,
  type Operation,
  type RequestView,
  type Roster,
  type SessionView,
} from '../../../schemas/target/driver.ts';
import type { TargetExchange } from '../../../schemas/target/operations.ts';
import { Fault } from '../blame.ts';
import type { Redaction } from '../evidence/redaction.ts';
import type { Clock } from '../harness/clock.ts';
import type { Message, Reply, Transport } from '../harness/transport.ts';
import type { Call, Rehearsal, Whose } from '../sut.ts';
import { answerOf } from './answer/answer.ts';
import type { Seen } from './answer/page.ts';
import { View } from './answer/view.ts';
import { Visitor } from './answer/visitor.ts';
import type { LoadedTarget } from './file/load.ts';
import { picksOf } from './file/picks.ts';
import { whyNotTried } from './file/reading.ts';
import type { Picked } from './message/picked.ts';
import { namesIn } from './message/template.ts';
import { NOBODYS, variablesOf } from './message/variables.ts';
import type { Gate } from './sending/gate.ts';
import { performAll } from './sending/perform.ts';
import type { Outcome, Refused, Sent } from './sending/performance.ts';
import { messagesOf, type Told } from './sending/tell.ts';

/** What the transport of one walk is made with. */
export interface WalkOptions {
  loaded: LoadedTarget;
  gate: Gate;
  clock: Clock;
  redaction: Redaction;
}

/** What an operation came to; a refusal without `unless` is one of ours, for what nobody opened. */
type Result = { body: unknown } | { status: number; problem: string } | Refused;
interface Moment extends Told {
  visitor: Visitor;
  variables: Record<string, unknown>;
  sent: Sent[];
  /** The time of the portal as the last answer tells it. */
  now?: string;
}

/** Operations in which a status 401 is an answer about the session and not a sign that it was lost. */
const LOGIN: ReadonlySet<Operation> = new Set(['authenticate', 'readSession']);
/** Operations that only read, and whose answer tells something besides. */
const READINGS: ReadonlySet<Operation> = new Set(
  OPERATION_NAMES.filter((name) => OPERATIONS[name].method === 'GET' && name !== 'describe'),
);
const UNKNOWN = { status: 404, problem: '404 nobody has opened it' };

/** Performs the operations of one walk. */
export class TargetTransport implements Transport {
  readonly roster: Roster;
  readonly #options: WalkOptions;
  readonly #redaction: Redaction;
  readonly #visitors = new Map<string, Visitor>();
  /** The names of all variables that any visitor has picked on this walk. */
  readonly #picked = new Set<string>();
  readonly #picks: ReadonlyMap<string, Picked>;
  /** By request: who opened it, and the picks that everybody who acts on it shares (`of: request` in the target file). */
  readonly #requests = new Map<string, { owner: Visitor; known: Map<string, string> }>();
  readonly #world = new Map<string, string>();

  constructor(options: WalkOptions) {
    this.#options = options;
    this.#redaction = options.redaction;
    this.#picks = picksOf(options.loaded);
    this.roster = options.loaded.roster;
  }

  async perform<O extends Operation>(operation: O, call: Call<O>, messages: Message[]): Promise<Reply> {
    const visitor = this.#visitorOf(operation, call);
    const moment = this.#moment(visitor, call);
    const status = () => moment.sent.at(-1)?.wires.at(-1)?.answer.status ?? null;
    try {
      const result = await this.#run(operation, call, moment);
      const told = moment.now === undefined ? {} : { now: moment.now };
      if ('body' in result) return { status: status(), body: result.body, ...told };
      const { status: said, problem } = result;
      if (!('unless' in result)) return { status: said, problem, ...told };
      return { status: said, problem, unless: { ...result.unless, said: problem }, ...told };
    } catch (error) {
      if (error instanceof Fault) return { status: status(), fault: error.blame };
      throw error;
    } finally {
      messages.push(...messagesOf(moment, this.#redaction));
    }
  }

  async rehearse(operation: Operation, whose: Whose, messages: Message[]): Promise<Rehearsal & { body?: unknown }> {
    const { exchanges = [] } = this.#options.loaded.target.operations[operation] ?? {};
    // What an operation without an input is called with suits all that is tried, as what needs an input is not.
    const call: Call<'readHistory'> = { ...whose, input: null };
    const visitor = this.#visitors.get(whose.token ?? '') ?? new Visitor();
    const moment = this.#moment(visitor, call);
    const done = { tried: 0, of: exchanges.length, stopped: null, fault: null, status: null };
    let seen: Seen = { page: null, named: new Map() };
    try {
      for (const exchange of exchanges) {
        const stopped = whyNotTried(exchange, moment.variables);
        if (stopped !== null) return { ...done, stopped };
        done.tried += 1;
        const outcome = await this.#perform(operation, moment, [exchange]);
        if ('problem' in outcome) return { ...done, ...refusedOn(exchange, outcome, this.#redaction) };
        seen = { page: outcome.page, named: new Map([...seen.named, ...outcome.named]) };
      }
      if (!READINGS.has(operation)) return done;
      const result = await this.#read(operation, call, moment, seen);
      return 'body' in result ? { ...done, body: result.body } : done;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return { ...done, fault: { ...error.blame, said: this.#redaction.text(error.message) } };
    } finally {
      messages.push(...messagesOf(moment, this.#redaction));
    }
  }

  #visitorOf<O extends Operation>(operation: O, call: Call<O>): Visitor {
    const { token, at } = call;
    if (operation === 'authenticate' || operation === 'register') return new Visitor();
    // The name of a session lets nobody act in it. Only a session that is read has no token yet.
    const name = operation === 'readSession' ? (token ?? at?.session) : token;
    return this.#visitors.get(name ?? '') ?? this.#turnedAway(call) ?? new Visitor();
  }

  /** Whoever was refused at the login that a call names: they keep what the portal has given them all the same, such as a cookie. */
  #turnedAway<O extends Operation>({ token, input }: Call<O>): Visitor | undefined {
    const visitor = token == null ? this.#visitors.get(String(Object(input).session)) : undefined;
    return visitor?.seen?.state === 'refused' ? visitor : undefined;
  }

  #moment<O extends Operation>(visitor: Visitor, call: Call<O>): Moment {
    return { visitor, variables: this.#variables(visitor, call), sent: [], view: undefined, unmapped: new Set() };
  }

  #variables<O extends Operation>(visitor: Visitor, { at, input, language }: Call<O>): Record<string, unknown> {
    const { target } = this.#options.loaded;
    const request = at?.request ?? String(Object(input).request ?? NOBODYS);
    const known = [this.#world, this.#requests.get(request)?.known ?? new Map(), visitor.known];
    return variablesOf(target, { known, input, request, language, now: this.#now() });
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }

  async #run<O extends Operation>(operation: O, call: Call<O>, moment: Moment): Promise<Result> {
    const { operations } = this.#options.loaded.target;
    if (operation === 'readSession' && operations.readSession === undefined) {
      const { seen } = moment.visitor;
      return seen === null ? UNKNOWN : { body: seen };
    }
    // A target file that does not describe how requests are read cannot open any, so there is none to read.
    if (operation === 'readRequest' && operations.readRequest === undefined) return UNKNOWN;
    if (operations[operation] === undefined)
      throw new Fault('target file', `the target file does not describe ${operation}`);
    const outcome = await this.#perform(operation, moment);
    if ('problem' in outcome) {
      if (outcome.status === 401 && !LOGIN.has(operation)) await this.#mustBeIn(moment, outcome.problem);
      return outcome;
    }
    return this.#read(operation, call, moment, outcome);
  }

  /**
   * Makes sure that a 401 is a refusal of the operation: if the portal has ended the session meanwhile, the 401 says nothing about it.
   * @throws Fault where the session has ended, or where it cannot be told
   */
  async #mustBeIn(moment: Moment, problem: string): Promise<void> {
    const { visitor } = moment;
    if (visitor.seen?.state !== 'authorised') return;
    const { operations } = this.#options.loaded.target;
    const { answer = operations.authenticate.answer } = operations.readSession ?? {};
    const read = operations.readSession && (await this.#perform('readSession', moment));
    if (read === undefined)
      throw new Fault('portal', `${problem}: whether it has ended the session cannot be told without readSession`);
    if ('problem' in read || this.#view(read, moment).session(answer).state !== 'authorised')
      throw new Fault('portal', `${problem}: it has ended the session of somebody whom it had let in`);
  }

  async #perform(operation: Operation, moment: Moment, only?: readonly TargetExchange[]): Promise<Outcome> {
    const { loaded, gate } = this.#options;
    const { target } = loaded;
    const { exchanges = [], refused = [] } = target.operations[operation] ?? {};
    const { visitor, variables, sent } = moment;
    const known = this.#requests.get(String(variables.request))?.known;
    const outcome = await performAll(only ?? exchanges, {
      gate,
      baseUrl: target.baseUrl,
      visitor,
      reading: this.#reading(moment),
      headers: target.headers ?? {},
      envelopes: target,
      signature: loaded.signature,
      refused: [...refused, ...(target.refused ?? [])],
      ownPage: target.ownPage ?? null,
      onSent: (one) => void sent.push(one),
      onPick: (name, value, isOfRequest) => {
        this.#redaction.learn(name, value);
        this.#picked.add(name);
        visitor.known.set(name, value);
        if (isOfRequest) visitor.ofRequest.add(name);
        if (isOfRequest) known?.set(name, value);
        if (operation === 'openWorld') this.#world.set(name, value);
      },
      picks: this.#picks,
      isLetIn: visitor.seen?.state === 'authorised',
      isPicked: (name) => this.#picked.has(name),
      isLogin: operation === 'authenticate',
      onSecret: (value) => this.#redaction.hide(value),
    });
    const { now } = target;
    if (now === undefined || 'problem' in outcome) return outcome;
    const { page } = outcome;
    const reading = this.#reading(moment);
    const told = page === null || page.find(now, reading).length === 0 ? null : page.pick(now, reading);
    if (told !== null) moment.now = told;
    return outcome;
  }

  #view(seen: Seen, moment: Pick<Moment, 'visitor' | 'variables' | 'unmapped'>): View {
    const { visitor, variables } = moment;
    const now = this.#now();
    const since = (name: string) => visitor.since(`${variables.request} ${name}`, now);
    return new View(seen, this.#reading(moment), since, this.#options.loaded.target);
  }

  #reading({ variables, unmapped }: Pick<Moment, 'variables' | 'unmapped'>) {
    const { target, where } = this.#options.loaded;
    const hide = (text: string) => this.#redaction.withoutSecrets(text);
    const noteUnmapped = (said: string) => void unmapped.add(said);
    return { variables, namespaces: target.namespaces ?? {}, where, hide, noteUnmapped };
  }

  async #read<O extends Operation>(operation: O, call: Call<O>, moment: Moment, seen: Seen): Promise<Result> {
    const { operations } = this.#options.loaded.target;
    const { visitor, variables } = moment;
    const view = this.#view(seen, moment);
    const body = (made: unknown): Result => {
      moment.view = made;
      return { body: made };
    };
    switch (operation) {
      case 'authenticate':
      case 'readSession': {
        const own = operation === 'readSession' ? operations.readSession?.answer : undefined;
        return body(this.#letIn(visitor, view.session(own ?? operations.authenticate.answer)));
      }
      case 'logOut': {
        const session = visitor.seen?.session ?? '-';
        // Whoever is out on purpose is refused with a 401, which tells of no fault of the portal.
        if (visitor.seen !== null) visitor.seen = { ...visitor.seen, state: 'refused', token: null };
        return body({ session });
      }
      case 'readRequest':
        return body(this.#requestView(String(variables.request), visitor, view));
      case 'open': {
        const request = view.given(operations.open?.answer.request ?? '');
        const known = new Map([...visitor.known].filter(([name]) => visitor.ofRequest.has(name)));
        this.#requests.set(request, { owner: visitor, known });
        return this.#readAgain(request, moment);
      }
      default: {
        const answer = answerOf(operations, operation, view, call.input, String(variables.now));
        if (answer !== null) return body(answer);
        return this.#readAgain(String(variables.request), moment);
      }
    }
  }

  #letIn(visitor: Visitor, seen: Pick<SessionView, 'state' | 'history' | 'notifications'>): SessionView {
    const session = visitor.seen?.session ?? `visitor-${this.#visitors.size + 1}`;
    this.#visitors.set(session, visitor);
    visitor.seen = { session, token: seen.state === 'authorised' ? session : null, ...seen };
    return visitor.seen;
  }

  #requestView(request: string, visitor: Visitor, view: View): RequestView {
    const answer = this.#options.loaded.target.operations.readRequest?.answer;
    if (answer === undefined) throw new Fault('target file', 'the target file does not describe readRequest');
    const shown = view.request(answer);
    const owner = this.#requests.get(request)?.owner ?? visitor;
    return { request, ...shown, ...owner.before(shown.history, shown.notifications) };
  }

  /** Reads the request after an operation changed it. Its owner reads it, because others, such as an officer, may see less of it. */
  async #readAgain(request: string, moment: Moment): Promise<Result> {
    const owner = this.#requests.get(request)?.owner ?? moment.visitor;
    const variables = { ...moment.variables, ...Object.fromEntries(owner.known), request };
    const outcome = await this.#perform('readRequest', { ...moment, visitor: owner, variables });
    if ('problem' in outcome)
      throw new Fault('portal', `it was accepted, but the request cannot be read afterwards: ${outcome.problem}`);
    const view = this.#view(outcome, { ...moment, visitor: owner, variables });
    moment.view = this.#requestView(request, owner, view);
    return { body: moment.view };
  }
}

/**
 * What a refusal in a rehearsal says. What an address with variables leads to may only not be there yet: nothing is concluded from that.
 */
function refusedOn({ method, path }: TargetExchange, { status, problem, unless }: Refused, redaction: Redaction) {
  if (status === 404 && namesIn(path).length > 0)
    return { stopped: `${method} ${path} answers 404, so what it leads to may not be there yet` };
  return { status, fault: { ...unless, said: redaction.text(`${unless.where}: it refuses: ${problem}`) } };
}
