// Logs another person in, who tries to read and to change the request of the walk, and keeps what came of it in the trace.
import type { SessionView } from '../../../schemas/target/driver.ts';
import { demandsOf, entranceOf, ownedDeeds } from '../../flow/security.ts';
import type { Source } from '../../flow/source.ts';
import type { Answer, Drive } from '../../sut/sut.ts';
import type { Intruder, Intrusion, Trace } from '../trace.ts';
import type { Attempt } from './attempt.ts';
import type { Hands } from './hands.ts';
import { changedBetween } from './probe.ts';

/** How many seconds pass between readings while the other person logs in. */
const LOGIN_PATIENCE_S = [1, 9, 50] as const;

/**
 * The attempts of another person on one walk. There are some only where a security clause demands something, and only on the walk
 * without a cause, so that they spoil no other walk.
 */
export class Intrusions {
  readonly #drive: Drive;
  readonly #hands: Hands;
  readonly #trace: Trace;
  readonly #source: Source;
  #session: SessionView | null = null;

  constructor(drive: Drive, hands: Hands, trace: Trace, source: Source) {
    this.#drive = drive;
    this.#hands = hands;
    this.#trace = trace;
    this.#source = source;
  }

  /** Logs the other person in before the walk begins, so that no term runs meanwhile. */
  async arrive(): Promise<void> {
    const { cause, applications } = this.#trace.scenario;
    const isDemanded = demandsOf(this.#source).length > 0 && ownedDeeds(this.#source).length > 0;
    if (cause === null && applications > 0 && isDemanded) this.#trace.intruder = await this.#logIn();
  }

  /**
   * Tries an operation that the walk waits for.
   * @returns what happened, as a sentence, where it was accepted or has changed the walk; else null
   */
  async meddle(operation: Intrusion['operation'], action: string): Promise<string | null> {
    const owned = ownedDeeds(this.#source).find((step) => step.action === action && step.operation === operation);
    if (this.#session === null || owned === undefined) return null;
    const before = await this.#hands.read();
    const attempt = await this.#hands.inOtherHands(this.#session).perform(owned.operation, null, action);
    const changed = changedBetween(before, await this.#hands.read());
    this.#note(owned.operation, action, attempt, changed);
    return attempt.accepted || changed === true ? `${operation} was done by another person` : null;
  }

  /** Tries to read the request and its result when the walk is over. */
  async peep(): Promise<void> {
    if (this.#session === null || this.#hands.request === null) return;
    const other = this.#hands.inOtherHands(this.#session);
    this.#note('readRequest', null, await other.read(), false);
    this.#note('fetchResult', null, await other.perform('fetchResult', null, ''), false);
  }

  async #logIn(): Promise<Intruder> {
    const refuse = (reason: string): Intruder => ({ letIn: false, reason });
    const credentials = this.#drive.roster.credentials['another-person'];
    if (credentials === undefined) return refuse('the target supplies no credentials another-person');
    const { regulation } = this.#source;
    const flow = entranceOf(regulation) ?? this.#source.flowId;
    const input = { regulation: regulation.id, flow, as: 'applicant', ...credentials } as const;
    let answer: Answer<'authenticate' | 'readSession'> = await this.#drive.perform('authenticate', { input });
    for (const seconds of LOGIN_PATIENCE_S) {
      if (answer.body?.state !== 'pending') break;
      await this.#drive.pass(seconds);
      answer = await this.#drive.perform('readSession', { input: null, at: { session: answer.body.session } });
    }
    const { body, fault, problem } = answer;
    if (body?.state !== 'authorised')
      return refuse(`another person was not let in: ${fault ?? problem ?? `the session is ${body?.state}`}`);
    this.#session = body;
    return { letIn: true, reason: null };
  }

  #note(
    operation: Intrusion['operation'],
    action: string | null,
    { accepted, status, problem, fault, exchange }: Attempt,
    changed: boolean | null,
  ): void {
    this.#trace.intrusions.push({ operation, action, accepted, changed, status, problem, fault, exchange });
  }
}
