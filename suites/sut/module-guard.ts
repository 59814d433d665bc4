// Stands between the engine and a vendor's module: what the module answers is checked, counted, redacted, and never believed.
import type { Operation } from '../../schemas/driver.ts';
import type { Exchange } from '../../schemas/report.ts';
import { isOf, told, validatorOf } from './contract.ts';
import { findWrongInstant } from './driver.ts';
import { maskText, redact } from './redact.ts';
import { type Answer, type Call, type Drive, PortalFault, type Sut } from './sut.ts';

/** How every message begins that blames the module itself. */
const MODULE = 'the target module';

/** Whether a fault is one of the module, and not of what it drives. */
export const isModuleFault = (said: string): boolean => said.startsWith(MODULE);

/** What one call of the module may take, in milliseconds. */
const DEADLINE_MS = 30_000;
/** The longest that a timer of Node waits; a longer one goes off at once. */
const LONGEST_MS = 2 ** 31 - 1;
/** A clock that is told to the second may seem to fall short by this much. */
const CLOCK_GRAIN_SECONDS = 1;

/** The same target; whatever of it throws, hangs or answers in another shape decides nothing. */
export function guard(sut: Sut, deadlineMs = DEADLINE_MS): Sut {
  let applications = 0;
  const countApplication = () => {
    const { allowance } = sut;
    if (allowance === undefined) return;
    if (!allowance.testSystem) throw new PortalFault('no application is sent to what is no test system');
    if (applications >= allowance.applications)
      throw new PortalFault(`the budget of ${allowance.applications} applications (allowance) is used up`);
    applications += 1;
  };
  return {
    name: sut.name,
    description: sut.description,
    ...(sut.offer === undefined ? {} : { offer: sut.offer }),
    ...(sut.allowance === undefined ? {} : { allowance: sut.allowance }),
    close: () => within('close', deadlineMs, () => sut.close()),
    async openDrive(scenario, seed, onExchange) {
      const evidence = new Evidence(scenario, onExchange);
      const drive = await within('openDrive', deadlineMs, () =>
        sut.openDrive(scenario, seed, (exchange) => evidence.keep(exchange)),
      );
      const wrong = whyNoDrive(drive);
      if (wrong !== null) throw new PortalFault(`${MODULE} is wrong: ${wrong}`);
      return {
        roster: drive.roster,
        now: () => timeOf(drive),
        async pass(seconds) {
          const before = timeOf(drive);
          await within('pass', seconds * 1000 + deadlineMs, () => drive.pass(seconds));
          const moved = (timeOf(drive) - before) / 1000;
          if (moved < seconds - CLOCK_GRAIN_SECONDS)
            throw new PortalFault(`the clock was to move by ${seconds} s and moved by ${moved} s`);
        },
        async perform(operation, call) {
          if (operation === 'open') countApplication();
          return judged(drive, operation, call, evidence, deadlineMs);
        },
      };
    },
  };
}

async function judged<O extends Operation>(
  drive: Drive,
  operation: O,
  call: Call<O>,
  evidence: Evidence,
  deadlineMs: number,
): Promise<Answer<O>> {
  const before = evidence.count;
  let answer: unknown = null;
  let fault: string | null;
  try {
    answer = await within(operation, deadlineMs, () => drive.perform(operation, call));
    fault = whyNoAnswer(operation, answer);
  } catch (error) {
    fault = sayOf(error);
  }
  const { body = null, status = null, problem = null, fault: own = null } = fault === null ? Object(answer) : {};
  const said = fault ?? own;
  const read: Answer<O> = {
    body,
    status,
    problem: problem === null ? null : maskText(problem),
    fault: said === null ? null : maskText(said),
    exchange: '',
  };
  if (evidence.count === before) evidence.tell(operation, call.input, read);
  return { ...read, exchange: evidence.last };
}

/** What is wrong with an answer, null where nothing is: it is accepted with its body, refused with a problem, or a fault. */
function whyNoAnswer(operation: Operation, answer: unknown): string | null {
  const { body, status, problem, fault } = Object(answer);
  const wrong = (what: string) => `${MODULE} answers ${operation} with ${what}`;
  if (typeof answer !== 'object' || answer === null) return wrong('no object');
  for (const [key, said] of Object.entries({ problem, fault }))
    if (said !== null && said !== undefined && typeof said !== 'string') return wrong(`a ${key} that is no text`);
  if (typeof fault === 'string') return null;
  if (status !== null && !Number.isInteger(status)) return wrong('a status that is no number');
  if (typeof problem === 'string') {
    if (body !== null) return wrong('a problem and a body');
    return status >= 400 && status < 500 && status !== 429
      ? null
      : wrong(`a problem and the status ${status}, which is no refusal`);
  }
  if (!isOf(operation, body)) return wrong(`another body than the contract has: ${told(validatorOf(operation))}`);
  if (status !== null && status >= 400) return wrong(`a body and the status ${status}`);
  const instant = findWrongInstant(body);
  return instant === null ? null : wrong(`${instant}, which is no moment of the calendar`);
}

function whyNoDrive(drive: unknown): string | null {
  if (typeof drive !== 'object' || drive === null) return 'openDrive gives no object';
  const functions: readonly (keyof Drive)[] = ['now', 'pass', 'perform'];
  const lacking = functions.find((name) => typeof Reflect.get(drive, name) !== 'function');
  if (lacking !== undefined) return `${lacking} of its drive is no function`;
  const lists = validatorOf('roster');
  return lists(Reflect.get(drive, 'roster')) ? null : `the roster of its drive: ${told(lists)}`;
}

function timeOf(drive: Drive): number {
  const now: unknown = drive.now();
  if (typeof now === 'number' && Number.isFinite(now)) return now;
  throw new PortalFault(`${MODULE} is wrong: now gives no number`);
}

/** @throws PortalFault where the module throws, or has not come to an end in time */
async function within<T>(name: string, ms: number, act: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not end within ${ms / 1000} s`)), Math.min(ms, LONGEST_MS));
  });
  try {
    return await Promise.race([act(), late]);
  } catch (error) {
    throw new PortalFault(`${MODULE} failed in ${name}: ${maskText(sayOf(error))}`);
  } finally {
    clearTimeout(timer);
  }
}

/** What was thrown, in one line. */
export function sayOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line;
}

/** What of a module's doings stands in the journal: what it tells itself, else one line an operation. */
class Evidence {
  count = 0;
  last = '';
  readonly #scenario: string;
  readonly #onExchange: (exchange: Exchange) => void;

  constructor(scenario: string, onExchange: (exchange: Exchange) => void) {
    this.#scenario = scenario;
    this.#onExchange = onExchange;
  }

  /** Keeps what the module tells, redacted; what has no shape is left out. */
  keep({ operation, clock, request, response }: Exchange): void {
    const text = (value: unknown): string => maskText(String(value));
    const { status, body, fault } = Object(response);
    this.#emit({
      operation: text(operation),
      clock: clock === null || clock === undefined ? null : text(clock),
      request: {
        method: text(Object(request).method),
        path: text(Object(request).path),
        body: redact(Object(request).body),
      },
      response: {
        status: Number.isInteger(status) ? status : null,
        body: redact(body),
        fault: typeof fault === 'string' ? text(fault) : null,
      },
    });
  }

  tell<O extends Operation>(operation: O, input: unknown, { body, status, problem, fault }: Answer<O>): void {
    const request = { method: 'MODULE', path: operation, body: redact(input) };
    this.#emit({ operation, clock: null, request, response: { status, body: redact(body ?? problem), fault } });
  }

  #emit(exchange: Omit<Exchange, 'id'>): void {
    this.count += 1;
    this.last = `${this.#scenario}#${this.count}`;
    this.#onExchange({ id: this.last, ...exchange });
  }
}
