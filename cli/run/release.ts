// Gives memory back: V8 lets what is no longer used lie until its heap is large, and a run promises to stay small.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | null = null;

/** Collects what is no longer used. It takes some 50 ms, so it is for the few moments at which much has just become unused. */
export function releaseMemory(): void {
  if (collect === null) {
    // The function is there only where it was asked for, and a program can ask for it no other way.
    setFlagsFromString('--expose-gc');
    const found: unknown = runInNewContext('gc');
    collect = typeof found === 'function' ? () => void found() : () => undefined;
  }
  collect();
}
