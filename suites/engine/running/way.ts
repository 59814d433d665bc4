// Opens the drive of one walk: a new one, one that goes on where an interruption has cut it, or one that begins once more.
import type { Scenario } from '../../../schemas/run/assertion.ts';
import type { Exchange } from '../../../schemas/run/report.ts';
import type { Description } from '../../../schemas/target/driver.ts';
import { PortalFault } from '../../sut/blame.ts';
import { maskText } from '../../sut/evidence/redaction.ts';
import type { Silence } from '../../sut/silence.ts';
import type { Before, Drive, Sut } from '../../sut/sut.ts';
import type { Ledger } from './ledger.ts';
import type { Finished, Memory, WalkRecord } from './memory.ts';
import type { Past } from './past.ts';
import { offersOf } from './provenance.ts';
import { exchangesIn, Remembered, requestsIn, Stopped, savedIn } from './remembered.ts';
import type { Times } from './times.ts';

/** What of a run a walk needs to know of. */
interface Run {
  sut: Sut;
  seed: number;
  nonce?: string;
  memory?: Memory;
  past?: Past;
}

/** What the walk shares with the others of the run. */
interface Shared {
  ledger: Ledger;
  silence: Silence;
  times: Times;
  isHalted(): boolean;
  opened: Set<string>;
}

/** The way of one walk to the portal. */
export class Way {
  mask: (text: string) => string = maskText;
  readonly #run: Run;
  readonly #shared: Shared;
  readonly #scenario: Scenario;
  readonly #seed: number;
  #drive: Remembered | null = null;
  #applications = 0;
  /** What is remembered of the walk. */
  #lines: WalkRecord['lines'] = [];
  /** The ids of the exchanges that stand in the journal. */
  readonly #told: Set<string>;

  /** @param seed of the world that the walk opens */
  constructor(run: Run, shared: Shared, scenario: Scenario, seed: number) {
    this.#run = run;
    this.#shared = shared;
    this.#scenario = scenario;
    this.#seed = seed;
    this.#told = new Set(run.past?.walk(scenario.id)?.exchanges);
  }

  /** Whether the portal has fallen silent before the walk came to its end, so that it is left for later. */
  get isLost(): boolean {
    return this.#drive?.isDeaf === true;
  }

  /** @throws PortalFault where the walk cannot begin, or cannot go on @throws Stopped where the run ends */
  async open(): Promise<Drive> {
    const { past = null, memory, sut } = this.#run;
    const walked = past?.walk(this.#scenario.id) ?? null;
    // A simulated world lives no longer than our process, so there is nothing that a walk could go on with.
    const record = sut.simulatedFrom === undefined ? (memory?.recordOf(this.#scenario.id) ?? null) : null;
    const isNew = walked === null;
    if (isNew || record === null) this.#tellBeginning();
    if (!isNew) {
      const changed = whyAnother(past?.started?.offers, sut.description);
      if (changed !== null) throw new PortalFault(changed);
    }
    if (record === null) return this.#plain(isNew ? undefined : { ...this.#numbered([]), saved: null });
    const drive = await this.#remembered(record, isNew);
    this.mask = (text) => drive.mask(text);
    this.#drive = drive;
    return drive;
  }

  /** Keeps what the walk came to. */
  finish(found: Finished['found']): void {
    const applications = this.#applications;
    const requests = requestsIn(this.#lines);
    this.#run.memory?.finish({ scenario: this.#scenario.id, applications, requests, found });
  }

  #tellBeginning(): void {
    // What is over begins no more, though what it came to was not kept.
    if (this.#run.past?.walk(this.#scenario.id)?.isFinished === true) return;
    const { ledger, times } = this.#shared;
    ledger.emit({ type: 'scenario-started', at: times.now(), scenario: this.#scenario.id });
  }

  #tell(exchange: Exchange): void {
    if (this.#told.has(exchange.id)) return;
    this.#told.add(exchange.id);
    const { ledger, times } = this.#shared;
    times.note(this.#scenario.id, exchange);
    ledger.emit({ type: 'exchange', scenario: this.#scenario.id, exchange });
  }

  /** A drive that nothing is remembered of. */
  async #plain(before?: Before): Promise<Drive> {
    const { isHalted } = this.#shared;
    const inner = await this.#openInner((exchange) => this.#tell(exchange), before);
    const goOn = () => {
      if (isHalted()) throw new Stopped('the run ends');
    };
    this.mask = (text) => inner.mask?.(text) ?? maskText(text);
    return {
      ...inner,
      pass: async (seconds) => {
        goOn();
        await inner.pass(seconds);
      },
      perform: async (operation, call) => {
        goOn();
        return inner.perform(operation, call);
      },
    };
  }

  async #remembered(record: WalkRecord, isNew: boolean): Promise<Remembered> {
    const { sut } = this.#run;
    const isPrivate = sut.description.controls.includes('worlds');
    const saved = record.lines.length === 0 ? null : savedIn(record.lines);
    if (!isNew && saved === null) {
      if (!isPrivate && this.#scenario.applications > 0)
        throw new PortalFault('what the run remembered of the walk is not there, and no application is sent twice');
      return this.#anew(record);
    }
    const before = isNew ? undefined : { ...this.#numbered(exchangesIn(record.lines)), saved };
    try {
      return await this.#openRemembered(record, before);
    } catch (error) {
      // What happens in a world of its own costs nobody anything.
      if (!(error instanceof PortalFault) || isNew || !isPrivate) throw error;
      return this.#anew(record);
    }
  }

  /** Begins the walk once more. */
  async #anew(record: WalkRecord): Promise<Remembered> {
    record.clear();
    this.#tellBeginning();
    return this.#openRemembered(record, { ...this.#numbered([]), saved: null });
  }

  async #openRemembered(record: WalkRecord, before?: Before): Promise<Remembered> {
    const { sut, seed, nonce = String(seed) } = this.#run;
    const { silence, isHalted, opened } = this.#shared;
    const wire: Exchange[] = [];
    this.#lines = record.lines;
    this.#applications = record.lines.filter((line) => 'ask' in line && line.ask === 'open').length;
    const inner = await this.#openInner((exchange) => wire.push(exchange), before).catch((error: unknown) => {
      for (const exchange of wire) this.#tell(exchange);
      throw error;
    });
    const by = {
      ...{ record, nonce, scenario: this.#scenario.id, controls: sut.description.controls, isHalted, opened },
      knowsKeys: sut.description.additions?.includes('idempotency') === true,
      isLost: () => silence.reason !== null || silence.spent !== null,
      tell: (exchange: Exchange) => this.#tell(exchange),
    };
    return new Remembered(inner, by, wire);
  }

  async #openInner(onExchange: (exchange: Exchange) => void, before?: Before): Promise<Drive> {
    const { sut } = this.#run;
    const drive = await this.#shared.silence.openDrive(
      ...([sut, this.#scenario.id, this.#seed, onExchange, before] as const),
    );
    const perform: Drive['perform'] = (operation, call) => {
      if (operation === 'open' && call.token != null) this.#applications += 1;
      return drive.perform(operation, call);
    };
    return { ...drive, perform };
  }

  /** How many exchanges the walk has, here and in the journal. */
  #numbered(ids: readonly string[]): Pick<Before, 'exchanges' | 'asides'> {
    const numbers = (prefix: string) =>
      [...this.#told, ...ids].flatMap((id) => {
        const [, number] = new RegExp(`^${prefix}(\\d+)$`, 'u').exec(id.slice(this.#scenario.id.length)) ?? [];
        return number === undefined ? [] : [Number(number)];
      });
    return { exchanges: Math.max(0, ...numbers('#')), asides: Math.max(0, ...numbers('#resumed-')) };
  }
}

/** Why nothing that was seen of a portal says anything of the one that is there now, as a sentence; null where it does. */
function whyAnother(before: string | undefined, now: Description): string | null {
  return before === undefined || before === offersOf(now)
    ? null
    : 'the portal offers something else than when the walk began, so it is another one, on which the walk cannot go on';
}
