// The journal of a run: its events, one JSON object a line, each line carrying the hash of the one before.
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { Ajv } from 'ajv';
import { ConformanceError } from '../../schemas/errors.ts';
import { RunEvent } from '../../schemas/report.ts';

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
      const line = JSON.stringify({ seq, prev, event });
      writeSync(file, `${line}\n`);
      prev = hashOf(line);
      seq += 1;
    },
    close: () => closeSync(file),
  };
}

/** What a journal holds; `tail` says what was cut off at its end, null when it is whole. */
export interface JournalContent {
  events: RunEvent[];
  tail: string | null;
}

/**
 * Reads a journal and checks its chain. A last line that is cut off is left out and told; anything else that does not fit is an error.
 * @throws ConformanceError `journal-broken` naming the line
 */
export function readJournal(path: string): JournalContent {
  const lines = readText(path).split('\n');
  const last = lines.pop() ?? '';
  const events: RunEvent[] = [];
  let prev = GENESIS;
  lines.forEach((line, i) => {
    events.push(readLine(path, line, i, prev));
    prev = hashOf(line);
  });
  return { events, tail: last === '' ? null : `the last line is cut off after ${last.length} characters` };
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

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConformanceError(
      'file-unreadable',
      wordsOf(cause),
      { file: path, cure: 'name a folder that a run has written' },
      { cause },
    );
  }
}
