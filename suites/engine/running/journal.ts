// The journal of a run: its events, one JSON object a line, each line carrying the hash of the one before, and last a seal.
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { Ajv } from 'ajv';
import { ConformanceError } from '../../../schemas/errors.ts';
import { RunEvent } from '../../../schemas/run/report.ts';
import { visibleJson } from '../../../schemas/run/visible-json.ts';

const GENESIS = '0'.repeat(64);
const isEvent = new Ajv({ strict: false }).compile<RunEvent>(RunEvent);

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
const hashOf = (line: string) => createHash('sha256').update(line).digest('hex');

/** Appends to a journal; every line is with the operating system before `write` returns. */
export interface Journal {
  /** Writes an event; the end of the run is sealed at once. @throws TypeError for what comes after it */
  write(event: RunEvent): void;
  close(): void;
}

/** Starts a journal. @throws ConformanceError `output-unwritable` when the file cannot be made, or is there already */
export function openJournal(path: string): Journal {
  let file: number;
  try {
    file = openSync(path, 'wx');
  } catch (cause) {
    throw new ConformanceError(
      'output-unwritable',
      `the journal cannot be started: ${wordsOf(cause)}`,
      { file: path, key: '--out', cure: 'choose another folder' },
      { cause },
    );
  }
  let prev = GENESIS;
  let seq = 0;
  let isSealed = false;
  const whole = createHash('sha256');
  const append = (line: string) => {
    writeSync(file, `${line}\n`);
    whole.update(`${line}\n`);
    prev = hashOf(line);
    seq += 1;
  };
  return {
    write(event) {
      if (isSealed) throw new TypeError(`the run is over, and ${event.type} comes after its end`);
      append(visibleJson({ seq, prev, event }));
      if (event.type !== 'run-finished') return;
      isSealed = true;
      append(visibleJson({ seq, prev, seal: { events: seq, digest: whole.copy().digest('hex') } }));
    },
    close: () => closeSync(file),
  };
}

/** The events of a journal. Every pass over them reads the file again and checks its chain, so that no more than a line is held. */
export interface StoredJournal extends Iterable<RunEvent> {
  /** What was cut off at the end of the journal; null when it is whole, and before the first pass is over. */
  readonly tail: string | null;
  /** Whether it ends with the seal of a run that came to its end; null before the first pass is over. */
  readonly isSealed: boolean | null;
}

/** What is said of a journal that has none; an end that nobody sealed is left out. */
export const UNSEALED = 'it has no seal: the run did not come to its end, or its end was taken away or changed';

/**
 * Reads a journal, a pass at a time. A last line that is cut off is left out and told; anything else that does not fit is an error.
 * The end of the run is given only where it is sealed.
 * @throws ConformanceError within a pass: `file-unreadable`, or `journal-broken` naming the line
 */
export function readJournal(path: string): StoredJournal {
  let tail: string | null = null;
  let isSealed: boolean | null = null;
  return {
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
    },
  };
}

/** Reads line after line, and holds each against the ones before it. */
class Chain {
  isSealed = false;
  readonly #path: string;
  readonly #whole = createHash('sha256');
  #prev = GENESIS;
  #count = 0;
  #isOver = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** The event of a line; null for the seal. @throws ConformanceError `journal-broken` */
  read(line: string): RunEvent | null {
    let entry: { seq?: unknown; prev?: unknown; event?: unknown; seal?: unknown };
    try {
      entry = Object(JSON.parse(line));
    } catch {
      throw this.#broken('this is no JSON');
    }
    if (this.isSealed) throw this.#broken('it comes after the seal');
    if (entry.seq !== this.#count) throw this.#broken(`line ${this.#count} is missing or out of place`);
    if (entry.prev !== this.#prev) throw this.#broken('the hash of the line before does not agree');
    if (this.#isOver !== (entry.seal !== undefined))
      throw this.#broken(
        this.#isOver ? 'it comes after the end of the run' : 'the seal comes before the end of the run',
      );
    if (entry.seal !== undefined) this.#open(entry.seal);
    else if (!isEvent(entry.event)) throw this.#broken('this is no event of a run');
    this.#whole.update(`${line}\n`);
    this.#prev = hashOf(line);
    this.#count += 1;
    if (this.isSealed || !isEvent(entry.event)) return null;
    this.#isOver = entry.event.type === 'run-finished';
    return entry.event;
  }

  #open(seal: unknown): void {
    const { events, digest } = Object(seal);
    if (events !== this.#count)
      throw this.#broken(`the seal is over ${String(events)} lines, and there are ${this.#count}`);
    if (digest !== this.#whole.copy().digest('hex')) throw this.#broken('the digest of the seal does not agree');
    this.isSealed = true;
  }

  #broken(why: string): ConformanceError {
    const details = { file: this.#path, line: this.#count + 1, cure: 'a journal cannot be edited' };
    return new ConformanceError('journal-broken', why, details);
  }
}

const CHUNK_BYTES = 1 << 16;
const NEWLINE = 0x0a;

/** The lines of a file without their ends; the last one is not whole where it has none. */
function* linesOf(path: string): Generator<{ text: string; whole: boolean }> {
  const file = readable(path, () => openSync(path, 'r'));
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let pieces: Buffer[] = [];
    for (let size = -1; size !== 0; ) {
      size = readable(path, () => readSync(file, chunk));
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1 && end < size; end = chunk.indexOf(NEWLINE, from)) {
        yield { text: Buffer.concat([...pieces, chunk.subarray(from, end)]).toString(), whole: true };
        pieces = [];
        from = end + 1;
      }
      if (from < size) pieces.push(Buffer.from(chunk.subarray(from, size)));
    }
    if (pieces.length > 0) yield { text: Buffer.concat(pieces).toString(), whole: false };
  } finally {
    closeSync(file);
  }
}

function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new ConformanceError(
      'file-unreadable',
      wordsOf(cause),
      { file: path, cure: 'name a folder that a run has written' },
      { cause },
    );
  }
}
