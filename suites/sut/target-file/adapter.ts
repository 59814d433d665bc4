// The adapter for a portal that a target file describes.
import { type Control, changesRequest, type Description, type Operation } from '../../../schemas/target/driver.ts';
import { Redaction, showsAllowed } from '../evidence/redaction.ts';
import { Budget } from '../harness/budget.ts';
import { Clock } from '../harness/clock.ts';
import { Harness, type Setting } from '../harness/harness.ts';
import type { Allowance, Offer, Sut } from '../sut.ts';
import type { LoadedTarget } from './file/load.ts';
import { offerOf } from './file/offer.ts';
import { keepReading } from './file/reading.ts';
import { Gate } from './sending/gate.ts';
import { TargetTransport } from './transport.ts';

/** How a run drives the target. */
export interface TargetOptions {
  /** The most connections to one origin at the same time. */
  concurrency: number;
  /** The instant at which worlds start, ISO 8601. */
  start: string;
  /** Whether the run only reads, and opens or changes nothing although the file describes how (`--production`). */
  readsOnly?: boolean;
}

/** What the target file claims, as the description that the driver contract would give. */
export function describeTarget({ target }: Pick<LoadedTarget, 'target'>): Description {
  const { name, flows, controls = [], languages, provider } = target;
  const claims = { contract: 'reglament-driver/1' as const, name, flows, controls, languages };
  return provider === undefined ? claims : { ...claims, provider };
}

/** The exchanges of an operation. One that answers with a request reads it afterwards, unless the operation is refused. */
function requestsFor({ target: { operations } }: LoadedTarget, operation: Operation, refused: boolean): string[] {
  const own = operations[operation]?.exchanges ?? [];
  const read = !refused && changesRequest(operation) ? (operations.readRequest?.exchanges ?? []) : [];
  return [...own, ...read].map(({ method, path }) => `${method} ${path}`);
}

/** The limits of a target. Where all walks share one clock that we move, only one walk runs at a time. */
export function allowanceOf({ target: { limits, controls = [], testSystem } }: LoadedTarget): Allowance {
  const isShared = controls.includes('clock') && !controls.includes('worlds');
  return { applications: limits.applications, walks: isShared ? 1 : (limits.walks ?? 8), testSystem };
}

/** Opens a target; nothing is sent before the first walk. */
export function openTarget(whole: LoadedTarget, { concurrency, start, readsOnly = false }: TargetOptions): Sut {
  const loaded = readsOnly ? keepReading(whole) : whole;
  const { target } = loaded;
  const gate = new Gate(loaded, concurrency);
  const allowance = allowanceOf(loaded);
  const budget = new Budget(allowance, 'limits.applications');
  return {
    name: target.name,
    description: describeTarget(loaded),
    offer: offersOf(loaded),
    allowance,
    requestsFor: (operation, refused) => requestsFor(loaded, operation, refused),
    where: (part) => loaded.where(part === 'credentials' ? target.credentials : (target.credentials.good ?? target)),
    close: () => gate.close(),
    openDrive: (scenario, seed, listener) =>
      driveTarget(loaded, { gate, budget, scenario, listener }).begin(seed, start),
  };
}

/** What is offered, with the offer of each flow, as a target file may say something else of each. */
function offersOf(loaded: LoadedTarget): Offer {
  const { flows } = loaded.target;
  return { ...offerOf(loaded), flows: Object.fromEntries(flows.map((flow) => [flow, offerOf(loaded.of(flow))])) };
}

/** The drive of one walk, before `begin` is called on it. */
export function driveTarget(
  loaded: LoadedTarget,
  { gate, ...walk }: Pick<Setting, 'budget' | 'scenario' | 'listener'> & { gate: Gate },
): Harness {
  const [first = ''] = loaded.target.flows;
  const flow = loaded.target.flows.find((id) => walk.scenario.startsWith(`${id}/`)) ?? first;
  const own = loaded.of(flow);
  const { target, secrets } = own;
  const clock = new Clock();
  const redaction = new Redaction({ shows: showsAllowed(target.journal ?? []), secrets });
  return new Harness(new TargetTransport({ loaded: own, flow, gate, clock, redaction }), {
    ...{ ...walk, redaction, clock, controls: controlsOf(own), origin: new URL(target.baseUrl).origin },
    ...{ author: 'target file', says: 'what the target file reads for' },
  });
}

/** The controls that can be used: a file may claim worlds without saying how one is opened, and then none is. */
function controlsOf({ target: { controls = [], operations } }: LoadedTarget): Control[] {
  return controls.filter((control) => control !== 'worlds' || operations.openWorld !== undefined);
}
