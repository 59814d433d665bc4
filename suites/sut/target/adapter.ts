// The adapter for a portal that a target file describes.
import { type Description, OPERATIONS, type Operation } from '../../../schemas/driver.ts';
import type { Allowance, Sut } from '../sut.ts';
import { Gate } from './gate.ts';
import type { LoadedTarget } from './load.ts';
import { offerOf } from './offer.ts';
import { keepReading } from './reading.ts';
import { TargetWalk } from './walk.ts';

export interface TargetOptions {
  concurrency: number;
  /** The instant at which worlds start, ISO 8601. */
  start: string;
  /** That nothing is opened or changed, whatever the file describes. */
  readsOnly?: boolean;
}

/** What the target file claims, in the words of the driver contract. */
export function describeTarget({ target }: Pick<LoadedTarget, 'target'>): Description {
  const { name, flows, controls = [], languages } = target;
  return { contract: 'reglament-driver/1', name, flows, controls, languages };
}

/** What answers a request is read again, unless it is refused, or is read already. */
function requestsFor({ target: { operations } }: LoadedTarget, operation: Operation, refused: boolean): string[] {
  const own = operations[operation]?.exchanges ?? [];
  const isRead =
    !refused && OPERATIONS[operation].output === OPERATIONS.readRequest.output && operation !== 'readRequest';
  const read = isRead ? (operations.readRequest?.exchanges ?? []) : [];
  return [...own, ...read].map(({ method, path }) => `${method} ${path}`);
}

/** A clock that all walks share is moved by one at a time. */
function allowanceOf({ target: { limits, controls = [], testSystem } }: LoadedTarget): Allowance {
  const isShared = controls.includes('clock') && !controls.includes('worlds');
  return { applications: limits.applications, walks: isShared ? 1 : (limits.walks ?? 8), testSystem };
}

/** Makes a system under test of a target file; nothing is sent before the first walk. */
export function openTarget(whole: LoadedTarget, { concurrency, start, readsOnly = false }: TargetOptions): Sut {
  const loaded = readsOnly ? keepReading(whole) : whole;
  const gate = new Gate(loaded, concurrency);
  return {
    name: loaded.target.name,
    description: describeTarget(loaded),
    offer: offerOf(loaded),
    allowance: allowanceOf(loaded),
    requestsFor: (operation, refused) => requestsFor(loaded, operation, refused),
    close: () => gate.close(),
    async openDrive(scenario, seed, onExchange) {
      const walk = new TargetWalk({ loaded, gate, scenario, onExchange });
      await walk.begin(seed, start);
      return walk;
    },
  };
}
