// Notices that a portal has stopped answering, and from then on lets nothing more be sent to it.

import type { Exchange } from '../../schemas/run/report.ts';
import { OPERATIONS, type Operation } from '../../schemas/target/driver.ts';
import { BudgetSpent, type Culprit, PortalFault } from './blame.ts';
import type { Answer, Call, Drive, Sut } from './sut.ts';

/**
 * So many requests in a row without one answer that can be read, over all walks together. A portal that fails every second
 * request comes to it once in sixteen million; one that hangs comes to it in as many deadlines, shared among the walks at once.
 */
export const FAULTS_IN_A_ROW = 24;

/** What came to an end, by who is at fault for the last. */
const WHY: Partial<Record<Culprit, string>> & { portal: string } = {
  portal: 'the portal stopped answering',
  'target file': 'the target file does not fit the portal',
  ours: 'what we bring along fails',
};

const isOperation = (name: string): name is Operation => Object.hasOwn(OPERATIONS, name);

/** What a run knows of whether its portal still answers. */
export class Silence {
  #faults = 0;
  #reason: string | null = null;
  #spent: string | null = null;
  readonly #underWay = new Set<(reason: string) => void>();

  /** Why nothing more is sent, null as long as the portal answers. It stays. */
  get reason(): string | null {
    return this.#reason;
  }

  /** Which limit of the target is used up, so that no other walk can begin; null as long as none is. */
  get spent(): string | null {
    return this.#spent;
  }

  /**
   * Takes notice of an exchange. That a test control answers does not count: it may stand before a portal that is down.
   * @param culprit who is at fault: the target file where the portal answers and cannot be read, we where our browser fails
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

  /** Waits for an answer as long as the portal is not silent. */
  #await<T>(answer: Promise<T>, quiet: (reason: string) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const leave = (reason: string) => {
        this.#underWay.delete(leave);
        // A function that throws in here rejects.
        Promise.resolve(reason).then(quiet).then(resolve, reject);
      };
      this.#underWay.add(leave);
      answer.finally(() => this.#underWay.delete(leave)).then(resolve, reject);
    });
  }

  /**
   * Opens a drive on which, once the portal is silent, every operation comes to nothing at once, also one under way, for the
   * reason and with the exchange that came before.
   */
  async openDrive(sut: Sut, scenario: string, seed: number, onExchange: (exchange: Exchange) => void): Promise<Drive> {
    let last = '';
    const opened = sut.openDrive(scenario, seed, (exchange, culprit) => {
      last = exchange.id;
      this.note(exchange, culprit);
      onExchange(exchange);
    });
    const drive = await opened.catch((error) => this.#noteSpent(error));
    const quiet = <O extends Operation>(reason: string): Answer<O> => {
      if (last === '') throw new PortalFault(reason);
      return { body: null, status: null, problem: null, fault: reason, exchange: last };
    };
    return {
      roster: drive.roster,
      now: () => drive.now(),
      pass: async (seconds) => {
        if (this.#reason !== null) throw new PortalFault(this.#reason);
        await drive.pass(seconds).catch((error) => this.#noteSpent(error));
      },
      perform: async <O extends Operation>(operation: O, call: Call<O>) =>
        this.#reason === null
          ? this.#await(drive.perform(operation, call), quiet<O>).catch((error) => this.#noteSpent(error))
          : quiet<O>(this.#reason),
    };
  }
}
