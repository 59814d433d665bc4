// Walks one scenario on the portal and returns what was observed.

import { giftsOf } from '../../../schemas/flow/beside.ts';
import { attachesTo, type GraphStep } from '../../../schemas/flow/flow-graph.ts';
import type { Scenario } from '../../../schemas/run/assertion.ts';
import { quote, type Said, say } from '../../../schemas/said.ts';
import { ENTRANCES } from '../../../schemas/target/driver.ts';
import { checkOf } from '../../flow/brinks.ts';
import { answeredBy, type Handling, operationOf } from '../../flow/deed.ts';
import { byBinAs, isByBin } from '../../flow/doors.ts';
import { errandOf } from '../../flow/errand.ts';
import { mayBeCheckedAt } from '../../flow/otherwise.ts';
import { stageBefore } from '../../flow/printed-forms.ts';
import { refusedAt } from '../../flow/refusals.ts';
import { isSignedUnchecked } from '../../flow/signing.ts';
import { withinService } from '../../flow/terms.ts';
import { PortalFault } from '../../sut/blame.ts';
import type { Drive } from '../../sut/sut.ts';
import { emptyTrace, type Trace } from '../trace.ts';
import { beforeAsking, beginAsked, lookAtAsked, markAsked } from './asked.ts';
import { attachTo, noteAttached } from './attaching.ts';
import { BrinkOfWalk, showAtBrinks } from './brink.ts';
import { collect } from './collect.ts';
import { tryDoor, tryRegistering } from './doors.ts';
import { doubtEnd, doubtEverything, doubtLogin } from './doubt.ts';
import { doubtStale } from './fresh.ts';
import { guessPassword } from './guessing.ts';
import { Hands } from './hands.ts';
import { Intrusions } from './intrude.ts';
import { holderOf, lookAt, lookAtEnd, lookAtMessages, lookBack, lookForOpen } from './look.ts';
import { MaterialMissing } from './material.ts';
import { actionsLeft, chooseEarly, mayBeRefusedEarly } from './otherwise.ts';
import { probeAfter, probeEarly } from './probe.ts';
import { Interruption, type Place, Suspended, type WalkSetting } from './setting.ts';
import { noteContent } from './signed-content.ts';
import { goToTellingDay, isDecided, letDecide, waitForLastDay, waitThroughout } from './waiting.ts';
import { Watch } from './watch.ts';
import { tryWrongSignatures } from './wrong-signatures.ts';

/**
 * Walks a scenario to its end, or as far as the portal goes along. Where the portal refuses what it was waited with, it is walked once
 * more without that waiting: whether the portal has closed too early shows only beside an attempt that was made at once. So is a walk that has
 * gone astray at a brink of the validity of a certificate, with the usual one.
 */
export async function walk(drive: Drive, scenario: Scenario, setting: WalkSetting): Promise<Trace> {
  const shut: Trace[] = [];
  let before: Trace | null = null;
  for (;;) {
    const trace: Trace = await walkOnce(drive, scenario, setting, { shut, before });
    const last = trace.performed.at(-1);
    const isShut = last?.waited === true && !last.accepted && last.fault === null && trace.disturbed === null;
    const maySpare = () => setting.spare?.(scenario.applications) !== false;
    if (!(isShut || trace.astray !== null) || !(drive.once?.(maySpare) ?? maySpare())) return trace;
    if (trace.astray === null) shut.push(trace);
    before = trace;
  }
}

/** The attempts at a walk before this one: those that were shut, and the last of all. */
interface Before {
  shut: readonly Trace[];
  before: Trace | null;
}

/** One attempt at a walk. Faults of the portal are kept in the trace and never thrown. @throws Suspended */
async function walkOnce(
  drive: Drive,
  scenario: Scenario,
  setting: WalkSetting,
  { shut, before }: Before,
): Promise<Trace> {
  const { source } = setting;
  const errand = errandOf(source, scenario);
  const hands = new Hands(drive, errand, setting.fresh, {
    mark: setting.shows('onPaper'),
    certificate: setting.shows('loginCertificate'),
    attorney: setting.shows('attorney'),
    address: setting.shows('sentTo'),
    ...(setting.within === undefined ? {} : { within: setting.within }),
  });
  const { walker } = hands.logins;
  const trace = {
    ...emptyTrace(scenario),
    walker,
    applicant: drive.roster.credentials[walker === 'by-bin' ? walker : 'good']?.id ?? null,
    holder: holderOf(drive.roster, errand.applicants.good, walker),
    provider: setting.provider ?? null,
    heads: setting.heads ?? null,
    movesClock: setting.controls.includes('clock'),
    shut: [...shut],
    logins: before?.logins ?? [],
    registration: before?.registration ?? null,
    used: before?.used ?? null,
  };
  if (scenario.cause === 'another-organisation' && !isByBin(walker)) {
    const missing = byBinAs(ENTRANCES[source.flow.entry]);
    return {
      ...trace,
      lacking: say`the target supplies no organisation ${missing} that signs with a certificate of its own`,
    };
  }
  const watch = new Watch(drive, hands, trace, source.graph, setting.controls.includes('clock'));
  const intrusions = new Intrusions(drive, hands, trace, source, setting.shows('logOut'));
  const brink = new BrinkOfWalk(drive, hands, trace, setting);
  let isCutOff = false;
  try {
    trace.doubt = await doubtEverything(drive, setting.fresh);
    if (before === null) await goToTellingDay(drive, scenario, setting);
    if (before === null) await tryDoor(drive, hands, trace, source);
    if (before === null && setting.shows('registration')) await tryRegistering(drive, hands, trace, source);
    if (before === null) await brink.approach();
    await beginAsked(drive, hands, trace, setting);
    await intrusions.arrive();
    const first = source.graph.steps.find(({ action }) => action === scenario.path[0]);
    if (first !== undefined && operationOf(first) !== 'authenticate') await letIn(hands);
    const go = async (action: string) => {
      const step = source.graph.steps.find((found) => found.action === action);
      if (step !== undefined) await new Leg(drive, hands, watch, trace, setting, step, intrusions, brink).walk();
    };
    for (const action of scenario.path) await go(action);
    for (const action of actionsLeft(trace, source)) await go(action);
  } catch (error) {
    if (error instanceof Suspended) error.trace = trace;
    if (!(error instanceof Interruption || error instanceof MaterialMissing || error instanceof PortalFault))
      throw error;
    isCutOff = error instanceof PortalFault;
    trace.interrupted = error instanceof Interruption ? error.says : say`${quote(error.message)}`;
  }
  await hands.restore().catch(() => undefined);
  if (scenario.cause === 'another-applicant' && trace.state === 'open' && hands.request !== null) {
    await hands.readContent();
    await noteContent(scenario.path.at(-2) ?? '', hands, trace, setting.enters ?? null);
  }
  // Whatever a disturbed walk shows may come from the disturbance, so nothing more is read.
  if (trace.disturbed === null) {
    await lookBack(hands, watch, trace);
    await intrusions.peep();
    await lookAtEnd(drive, hands, trace, source);
    await collect(drive, hands, trace, source, setting.shows);
    if (setting.controls.includes('counterparties')) await lookAtMessages(hands, trace, source);
    await lookAtAsked(hands, trace);
  }
  trace.doubt ??= doubtStale(trace, setting.fresh) ?? doubtEnd(trace);
  brink.settle(isCutOff);
  const last = trace.history.at(-1)?.action;
  if (trace.performed.length > 0 && trace.interrupted === null && last !== undefined && scenario.path.at(-1) === last)
    await probeAfter(hands, trace, source, last);
  if (trace.disturbed === null && setting.guesses === true) await guessPassword(drive, hands, trace, source);
  if (scenario.applications === 0 && scenario.cause !== null && trace.performed.length > 0)
    trace.doubt ??= await doubtLogin(drive, hands, source.graph);
  await showAtBrinks(drive, hands, trace, setting);
  return trace;
}

async function letIn(hands: Hands): Promise<void> {
  const { accepted, problem, fault } = await hands.logIn();
  if (!accepted) throw new Interruption(say`nobody is let in: ${quote(fault ?? problem)}`);
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
  readonly #brink: BrinkOfWalk;

  constructor(
    drive: Drive,
    hands: Hands,
    watch: Watch,
    trace: Trace,
    setting: WalkSetting,
    step: GraphStep,
    intrusions: Intrusions,
    brink: BrinkOfWalk,
  ) {
    this.#drive = drive;
    this.#hands = hands;
    this.#watch = watch;
    this.#trace = trace;
    this.#setting = setting;
    this.#step = step;
    this.#intrusions = intrusions;
    this.#brink = brink;
  }

  async walk(): Promise<void> {
    const operation = operationOf(this.#step);
    if (operation === 'decide') await this.#decide(this.#step.action);
    else if (operation !== null) {
      // What is done within another operation is never waited for.
      if (this.#hands.canTry(operation)) await this.#probe(this.#step.action);
      await this.#look(operation);
      await this.#intrude(operation);
      await this.#attach(operation);
      const waited = await waitThroughout(this.#place);
      await this.#brink.reach(this.#step.action);
      await beforeAsking(this.#hands, this.#trace, this.#setting, this.#step.action);
      if (!(await this.#perform(operation, waited))) return;
      await this.#attach(operation);
      await this.#chooseEarly();
    }
    if (
      !(await this.#watch.see(withinService(this.#setting.source, this.#step), this.#refusedWithin)) &&
      !this.#isRefused
    ) {
      const isSilent = this.#trace.history.length === 0;
      const { action } = this.#step;
      throw new Interruption(
        isSilent
          ? say`${action} was not seen, as the history that the portal shows is empty`
          : say`${action} was not seen`,
      );
    }
    await markAsked(this.#hands, this.#trace, this.#setting, this.#step.action);
    await this.#noteGiven();
    if (answeredBy(this.#step) !== null) await this.#decide('decision');
  }

  /** Offers the certificate where the portal may check it already. */
  async #chooseEarly(): Promise<void> {
    const { source } = this.#setting;
    const checked = checkOf(source)?.action ?? '';
    if (mayBeCheckedAt(source, this.#step.action)) await this.#brink.reach(checked);
    const at = this.#drive.now();
    const chosen = await chooseEarly(this.#step.action, this.#hands, this.#trace, source);
    if (chosen === null) return;
    this.#watch.note(chosen);
    await this.#brink.note(checked, at, chosen);
  }

  /** Has an officer decide on the last day; on the walk without a cause the portal may have done so by itself. @param point its name */
  async #decide(point: string): Promise<void> {
    const place = this.#place;
    const { setting, trace } = place;
    const isGood = trace.scenario.cause === null;
    if (!isGood || !isDecided(place)) {
      await this.#probe(point);
      await this.#look('decide');
      if (setting.controls.includes('decision')) await this.#intrude('decide');
    }
    let waited = false;
    if (isGood && setting.ownDecision === true) await letDecide(place);
    else if (!isGood || !isDecided(place))
      waited = [await waitThroughout(place), await waitForLastDay(place)].includes(true);
    trace.decidedItself = isGood && (setting.ownDecision === true || isDecided(place));
    if (!trace.decidedItself) await this.#perform('decide', waited);
  }

  /** Keeps what the request has been given where the text has the step done by giving it. */
  async #noteGiven(): Promise<void> {
    const { regulation, flowId } = this.#setting.source;
    const gifts = giftsOf(regulation, flowId, this.#step.action).filter(({ row }) => row === 'action');
    if (gifts.length === 0) return;
    const gives = gifts.map(({ is }) => is);
    this.#trace.given.push(await this.#watch.given(this.#step.action, gives));
  }

  get #place(): Place {
    return {
      ...{ drive: this.#drive, hands: this.#hands, watch: this.#watch, trace: this.#trace },
      ...{ setting: this.#setting, step: this.#step },
    };
  }

  /** @returns false where the request may have been refused before, so that the operation is not accepted any more */
  async #perform(operation: Handling, waited: boolean): Promise<boolean> {
    const readyAt = this.#watch.readyAt;
    const at = this.#drive.sendingAt?.() ?? this.#drive.now();
    const attempt = await this.#hands.perform(operation, this.#trace.scenario.cause, this.#step.action);
    const { accepted, status, problem, exchange } = attempt;
    const fault = attempt.fault ?? (accepted ? null : await this.#whyUnread());
    const { action } = this.#step;
    if (operation === 'fill' && this.#hands.entering !== null)
      this.#trace.entering = { action, ...this.#hands.entering };
    if (operation === 'attach') noteAttached(action, attempt, this.#trace);
    if (operation === 'sign' && this.#trace.scenario.cause === null)
      await noteContent(action, this.#hands, this.#trace, this.#setting.enters ?? null);
    this.#trace.performed.push({ operation, action, readyAt, at, waited, accepted, status, problem, fault, exchange });
    this.#watch.begin(at);
    this.#watch.note(attempt);
    await this.#brink.note(action, at, attempt);
    if (accepted) return true;
    if (operation === 'sign' && mayBeRefusedEarly(this.#trace)) return false;
    // What is wrong on purpose may be refused in the answer itself; the request then tells what came of it.
    if (fault !== null || this.#refusedWithin === null || this.#hands.request === null)
      throw new Interruption(say`${operation} was not accepted: ${quote(fault ?? problem)}`);
    this.#watch.note(await this.#hands.read());
    return true;
  }

  /**
   * Why nothing can be concluded from a refusal that nobody expects: whoever cannot even read the request, because their session is gone or
   * the portal is away, is refused for that.
   */
  async #whyUnread(): Promise<string | null> {
    if (this.#refusedWithin !== null || this.#hands.request === null) return null;
    return (await this.#hands.read()).fault;
  }

  /** How many seconds the refusal of the step may take where the walk is refused at this step; null where it is not. */
  get #refusedWithin(): number | null {
    const refused = refusedAt(this.#trace.scenario);
    if (refused?.step !== this.#step.action) return null;
    const term = this.#setting.source.graph.steps.find(({ action }) => action === refused.by)?.term ?? null;
    return term === null || 'unit' in term ? 0 : term.max;
  }

  /** Whether the refusal of the step is on record, and perhaps that alone. */
  get #isRefused(): boolean {
    const refused = refusedAt(this.#trace.scenario);
    return refused?.step === this.#step.action && this.#trace.history.some(({ action }) => action === refused.by);
  }

  /** Attaches documents to the form on the walk without a cause, so that they spoil no other walk. */
  async #attach(operation: Handling): Promise<void> {
    const { source, shows } = this.#setting;
    const { action } = this.#step;
    if (this.#trace.scenario.cause !== null || operation !== 'fill' || !shows('attachments')) return;
    if (!attachesTo(source.regulation, source.flowId, action)) return;
    const isAttached = this.#trace.attaching?.right.accepted === true;
    await attachTo(action, this.#hands, this.#trace);
    const meddled = isAttached ? null : await this.#intrusions.attach(action);
    if (meddled !== null) this.#disturb(meddled);
  }

  /** Tries what is not due. Only the walk without a cause does it, so that a portal that accepts something spoils no other walk. */
  async #probe(waitingFor: string): Promise<void> {
    if (this.#trace.scenario.cause !== null) return;
    const accepted = await probeEarly(this.#hands, this.#trace, this.#setting.source, waitingFor);
    if (accepted !== null) this.#disturb(say`${accepted} was accepted while the walk waited for ${waitingFor}`);
  }

  /** Has everybody whose turn it is not try the operation. */
  async #intrude(operation: Handling): Promise<void> {
    const meddled = await this.#intrusions.meddle(operation, this.#step.action);
    if (meddled !== null) this.#disturb(meddled);
    if (operation !== 'sign') return;
    await this.#intrusions.spy('readContent');
    if (this.#trace.scenario.cause !== null || !isSignedUnchecked(this.#setting.source)) return;
    const accepted = await tryWrongSignatures(this.#step.action, this.#hands, this.#trace);
    if (accepted !== null) this.#disturb(accepted);
  }

  #disturb(by: Said): never {
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
}
