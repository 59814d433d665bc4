// The adapter for a portal that a target file describes.
import { type Control, type Description, OPERATIONS, type Operation } from '../../../schemas/target/driver.ts';
import { Redaction, showsAllowed } from '../evidence/redaction.ts';
import { Budget } from '../harness/budget.ts';
import { Clock } from '../harness/clock.ts';
import { Harness, type Setting } from '../harness/harness.ts';
import type { Allowance, Sut } from '../sut.ts';
import type { LoadedTarget } from './file/load.ts';
import { offerOf } from './file/offer.ts';
import { keepReading } from './file/reading.ts';
import { Gate } from './sending/gate.ts';
import { TargetTransport } from './transport.ts';

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
export function allowanceOf({ target: { limits, controls = [], testSystem } }: LoadedTarget): Allowance {
  const isShared = controls.includes('clock') && !controls.includes('worlds');
  return { applications: limits.applications, walks: isShared ? 1 : (limits.walks ?? 8), testSystem };
}

/** Makes a system under test of a target file; nothing is sent before the first walk. */
export function openTarget(whole: LoadedTarget, { concurrency, start, readsOnly = false }: TargetOptions): Sut {
  const loaded = readsOnly ? keepReading(whole) : whole;
  const { target } = loaded;
  const gate = new Gate(loaded, concurrency);
  const allowance = allowanceOf(loaded);
  const budget = new Budget(allowance, 'limits.applications');
  return {
    name: target.name,
    description: describeTarget(loaded),
    offer: offerOf(loaded),
    allowance,
    requestsFor: (operation, refused) => requestsFor(loaded, operation, refused),
    where: (part) => loaded.where(part === 'credentials' ? target.credentials : (target.credentials.good ?? target)),
    close: () => gate.close(),
    openDrive: (scenario, seed, listener) =>
      driveTarget(loaded, { gate, budget, scenario, listener }).begin(seed, start),
  };
}

/** A walk on the portal, before it has begun. */
export function driveTarget(
  loaded: LoadedTarget,
  { gate, ...walk }: Pick<Setting, 'budget' | 'scenario' | 'listener'> & { gate: Gate },
): Harness {
  const { target, secrets } = loaded;
  const clock = new Clock();
  const redaction = new Redaction({ shows: showsAllowed(target.journal ?? []), secrets });
  return new Harness(new TargetTransport({ loaded, gate, clock, redaction }), {
    ...{ ...walk, redaction, clock, controls: controlsOf(loaded), origin: new URL(target.baseUrl).origin },
    ...{ author: 'target file', says: 'what the target file reads for' },
  });
}

/** Worlds that are claimed and not described are opened by nobody. */
function controlsOf({ target: { controls = [], operations } }: LoadedTarget): Control[] {
  return controls.filter((control) => control !== 'worlds' || operations.openWorld !== undefined);
}
