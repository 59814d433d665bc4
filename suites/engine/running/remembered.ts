// Drives a walk that can go on in another process: its code runs again from the beginning, and is given the answers that were remembered.
import type { Exchange, Obligation } from '../../../schemas/run/report.ts';
import type { Control, Operation } from '../../../schemas/target/driver.ts';
import { PortalFault } from '../../sut/blame.ts';
import { maskText } from '../../sut/evidence/redaction.ts';
import { operationKey } from '../../sut/operation-key.ts';
import type { Answer, Call, Drive } from '../../sut/sut.ts';
import { Suspended } from '../walking/setting.ts';
import type { Line, WalkRecord } from './memory.ts';
import { recover } from './recover.ts';

/** Thrown where the run ends while a walk is under way: the walk is neither judged nor finished. */
export class Stopped extends Error {}

/** What a walk is remembered with. */
export interface Remembering {
  record: WalkRecord;
  /** What the keys of its operations follow from, which have to be the same on each attempt at the walk. */
  nonce: string;
  scenario: string;
  controls: readonly Control[];
  /** Whether the portal knows an operation again by its key. */
  knowsKeys: boolean;
  /** Whether the run is about to end: nothing more is asked then. */
  isHalted(): boolean;
  /** Whether nothing that is answered from now on is worth remembering, because the portal has fallen silent. */
  isLost(): boolean;
  /** The requests that the walks of the run are known to have opened. */
  opened: Set<string>;
  /** Takes an exchange into the journal, unless it stands there already. */
  tell(exchange: Exchange): void;
}

/** What may hold a password is not written down: it follows from the test persons. */
const HOLDS_PASSWORD: ReadonlySet<Operation> = new Set(['authenticate', 'register']);

/** A drive that remembers. Until what is remembered has been gone through, nothing is sent. */
export class Remembered implements Drive {
  readonly #inner: Drive;
  readonly #by: Remembering;
  /** The exchanges of what is under way. */
  readonly #wire: Exchange[];
  #next: number;
  /** When the walk began, so that another attempt at it has other keys. */
  readonly #begunAt: number;
  /** How many operations were asked for, or times let pass. */
  #asked = 0;
  /** What `now` gave, and stands in no line yet; or what it is to give, out of the next line. */
  #nows: number[] = [];
  /** The time of what was seen last. */
  #at: number;
  /** Whether something was sent since what is remembered came to its end. */
  #isLive: boolean;
  /** Whether the portal may be looked at once more for what it takes days for. */
  #mayVisit: boolean;
  #isDeaf = false;
  /** What the drive has saved last, each part as JSON. */
  readonly #saved = new Map<string, string>();

  /**
   * @param inner the drive of the walk, which has just begun, or goes on where what is remembered ends
   * @param wire receives the exchanges that the inner drive sends
   */
  constructor(inner: Drive, by: Remembering, wire: Exchange[]) {
    this.#inner = inner;
    this.#by = by;
    this.#wire = wire;
    const { record } = by;
    this.#mayVisit = record.lines.length > 0;
    this.#isLive = !this.#mayVisit;
    this.#at = inner.now();
    if (!this.#mayVisit) record.append({ begun: true, ...this.#told() });
    for (const exchange of wire.splice(0)) by.tell(exchange);
    this.#next = 0;
    const begun = this.#take();
    if (begun === null || !('begun' in begun)) throw new PortalFault(OTHERWISE);
    this.#begunAt = begun.at;
  }

  get roster() {
    return this.#inner.roster;
  }

  mask(text: string): string {
    return this.#inner.mask?.(text) ?? maskText(text);
  }

  now(): number {
    const isGone = this.#next < this.#by.record.lines.length;
    if (isGone) return this.#nows.shift() ?? this.#at;
    const now = this.#isLive ? this.#inner.now() : this.#at;
    this.#nows.push(now);
    return now;
  }

  sendingAt(): number {
    const line = this.#take();
    if (line !== null) return 'sending' in line ? line.sending : this.#differ();
    this.#isLive = true;
    const sending = this.#inner.now();
    this.#write({ sending, nows: this.#spent() });
    return sending;
  }

  once(ask: () => boolean): boolean {
    const line = this.#take();
    if (line !== null) return 'said' in line ? line.said : this.#differ();
    const said = ask();
    this.#write({ said, nows: this.#spent() });
    return said;
  }

  async visit(obligation: Obligation): Promise<void> {
    const line = this.#take();
    if (line !== null) {
      if (!('visit' in line)) this.#differ();
      return;
    }
    this.#mustGoOn();
    if (!this.#mayVisit) throw new Suspended(obligation);
    this.#mayVisit = false;
    this.#isLive = true;
    this.#write({ visit: this.#inner.now(), nows: this.#spent() });
  }

  async pass(seconds: number): Promise<void> {
    const key = this.#key();
    const line = this.#take();
    if (line !== null && !('pass' in line)) this.#differ();
    if (line === null) {
      this.#mustGoOn();
      this.#write({ pass: seconds, nows: this.#spent() });
      this.#isLive = true;
      return this.#await(() => this.#inner.pass(seconds, key));
    }
    const told = this.#take();
    if (told !== null) return void this.#again(told);
    this.#isLive = true;
    return this.#await(() => this.#passRest(seconds, key));
  }

  /** Lets the rest of a time pass that an interruption has cut. */
  async #passRest(seconds: number, key: string): Promise<void> {
    const { knowsKeys, controls } = this.#by;
    if (controls.includes('clock') && knowsKeys) return this.#inner.pass(seconds, key);
    if (controls.includes('clock')) await this.#inner.pass(0);
    const left = seconds - (this.#inner.now() - this.#at) / 1000;
    if (left > 0) await this.#inner.pass(left);
  }

  async perform<O extends Operation>(operation: O, call: Call<O>): Promise<Answer<O>> {
    const key = this.#key();
    const line = this.#take();
    const of = call.at ?? null;
    if (line === null) {
      this.#mustGoOn();
      const input = HOLDS_PASSWORD.has(operation) || call.input === null ? {} : { input: call.input };
      this.#write({ ask: operation, of, ...input, nows: this.#spent() });
      this.#isLive = true;
      return this.#await(() => this.#inner.perform(operation, { ...call, key }));
    }
    if (!('ask' in line) || line.ask !== operation || JSON.stringify(line.of) !== JSON.stringify(of)) this.#differ();
    const told = this.#take();
    // The cast is safe: the lines are ours, and the operation that was answered is the one that is asked.
    if (told !== null) return this.#again(told) as Answer<O>;
    this.#mustGoOn();
    this.#isLive = true;
    const asked = { ...call, key, ...('input' in line ? { input: line.input } : {}) } as Call<O>;
    return this.#await(() => recover(this.#inner, operation, asked, { ...this.#by, views: this.#views() }));
  }

  /** The last view of each request and session in what is remembered. */
  #views(): Map<string, unknown> {
    return new Map(
      this.#by.record.lines.flatMap((line) => {
        const { request, session, ...body } = Object('answer' in line ? Object(line.answer).body : null);
        const id: unknown = request ?? session;
        return typeof id === 'string'
          ? [[id, { ...body, ...(request === undefined ? { session } : { request }) }]]
          : [];
      }),
    );
  }

  /** Gives again what is remembered. @throws PortalFault as it was thrown then */
  #again(line: Line): unknown {
    if ('thrown' in line) throw new PortalFault(line.thrown);
    if (!('answer' in line)) return this.#differ();
    this.#meet(line.answer);
    return line.answer;
  }

  #meet(answer: unknown): void {
    const request: unknown = Object(Object(answer).body).request;
    if (typeof request === 'string') this.#by.opened.add(request);
  }

  /** Waits for what is sent, remembers what came of it, and only then tells its exchanges. */
  async #await<T>(send: () => Promise<T>): Promise<T> {
    try {
      const answer = await send();
      this.#at = this.#inner.now();
      if (this.#by.isLost()) this.#isDeaf = true;
      this.#meet(answer);
      this.#write({ answer: answer ?? null, ...this.#told() });
      return answer;
    } catch (error) {
      this.#at = this.#inner.now();
      if (this.#by.isLost()) this.#isDeaf = true;
      if (error instanceof PortalFault) this.#write({ thrown: error.message, ...this.#told() });
      throw error;
    } finally {
      for (const exchange of this.#wire.splice(0)) this.#by.tell(exchange);
    }
  }

  /** Whether the walk was cut off from what is remembered of it, as the portal has fallen silent. */
  get isDeaf(): boolean {
    return this.#isDeaf;
  }

  #told() {
    return { at: this.#at, saved: this.#changes(this.#inner.save?.() ?? null), exchanges: [...this.#wire] };
  }

  /** What has changed of what the drive saves, so that a line does not repeat the test persons. */
  #changes(saved: unknown): unknown {
    if (saved === null) return null;
    const changed = Object.entries(Object(saved)).filter(([name, value]) => {
      const text = JSON.stringify(value);
      const isNew = this.#saved.get(name) !== text;
      this.#saved.set(name, text);
      return isNew;
    });
    return Object.fromEntries(changed);
  }

  #write(line: Line): void {
    if (this.#isDeaf) return;
    this.#by.record.append(line);
    this.#next = this.#by.record.lines.length;
  }

  #spent(): number[] {
    return this.#nows.splice(0);
  }

  /** The next line of what is remembered; null where it has come to its end. */
  #take(): Line | null {
    const { lines } = this.#by.record;
    const line = lines[this.#next];
    if (line === undefined) return null;
    this.#next += 1;
    if ('at' in line) this.#at = line.at;
    if ('visit' in line) this.#at = line.visit;
    if ('exchanges' in line) for (const exchange of line.exchanges) this.#by.tell(exchange);
    const after = lines[this.#next];
    this.#nows = after !== undefined && 'nows' in after ? [...after.nows] : [];
    return line;
  }

  #key(): string {
    this.#asked += 1;
    const { nonce, scenario } = this.#by;
    return operationKey(`${nonce} ${scenario} ${this.#begunAt} ${this.#asked}`);
  }

  /** @throws Stopped where the run is about to end */
  #mustGoOn(): void {
    if (this.#by.isHalted()) throw new Stopped('the run ends');
  }

  /** @throws PortalFault, now and whatever is asked later */
  #differ(): never {
    this.#next = 0;
    throw new PortalFault(OTHERWISE);
  }
}

const OTHERWISE =
  'the walk would now go another way than before it was interrupted, so what is remembered of it says nothing';

/** What the drive of a walk had saved when what is remembered of it came to its end; null where it cannot go on there. */
export function savedIn(lines: readonly Line[]): unknown {
  const parts = lines.flatMap((line) => ('saved' in line ? [line.saved] : []));
  return parts.includes(null) ? null : Object.assign({}, ...parts);
}

/** The requests that a walk is known to have opened by what is remembered of it. */
export function requestsIn(lines: readonly Line[]): string[] {
  const named = lines.map((line): unknown => Object(Object('answer' in line ? line.answer : null).body).request);
  return [...new Set(named.filter((request) => typeof request === 'string'))];
}

/** The ids of the exchanges that are remembered. */
export function exchangesIn(lines: readonly Line[]): string[] {
  return lines.flatMap((line) => ('exchanges' in line ? line.exchanges.map(({ id }) => id) : []));
}
