// The transport to a portal that speaks the driver contract.
import type { Pool } from 'undici';
import { parseBounded, TooMuch } from '../../schemas/bounded-json.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import {
  ADDITIONS,
  type Description,
  KEY_HEADER,
  OPERATION_NAMES,
  OPERATIONS,
  type Operation,
  type Roster,
  WORLD_HEADER,
} from '../../schemas/target/driver.ts';
import { redactionOf, showsContract } from './evidence/redaction.ts';
import { Budget } from './harness/budget.ts';
import { Clock } from './harness/clock.ts';
import { invalidity, validatorOf } from './harness/contract.ts';
import { Harness, type Setting } from './harness/harness.ts';
import type { Message, Reply, Transport } from './harness/transport.ts';
import { DEFAULT_LIMITS, type HttpAnswer, type Limits, openPool, receive, textOf } from './http.ts';
import { type Call, type Offer, type Sut, staffName } from './sut.ts';

/** The instant at which worlds start by default: a Friday before the May holidays and moved days off, so that working days matter. */
export const DEFAULT_START = '2013-04-26T10:00:00+06:00';

/** How a run drives the portal. */
export interface DriverOptions {
  /** The name of the target in the report; its URL by default. */
  name?: string;
  /** Test persons to use; by default those that the portal names when it opens a world. */
  roster?: Roster;
  limits?: Limits;
  concurrency?: number;
  /** The instant at which worlds start, ISO 8601. */
  start: string;
  /** Whether the portal is a simulator; all times in the evidence are then simulated ones. */
  isSimulated?: boolean;
  /** Whether the exchanges are shown to whoever tries the portal out: all of them but secrets. */
  isOpen?: boolean;
}

/**
 * Connects to a portal and asks for its description.
 * @throws ConformanceError `target-unreachable` when nothing answers, `target-not-speaking` when the answer is not of the driver contract
 */
export async function connectDriver(url: string, options: DriverOptions): Promise<Sut> {
  const base = new URL(url);
  const pool = openPool(base.origin, options.concurrency ?? 8);
  const line = { pool, prefix: base.pathname.replace(/\/$/, ''), limits: options.limits ?? DEFAULT_LIMITS };
  const simulatedFrom = options.isSimulated === true ? Date.parse(options.start) : null;
  const budget = new Budget(null, '');
  const drive = (walk: Pick<Setting, 'scenario' | 'listener' | 'controls' | 'before'>) => {
    const clock = new Clock(simulatedFrom);
    return new Harness(new DriverTransport(line, clock, options.roster ?? null), {
      ...{ ...walk, clock, budget, redaction: redactionOf({ shows: showsContract }, options.isOpen) },
      ...{ author: 'portal', says: 'its answer to' },
    });
  };
  const asking = { scenario: 'describe', listener: () => undefined, controls: [] };
  const answer = await drive(asking).perform('describe', { input: null });
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
  const { controls } = description;
  return {
    name: options.name ?? url,
    description,
    ...(simulatedFrom === null ? {} : { simulatedFrom }),
    ...(options.roster === undefined ? {} : { offer: offerOf(options.roster, description) }),
    close: () => pool.destroy(),
    openDrive: (scenario, seed, listener, before) =>
      drive({ scenario, listener, controls, ...(before === undefined ? {} : { before }) }).begin(seed, options.start),
  };
}

/** What can be observed with test persons of our own: all of the contract, but for who is not among them. */
function offerOf({ credentials, certificates, staff = {}, ...others }: Roster, description: Description): Offer {
  const { languages, additions = [] } = description;
  const named = (['officer', 'employee', 'operator'] as const).filter((name) => others[name] != null);
  return {
    operations: new Set(OPERATION_NAMES),
    persons: new Set([...Object.keys(credentials), ...named, ...Object.keys(staff).map(staffName)]),
    certificates: new Set(Object.keys(certificates)),
    languages: new Set(languages),
    shown: { has: (part) => ADDITIONS.every((addition) => addition !== part || additions.includes(addition)) },
    reasons: {},
  };
}

/** The connections to the portal, with the path of its URL and the limits of each answer. */
interface Line {
  pool: Pool;
  prefix: string;
  limits: Limits;
}

class DriverTransport implements Transport {
  readonly roster: Roster | null;
  readonly #line: Line;
  readonly #clock: Clock;
  #world: string | null = null;

  constructor(line: Line, clock: Clock, roster: Roster | null) {
    this.#line = line;
    this.#clock = clock;
    this.roster = roster;
  }

  save(): { world: string | null } {
    return { world: this.#world };
  }

  restore(saved: unknown): void {
    const { world } = Object(saved);
    this.#world = typeof world === 'string' ? world : null;
  }

  async perform<O extends Operation>(operation: O, call: Call<O>, sent: Message[]): Promise<Reply> {
    const { pool, prefix, limits } = this.#line;
    const { input, at = {}, token, language, key } = call;
    const { method, path: pattern } = OPERATIONS[operation];
    const place = pattern.replace(/\{(session|request)\}/g, (_, name: 'session' | 'request') =>
      encodeURIComponent(at[name] ?? '-'),
    );
    const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language ?? 'kk' };
    if (this.#world !== null) headers[WORLD_HEADER] = this.#world;
    if (token != null) headers.authorization = `Bearer ${token}`;
    if (key !== undefined && method !== 'GET') headers[KEY_HEADER] = `"${key}"`;
    if (input !== null) headers['content-type'] = 'application/json';
    const body = input === null ? null : JSON.stringify(input);
    const path = `${prefix}${place}` || '/';
    const answer = await receive(pool, { method, path, headers, body }, limits, () => this.#clock.ours());
    const inserted = Object.entries(at).map(([name, text]) => ({ name, text: encodeURIComponent(text) }));
    const type = headers['content-type'] ?? null;
    sent.push({ wire: { method, address: path, inserted, headers, body, type, answer } });
    const reply = read(textOf(answer));
    if (operation === 'openWorld' && 'body' in reply) this.#world = String(Object(reply.body).world);
    return reply;
  }
}

/** The statuses that refuse somebody whatever stands beside them: a page to log in, or nothing, as gateways before a portal answer. */
const REFUSES_BY_ITSELF: readonly number[] = [401, 403, 404];

/** Reads an answer: a body where the portal accepted, a problem where it refused, otherwise a fault. */
function read({ body, status, contentType, fault: lack }: HttpAnswer): Reply {
  const culprit = status === null ? 'network' : 'portal';
  const fault = (said: string): Reply => ({ status, fault: { culprit, where: null, said } });
  if (body === null || status === null) return fault(lack ?? 'no answer came');
  const refuses = REFUSES_BY_ITSELF.includes(status);
  if (!/^application\/(problem\+)?json\b/i.test(contentType))
    return refuses
      ? bare(status)
      : fault(`it answers ${status} with ${contentType || 'no content type'} instead of JSON`);
  let json: unknown;
  try {
    json = parseBounded(body);
  } catch (error) {
    return fault(
      `it answers ${status} with JSON that ${error instanceof TooMuch ? error.message : 'cannot be parsed'}`,
    );
  }
  if (status < 300) return { status, body: json };
  const refused = validatorOf('problem');
  if (!refused(json))
    return refuses ? bare(status) : fault(`it answers ${status} without a problem+json body: ${invalidity(refused)}`);
  const problem = `${status} ${String(Object(json).detail)}`;
  // 429 (too many requests) and 5xx (a broken server) say nothing about the operation, so they are no refusals.
  return status === 429 || status >= 500 ? fault(`it answers ${problem}`) : { status, problem };
}

/** A refusal without a problem document, which the contract asks for: it is the portal's fault where it should have accepted. */
function bare(status: number): Reply {
  const problem = `${status} without a problem document`;
  return { status, problem, unless: { culprit: 'portal', where: null, said: `it answers ${problem}` } };
}
