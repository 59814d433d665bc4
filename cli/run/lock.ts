// Keeps two runs from writing into one folder: a file that names who writes there.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { ConformanceError } from '../../schemas/errors.ts';

const LOCK = 'lock';

const Holder = Type.Object({
  pid: Type.Integer({ minimum: 1 }),
  host: Type.String(),
  /** Since when the folder is locked, ISO 8601. */
  since: Type.String(),
  /** When the process began, in whatever unit the system tells it; null where it does not. */
  began: Type.Union([Type.String(), Type.Null()]),
});
type Holder = Static<typeof Holder>;

/**
 * Locks a folder for this process. The lock of a process that has gone is taken over and told.
 * @param breaks whether a lock is taken over of which nobody here can tell whether its process has gone
 * @returns what unlocks it
 * @throws ConformanceError `folder-locked`
 */
export function lock(folder: string, breaks: boolean): () => void {
  const path = join(folder, LOCK);
  const own: Holder = {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    began: beginningOf(process.pid),
  };
  const text = `${JSON.stringify(own)}\n`;
  while (!isMade(path, text)) takeOver(path, breaks);
  return () => {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) rmSync(path);
  };
}

function isMade(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (Object(error).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a lock out of the way. @throws ConformanceError `folder-locked` */
function takeOver(path: string, breaks: boolean): void {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : null;
  if (text === null) return;
  const holder = readHolder(text);
  const who =
    holder === null
      ? 'a process that it does not name'
      : `process ${holder.pid} on ${holder.host} since ${holder.since}`;
  const isOurs = holder?.host === hostname();
  if (!(isOurs ? hasGone(holder) : breaks))
    throw new ConformanceError('folder-locked', `the folder is in use by ${who}`, {
      file: path,
      cure: isOurs ? 'wait for it, or end it' : 'where it is known to be over, give --break-lock',
    });
  // Another process may do the same: what was moved has to be what was read.
  const aside = `${path}.${process.pid}`;
  renameSync(path, aside);
  const isSame = readFileSync(aside, 'utf8') === text;
  if (isSame) rmSync(aside);
  else renameSync(aside, path);
  if (isSame) process.stderr.write(`reglament: ${path} was left by ${who}; it is taken over\n`);
}

function readHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(Holder, value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether a process of this machine has gone; its number may have been given to another one since. */
function hasGone({ pid, began }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return Object(error).code === 'ESRCH';
  }
  return beginningOf(pid) !== began;
}

/** When a process began, as Linux tells it; null elsewhere. */
function beginningOf(pid: number): string | null {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return null;
  // Its name stands in brackets and may hold blanks; the time is the twentieth value after it.
  const stat = readFileSync(path, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
