// Keeps the memory of a process small: V8 lets what is no longer used lie until its heap is large.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** By how many hundredths the heap of a run may grow before what is no longer used is collected. */
const GROWTH = 12;

let collect: (() => void) | null = null;

/** Lets the heap grow by so many hundredths only before what is no longer used is collected; V8 itself lets it grow to several times its size. */
export function growHeapBy(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}

/** Collects what is no longer used, and keeps the heap small from then on. It takes some 50 ms, so it is for the few moments at which much has just become unused. */
export function releaseMemory(): void {
  if (collect === null) {
    growHeapBy(GROWTH);
    // The function is there only where it was asked for, and a program can ask for it no other way.
    setFlagsFromString('--expose-gc');
    const found: unknown = runInNewContext('gc');
    collect = typeof found === 'function' ? () => void found() : () => undefined;
  }
  collect();
}
