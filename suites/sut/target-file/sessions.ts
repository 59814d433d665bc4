// The sessions of a walk on a described portal: who performs an operation, and who logs in again where their session has ended.
import type { Operation, SessionView } from '../../../schemas/target/driver.ts';
import type { Target } from '../../../schemas/target/target.ts';
import { Fault } from '../blame.ts';
import type { Call } from '../sut.ts';
import type { Seen } from './answer/page.ts';
import { Visitor } from './answer/visitor.ts';
import type { LoadedTarget } from './file/load.ts';
import { onlyReads, whyNotTried } from './file/reading.ts';
import { loginOf } from './message/roster.ts';
import type { Outcome, Sent } from './sending/performance.ts';
import type { Told } from './sending/tell.ts';

/** One operation as it is performed: by whom, with which variables, and what was sent for it so far. */
export interface Moment extends Told {
  visitor: Visitor;
  variables: Record<string, unknown>;
  signing: Call<Operation>['signing'];
  sent: Sent[];
  /** As in {@link Call}. */
  key: string | undefined;
  /** The time of the portal as the last answer tells it. */
  now?: string;
}

/** Operations in which a status 401 is an answer about the session and not a sign that it was lost. */
const LOGIN: ReadonlySet<Operation> = new Set(['authenticate', 'readSession']);
type SessionAnswer = Target['operations']['authenticate']['answer'];

/** How operations are performed and read, in the flow that is walked. */
interface Stage {
  loaded: LoadedTarget;
  flow: string;
  perform(operation: Operation, moment: Moment): Promise<Outcome>;
  momentOf(visitor: Visitor, call: Call<'authenticate'>): Moment;
  stateIn(seen: Seen, moment: Moment, answer: SessionAnswer): SessionView['state'];
}

/** The sessions of one walk. */
export class Sessions {
  readonly #stage: Stage;
  /** Whoever performs operations for which nobody on the walk has logged in, by the name of their login. */
  readonly performers = new Map<string, Visitor>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Whoever the target file says performs an operation, logged in; null where it says nobody. @throws Fault where they are not let in */
  async performerOf(operation: Operation, { sent }: Moment): Promise<Visitor | null> {
    const { loaded, flow } = this.#stage;
    const own = loaded.target.operations[operation];
    const as = own !== undefined && 'as' in own ? own.as : undefined;
    if (as === undefined) return null;
    const visitor = this.performers.get(as) ?? new Visitor();
    if (visitor.login === null) {
      visitor.login = { input: loginOf(loaded.roster, as, flow) };
      await this.#logIn(visitor, sent);
    }
    this.performers.set(as, visitor);
    return visitor;
  }

  /** Logs somebody in, for the first time or again. @throws Fault where the portal does not let them in at once */
  async #logIn(visitor: Visitor, sent: Sent[]): Promise<void> {
    if (visitor.login === null) throw new TypeError('nobody knows what they logged in with');
    const moment = { ...this.#stage.momentOf(visitor, visitor.login), sent };
    const outcome = await this.#stage.perform('authenticate', moment);
    const { authenticate } = this.#stage.loaded.target.operations;
    const state = 'problem' in outcome ? outcome.problem : this.#stage.stateIn(outcome, moment, authenticate.answer);
    if (state !== 'authorised') throw new Fault('portal', `whoever logs in is not let in: ${state}`);
  }

  /**
   * Performs an operation in the session of a visitor. A 401 is a refusal of the operation only while the session is open: where the
   * portal has ended it meanwhile, whoever may log in again does so, and the operation is performed once more.
   * @throws Fault where the session has ended and nobody may log in again, or where that cannot be told
   */
  async performIn(operation: Operation, moment: Moment): Promise<Outcome> {
    const outcome = await this.#stage.perform(operation, moment);
    if (!('problem' in outcome) || outcome.status !== 401 || LOGIN.has(operation)) return outcome;
    const ended = await this.#whyEnded(moment);
    if (ended === null) return outcome;
    if (this.#stage.loaded.target.reauthenticate !== true || moment.visitor.login === null)
      throw new Fault('portal', `${outcome.problem}: ${ended}`);
    const { visitor, variables } = moment;
    const old = new Map(visitor.known);
    await this.#logIn(visitor, moment.sent);
    for (const [name, value] of visitor.known)
      if (variables[name] === undefined || variables[name] === old.get(name)) variables[name] = value;
    return this.#stage.perform(operation, moment);
  }

  /** Why the session of somebody whom the portal had let in may be over; null where it is not, or they never were in. */
  async #whyEnded(moment: Moment): Promise<string | null> {
    const { visitor } = moment;
    if (visitor.seen !== null && visitor.seen.state !== 'authorised') return null;
    if (visitor.seen === null && visitor.login === null) return null;
    const { operations } = this.#stage.loaded.target;
    const { answer = operations.authenticate.answer } = operations.readSession ?? {};
    const [first] = operations.readSession?.exchanges ?? [];
    const unknown = first !== undefined && onlyReads(first) ? whyNotTried(first, moment.variables) : null;
    // An officer may have no session that the operation of the applicants reads.
    if (unknown !== null)
      throw new Fault('target file', `whether it has ended the session cannot be told: ${unknown}`, { lacks: true });
    const read = operations.readSession && (await this.#stage.perform('readSession', moment));
    if (read === undefined) return 'whether it has ended the session cannot be told without readSession';
    if ('problem' in read || this.#stage.stateIn(read, moment, answer) !== 'authorised')
      return 'it has ended the session of somebody whom it had let in';
    return null;
  }
}
