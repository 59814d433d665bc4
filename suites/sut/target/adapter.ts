// The adapter for a portal that a target file describes.
import type { Description } from '../../../schemas/driver.ts';
import type { Allowance, Sut } from '../sut.ts';
import { Gate } from './gate.ts';
import type { LoadedTarget } from './load.ts';
import { offerOf } from './offer.ts';
import { TargetWalk } from './walk.ts';

export interface TargetOptions {
  concurrency: number;
  /** The instant at which worlds start, ISO 8601. */
  start: string;
}

/** What the target file claims, in the words of the driver contract. */
export function describeTarget({ target }: Pick<LoadedTarget, 'target'>): Description {
  const { name, flows, controls = [], languages } = target;
  return { contract: 'reglament-driver/1', name, flows, controls, languages };
}

/** A clock that all walks share is moved by one at a time. */
function allowanceOf({ target: { limits, controls = [], testSystem } }: LoadedTarget): Allowance {
  const isShared = controls.includes('clock') && !controls.includes('worlds');
  return { applications: limits.applications, walks: isShared ? 1 : (limits.walks ?? 8), testSystem };
}

/** Makes a system under test of a target file; nothing is sent before the first walk. */
export function openTarget(loaded: LoadedTarget, { concurrency, start }: TargetOptions): Sut {
  const gate = new Gate(loaded, concurrency);
  return {
    name: loaded.target.name,
    description: describeTarget(loaded),
    offer: offerOf(loaded),
    allowance: allowanceOf(loaded),
    close: () => gate.close(),
    async openDrive(scenario, seed, onExchange) {
      const walk = new TargetWalk({ loaded, gate, scenario, onExchange });
      await walk.begin(seed, start);
      return walk;
    },
  };
}
