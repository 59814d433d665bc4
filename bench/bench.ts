// Measures the performance figures and prints them as one JSON object.
// Names of figures as arguments choose some of them; `--write` measures all and writes them down.
import { measureAudit } from './audit.ts';
import { rounded, timed } from './figure.ts';
import { measureFullRun } from './full-run.ts';
import { measureHelp } from './help.ts';
import { measureMemory } from './memory.ts';
import { type RecordedWalk, record } from './recording.ts';
import { measureSlowRun } from './slow-run.ts';
import { SIMULATOR, withProcess } from './started.ts';
import { measureTransitions } from './transitions.ts';
import { measureWorlds } from './worlds.ts';
import { type Figures, write } from './written.ts';

let walks: Promise<RecordedWalk[]> | null = null;
const recorded = () => {
  walks ??= withProcess(SIMULATOR, record);
  return walks;
};

/** What takes too long for every measuring: done where it is named, and at night. */
const LONG: ReadonlySet<string> = new Set(['worlds']);
const FIGURES: Readonly<Record<string, () => Promise<Record<string, number>>>> = {
  help: measureHelp,
  peakMemoryMb: measureMemory,
  transitions: async () => measureTransitions(await recorded()),
  fullRun: async () => {
    const all = await recorded();
    return withProcess(SIMULATOR, (url) => measureFullRun(url, all));
  },
  audit: measureAudit,
  slowRun: async () => measureSlowRun(await recorded()),
  worlds: async () => measureWorlds(await recorded()),
};

const isWhole = process.env.REGLAMENT_ALL === '1';
const isWritten = process.argv.includes('--write');
const chosen = process.argv.slice(2).filter((name) => name !== '--write');
const unknown = chosen.find((name) => !Object.hasOwn(FIGURES, name));
if (unknown !== undefined) throw new RangeError(`no figure ${unknown}; choose of ${Object.keys(FIGURES).join(', ')}`);
if (isWritten && chosen.length > 0) throw new RangeError('--write takes no names: figures are written all at once');

const figures: Figures = {};
const ms = await timed(async () => {
  for (const [name, measure] of Object.entries(FIGURES)) {
    if (chosen.length === 0 ? LONG.has(name) && !isWhole : !chosen.includes(name)) continue;
    const took = await timed(async () => {
      figures[name] = await measure();
    });
    console.error(`${name}: ${Math.round(took / 1000)} s`);
  }
});
if (chosen.length === 0) figures.bench = { seconds: rounded(ms / 1000) };
console.log(JSON.stringify(figures, null, 2));
if (isWritten) write(figures);
