// The journal of a run: its events, one JSON object a line, each line carrying the hash of the one before.
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { Ajv } from 'ajv';
import { ConformanceError } from '../../schemas/errors.ts';
import { RunEvent } from '../../schemas/report.ts';
import { visibleJson } from '../../schemas/visible-json.ts';

const GENESIS = '0'.repeat(64);
const isEvent = new Ajv({ strict: false }).compile<RunEvent>(RunEvent);

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
const hashOf = (line: string) => createHash('sha256').update(line).digest('hex');

/** Appends to a journal; every line is with the operating system before `write` returns. */
export interface Journal {
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
  return {
    write(event) {
      const line = visibleJson({ seq, prev, event });
      writeSync(file, `${line}\n`);
      prev = hashOf(line);
      seq += 1;
    },
    close: () => closeSync(file),
  };
}

/** The events of a journal. Every pass over them reads the file again and checks its chain, so that no more than a line is held. */
export interface StoredJournal extends Iterable<RunEvent> {
  /** What was cut off at the end of the journal; null when it is whole, and before the first pass is over. */
  readonly tail: string | null;
}

/**
 * Reads a journal, a pass at a time. A last line that is cut off is left out and told; anything else that does not fit is an error.
 * @throws ConformanceError within a pass: `file-unreadable`, or `journal-broken` naming the line
 */
export function readJournal(path: string): StoredJournal {
  let tail: string | null = null;
  return {
    get tail() {
      return tail;
    },
    *[Symbol.iterator]() {
      let prev = GENESIS;
      let i = 0;
      for (const { text, whole } of linesOf(path)) {
        if (whole) {
          yield readLine(path, text, i, prev);
          prev = hashOf(text);
          i += 1;
        } else tail = `the last line is cut off after ${text.length} characters`;
      }
    },
  };
}

function readLine(path: string, line: string, i: number, prev: string): RunEvent {
  const broken = (why: string) =>
    new ConformanceError('journal-broken', why, { file: path, line: i + 1, cure: 'a journal cannot be edited' });
  let entry: { seq?: unknown; prev?: unknown; event?: unknown };
  try {
    entry = Object(JSON.parse(line));
  } catch {
    throw broken('this is no JSON');
  }
  if (entry.seq !== i) throw broken(`line ${i} is missing or out of place`);
  if (entry.prev !== prev) throw broken('the hash of the line before does not agree');
  if (!isEvent(entry.event)) throw broken('this is no event of a run');
  return entry.event;
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
