// The transport over a vendor's module: what the module answers is checked, timed and redacted, and never believed.

import type { Exchange } from '../../schemas/run/report.ts';
import type { Operation, Roster } from '../../schemas/target/driver.ts';
import { sayOf } from '../../schemas/target/module.ts';
import { type Blame, PortalFault } from './blame.ts';
import { Evidence } from './evidence/evidence.ts';
import { maskText, type Redaction, redactionOf, showsContract } from './evidence/redaction.ts';
import { Budget } from './harness/budget.ts';
import { Clock } from './harness/clock.ts';
import { invalidity, validatorOf } from './harness/contract.ts';
import { Harness } from './harness/harness.ts';
import type { Message, Reply, Transport } from './harness/transport.ts';
import { bodyOf, exchangeOf } from './module-telling.ts';
import type { Call, Drive, Sut } from './sut.ts';

/** The beginning of every message that blames the module itself. */
const MODULE = 'the target module';
/** The longest that one call of the module may take, in milliseconds. */
const DEADLINE_MS = 30_000;
/** The longest delay of a timer in Node, in milliseconds; a timer with a longer one fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Wraps the target of a module so that no verdict can rest on a call that throws, hangs or answers in a wrong shape.
 * @param isOpen whether the exchanges are shown to whoever tries the module out: all of them but secrets
 */
export function guard(sut: Sut, deadlineMs = DEADLINE_MS, isOpen = false): Sut {
  const budget = new Budget(sut.allowance ?? null, 'allowance');
  return {
    name: sut.name,
    description: sut.description,
    ...(sut.offer === undefined ? {} : { offer: sut.offer }),
    ...(sut.allowance === undefined ? {} : { allowance: sut.allowance }),
    close: () => within('close', deadlineMs, () => sut.close()),
    async openDrive(scenario, seed, listener) {
      const redaction = redactionOf({ shows: showsContract }, isOpen);
      const kept: { sent: Message[] } = { sent: [] };
      const drive = await within('openDrive', deadlineMs, () =>
        sut.openDrive(scenario, seed, (one) => void kept.sent.push({ redacted: exchangeOf(one, redaction) })),
      ).catch((error: unknown) => {
        // There is no drive that could hand on what was sent to open it.
        const evidence = new Evidence({ scenario, redaction, listener, goesByDate: false });
        for (const message of kept.sent) if ('redacted' in message) evidence.emit(message.redacted(), null);
        throw error;
      });
      const wrong = whyNoDrive(drive);
      if (wrong !== null) throw blamed(`${MODULE} is wrong: ${wrong}`);
      return new Harness(new ModuleTransport(drive, kept, redaction, deadlineMs), {
        ...{ scenario, listener, redaction, budget, clock: new Clock(), controls: sut.description.controls },
        ...{ author: 'module', says: `${MODULE}'s answer to` },
      }).begin(seed, '');
    },
  };
}

class ModuleTransport implements Transport {
  readonly roster: Roster;
  readonly clock;
  readonly #drive: Drive;
  /** The list to which the listener adds the exchanges that the module reports; replaced for each operation. */
  readonly #kept: { sent: Message[] };
  readonly #redaction: Redaction;
  readonly #deadlineMs: number;

  constructor(drive: Drive, kept: { sent: Message[] }, redaction: Redaction, deadlineMs: number) {
    this.roster = drive.roster;
    this.#drive = drive;
    this.#kept = kept;
    this.#redaction = redaction;
    this.#deadlineMs = deadlineMs;
    this.clock = {
      now: () => timeOf(drive),
      pass: (seconds: number) =>
        within(
          'pass',
          seconds * 1000 + deadlineMs,
          () => drive.pass(seconds),
          (text) => redaction.text(text),
        ),
    };
  }

  async perform<O extends Operation>(operation: O, call: Call<O>, sent: Message[]): Promise<Reply> {
    // Exchanges that the module reported since the last operation, or while it opened its drive, go before this one, each once.
    sent.push(...this.#kept.sent);
    const before = sent.length;
    this.#kept.sent = sent;
    const at = Date.now();
    const reply = await this.#ask(operation, call);
    this.#kept.sent = [];
    if (sent.length === before) sent.push({ redacted: this.#oneLine(operation, call.input, reply, at) });
    return reply;
  }

  async #ask<O extends Operation>(operation: O, call: Call<O>): Promise<Reply> {
    let answer: unknown;
    try {
      answer = await within(operation, this.#deadlineMs, () => this.#drive.perform(operation, call));
    } catch (error) {
      return { status: null, fault: error instanceof PortalFault && error.blame ? error.blame : blameOf(sayOf(error)) };
    }
    const { body = null, status = null, problem = null, fault = null } = Object(answer);
    const wrong = whyNoReply(answer);
    if (wrong !== null) return { status: null, fault: blameOf(`${MODULE} answers ${operation} with ${wrong}`) };
    // A fault that the module reports is blamed on the portal: telling what the portal did is what a module is for.
    if (fault !== null) return { status, fault: { culprit: 'portal', where: null, said: fault } };
    return problem === null ? { status, body } : { status, problem };
  }

  /** The evidence of an operation for which the module has reported no exchange: its input and its answer. */
  #oneLine(operation: Operation, input: unknown, reply: Reply, at: number): () => Omit<Exchange, 'id'> {
    const mask = this.#redaction;
    const answer = 'body' in reply ? reply.body : 'problem' in reply ? reply.problem : null;
    const tookMs = Date.now() - at;
    return () => ({
      operation,
      at: new Date(at).toISOString(),
      tookMs,
      clock: null,
      request: { method: 'MODULE', url: operation, headers: {}, body: bodyOf(input, null, mask) },
      response: {
        status: reply.status,
        headers: {},
        bytes: null,
        body: bodyOf(answer, null, mask),
        fault: 'fault' in reply ? mask.text(reply.fault.said) : null,
      },
    });
  }
}

const blameOf = (said: string): Blame => ({ culprit: 'module', where: null, said });
const blamed = (said: string): PortalFault => new PortalFault(said, blameOf(said));

/** What is wrong with the shape of an answer; null for a body, for a problem with a status of a refusal, and for a fault. */
function whyNoReply(answer: unknown): string | null {
  const { body, status, problem, fault } = Object(answer);
  if (typeof answer !== 'object' || answer === null) return 'no object';
  for (const [key, said] of Object.entries({ problem, fault }))
    if (said !== null && said !== undefined && typeof said !== 'string') return `a ${key} that is no text`;
  if (typeof fault === 'string') return null;
  if (status !== null && !Number.isInteger(status)) return 'a status that is no number';
  if (typeof problem !== 'string') return status !== null && status >= 400 ? `a body and the status ${status}` : null;
  if (body !== null) return 'a problem and a body';
  return status >= 400 && status < 500 && status !== 429
    ? null
    : `a problem and the status ${status}, which is no refusal`;
}

function whyNoDrive(drive: unknown): string | null {
  if (typeof drive !== 'object' || drive === null) return 'openDrive gives no object';
  const functions: readonly (keyof Drive)[] = ['now', 'pass', 'perform'];
  const lacking = functions.find((name) => typeof Reflect.get(drive, name) !== 'function');
  if (lacking !== undefined) return `${lacking} of its drive is no function`;
  const lists = validatorOf('roster');
  return lists(Reflect.get(drive, 'roster')) ? null : `the roster of its drive: ${invalidity(lists)}`;
}

function timeOf(drive: Drive): number {
  const now: unknown = drive.now();
  if (typeof now === 'number' && Number.isFinite(now)) return now;
  throw blamed(`${MODULE} is wrong: now gives no number`);
}

/**
 * Calls the module with a deadline.
 * @param mask redacts what it throws
 * @throws PortalFault where it throws or exceeds the deadline
 */
async function within<T>(
  name: string,
  ms: number,
  perform: () => Promise<T>,
  mask: (text: string) => string = maskText,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not end within ${ms / 1000} s`)), Math.min(ms, LONGEST_MS));
  });
  try {
    return await Promise.race([perform(), late]);
  } catch (error) {
    throw blamed(`${MODULE} failed in ${name}: ${mask(sayOf(error))}`);
  } finally {
    clearTimeout(timer);
  }
}
