// Writes and reads the journal of a run: a line for each event with the hash of the line before, and a seal where a part of the run ends.
import { createHash, type Hash } from 'node:crypto';
import { Ajv } from 'ajv';
import { parseBounded, TooMuch } from '../../../schemas/bounded-json.ts';
import { ConformanceError } from '../../../schemas/errors.ts';
import { EventOrder } from '../../../schemas/run/event-order.ts';
import { RunEvent } from '../../../schemas/run/report.ts';
import { visibleJson } from '../../../schemas/run/visible-json.ts';
import { JournalFile, linesOf } from './journal-file.ts';

/** What the first line carries in place of the hash of a line before it. */
const GENESIS = '0'.repeat(64);
/** The most values of a line (included). The first one holds all assertions and scenarios: some 50,000 for five regulations. */
const MOST_VALUES = 2_500_000;
/** What stands in a line before its event. */
const EVENT = '"event":';
const isEvent = new Ajv({ strict: false }).compile<RunEvent>(RunEvent);

/** How a version of this tool calls itself. */
const NAMED = /^reglament \d+\.\d+\.\d+[\w.-]*$/u;

const hashOf = (line: string) => createHash('sha256').update(line).digest('hex');

/** A digest of events that does not depend on the order in which walks that run side by side have written them. */
class Content {
  readonly #hashes: string[] = [];

  /** @param event as it stands in its line */
  add(event: string): void {
    this.#hashes.push(hashOf(event));
  }

  digest(): string {
    return hashOf(this.#hashes.toSorted().join('\n'));
  }
}

/** How a line begins that holds the end of a run. */
const ENDS = /^\{"seq":\d+,"prev":"[0-9a-f]{64}","event":\{"type":"run-finished"/u;

/** The events before which the file is looked for. */
const LOOKS_FOR_FILE: ReadonlySet<RunEvent['type']> = new Set(['scenario-started', 'run-resumed', 'run-finished']);

/** A journal that is being written. Each line is handed to the operating system at once, so that it survives a crash of our process. */
export interface Journal {
  /**
   * Writes an event, and after `run-finished` the seal. The first one is on the disk when this returns.
   * @throws ConformanceError `output-unwritable`; the lines before stay whole
   * @throws TypeError for an event that comes after the end
   */
  write(event: RunEvent): void;
  close(): void;
}

/**
 * A journal in a new file, which is made with the first event. Where the file is removed later, it is written again, with all that was in it.
 * @param onRemoved is told so
 */
export function openJournal(path: string, onRemoved: () => void = () => undefined): Journal {
  const written = { prev: GENESIS, seq: 0, whole: createHash('sha256'), content: new Content() };
  return writing(new JournalFile(path, onRemoved), written);
}

/** What stands in a journal already, for whoever goes on writing it. */
interface Written {
  prev: string;
  seq: number;
  whole: Hash;
  content: Content;
}

/**
 * Goes on with the journal of a run that was killed, was stopped or waits for something. A last line that is cut off is taken away, and
 * an end of the run without its seal, neither of which any reader believes.
 * @param onEvent is called with every event that stands in it
 * @param onRemoved as in {@link openJournal}
 * @returns the journal, and what was taken away, as a sentence; null where nothing was
 * @throws ConformanceError `file-unreadable`, `journal-broken`, or `not-resumable` where nothing is left to do
 */
export function resumeJournal(
  path: string,
  onEvent: (event: RunEvent) => void,
  onRemoved: () => void = () => undefined,
): { journal: Journal; taken: string | null } {
  const chain = new Chain(path);
  let size = 0;
  let taken: string | null = null;
  /** The end of a part of the run, which counts only once its seal has come. */
  let end: string | null = null;
  const admit = (line: string) => {
    const event = chain.read(line);
    if (event !== null) onEvent(event);
    size += Buffer.byteLength(line) + 1;
  };
  for (const { text, whole } of linesOf(path)) {
    if (!whole) taken = `the last line, cut off after ${text.length} characters, is taken away`;
    else if (ENDS.test(text)) end = text;
    else {
      if (end !== null) admit(end);
      end = null;
      admit(text);
    }
  }
  if (end !== null) taken = 'the end of the run, which has no seal, is taken away';
  if (!chain.isResumable)
    throw new ConformanceError('not-resumable', 'the run has come to its end, and nothing is left open', {
      file: path,
      cure: 'read its report, or run again into another folder',
    });
  const file = new JournalFile(path, onRemoved);
  file.goOn(size);
  return { journal: writing(file, chain.written), taken };
}

function writing(file: JournalFile, { prev, seq, whole, content }: Written): Journal {
  let isSealed = false;
  const append = (line: string) => {
    file.append(`${line}\n`);
    whole.update(`${line}\n`);
    prev = hashOf(line);
    seq += 1;
  };
  return {
    write(event) {
      if (isSealed) throw new TypeError(`the run is over, and ${event.type} comes after its end`);
      const text = visibleJson(event);
      if (LOOKS_FOR_FILE.has(event.type)) file.find();
      append(`{"seq":${seq},"prev":"${prev}",${EVENT}${text}}`);
      content.add(text);
      if (event.type !== 'run-finished') return;
      isSealed = true;
      const seal = { events: seq, digest: whole.copy().digest('hex'), content: content.digest() };
      append(visibleJson({ seq, prev, seal }));
    },
    close: () => file.close(),
  };
}

/** The events of a journal. Every pass over them reads the file and checks its chain anew, so that only one line is in memory at a time. */
export interface StoredJournal extends Iterable<RunEvent> {
  /** A sentence on the last line where that is cut off; null where it is whole, and until the first pass has ended. */
  readonly tail: string | null;
  /** Whether the journal ends with a seal; null until the first pass has ended. */
  readonly isSealed: boolean | null;
  /** The digest of the events, as the seal names it; null where there is no seal, and until the first pass has ended. */
  readonly content: string | null;
}

/** The sentence for a journal without a seal. */
export const UNSEALED = 'it has no seal: the run did not come to its end, or its end was taken away or changed';

/**
 * Reads a journal. A last line that is cut off is skipped and told as `tail`, because a run that was killed leaves one; whatever else
 * breaks the chain is an error. The event `run-finished` is given only once its seal has been read, because anybody could have written it.
 * @throws ConformanceError during a pass: `file-unreadable`, or `journal-broken` with the line
 */
export function readJournal(path: string): StoredJournal {
  let tail: string | null = null;
  let isSealed: boolean | null = null;
  let content: string | null = null;
  return {
    get content() {
      return content;
    },
    get tail() {
      return tail;
    },
    get isSealed() {
      return isSealed;
    },
    *[Symbol.iterator]() {
      const chain = new Chain(path);
      let end: RunEvent | null = null;
      for (const { text, whole } of linesOf(path)) {
        if (!whole) {
          tail = `the last line is cut off after ${text.length} characters`;
          continue;
        }
        const event = chain.read(text);
        if (event === null && end !== null) yield end;
        end = event?.type === 'run-finished' ? event : null;
        if (event !== null && end === null) yield event;
      }
      isSealed = chain.isSealed;
      content = chain.content;
    },
  };
}

/** Whether a run began so in a version whose assertions had a title in English alone, and its verdicts no sentences apart from a language. */
function isOlder(event: unknown): event is { tool: string } {
  const { type, tool, assertions } = Object(event);
  return (
    type === 'run-started' &&
    typeof tool === 'string' &&
    Array.isArray(assertions) &&
    assertions.some((assertion) => typeof Object(assertion).title === 'string' && !('titled' in Object(assertion)))
  );
}

/** Checks one line after the other against those before it. */
class Chain {
  isSealed = false;
  /** The digest of the events, once the seal has been read. */
  content: string | null = null;
  readonly #order = new EventOrder();
  readonly #events = new Content();
  readonly #path: string;
  readonly #whole = createHash('sha256');
  #prev = GENESIS;
  #count = 0;
  #isOver = false;
  /** By what the run says that it was made. */
  #tool: string | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** Whether the run can go on after the lines that were read. */
  get isResumable(): boolean {
    return this.#order.isResumable;
  }

  /** What stands in the journal so far, for whoever goes on writing it. */
  get written(): Written {
    return { prev: this.#prev, seq: this.#count, whole: this.#whole, content: this.#events };
  }

  /** The event of the next line; null where the line is the seal. @throws ConformanceError `journal-broken` */
  read(line: string): RunEvent | null {
    let entry: { seq?: unknown; prev?: unknown; event?: unknown; seal?: unknown };
    try {
      entry = Object(parseBounded(line, undefined, MOST_VALUES));
    } catch (error) {
      throw this.#broken(error instanceof TooMuch ? `this ${error.message}` : 'this is no JSON');
    }
    if (this.isSealed && Object(entry.event).type !== 'run-resumed') throw this.#broken('it comes after the seal');
    if (entry.seq !== this.#count) throw this.#broken(`line ${this.#count} is missing or out of place`);
    if (entry.prev !== this.#prev) throw this.#broken('the hash of the line before does not agree');
    if (this.#isOver !== (entry.seal !== undefined))
      throw this.#broken(
        this.#isOver ? 'it comes after the end of the run' : 'the seal comes before the end of the run',
      );
    const event = entry.seal === undefined ? this.#admit(entry.event, line) : null;
    if (event === null) this.#open(entry.seal, line);
    else [this.isSealed, this.content] = [false, null];
    this.#whole.update(`${line}\n`);
    this.#prev = hashOf(line);
    this.#count += 1;
    this.#isOver = event?.type === 'run-finished';
    return event;
  }

  #admit(event: unknown, line: string): RunEvent {
    if (isOlder(event)) throw this.#older(event.tool);
    if (!isEvent(event)) throw this.#unknown(event);
    if (event.type === 'run-started') this.#tool = event.tool;
    const why = this.#order.whyNot(event);
    if (why !== null) throw this.#broken(`no run writes this: ${why}`);
    this.#events.add(line.slice(line.indexOf(EVENT) + EVENT.length, -1));
    return event;
  }

  #open(seal: unknown, line: string): void {
    const { events, digest, content } = Object(seal);
    if (events !== this.#count)
      throw this.#broken(`the seal is over ${String(events)} lines, and there are ${this.#count}`);
    if (digest !== this.#whole.copy().digest('hex')) throw this.#broken('the digest of the seal does not agree');
    if (content !== this.#events.digest()) throw this.#broken('the digest of the events does not agree');
    // No hash covers the last line, so it has to be letter by letter as it is written.
    if (line !== visibleJson({ seq: this.#count, prev: this.#prev, seal: { events, digest, content } }))
      throw this.#broken('the seal holds something else than a seal');
    this.isSealed = true;
    this.content = content;
  }

  #older(tool: string): ConformanceError {
    return new ConformanceError(
      'journal-version',
      `it was written by ${tool}, whose events are told in English alone`,
      {
        file: this.#path,
        line: 1,
        cure: 'read it with that version, or run again: what it says cannot be told in other words now',
      },
    );
  }

  /** An event of another version looks like none: whoever reads it has to know which version that was. */
  #unknown(event: unknown): ConformanceError {
    const { type, tool }: { type?: unknown; tool?: unknown } = Object(event);
    const by = type === 'run-started' && typeof tool === 'string' ? tool : this.#tool;
    const broken = this.#broken('this is no event of a run');
    if (by === null || !NAMED.test(by)) return broken;
    const details = {
      ...{ file: this.#path, line: this.#count + 1 },
      cure: `where nobody changed it, ${by} wrote it in another form: read it with \`npx ${by.replace(' ', '@')} report\`, or run again`,
    };
    return new ConformanceError(
      'journal-broken',
      `this is no event of a run as this version writes them; it is of ${by}`,
      details,
    );
  }

  #broken(why: string): ConformanceError {
    const details = { file: this.#path, line: this.#count + 1, cure: 'a journal cannot be edited' };
    return new ConformanceError('journal-broken', why, details);
  }
}
