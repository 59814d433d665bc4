// Drives one walk over any transport: opens its world, keeps its clock and budget, checks every answer, and keeps the evidence.
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type Control, type Operation, Roster } from '../../../schemas/target/driver.ts';
import { type Blame, PortalFault } from '../blame.ts';
import { Evidence, type Listener } from '../evidence/evidence.ts';
import { namesIn } from '../evidence/names.ts';
import type { Redaction } from '../evidence/redaction.ts';
import type { Answer, Before, Call, Drive, Rehearsal, Whose } from '../sut.ts';
import type { Budget } from './budget.ts';
import { type Clock, mustHaveMoved } from './clock.ts';
import { invalidity, isOf, validatorOf } from './contract.ts';
import { findWrongInstant } from './instant.ts';
import { keysBelongTogether } from './signing-key.ts';
import type { Message, Reply, Transport } from './transport.ts';

/** What a walk is driven with. */
export interface Setting {
  scenario: string;
  listener: Listener;
  redaction: Redaction;
  clock: Clock;
  budget: Budget;
  controls: readonly Control[];
  /** Who determines the shape of the answers, and so is at fault where one is not of the driver contract. */
  author: Blame['culprit'];
  /** How a message that blames the author begins; the name of the operation follows, as in `its answer to open`. */
  says: string;
  /** What came before on a walk that goes on, or begins once more; absent on any other. */
  before?: Before;
  /** The origin of the portal, which the addresses in the evidence leave out. */
  origin?: string;
}

/** What is kept of a walk beside the answers of the portal, so that it can go on in another process. */
const Saved = Type.Object({
  moved: Type.Union([Type.Number(), Type.Null()]),
  hidden: Type.Array(Type.String()),
  last: Type.String(),
  lastOf: Type.Array(Type.Tuple([Type.String(), Type.String()])),
  applications: Type.Integer({ minimum: 0 }),
  roster: Type.Union([Roster, Type.Null()]),
  transport: Type.Unknown(),
});
type Saved = Static<typeof Saved>;

const keyed = (key: string | undefined) => (key === undefined ? {} : { key });

/** From how many milliseconds on an operation takes so long that the clock of the portal may have moved meanwhile. */
const SLOW_MS = 1000;

/** The only drive: everything that is the same for all transports. */
export class Harness implements Drive {
  #roster: Roster | null;
  readonly #transport: Transport;
  readonly #setting: Setting;
  readonly #evidence: Evidence;
  /** The id of the last exchange, by session. */
  readonly #lastOf = new Map<string, string>();
  /** How many applications the walk has counted against the budget. */
  #applications = 0;

  constructor(transport: Transport, setting: Setting) {
    const { scenario, redaction, listener, controls, origin, before } = setting;
    this.#transport = transport;
    this.#setting = setting;
    const goesByDate = !controls.includes('clock') && transport.clock === undefined;
    this.#evidence = new Evidence({
      ...{ scenario, redaction, listener, goesByDate },
      ...(origin === undefined ? {} : { origin }),
      ...(before === undefined ? {} : { before }),
    });
    this.#roster = null;
    if (transport.roster !== null) this.#meet(transport.roster);
  }

  /** @throws PortalFault where no test persons are known (yet) */
  get roster(): Roster {
    if (this.#roster !== null) return this.#roster;
    throw new PortalFault('neither the target nor its description supplies test persons');
  }

  /**
   * Begins the walk: opens a world and reads its clock where the portal has them; or goes on with it.
   * @throws PortalFault where that fails
   */
  async begin(seed: number, start: string): Promise<Drive> {
    const { controls, clock, before } = this.#setting;
    if (before != null && before.saved !== null) return this.#goOn(before.saved);
    const hasClock = controls.includes('clock');
    if (this.#transport.clock !== undefined) return this.#checked();
    if (controls.includes('worlds')) {
      const world = await this.#must('openWorld', { input: { seed, now: start } }, 'no world could be opened');
      if (hasClock) clock.moved = Date.parse(world.now);
      if (this.#roster === null) this.#meet(world.roster);
    } else if (hasClock) {
      const { now } = await this.#must('advanceClock', { input: { seconds: 0 } }, 'the clock cannot be read');
      clock.moved = Date.parse(now);
    }
    return this.#checked();
  }

  /** Takes up what {@link save} gave, and looks whether the world of the walk is still there. @throws PortalFault where it is not */
  async #goOn(given: unknown): Promise<Drive> {
    const { clock, redaction, controls, budget } = this.#setting;
    if (!Value.Check(Saved, given) || this.#transport.restore === undefined)
      throw new PortalFault('what was kept of the walk cannot be read');
    clock.moved = given.moved;
    for (const text of given.hidden) redaction.hide(text);
    for (const [session, exchange] of given.lastOf) this.#lastOf.set(session, exchange);
    this.#evidence.last = given.last;
    budget.spend(given.applications);
    this.#applications = given.applications;
    if (given.roster !== null) this.#meet(given.roster);
    this.#transport.restore(given.transport);
    if (controls.includes('worlds') && controls.includes('clock')) {
      const { problem } = await this.aside('advanceClock', { input: { seconds: 0 } });
      if (problem !== null) throw new PortalFault(`the world of the walk is not there any more: ${problem}`);
    }
    return this.#checked();
  }

  /** What is needed to go on with the walk in another process; null where its transport cannot. */
  save(): Saved | null {
    if (this.#transport.save === undefined) return null;
    const { clock, redaction } = this.#setting;
    return {
      ...{ moved: clock.moved, hidden: [...redaction.hidden], last: this.#evidence.last },
      ...{ lastOf: [...this.#lastOf], applications: this.#applications },
      roster: this.#transport.roster === null ? this.#roster : null,
      transport: this.#transport.save(),
    };
  }

  async aside<O extends Operation>(operation: O, call: Call<O>): Promise<Answer<O>> {
    this.#evidence.isAside = true;
    return this.perform(operation, call).finally(() => {
      this.#evidence.isAside = false;
    });
  }

  #count(count: () => void): void {
    count();
    this.#applications += 1;
  }

  /** The drive as plain functions, so that a copy or a wrapper of it works without `this`. @throws PortalFault for unusable test keys */
  #checked(): Drive {
    const { roster } = this;
    const { good } = roster.certificates;
    if (good !== undefined && !keysBelongTogether(good))
      throw new PortalFault('the test certificate "good" or its key cannot be read');
    return {
      roster,
      now: () => this.now(),
      pass: (seconds, key) => this.pass(seconds, key),
      save: () => this.save(),
      aside: (operation, call) => this.aside(operation, call),
      mask: (text) => this.mask(text),
      perform: (operation, call) => this.perform(operation, call),
      rehearse: (operation, call) => this.rehearse(operation, call),
    };
  }

  /** Takes note of the test persons and has their passwords and names redacted wherever a portal repeats them. */
  #meet(roster: Roster): void {
    this.#roster = roster;
    const { redaction } = this.#setting;
    const { credentials, staff = {}, officer, employee, operator, certificates } = roster;
    for (const person of [...Object.values(credentials), ...Object.values(staff), officer, employee, operator])
      if (person != null) {
        redaction.keep(person.password);
        // Its usual spelling is masked and not hidden; this finds the others.
        if (/^\d{12}$/u.test(person.id)) redaction.keep(person.id);
      }
    for (const { certificatePem } of Object.values(certificates))
      for (const name of namesIn(certificatePem)) redaction.keep(name);
  }

  mask(text: string): string {
    return this.#setting.redaction.text(text);
  }

  now(): number {
    return this.#transport.clock?.now() ?? this.#setting.clock.now();
  }

  async pass(seconds: number, key?: string): Promise<void> {
    const { clock } = this.#setting;
    const own = this.#transport.clock;
    const before = this.now();
    if (own !== undefined) await own.pass(seconds);
    else if (clock.moved === null) await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    else
      clock.moved = Date.parse(
        (await this.#must('advanceClock', { ...keyed(key), input: { seconds } }, 'the clock did not move')).now,
      );
    if (own !== undefined || clock.moved !== null) mustHaveMoved(before, this.now(), seconds);
  }

  async #must<O extends Operation>(operation: O, call: Call<O>, lack: string) {
    const { body, fault, problem, blame } = await this.perform(operation, call);
    if (body === null) throw new PortalFault(`${lack}: ${fault ?? problem}`, blame);
    return body;
  }

  async perform<O extends Operation>(operation: O, call: Call<O>): Promise<Answer<O>> {
    const { budget, redaction, clock, author } = this.#setting;
    // A portal has to refuse to open a request without a session, so the attempt counts against the budget only if it is accepted.
    const isUninvited = operation === 'open' && call.token == null;
    if (operation === 'open' && !isUninvited) this.#count(() => budget.countApplication());
    const forbidden = isUninvited ? budget.whyNone : null;
    const before = clock.moved;
    const beganAt = Date.now();
    const sent: Message[] = [];
    let reply: Reply | null = null;
    let last: string | null = null;
    try {
      reply =
        forbidden === null
          ? this.#judge(operation, await this.#transport.perform(operation, call, sent))
          : { status: null, fault: { culprit: author, where: null, said: forbidden } };
      if ('body' in reply) this.#learn(Object(reply.body));
    } finally {
      last = this.#tell(operation, before, sent, reply);
    }
    if (isUninvited && 'body' in reply) this.#count(() => budget.countApplication());
    await this.#keepTime(operation, reply, Date.now() - beganAt);
    const { status } = reply;
    const exchange = this.#noted(last, call, reply);
    const answer: Answer<O> = { body: null, status, problem: null, fault: null, exchange };
    if ('fault' in reply) {
      const said = redaction.text(reply.fault.said);
      return { ...answer, fault: said, blame: { ...reply.fault, said } };
    }
    if ('problem' in reply) {
      const problem = redaction.text(reply.problem);
      return { ...answer, problem, ...(reply.unless === undefined ? {} : { blame: reply.unless }) };
    }
    if (!isOf(operation, reply.body)) throw new TypeError(`the answer to ${operation} was not judged`);
    return { ...answer, body: reply.body };
  }

  /** Keeps up with a clock of the portal that moves by itself: by what an answer tells, or by reading it after what took some time. */
  async #keepTime(operation: Operation, { now }: Reply, tookMs: number): Promise<void> {
    const { clock, controls } = this.#setting;
    if (clock.moved === null || this.#transport.clock !== undefined) return;
    const told = now === undefined ? Number.NaN : Date.parse(now);
    if (told > clock.moved) clock.moved = told;
    const isRead = controls.includes('clock') && !clock.isSimulated && operation !== 'advanceClock';
    if (!isRead || now !== undefined || tookMs < SLOW_MS) return;
    const read = await this.perform('advanceClock', { input: { seconds: 0 } });
    if (read.body !== null) clock.moved = Math.max(clock.moved, Date.parse(read.body.now));
  }

  /** Tries an operation without doing harm; null where the transport cannot tell which exchanges are harmless. */
  async rehearse(operation: Operation, call: Whose): Promise<Rehearsal | null> {
    const sent: Message[] = [];
    try {
      const tried = (await this.#transport.rehearse?.(operation, call, sent)) ?? null;
      if (tried?.body === undefined) return tried;
      const reply = this.#judge(operation, { status: null, body: tried.body });
      return 'fault' in reply ? { ...tried, fault: reply.fault } : tried;
    } finally {
      this.#tell(operation, null, sent, null);
    }
  }

  /** The id of the exchange that an answer rests on: an operation that sent nothing rests on the last exchange of its session. */
  #noted<O extends Operation>(last: string | null, { token, at }: Call<O>, reply: Reply): string {
    const own: unknown = 'body' in reply ? Object(reply.body).session : undefined;
    const session = typeof own === 'string' ? own : (token ?? at?.session ?? '');
    if (last !== null) this.#lastOf.set(session, last);
    return last ?? this.#lastOf.get(session) ?? this.#evidence.last;
  }

  /** Turns a body that is not of the driver contract into a fault of the author. */
  #judge(operation: Operation, reply: Reply): Reply {
    if (!('body' in reply)) return reply;
    const { author, says } = this.#setting;
    const wrong = (said: string): Reply => ({
      status: reply.status,
      fault: { culprit: author, where: null, said: `${says} ${operation} ${said}` },
    });
    if (!isOf(operation, reply.body))
      return wrong(`is not of the driver contract: ${invalidity(validatorOf(operation))}`);
    const instant = findWrongInstant(reply.body);
    return instant === null ? reply : wrong(`holds ${instant}, which is no moment of the calendar`);
  }

  /** Has the session, its token and the world redacted, because whoever knows them can act in their name. */
  #learn(body: object): void {
    for (const name of ['session', 'token', 'world']) {
      const value: unknown = Reflect.get(body, name);
      if (typeof value === 'string') this.#setting.redaction.hide(value);
    }
  }

  /**
   * Hands every message to the evidence; the fault of the operation goes with the last one.
   * @returns the id of the last message, null where none was sent
   */
  #tell(operation: Operation, clock: number | null, sent: readonly Message[], reply: Reply | null): string | null {
    let id: string | null = null;
    const fault = reply !== null && 'fault' in reply ? reply.fault : null;
    for (const [at, message] of sent.entries()) {
      const blame = at === sent.length - 1 ? fault : null;
      if ('redacted' in message) id = this.#evidence.emit(message.redacted(), blame?.culprit ?? null);
      else {
        const { wire, read } = message;
        const said = blame?.said ?? wire.answer.fault;
        const about = { operation, clock, fault: said, culprit: blame?.culprit ?? null };
        id = this.#evidence.tell(wire, { ...about, ...(read === undefined ? {} : { read }) });
      }
    }
    return id;
  }
}
