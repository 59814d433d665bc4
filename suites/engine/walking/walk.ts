// Walks one scenario on the portal and returns what was observed.

import type { Calendar, TermStart } from '../../../schemas/calendar.ts';
import { sharedTermOf } from '../../../schemas/flow/beside.ts';
import { attachesTo, type GraphStep } from '../../../schemas/flow/flow-graph.ts';
import type { Scenario } from '../../../schemas/run/assertion.ts';
import type { Addition, Control, Operation } from '../../../schemas/target/driver.ts';
import { dueAt } from '../../../schemas/term.ts';
import { LANGUAGES } from '../../../schemas/vocabulary.ts';
import { closesAt } from '../../flow/closing.ts';
import { answeredBy, type Handling, operationOf } from '../../flow/deed.ts';
import { errandOf } from '../../flow/errand.ts';
import { stageBefore } from '../../flow/printed-forms.ts';
import type { Source } from '../../flow/source.ts';
import { bindsToWait, dayCounts } from '../../flow/terms.ts';
import { PortalFault } from '../../sut/blame.ts';
import type { Drive } from '../../sut/sut.ts';
import { emptyTrace, type Trace } from '../trace.ts';
import { attachTo, noteAttached } from './attaching.ts';
import type { Attempt } from './attempt.ts';
import { collect } from './collect.ts';
import { tryDoor, tryRegistering } from './doors.ts';
import { doubtEnd, doubtEverything, doubtLogin } from './doubt.ts';
import { Hands } from './hands.ts';
import { Intrusions } from './intrude.ts';
import { documentOf, holderOf, lookAt, lookAtEnd, lookAtMessages, lookForOpen } from './look.ts';
import { MaterialMissing } from './material.ts';
import { probeAfter, probeEarly } from './probe.ts';
import { noteContent } from './signed-content.ts';
import { Watch } from './watch.ts';

/** What a walk needs to know besides its scenario. */
export interface WalkSetting {
  source: Source;
  calendar: Calendar;
  convention: TermStart;
  controls: readonly Control[];
  /** The BIN of the provider; null where the target names none. */
  provider?: string | null;
  /** The IIN of its head and of each deputy; null where the target names none. */
  heads?: readonly string[] | null;
  /** Whether the portal shows a part that not every portal has. */
  shows: (part: Addition) => boolean;
  /** The values of the form that the portal is given; null where it is given all. */
  enters?: ReadonlySet<string> | null;
  /** The operations that nobody can try alone. */
  within?: ReadonlySet<Operation>;
}

/** Thrown where a walk cannot go on. What was seen so far still counts. */
class Interruption extends Error {}

/** From noon to 23:59:59, the last second of a day. */
const NOON_BEFORE_MIDNIGHT_MS = 12 * 3600 * 1000 - 1000;

/** Walks a scenario to its end, or as far as the portal goes along. Faults of the portal are kept in the trace and never thrown. */
export async function walk(drive: Drive, scenario: Scenario, setting: WalkSetting): Promise<Trace> {
  const { source } = setting;
  const errand = errandOf(source, scenario);
  const hands = new Hands(drive, errand, {
    mark: setting.shows('onPaper'),
    certificate: setting.shows('loginCertificate'),
    ...(setting.within === undefined ? {} : { within: setting.within }),
  });
  const { walker } = hands;
  const trace = {
    ...emptyTrace(scenario),
    walker,
    applicant: drive.roster.credentials[walker === 'by-bin' ? walker : 'good']?.id ?? null,
    holder: holderOf(drive.roster, errand.applicants.good, walker),
    provider: setting.provider ?? null,
    heads: setting.heads ?? null,
  };
  if (scenario.cause === 'another-organisation' && walker !== 'by-bin')
    return { ...trace, lacking: 'the target supplies no organisation by-bin that signs with a certificate of its own' };
  const watch = new Watch(drive, hands, trace, source.graph, setting.controls.includes('clock'));
  const intrusions = new Intrusions(drive, hands, trace, source, setting.shows('logOut'));
  try {
    trace.doubt = await doubtEverything(drive);
    await tryDoor(drive, hands, trace, source);
    if (setting.shows('registration')) await tryRegistering(drive, hands, trace, source);
    await intrusions.arrive();
    const first = source.graph.steps.find(({ action }) => action === scenario.path[0]);
    if (first !== undefined && operationOf(first) !== 'authenticate') await letIn(hands);
    for (const action of scenario.path) {
      const step = source.graph.steps.find((found) => found.action === action);
      if (step !== undefined) await new Leg(drive, hands, watch, trace, setting, step, intrusions).walk();
    }
  } catch (error) {
    if (!(error instanceof Interruption || error instanceof MaterialMissing || error instanceof PortalFault))
      throw error;
    trace.interrupted = error.message;
  }
  await hands.restore().catch(() => undefined);
  // Whatever a disturbed walk shows may come from the disturbance, so nothing more is read.
  if (trace.disturbed === null) {
    await lookBack(hands, watch, trace);
    await intrusions.peep();
    await lookAtEnd(drive, hands, trace, source);
    await collect(drive, hands, trace, source, setting.shows);
    if (setting.controls.includes('counterparties')) await lookAtMessages(hands, trace, source);
  }
  trace.doubt ??= doubtEnd(trace);
  const last = trace.history.at(-1)?.action;
  if (trace.performed.length > 0 && trace.interrupted === null && last !== undefined && scenario.path.at(-1) === last)
    await probeAfter(hands, trace, source, last);
  if (scenario.applications === 0 && scenario.cause !== null && trace.performed.length > 0)
    trace.doubt ??= await doubtLogin(drive, hands, source.graph);
  return trace;
}

async function letIn(hands: Hands): Promise<void> {
  const { accepted, problem, fault } = await hands.logIn();
  if (!accepted) throw new Interruption(`nobody is let in: ${fault ?? problem}`);
}

/** Walks one step: tries what is not due, waits, does the step, sees it finished, and answers its condition where somebody has to. */
class Leg {
  readonly #drive: Drive;
  readonly #hands: Hands;
  readonly #watch: Watch;
  readonly #trace: Trace;
  readonly #setting: WalkSetting;
  readonly #step: GraphStep;
  readonly #intrusions: Intrusions;

  constructor(
    drive: Drive,
    hands: Hands,
    watch: Watch,
    trace: Trace,
    setting: WalkSetting,
    step: GraphStep,
    intrusions: Intrusions,
  ) {
    this.#drive = drive;
    this.#hands = hands;
    this.#watch = watch;
    this.#trace = trace;
    this.#setting = setting;
    this.#step = step;
    this.#intrusions = intrusions;
  }

  async walk(): Promise<void> {
    const operation = operationOf(this.#step);
    if (operation !== null) {
      // What is done within another operation is never waited for.
      if (this.#hands.canTry(operation)) await this.#probe(this.#step.action);
      await this.#look(operation);
      await this.#intrude(operation);
      await this.#attach(operation);
      await this.#waitThroughout();
      if (operation === 'decide') await this.#waitForLastDay();
      await this.#perform(operation);
      await this.#attach(operation);
    }
    if (!(await this.#watch.see(this.#step))) throw new Interruption(`${this.#step.action} was not seen`);
    const answer = answeredBy(this.#step);
    if (answer === null) return;
    await this.#probe('decision');
    await this.#look(answer);
    await this.#intrude(answer);
    await this.#waitForLastDay();
    await this.#perform(answer);
  }

  async #perform(operation: Handling): Promise<void> {
    const readyAt = this.#watch.readyAt;
    const at = this.#drive.now();
    const attempt = await this.#hands.perform(operation, this.#trace.scenario.cause, this.#step.action);
    const { accepted, problem, fault, exchange } = attempt;
    const { action } = this.#step;
    if (operation === 'fill' && this.#hands.entering !== null)
      this.#trace.entering = { action, ...this.#hands.entering };
    if (operation === 'attach') noteAttached(action, attempt, this.#trace);
    if (operation === 'sign' && this.#trace.scenario.cause === null)
      await noteContent(action, this.#hands, this.#trace, this.#setting.enters ?? null);
    this.#trace.performed.push({ operation, action, readyAt, at, accepted, problem, fault, exchange });
    this.#watch.begin(at);
    this.#watch.note(attempt);
    if (!accepted) throw new Interruption(`${operation} was not accepted: ${fault ?? problem}`);
  }

  /** Attaches documents to the form on the walk without a cause, so that they spoil no other walk. */
  async #attach(operation: Handling): Promise<void> {
    const { source, shows } = this.#setting;
    const { action } = this.#step;
    if (this.#trace.scenario.cause !== null || operation !== 'fill' || !shows('attachments')) return;
    if (attachesTo(source.regulation, source.flowId, action)) await attachTo(action, this.#hands, this.#trace);
  }

  /** Tries what is not due. Only the walk without a cause does it, so that a portal that accepts something spoils no other walk. */
  async #probe(waitingFor: string): Promise<void> {
    if (this.#trace.scenario.cause !== null) return;
    const accepted = await probeEarly(this.#hands, this.#trace, this.#setting.source, waitingFor);
    if (accepted !== null) this.#disturb(`${accepted} was accepted while the walk waited for ${waitingFor}`);
  }

  /** Has everybody whose turn it is not try the operation. */
  async #intrude(operation: Handling): Promise<void> {
    const meddled = await this.#intrusions.meddle(operation, this.#step.action);
    if (meddled !== null) this.#disturb(meddled);
    if (operation === 'sign') await this.#intrusions.spy('readContent');
  }

  #disturb(by: string): never {
    this.#trace.disturbed = by;
    throw new Interruption(by);
  }

  /** Looks at the pages that the portal shows while it waits for the operation. */
  async #look(operation: Handling): Promise<void> {
    const stage = stageBefore(operation);
    if (stage === null) return;
    await lookAt(stage, this.#hands, this.#trace, this.#setting.source);
    if (stage === 'processing') await lookForOpen(this.#hands, this.#trace, this.#setting.source);
    if (this.#trace.pages.some((page) => page.stage === stage)) await this.#intrusions.spy('readPages');
  }

  async #waitThroughout(): Promise<void> {
    const { term } = this.#step;
    const { readyAt } = this.#watch;
    if (
      term === null ||
      'unit' in term ||
      readyAt === null ||
      !this.#setting.controls.includes('clock') ||
      this.#trace.scenario.cause !== null
    )
      return;
    if (!bindsToWait(this.#setting.source, this.#step)) return;
    const { regulation, flowId } = this.#setting.source;
    const shared = sharedTermOf(regulation, flowId, this.#step.action);
    const left = (closesAt(this.#trace, readyAt, term, shared) - this.#drive.now()) / 1000;
    if (left > 0) await this.#drive.pass(left);
  }

  /** Waits until the last day before a decision on the walk without a cause, because the portal has to keep the request open until then. */
  async #waitForLastDay(): Promise<void> {
    const { source, calendar, convention, controls } = this.#setting;
    const { scenario, history } = this.#trace;
    if (!controls.includes('clock')) return;
    const dues = dayCounts(source)
      .filter(({ outcome, only }) => scenario.path.includes(outcome) && (only === null || scenario.tags.includes(only)))
      .flatMap(({ begun, readings, fromReceipt }) => {
        const from = history.find((entry) => entry.action === begun)?.finishedAt;
        const froms = [from, fromReceipt ? history[0]?.startedAt : null].filter((at) => at != null);
        return froms.flatMap((at) => readings.map((term) => Date.parse(dueAt(calendar, term, at, convention).due)));
      });
    if (dues.length === 0) return;
    this.#watch.due = Math.max(...dues);
    if (scenario.cause !== null) return;
    const left = (Math.min(...dues) - NOON_BEFORE_MIDNIGHT_MS - this.#drive.now()) / 1000;
    if (left > 0) await this.#drive.pass(Math.floor(left));
  }
}

/** Reads the notifications in every language after the walk, and tries to fetch the result. */
async function lookBack(hands: Hands, watch: Watch, trace: Trace): Promise<void> {
  if (trace.performed.length === 0) return;
  for (const language of LANGUAGES) {
    const seen: Attempt = await hands.read(language);
    watch.note(seen);
    if (seen.view !== null)
      trace.notices.push({ language, notifications: seen.view.notifications, exchange: seen.exchange });
  }
  if (trace.scenario.applications === 0) return;
  const { result, status, problem, fault, exchange } = await hands.perform('fetchResult', null, '');
  trace.fetched = { document: result === null ? null : documentOf(result), status, problem, fault, exchange };
}
