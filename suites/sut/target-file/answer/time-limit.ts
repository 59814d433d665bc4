// Stops what takes too long on a text from the portal, such as a match of a regular expression or the parsing of a page.
import { createContext, Script } from 'node:vm';

/** Longer limits are tried, up to this factor, where other programs take the processor. */
const LONGEST = 16;
const bench: { act: (() => unknown) | null } = { act: null };
const place = createContext(bench);
const act = new Script('act()');

/** What `perform` gives; null where it takes more than `limitMs` milliseconds of a processor. */
export function withinTime<T>(limitMs: number, perform: () => T): { done: T } | null {
  let done: { done: T } | null = null;
  bench.act = () => {
    done = { done: perform() };
  };
  for (let ms = limitMs; ; ms *= 2) {
    const before = process.cpuUsage();
    try {
      act.runInContext(place, { timeout: ms });
      return done;
    } catch (error) {
      if (Object(error).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      const { user, system } = process.cpuUsage(before);
      // On a machine with much to do the time may pass while this stands still: what counts is what it took of a processor.
      if ((user + system) / 1000 >= limitMs || ms >= LONGEST * limitMs) return null;
    }
  }
}
