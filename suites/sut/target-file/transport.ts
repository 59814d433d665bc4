// The transport to a portal that a target file describes: its visitors, and each operation as an answer of the driver contract.
import { randomUUID } from 'node:crypto';
import { Value } from 'typebox/value';
import {
  changesRequest,
  OPERATION_NAMES,
  OPERATIONS,
  type Operation,
  type RequestView,
  type Roster,
} from '../../../schemas/target/driver.ts';
import type { TargetExchange } from '../../../schemas/target/operations.ts';
import { Fault, PortalFault } from '../blame.ts';
import type { Redaction } from '../evidence/redaction.ts';
import type { Clock } from '../harness/clock.ts';
import type { Message, Reply, Transport } from '../harness/transport.ts';
import { operationKey } from '../operation-key.ts';
import type { Call, Rehearsal, Whose } from '../sut.ts';
import { answerOf } from './answer/answer.ts';
import type { Seen } from './answer/page.ts';
import { View } from './answer/view.ts';
import type { Visitor } from './answer/visitor.ts';
import type { LoadedTarget } from './file/load.ts';
import { picksOf } from './file/picks.ts';
import type { Picking } from './message/picking.ts';
import { filledIn, isMade, loginBy, nameOf } from './message/roster.ts';
import { signed } from './message/signing.ts';
import { NOBODYS, variablesOf } from './message/variables.ts';
import { People, SavedPeople } from './people.ts';
import { rehearseAll } from './rehearsal.ts';
import type { Gate } from './sending/gate.ts';
import { performAll } from './sending/perform.ts';
import type { Outcome, Refused } from './sending/performance.ts';
import { messagesOf } from './sending/tell.ts';
import { type Moment, Sessions } from './sessions.ts';

/** What the transport of one walk is made with. */
export interface WalkOptions {
  loaded: LoadedTarget;
  /** The flow that is walked, as `regulation/flow`. */
  flow: string;
  gate: Gate;
  clock: Clock;
  redaction: Redaction;
}

/** What an operation came to; a refusal without `unless` is one of ours, for what nobody opened. */
type Result = { body: unknown } | { status: number; problem: string } | Refused;
/** Operations that only read, and whose answer tells something besides. */
const READINGS: ReadonlySet<Operation> = new Set(
  OPERATION_NAMES.filter((name) => OPERATIONS[name].method === 'GET' && name !== 'describe'),
);
const UNKNOWN = { status: 404, problem: '404 nobody has opened it' };

/** Performs the operations of one walk. */
export class TargetTransport implements Transport {
  readonly roster: Roster | null;
  readonly #options: WalkOptions;
  readonly #redaction: Redaction;
  readonly #picks: ReadonlyMap<string, Picking>;
  readonly #people = new People();
  readonly #sessions: Sessions;

  constructor(options: WalkOptions) {
    this.#options = options;
    this.#redaction = options.redaction;
    this.#picks = picksOf(options.loaded);
    this.roster = isMade(options.loaded.roster) ? null : options.loaded.roster;
    this.#sessions = new Sessions({
      ...options,
      perform: (operation, moment) => this.#perform(operation, moment),
      momentOf: (visitor, call) => this.#momentOf(visitor, call),
      stateIn: (seen, moment, answer) => this.#view(seen, moment).session(answer).state,
    });
  }

  save(): SavedPeople {
    return this.#people.save(this.#sessions.performers, (login) => nameOf(login, this.#options.loaded.roster));
  }

  restore(saved: unknown): void {
    if (!Value.Check(SavedPeople, saved))
      throw new PortalFault('what was kept of the people on the walk cannot be read');
    this.#people.restore(saved, this.#sessions.performers, (name) => loginBy(name, this.#options.loaded.roster));
  }

  async perform<O extends Operation>(operation: O, call: Call<O>, messages: Message[]): Promise<Reply> {
    const moment = this.#momentOf(this.#people.of(operation, call), call);
    const status = () => moment.sent.at(-1)?.wires.at(-1)?.answer.status ?? null;
    try {
      const performer = await this.#sessions.performerOf(operation, moment);
      if (performer !== null) Object.assign(moment, this.#momentOf(performer, call), { sent: moment.sent });
      if (operation === 'authenticate') {
        const { key: _, ...login } = call as Call<'authenticate'>;
        moment.visitor.login = login;
      }
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
    const moment = this.#momentOf(this.#people.with(whose.token ?? null), call);
    try {
      return await rehearseAll(exchanges, {
        variables: moment.variables,
        redaction: this.#redaction,
        perform: (exchange) => this.#perform(operation, moment, [exchange]),
        read: async (seen) => (READINGS.has(operation) ? this.#read(operation, call, moment, seen) : null),
      });
    } finally {
      messages.push(...messagesOf(moment, this.#redaction));
    }
  }

  #momentOf<O extends Operation>(visitor: Visitor, { at, input, language, signing, key }: Call<O>): Moment {
    const { loaded, flow } = this.#options;
    const request = at?.request ?? String(Object(input).request ?? NOBODYS);
    const known = this.#people.known(visitor, request);
    const certificatePem = signing?.key.certificatePem;
    const given = { known, input, certificatePem, request, flow, language, now: this.#now() };
    const variables = variablesOf(loaded.target, given);
    return { visitor, variables, signing, sent: [], key, view: undefined, unmapped: new Set() };
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }

  async #run<O extends Operation>(operation: O, call: Call<O>, moment: Moment): Promise<Result> {
    const { operations, refused = [] } = this.#options.loaded.target;
    if (operation === 'readSession' && operations.readSession === undefined) {
      const { seen } = moment.visitor;
      return seen === null ? UNKNOWN : { body: seen };
    }
    // A target file that does not describe how requests are read cannot open any, so there is none to read.
    if (operation === 'readRequest' && operations.readRequest === undefined) return UNKNOWN;
    const own = operations[operation];
    if (own === undefined) throw new Fault('target file', `the target file does not describe ${operation}`);
    const mark = [...(own.refused ?? []), ...refused].find(({ when }) => when === 'unchanged');
    const request = String(moment.variables.request);
    const isOpen = this.#people.ownerOf(request) !== undefined;
    const mayStay = mark !== undefined && isOpen && operation !== 'open' && changesRequest(operation);
    const before = mayStay ? await this.#readAgain(request, moment) : null;
    const outcome = await this.#sessions.performIn(operation, moment);
    if ('problem' in outcome) return outcome;
    const result = await this.#read(operation, call, moment, outcome);
    if (mark === undefined || before === null || JSON.stringify(result) !== JSON.stringify(before)) return result;
    const status = typeof mark.as === 'number' ? mark.as : 409;
    const unless = { culprit: 'portal', where: this.#options.loaded.where(mark) } as const;
    return { status, problem: `${status} ${operation} changes nothing`, unless };
  }

  async #perform(operation: Operation, moment: Moment, only?: readonly TargetExchange[]): Promise<Outcome> {
    const { loaded, gate } = this.#options;
    const { target } = loaded;
    const { exchanges = [], refused = [] } = target.operations[operation] ?? {};
    const { visitor, variables, signing, sent, key } = moment;
    const request = String(variables.request);
    const outcome = await performAll(only ?? exchanges, {
      gate,
      baseUrl: target.baseUrl,
      visitor,
      reading: this.#reading(moment),
      headers: target.headers ?? {},
      envelopes: target,
      signature: loaded.signature,
      words: target.words ?? {},
      sign: (content) => signed(content, signing, operation, new Date(this.#options.clock.now())),
      refused: [...refused, ...(target.refused ?? [])],
      ownPage: target.ownPage ?? null,
      onSent: (one) => void sent.push(one),
      newId: () => (key === undefined ? randomUUID() : operationKey(`${key} ${sent.length}`)),
      onPick: (name, value, isOfRequest) => {
        this.#redaction.learn(name, String(value));
        const world = operation === 'openWorld';
        this.#people.pick(visitor, [name, value], { world, request: isOfRequest ? request : null });
      },
      picks: this.#picks,
      isLetIn: visitor.seen?.state === 'authorised',
      isPicked: (name) => this.#people.havePicked(name),
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
        return body(this.#people.letIn(visitor, view.session(own ?? operations.authenticate.answer)));
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
        this.#people.open(request, visitor);
        return this.#readAgain(request, moment);
      }
      default: {
        const { roster: told } = this.#options.loaded;
        const roster = operation === 'openWorld' ? filledIn(told, variables) : told;
        const answer = answerOf(operations, operation, view, { input: call.input, now: String(variables.now), roster });
        if (answer !== null) return body(answer);
        return this.#readAgain(String(variables.request), moment);
      }
    }
  }

  #requestView(request: string, visitor: Visitor, view: View): RequestView {
    const answer = this.#options.loaded.target.operations.readRequest?.answer;
    if (answer === undefined) throw new Fault('target file', 'the target file does not describe readRequest');
    const shown = view.request(answer);
    const owner = this.#people.ownerOf(request) ?? visitor;
    return { request, ...shown, ...owner.before(shown.history, shown.notifications) };
  }

  /** Reads the request after an operation changed it. Its owner reads it, because others, such as an officer, may see less of it. */
  async #readAgain(request: string, moment: Moment): Promise<Result> {
    const owner = this.#people.ownerOf(request) ?? moment.visitor;
    const variables = { ...moment.variables, ...Object.fromEntries(owner.known), request };
    const outcome = await this.#sessions.performIn('readRequest', { ...moment, visitor: owner, variables });
    if ('problem' in outcome)
      throw new Fault('portal', `it was accepted, but the request cannot be read afterwards: ${outcome.problem}`);
    const view = this.#view(outcome, { ...moment, visitor: owner, variables });
    moment.view = this.#requestView(request, owner, view);
    return { body: moment.view };
  }
}
