// Stands between the engine and a vendor's module: what the module answers is checked, counted, redacted, and never believed.
import type { Operation } from '../../schemas/driver.ts';
import type { Exchange } from '../../schemas/report.ts';
import { isOf, told, validatorOf } from './contract.ts';
import { findWrongInstant } from './driver.ts';
import { Evidence, type Listener } from './evidence/evidence.ts';
import { maskText, Redaction, showsContract } from './evidence/redaction.ts';
import { maskAddress, maskAnswerHeaders, maskBody, maskRequestHeaders } from './evidence/told.ts';
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
    async openDrive(scenario, seed, listener) {
      const evidence = new ModuleEvidence(scenario, listener);
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
  evidence: ModuleEvidence,
  deadlineMs: number,
): Promise<Answer<O>> {
  const before = evidence.count;
  const at = Date.now();
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
  if (evidence.count === before) evidence.tell(operation, call.input, read, at);
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
class ModuleEvidence {
  readonly #evidence: Evidence;
  readonly #mask = new Redaction({ shows: showsContract });

  constructor(scenario: string, listener: Listener) {
    this.#evidence = new Evidence({ scenario, redaction: this.#mask, listener, goesByDate: false });
  }

  get count(): number {
    return this.#evidence.count;
  }

  get last(): string {
    return this.#evidence.last;
  }

  /** Keeps what the module tells, redacted; what has no shape is left out. @throws TypeError for what is no exchange at all */
  keep(told: Exchange): void {
    if (typeof told !== 'object' || told === null) throw new TypeError('it tells an exchange that is no object');
    const { operation, at, tookMs, clock, request, response } = Object(told);
    const { method, url, headers, body } = Object(request);
    const { status, bytes, fault, ...answer } = Object(response);
    const mask = this.#mask;
    this.#evidence.emit({
      operation: mask.text(String(operation)),
      at: instantOf(at) ?? new Date().toISOString(),
      tookMs: typeof tookMs === 'number' && tookMs >= 0 ? tookMs : 0,
      clock: instantOf(clock),
      request: {
        method: mask.text(String(method)),
        url: maskAddress(String(url), null, mask),
        headers: maskRequestHeaders(textsOf(headers), mask),
        body: bodyOf(body, headers, mask),
      },
      response: {
        status: Number.isInteger(status) ? status : null,
        headers: maskAnswerHeaders(textsOf(answer.headers), mask),
        bytes: Number.isInteger(bytes) ? bytes : null,
        body: bodyOf(answer.body, answer.headers, mask),
        fault: typeof fault === 'string' ? mask.text(fault) : null,
      },
    });
  }

  /** One line of an operation of which the module has told nothing. */
  tell<O extends Operation>(
    operation: O,
    input: unknown,
    { body, status, problem, fault }: Answer<O>,
    at: number,
  ): void {
    this.#evidence.emit({
      operation,
      at: new Date(at).toISOString(),
      tookMs: Date.now() - at,
      clock: null,
      request: { method: 'MODULE', url: operation, headers: {}, body: bodyOf(input, null, this.#mask) },
      response: { status, headers: {}, bytes: null, body: bodyOf(body ?? problem, null, this.#mask), fault },
    });
  }
}

/** A body that a module tells: a text of the type that its headers name, or a value that is told as JSON. */
function bodyOf(body: unknown, headers: unknown, mask: Redaction): string | null {
  if (body === null || body === undefined) return null;
  const type = textsOf(headers)['content-type'];
  if (typeof body === 'string' && type !== undefined) return maskBody(body, type, mask);
  try {
    return maskBody(JSON.stringify(body), 'application/json', mask);
  } catch {
    // A value that goes round in a circle, or is none of JSON.
    return null;
  }
}

const textsOf = (headers: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(Object(headers)).map(([name, value]) => [name.toLowerCase(), String(value)]));

function instantOf(told: unknown): string | null {
  const ms = typeof told === 'string' ? Date.parse(told) : Number.NaN;
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
