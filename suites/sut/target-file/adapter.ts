// The adapter for a portal that a target file describes.
import { type Control, changesRequest, type Description, type Operation } from '../../../schemas/target/driver.ts';
import type { TargetExchange } from '../../../schemas/target/operations.ts';
import { redactionOf, showsAllowed } from '../evidence/redaction.ts';
import { Budget } from '../harness/budget.ts';
import { Clock } from '../harness/clock.ts';
import { Harness, type Setting } from '../harness/harness.ts';
import type { Allowance, Offer, Sut } from '../sut.ts';
import type { LoadedTarget } from './file/load.ts';
import { offerOf } from './file/offer.ts';
import { keepReading } from './file/reading.ts';
import { namesIn } from './message/template.ts';
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
  /** Whether the exchanges are shown to whoever tries the target out: all of them but secrets. */
  isOpen?: boolean;
}

/** What the target file claims, as the description that the driver contract would give. */
export function describeTarget({ target }: Pick<LoadedTarget, 'target'>): Description {
  const { name, flows, controls = [], languages, about, provider, asks, ownDecision } = target;
  const claims = { contract: 'reglament-driver/1' as const, name, flows, controls, languages };
  return {
    ...claims,
    ...(provider === undefined ? {} : { provider }),
    ...(about === undefined ? {} : { about }),
    ...(asks === undefined ? {} : { asks }),
    ...(ownDecision === undefined ? {} : { ownDecision }),
  };
}

/**
 * The exchanges of an operation, each with the words of its own that tell it from others at the same address, as the services of SOAP
 * do. One that answers with a request reads it afterwards, unless the operation is refused.
 */
function requestsFor({ target: { operations } }: LoadedTarget, operation: Operation, refused: boolean): string[] {
  const own = operations[operation]?.exchanges ?? [];
  const read = !refused && changesRequest(operation) ? (operations.readRequest?.exchanges ?? []) : [];
  const told = ({ method, path, with: words = {} }: TargetExchange) =>
    [method, path, ...Object.values(words).filter((text) => namesIn(text).length === 0)].join(' ');
  return [...own, ...read].map(told);
}

/**
 * The limits of a target. Where all walks share one clock that we move, or one record of what the counterparties were asked, only one walk
 * runs at a time.
 */
export function allowanceOf({ target: { limits, controls = [], testSystem } }: LoadedTarget): Allowance {
  const isShared = (controls.includes('clock') && !controls.includes('worlds')) || controls.includes('asked');
  return { applications: limits.applications, walks: isShared ? 1 : (limits.walks ?? 8), testSystem };
}

/** Opens a target; nothing is sent before the first walk. */
export function openTarget(
  whole: LoadedTarget,
  { concurrency, start, readsOnly = false, isOpen = false }: TargetOptions,
): Sut {
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
    requestsFor: (flow, operation, refused) => requestsFor(loaded.of(flow), operation, refused),
    where: (person) => {
      const { officer, employee, operator, staff, credentials } = target;
      return loaded.where({ ...staff, officer, employee, operator, ...credentials }[person] ?? credentials);
    },
    close: () => gate.close(),
    openDrive: (scenario, seed, listener, before) =>
      driveTarget(loaded, {
        ...{ gate, budget, scenario, listener, isOpen },
        ...(before === undefined ? {} : { before }),
      }).begin(seed, start),
    spend: (applications) => budget.spend(applications),
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
  {
    gate,
    isOpen = false,
    ...walk
  }: Pick<Setting, 'budget' | 'scenario' | 'listener' | 'before'> & { gate: Gate; isOpen?: boolean },
): Harness {
  const [first = ''] = loaded.target.flows;
  const flow = loaded.target.flows.find((id) => walk.scenario.startsWith(`${id}/`)) ?? first;
  const own = loaded.of(flow);
  const { target, secrets } = own;
  const clock = new Clock();
  const redaction = redactionOf({ shows: showsAllowed(target.journal ?? []), secrets }, isOpen);
  return new Harness(new TargetTransport({ loaded: own, flow, gate, clock, redaction }), {
    ...{ ...walk, redaction, clock, controls: controlsOf(own), origin: new URL(target.baseUrl).origin },
    ...{ author: 'target file', says: 'what the target file reads for' },
  });
}

/** The controls that can be used: none of what is no test system, and no worlds where a file claims them without saying how one is opened. */
function controlsOf({ target: { controls = [], operations, testSystem } }: LoadedTarget): Control[] {
  if (!testSystem) return [];
  return controls.filter((control) => control !== 'worlds' || operations.openWorld !== undefined);
}
