// Gives memory back: V8 lets what is no longer used lie until its heap is large, and a run promises to stay small.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** By how many hundredths the heap may grow before what is no longer used is collected. It costs no time that can be measured. */
const GROWTH = 40;

let collect: (() => void) | null = null;

/** Collects what is no longer used, and keeps the heap small from then on. It takes some 50 ms, so it is for the few moments at which much has just become unused. */
export function releaseMemory(): void {
  if (collect === null) {
    setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
    // The function is there only where it was asked for, and a program can ask for it no other way.
    setFlagsFromString('--expose-gc');
    const found: unknown = runInNewContext('gc');
    collect = typeof found === 'function' ? () => void found() : () => undefined;
  }
  collect();
}
