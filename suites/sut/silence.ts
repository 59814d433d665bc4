// Notices that a portal has stopped answering, and from then on lets nothing more be sent to it.

import type { Exchange } from '../../schemas/run/report.ts';
import { OPERATIONS, type Operation } from '../../schemas/target/driver.ts';
import { BudgetSpent, type Culprit, PortalFault } from './blame.ts';
import type { Listener } from './evidence/evidence.ts';
import { maskText } from './evidence/redaction.ts';
import type { Answer, Before, Call, Drive, Sut } from './sut.ts';

/**
 * After so many requests in a row without one readable answer, over all walks together, a portal counts as silent.
 * A portal that fails every second request at random reaches this once in sixteen million; one that hangs reaches it after 24 deadlines,
 * which the parallel walks wait for together.
 */
export const FAULTS_IN_A_ROW = 24;

/** What to say of the silence, by the culprit of the last fault. */
const WHY: Partial<Record<Culprit, string>> & { portal: string } = {
  portal: 'the portal stopped answering',
  'target file': 'the target file does not fit the portal',
  ours: 'what we bring along fails',
};

const isOperation = (name: string): name is Operation => Object.hasOwn(OPERATIONS, name);

/** Whether the portal of a run still answers; one object for all walks of the run. */
export class Silence {
  #faults = 0;
  #reason: string | null = null;
  #spent: string | null = null;
  readonly #underWay = new Set<(reason: string) => void>();

  /** Why nothing more is sent; null as long as the portal answers. Once set, it stays. */
  get reason(): string | null {
    return this.#reason;
  }

  /** Which limit of the target is used up, so that no further walk can begin; null as long as none is. */
  get spent(): string | null {
    return this.#spent;
  }

  /**
   * Counts an exchange. The answer of a test control does not end a silence, as the control may run in front of a portal that is down.
   * @param culprit who is at fault for a failed exchange: `target file` where the answer cannot be read, `ours` where our browser fails
   */
  note(
    { operation, response: { fault } }: Pick<Exchange, 'operation' | 'response'>,
    culprit: Culprit | null = null,
  ): void {
    if (fault !== null) this.#faults += 1;
    else if (isOperation(operation) && OPERATIONS[operation].control === null) this.#faults = 0;
    if (this.#faults < FAULTS_IN_A_ROW) return;
    this.#reason ??= `${WHY[culprit ?? 'portal'] ?? WHY.portal}: ${FAULTS_IN_A_ROW} requests in a row came to nothing, the last because ${fault}`;
    for (const leave of this.#underWay) leave(this.#reason);
  }

  #noteSpent(error: unknown): never {
    if (error instanceof BudgetSpent) this.#spent ??= error.message;
    throw error;
  }

  /** Waits for an answer, but gives `quiet` instead as soon as the portal counts as silent. */
  #await<T>(answer: Promise<T>, quiet: (reason: string) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const leave = (reason: string) => {
        this.#underWay.delete(leave);
        // Called inside the chain, so that an exception of `quiet` rejects the promise.
        Promise.resolve(reason).then(quiet).then(resolve, reject);
      };
      this.#underWay.add(leave);
      answer.finally(() => this.#underWay.delete(leave)).then(resolve, reject);
    });
  }

  /**
   * Opens a drive whose operations end with a fault at once when the portal is silent, also those under way. The fault names the
   * reason, and as evidence the last exchange of the walk.
   * @throws PortalFault and whatever else the target throws when it opens a drive
   */
  async openDrive(
    sut: Sut,
    scenario: string,
    seed: number,
    onExchange: (exchange: Exchange) => void,
    before?: Before,
  ): Promise<Drive> {
    let last = '';
    const note: Listener = (exchange, culprit) => {
      last = exchange.id;
      this.note(exchange, culprit);
      onExchange(exchange);
    };
    const opened = sut.openDrive(scenario, seed, note, ...(before === undefined ? [] : [before]));
    const drive = await opened.catch((error) => this.#noteSpent(error));
    const quiet = <O extends Operation>(reason: string): Answer<O> => {
      if (last === '') throw new PortalFault(reason);
      return { body: null, status: null, problem: null, fault: reason, exchange: last };
    };
    const { save, aside } = drive;
    return {
      ...(save === undefined ? {} : { save }),
      ...(aside === undefined ? {} : { aside }),
      roster: drive.roster,
      mask: (text) => drive.mask?.(text) ?? maskText(text),
      now: () => drive.now(),
      pass: async (seconds, key) => {
        if (this.#reason !== null) throw new PortalFault(this.#reason);
        await drive.pass(seconds, key).catch((error) => this.#noteSpent(error));
      },
      perform: async <O extends Operation>(operation: O, call: Call<O>) =>
        this.#reason === null
          ? this.#await(drive.perform(operation, call), quiet<O>).catch((error) => this.#noteSpent(error))
          : quiet<O>(this.#reason),
    };
  }
}
