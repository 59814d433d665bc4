// Measures the numbers that are to be held and prints them as one JSON object; names after the command choose some of them.
import { measureFullRun } from './full-run.ts';
import { measureHelp } from './help.ts';
import { measureMemory } from './memory.ts';
import { type RecordedWalk, record } from './recording.ts';
import { measureSlowRun } from './slow-run.ts';
import { SIMULATOR, withPortal } from './started.ts';
import { measureTransitions } from './transitions.ts';

let walks: Promise<RecordedWalk[]> | null = null;
const recorded = () => {
  walks ??= withPortal(SIMULATOR, record);
  return walks;
};

const FIGURES: Readonly<Record<string, () => Promise<object>>> = {
  help: measureHelp,
  peakMemoryMb: measureMemory,
  transitions: async () => measureTransitions(await recorded()),
  fullRun: async () => {
    const all = await recorded();
    return withPortal(SIMULATOR, (url) => measureFullRun(url, all));
  },
  slowRun: async () => measureSlowRun(await recorded()),
};

const chosen = process.argv.slice(2);
const figures: Record<string, object> = {};
for (const [name, measure] of Object.entries(FIGURES))
  if (chosen.length === 0 || chosen.includes(name)) figures[name] = await measure();
console.log(JSON.stringify(figures, null, 2));
