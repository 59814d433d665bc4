// Plants a log: cases that went as the text has it, some of them to the last moment, and cases in which one thing is wrong.
import { type Draw, drawFrom } from './draw.ts';
import { type Broken, begin, type Fault, faultsFor, type Making } from './fault.ts';
import { type Done, walk, waysOf } from './walk.ts';

/** A case of a planted log, with what is known of it. */
export interface PlantedCase {
  case: string;
  office: string;
  channel: string;
  done: Done[];
  /** What is wrong; null where nothing is. */
  fault: Fault | null;
  breaks: string[];
  touches: string[];
  right: string | null;
}

/** How a log is planted. */
export interface Planting extends Omit<Making, 'draw'> {
  seed: number;
  cases: number;
  /** One case in so many is broken; 0 for none. */
  brokenOnceIn: number;
}

const OFFICES = ['Astana', 'Almaty, Abay district', 'Aqtau'] as const;
const CHANNELS = ['portal', 'office'] as const;
/** How often a case takes every step to its last moment. */
const BRINK_ONCE_IN = 4;

/** How often it is tried to plant a fault that a drawn case may leave no room for, as where its term meets no holiday. */
const TRIES = 20;

/** The last case begins so long after the others that the log ends when all of them should be over. */
const AFTER_ALL_MS = 40 * 24 * 60 * 60 * 1000;

/** The cases of a log, one after the other, so that a log of any length can be written. The faults take turns. */
export function* plantCases({ seed, cases, brokenOnceIn, ...given }: Planting): Generator<PlantedCase> {
  const draw = drawFrom(seed);
  const making: Making = { ...given, draw };
  const ways = waysOf(given.source);
  const faults = brokenOnceIn === 0 ? [] : faultsFor(making);
  let turn = 0;
  for (let n = 0; n < cases; n += 1) {
    const named = { case: `case-${n + 1}`, office: draw.of(OFFICES), channel: draw.of(CHANNELS) };
    const isLast = n === cases - 1;
    const isBroken = faults.length > 0 && n % brokenOnceIn === 0 && !isLast;
    const broken = isBroken ? breakOne(draw, faults[turn % faults.length] ?? []) : null;
    if (isBroken) turn += 1;
    if (broken !== null) {
      yield { ...named, ...broken };
      continue;
    }
    const way = draw.onceIn(3) ? draw.of(ways) : (ways[0] ?? draw.of(ways));
    const onBrink = draw.onceIn(BRINK_ONCE_IN);
    const done = walk(given.source, way, {
      from: isLast ? given.span.last + AFTER_ALL_MS : begin(making),
      draw,
      clockwork: given.clockwork,
      onBrink,
    });
    yield { ...named, done, fault: null, breaks: [], touches: [], right: null };
  }
}

function breakOne(draw: Draw, places: readonly (() => Broken | null)[]): Broken | null {
  for (let left = TRIES; left > 0; left -= 1) {
    const broken = draw.of(places)();
    if (broken !== null) return broken;
  }
  return null;
}
