// The adapter for a portal that speaks the driver contract.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Pool } from 'undici';
import {
  type Description,
  OPERATIONS,
  type Operation,
  type OutputOf,
  type Roster,
  type SigningKey,
  WORLD_HEADER,
} from '../../schemas/driver.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import { isOf, told, validatorOf } from './contract.ts';
import { Evidence, type Listener } from './evidence/evidence.ts';
import { maskText, Redaction, showsContract } from './evidence/redaction.ts';
import {
  DEFAULT_LIMITS,
  type HttpAnswer,
  type HttpRequest,
  type Limits,
  openPool,
  type Received,
  receive,
  textOf,
} from './http.ts';
import { type Answer, type Call, type Drive, PortalFault, type Sut } from './sut.ts';

/** The instant at which worlds start unless told otherwise: a Friday before May holidays and moved days off. */
export const DEFAULT_START = '2013-04-26T10:00:00+06:00';

export interface DriverOptions {
  /** What the target is called in the report; the URL by default. */
  name?: string;
  roster?: Roster;
  limits?: Limits;
  concurrency?: number;
  /** The instant at which worlds start, ISO 8601. */
  start: string;
  /** Whether the portal is a simulation whose time is the only one that there is. */
  isSimulated?: boolean;
}

/**
 * Connects to a portal and asks what it offers.
 * @throws ConformanceError `target-unreachable` when nothing answers, `target-not-speaking` when the answer is not of the contract
 */
export async function connectDriver(url: string, options: DriverOptions): Promise<Sut> {
  const base = new URL(url);
  const limits = options.limits ?? DEFAULT_LIMITS;
  const pool = openPool(base.origin, options.concurrency ?? 8);
  const { start, isSimulated = false } = options;
  const line: Line = { pool, prefix: base.pathname.replace(/\/$/, ''), limits, start: Date.parse(start), isSimulated };
  const answer = await new Caller(line, 'describe', () => undefined, false).perform('describe', { input: null });
  if (answer.body === null) {
    await pool.destroy();
    const code = answer.status === null ? 'target-unreachable' : 'target-not-speaking';
    const said = answer.fault ?? answer.problem ?? 'no description';
    throw new ConformanceError(code, `${url} does not answer as the driver contract says: ${said}`, {
      key: '--target',
      value: url,
      cure: 'start the portal or correct its address',
    });
  }
  const description = answer.body;
  return {
    name: options.name ?? url,
    description,
    ...(isSimulated ? { simulatedFrom: line.start } : {}),
    close: () => pool.destroy(),
    openDrive: (scenario, seed, listener) =>
      openDrive(
        new Caller(line, scenario, listener, !description.controls.includes('clock')),
        description,
        options,
        seed,
      ),
  };
}

async function openDrive(
  caller: Caller,
  description: Description,
  options: DriverOptions,
  seed: number,
): Promise<Drive> {
  let roster = options.roster;
  if (description.controls.includes('worlds')) {
    const world = await caller.perform('openWorld', { input: { seed, now: options.start } });
    if (world.body === null) throw new PortalFault(`no world could be opened: ${world.fault ?? world.problem}`);
    caller.world = world.body.world;
    caller.clock = description.controls.includes('clock') ? Date.parse(world.body.now) : null;
    roster = roster ?? world.body.roster;
  }
  caller.keepSecret(roster);
  if (roster === undefined) throw new PortalFault('neither the target nor its description supplies test persons');
  const good = roster.certificates.good;
  if (good !== undefined && !isReadable(good))
    throw new PortalFault('the test certificate "good" or its key cannot be read');
  return {
    roster,
    now: () => caller.clock ?? Date.now(),
    pass: (seconds) => caller.pass(seconds),
    perform: (operation, call) => caller.perform(operation, call),
  };
}

// Every walk is told of the same few test persons, and reading a key costs more than a request.
const readable = new Map<string, boolean>();
const KEYS_KEPT = 100;

function isReadable({ certificatePem, privateKeyPem }: SigningKey): boolean {
  const pair = `${certificatePem}${privateKeyPem}`;
  const known = readable.get(pair) ?? belongTogether(certificatePem, privateKeyPem);
  if (readable.size < KEYS_KEPT) readable.set(pair, known);
  return known;
}

function belongTogether(certificatePem: string, privateKeyPem: string): boolean {
  try {
    return new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(privateKeyPem));
  } catch {
    return false;
  }
}

/** A clock that is told to the second may seem to fall short by this much. */
const CLOCK_GRAIN_MS = 1000;

/** How the portal is reached. */
interface Line {
  pool: Pool;
  prefix: string;
  limits: Limits;
  /** When worlds begin, milliseconds since the epoch. */
  start: number;
  isSimulated: boolean;
}

class Caller {
  world: string | null = null;
  clock: number | null = null;
  readonly #line: Line;
  readonly #redaction = new Redaction({ shows: showsContract });
  readonly #evidence: Evidence;

  constructor(line: Line, scenario: string, listener: Listener, goesByDate: boolean) {
    this.#line = line;
    this.#evidence = new Evidence({ scenario, redaction: this.#redaction, listener, goesByDate });
  }

  /** Sees to it that no secret of a test person is told, wherever a portal repeats it. */
  keepSecret({ credentials = {}, officer = null }: Partial<Roster> = {}): void {
    for (const person of [...Object.values(credentials), officer])
      if (person !== null) this.#redaction.hide(person.password);
  }

  async pass(seconds: number): Promise<void> {
    if (this.clock === null) {
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      return;
    }
    const answer = await this.perform('advanceClock', { input: { seconds } });
    if (answer.body === null) throw new PortalFault(`the clock did not move: ${answer.fault ?? answer.problem}`);
    const now = Date.parse(answer.body.now);
    if (now < this.clock + seconds * 1000 - CLOCK_GRAIN_MS)
      throw new PortalFault(`the clock was to move by ${seconds} s and moved by ${(now - this.clock) / 1000} s`);
    this.clock = now;
  }

  async perform<O extends Operation>(operation: O, call: Call<O>): Promise<Answer<O>> {
    const { pool, prefix, limits } = this.#line;
    const { method, path } = OPERATIONS[operation];
    const place = path.replace(/\{(session|request)\}/g, (_, name: 'session' | 'request') =>
      encodeURIComponent(call.at?.[name] ?? '-'),
    );
    const headers: Record<string, string> = { accept: 'application/json', 'accept-language': call.language ?? 'kk' };
    if (this.world !== null) headers[WORLD_HEADER] = this.world;
    if (call.token != null) headers.authorization = `Bearer ${call.token}`;
    if (call.input !== null) headers['content-type'] = 'application/json';
    const body = call.input === null ? null : JSON.stringify(call.input);
    const request = { method, path: `${prefix}${place}` || '/', headers, body };
    const received = await receive(pool, request, limits, () => this.#now());
    const read = readAnswer(operation, textOf(received));
    if (read.body !== null) this.#learn(read.body);
    const fault = read.fault === null ? null : this.#redaction.text(read.fault);
    const problem = read.problem === null ? null : this.#redaction.text(read.problem);
    const exchange = this.#tell(operation, call, request, received, read);
    return { body: read.body, status: received.status, problem, fault, exchange };
  }

  /** Our clock: in a simulated world it is the portal's. */
  #now(): number {
    return this.#line.isSimulated ? (this.clock ?? this.#line.start) : Date.now();
  }

  /** A session and its token open a request to whoever knows them. */
  #learn(body: object): void {
    for (const name of ['session', 'token', 'world'])
      if (typeof Reflect.get(body, name) === 'string') this.#redaction.hide(String(Reflect.get(body, name)));
  }

  #tell<O extends Operation>(
    operation: O,
    { at = {} }: Call<O>,
    { method, path, headers, body }: HttpRequest,
    answer: Received,
    { fault }: Reading<O>,
  ): string {
    const inserted = Object.entries(at).map(([name, text]) => ({ name, text: encodeURIComponent(text) }));
    const wire = { method, address: path, inserted, headers, body, type: headers['content-type'] ?? null, answer };
    return this.#evidence.tell(wire, { operation, clock: this.clock, fault });
  }
}

interface Reading<O extends Operation> {
  body: OutputOf<O> | null;
  problem: string | null;
  fault: string | null;
}

/** Reads an answer: accepted with a body of the agreed shape, not accepted with a problem, or a fault. */
function readAnswer<O extends Operation>(operation: O, answer: HttpAnswer): Reading<O> {
  const fault = (said: string): Reading<O> => ({ body: null, problem: null, fault: said });
  if (answer.body === null || answer.status === null) return fault(answer.fault ?? 'no answer came');
  if (!/^application\/(problem\+)?json\b/i.test(answer.contentType))
    return fault(`it answers ${answer.status} with ${answer.contentType || 'no content type'} instead of JSON`);
  let json: unknown;
  try {
    json = JSON.parse(answer.body);
  } catch {
    return fault(`it answers ${answer.status} with JSON that cannot be parsed`);
  }
  if (answer.status < 300) {
    if (!isOf(operation, json))
      return fault(`its answer to ${operation} is not of the driver contract: ${told(validatorOf(operation))}`);
    const wrong = findWrongInstant(json);
    return wrong === null
      ? { body: json, problem: null, fault: null }
      : fault(`its answer to ${operation} holds ${wrong}, which is no moment of the calendar`);
  }
  const refused = validatorOf('problem');
  if (!refused(json)) return fault(`it answers ${answer.status} without a problem+json body: ${told(refused)}`);
  const problem = `${answer.status} ${maskText(String(Object(json).detail))}`;
  // Too many requests and a broken server say nothing about what was asked for.
  if (answer.status === 429 || answer.status >= 500) return fault(`it answers ${problem}`);
  return { body: null, problem, fault: null };
}

const INSTANT = /^\d{4}-\d{2}-(\d{2})T(\d{2}):/;

/** The first text in an answer that has the form of an instant and is none, such as the thirteenth month; null when there is none. */
export function findWrongInstant(json: unknown): string | null {
  if (typeof json === 'string') return INSTANT.test(json) && !isInstant(json) ? json : null;
  if (typeof json !== 'object' || json === null) return null;
  for (const inner of Object.values(json)) {
    const wrong = findWrongInstant(inner);
    if (wrong !== null) return wrong;
  }
  return null;
}

/** `Date` takes the 30th of February and the hour 24 as well. */
function isInstant(text: string): boolean {
  const [, day, hour] = INSTANT.exec(text) ?? [];
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(Date.parse(text)) && date.getUTCDate() === Number(day) && Number(hour) < 24;
}
