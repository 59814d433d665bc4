// reglament simulate: starts the reference simulator, which runs until it is told to stop.

import { pino } from 'pino';
import { ConformanceError } from '../../schemas/errors.ts';
import { growHeapBy } from '../memory.ts';
import { onSignal } from '../signals.ts';
import { knownRegulations, print } from '../workspace.ts';
import { startSimulator } from './simulator.ts';

/** How long what is being answered may take once it is told to stop: less than the ten seconds after which containers are killed. */
const GRACE_MS = 5000;
/** By how many hundredths the heap may grow between two collections, so that many worlds fit; less would take time from every answer. */
const HEAP_GROWTH = 70;

/** The options of `simulate`. */
export interface SimulateOptions {
  port: number;
  host: string;
  mutant?: string;
  seed?: number;
  name?: readonly string[];
  demandSignatures?: boolean;
  sendAnywhere?: boolean;
  ncalayer?: number;
  store?: string;
  only?: readonly string[];
  rate?: number;
  trustProxy?: readonly string[];
  log?: 'json';
  violation?: string;
  counterparties?: string;
}

/** Listens until SIGINT, SIGTERM or SIGHUP; a second one ends what is still being answered. The first line printed is the URL. */
export async function simulateCommand({ log, ...options }: SimulateOptions): Promise<void> {
  refuseForeign(options);
  growHeapBy(HEAP_GROWTH);
  const lines = log === 'json' ? structured() : null;
  const door = await startSimulator(knownRegulations(), {
    ...options,
    pages: true,
    service: lines === null ? {} : { log: (answered) => lines.info(answered, 'answered') },
  });
  const signing = door.signing === null ? {} : { signing: door.signing.url, root: door.signing.root };
  if (lines !== null) lines.info({ url: door.url, ...signing }, 'listening');
  else {
    print(door.url);
    if (door.signing !== null) print(`signing client: ${door.signing.url} (trust ${door.signing.root})`);
    if (options.only === undefined) print(`for people: open ${door.url} in a browser`);
    if (options.mutant !== undefined) print(`broken: ${options.mutant}`);
  }
  const signal = await new Promise((stop) => onSignal(stop));
  lines?.info({ signal }, 'stopping');
  onSignal(() => void door.close());
  await door.stop(GRACE_MS);
  lines?.info('stopped');
}

/** Refuses what only a foreign portal can be given. @throws ConformanceError `usage` */
function refuseForeign(options: Pick<SimulateOptions, 'violation' | 'counterparties'>): void {
  for (const key of ['violation', 'counterparties'] as const) {
    const value = options[key];
    if (value === undefined) continue;
    const cure = 'give --foreign with it, or leave it out';
    throw new ConformanceError('usage', 'only a foreign portal takes it', { key: `--${key}`, value, cure });
  }
}

/** Writes lines of JSON to stdout: level, time, message and what is given with it. */
function structured() {
  const timestamp = () => `,"time":"${new Date().toISOString()}"`;
  return pino({ base: null, timestamp, formatters: { level: (level) => ({ level }) } }, process.stdout);
}
