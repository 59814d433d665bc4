// Uses a certificate at a brink of its validity: moves the clock there, and keeps between which moments it was checked and what came of it.

import { readCertificate } from '../../../schemas/pki/certificate.ts';
import { AT_LOGIN, BRIEF, BRIEF_LATER, BRINKS, type Brief, type Brink } from '../../../schemas/run/assertion.ts';
import { lasting, say } from '../../../schemas/said.ts';
import { ENTRANCES, type HistoryEntry } from '../../../schemas/target/driver.ts';
import { CHECKS } from '../../../schemas/vocabulary.ts';
import { brinkOf, checkOf, instantAt, isInForceAt, isLater, type Validity } from '../../flow/brinks.ts';
import { operationOf } from '../../flow/deed.ts';
import { certificateOf } from '../../flow/doors.ts';
import type { Source } from '../../flow/source.ts';
import { PortalFault } from '../../sut/blame.ts';
import { toldOf } from '../../sut/log-in.ts';
import type { Drive } from '../../sut/sut.ts';
import type { AtBrink, Attempted, Shown, Trace, Unused, Used } from '../trace.ts';
import type { Attempt } from './attempt.ts';
import type { Hands } from './hands.ts';
import { Interruption, type WalkSetting } from './setting.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
/** How long before a brink a walk begins: long enough for the steps before, and too short for a session to end. */
const APPROACH_MS = 10 * MINUTE_MS;
/** No whole minute and no whole second, so that a clock that shows no more than these gives itself away. */
const UNEVEN_S = 17.5;

/** What is aimed at, and by how much the clock may be ahead of what it shows. */
interface Aim {
  standing: Brief;
  validity: Validity;
  grainMs: number;
}

/** A certificate at a brink on one walk. */
export class BrinkOfWalk {
  readonly #drive: Drive;
  readonly #hands: Hands;
  readonly #trace: Trace;
  readonly #setting: WalkSetting;
  #aim: Aim | null = null;

  constructor(drive: Drive, hands: Hands, trace: Trace, setting: WalkSetting) {
    this.#drive = drive;
    this.#hands = hands;
    this.#trace = trace;
    this.#setting = setting;
  }

  /** Goes near the brink before the walk begins, where it has one. */
  async approach(): Promise<void> {
    const brink = brinkOf(this.#trace.scenario);
    if (brink === null || !this.#setting.controls.includes('clock')) return;
    const aim = await aimAt(brink, this.#drive, this.#hands, isLater(brink) ? BRIEF_LATER : BRIEF);
    if ('why' in aim) this.#trace.used = aim;
    else {
      this.#aim = aim;
      this.#hands.useBrief(aim.standing);
    }
  }

  /** Goes to the brink, right before the certificate is used. Where it is too late, the usual one is used. @param action at which it is checked */
  async reach(action: string): Promise<void> {
    const brink = brinkOf(this.#trace.scenario);
    if (brink === null || this.#aim === null || checkOf(this.#setting.source)?.action !== action) return;
    const left = instantAt(brink, this.#aim.validity, this.#aim) - this.#drive.now();
    if (left >= 0) {
      if (left > 0) await this.#drive.pass(left / SECOND_MS);
      return;
    }
    this.#aim = null;
    this.#hands.useBrief(null);
    this.#trace.used = { why: say`the walk came to ${action} ${lasting(-left)} too late`, lacks: false };
  }

  /**
   * Keeps what came of the certificate. A portal that confirms it at once goes on with the next step at once; only so is it known when it did.
   * @param at when it was sent
   * @throws Interruption where that is not what has to come of it, so that the walk goes on no further
   */
  async note(action: string, at: number, attempt: Attempt): Promise<void> {
    const brink = brinkOf(this.#trace.scenario);
    const check = checkOf(this.#setting.source);
    if (brink === null || this.#aim === null || check?.action !== action) return;
    const { accepted, problem, fault } = attempt;
    let { exchange } = attempt;
    let outcome = this.#outcome();
    const next = this.#setting.source.graph.steps.find((step) => step.action === check.good);
    const operation = next === undefined ? null : operationOf(next);
    if (outcome === null && accepted && !isInForceAt(brink) && operation !== null) {
      const tried = await this.#hands.perform(operation, null, check.good);
      if (tried.accepted) [outcome, exchange] = ['confirmed', tried.exchange];
    }
    const by = await readClock(this.#drive);
    const { validity, grainMs } = this.#aim;
    const use = { brink, validity, grainMs, at, by, accepted, problem, fault, exchange, outcome, named: [] };
    this.#trace.used = use;
    if (outcome === (isInForceAt(brink) ? 'refused' : 'confirmed'))
      throw new Interruption(
        outcome === 'confirmed'
          ? say`the certificate is confirmed at ${action}`
          : say`the certificate is refused at ${action}`,
      );
  }

  /**
   * Completes it by what is known when the walk is over, and marks a walk that has gone astray, so that nothing else can be told from it.
   * @param isCutOff whether a fault has ended it, for which no certificate is to blame: then it is as any other walk that ended so
   */
  settle(isCutOff: boolean): void {
    const { used, interrupted, disturbed, history, scenario } = this.#trace;
    if (this.#aim === null) return;
    const isAtEnd = history.some(({ action }) => action === scenario.path.at(-1));
    if (!isCutOff && (interrupted !== null || disturbed !== null || !isAtEnd))
      this.#trace.astray = say`it was walked with a certificate that is ${brinkOf(scenario)}, and not once more: ${interrupted ?? say`it did not come to its end`}`;
    if (used === null)
      this.#trace.used = {
        why: interrupted === null ? say`the walk did not come to it` : say`the walk did not come to it: ${interrupted}`,
        lacks: false,
      };
    if (used === null || 'why' in used) return;
    const check = checkOf(this.#setting.source);
    const refusal = history.find((entry) => entry.action === check?.bad);
    const outcome = used.outcome ?? this.#outcome();
    // What came to light only later was decided no later than now.
    const seen = used.outcome === null && outcome !== null ? Math.max(used.by, this.#drive.now()) : used.by;
    const by = decidedBy({ ...used, by: seen }, outcome === 'refused' ? refusal : undefined);
    const named = this.#trace.notices
      .flatMap(({ notifications }) => notifications)
      .flatMap((one) => (one.action === check?.bad ? (one.cause ?? []) : []));
    this.#trace.used = { ...used, outcome, by, named: [...new Set(named)] };
  }

  /** What has come of the certificate, by the record or by what was accepted after it; null where neither tells. */
  #outcome(): Used['outcome'] {
    const check = checkOf(this.#setting.source);
    const { history, performed, scenario, state } = this.#trace;
    const isDone = (action: string | undefined) => history.some((entry) => entry.action === action);
    if (check === null || isDone(check.bad)) return check === null ? null : 'refused';
    const isNext = performed.some(({ action, accepted }) => action === check.good && accepted);
    const { path } = scenario;
    const later = isInForceAt(brinkOf(scenario) ?? 'just-before') ? path.slice(path.indexOf(check.action) + 1) : [];
    return isNext || state === 'completed' || [check.good, ...later].some(isDone) ? 'confirmed' : null;
  }
}

/** Has whoever walks show a certificate at the login at each brink after the walk, in their order, and then one that is good. */
export async function showAtBrinks(drive: Drive, hands: Hands, trace: Trace, setting: WalkSetting): Promise<void> {
  const { source, controls, shows } = setting;
  if (!trace.scenario.tags.includes(AT_LOGIN) || !controls.includes('clock') || !shows('loginCertificate')) return;
  const { walker } = hands.logins;
  const [first] = BRINKS;
  const aim = await aimAt(first, drive, hands, BRIEF);
  const credentials = hands.logins.credentialsFor(null);
  if ('why' in aim || credentials === null) {
    trace.shown = 'why' in aim ? aim : { why: say`the target supplies no credentials ${'good'}`, lacks: true };
    return;
  }
  const enter = (name: string) => show(drive, source, { ...credentials, ...hands.logins.shown(name) }, aim);
  const good = await (await enter(certificateOf(walker, 'good')))();
  const tookMs = good.by - good.at;
  const brinks: Shown[] = [];
  for (const pair of [BRINKS.slice(0, 2), BRINKS.slice(2)]) {
    const awaited: (() => Promise<Shown>)[] = [];
    for (const brink of pair) {
      const left = instantAt(brink, aim.validity, { grainMs: aim.grainMs, tookMs }) - drive.now();
      if (left < 0) continue;
      if (left > 0) await drive.pass(left / SECOND_MS);
      const told = await enter(certificateOf(walker, BRIEF));
      const { validity, grainMs } = aim;
      awaited.push(async () => ({ brink, validity, grainMs, ...(await told()) }));
    }
    for (const told of awaited) brinks.push(await told());
  }
  trace.shown = { brinks, good };
}

/** Somebody logs in. @returns what waits until it is told whether they are let in, which may be only after the next one has logged in */
async function show(
  drive: Drive,
  { regulation, flowId, flow, graph }: Source,
  shown: { id: string; password: string; certificatePem?: string },
  { grainMs }: Aim,
): Promise<() => Promise<Attempted & Pick<AtBrink, 'at' | 'by'>>> {
  const input = { regulation: regulation.id, flow: flowId, as: ENTRANCES[flow.entry], ...shown };
  const at = drive.now();
  const sent = await drive.perform('authenticate', { input });
  const known = await readClock(drive);
  return async () => {
    const { body, fault, problem, status, exchange } = await toldOf(drive, sent);
    const seen = sent.body?.state === 'pending' ? drive.now() : known;
    const refusal = graph.steps.find(({ check }) => check === 'credentials')?.next.find(isFailing)?.to;
    const record = body?.history.find(({ action }) => action === refusal);
    const by = decidedBy({ at, by: seen, grainMs }, record);
    return { state: body?.state ?? null, status, problem, fault, exchange, at, by };
  };
}

/** When it was decided at the latest, as the clock shows it: where the portal has the refusal on record between the moments that we saw, then. */
function decidedBy({ at, by, grainMs }: Pick<AtBrink, 'at' | 'by' | 'grainMs'>, refusal: HistoryEntry | undefined) {
  const own = Date.parse(refusal?.startedAt ?? '');
  const shown = own - (grainMs > 0 ? own % grainMs : 0);
  return shown >= at && shown <= by ? shown : by;
}

const isFailing = ({ when }: { when: string | null }): boolean => when === CHECKS.credentials.fails;

/**
 * Moves the clock near a brink, and finds out how exactly it shows the time.
 * @returns why no certificate can be used there, where the target supplies none or it is too late
 */
async function aimAt(brink: Brink, drive: Drive, hands: Hands, wished: Brief): Promise<Aim | Unused> {
  const { certificates } = drive.roster;
  const nameOf = (standing: Brief) => certificateOf(hands.logins.walker, standing);
  const standing = nameOf(wished) in certificates ? wished : BRIEF;
  const name = nameOf(standing);
  const pem = certificates[name]?.certificatePem;
  if (pem === undefined) return { why: say`the target supplies no certificate ${name}`, lacks: true };
  const validity = validityOf(pem);
  if (validity === null) return { why: say`the certificate ${name} cannot be read`, lacks: true };
  const left = instantAt(brink, validity) - drive.now();
  if (left < UNEVEN_S * SECOND_MS)
    return { why: say`the clock of the portal is past the moment for which the certificate ${name} is`, lacks: true };
  const minutes = Math.floor((left - APPROACH_MS) / MINUTE_MS);
  if (minutes > 0) await drive.pass((minutes * MINUTE_MS) / SECOND_MS);
  return { standing, validity, grainMs: await grainOf(drive) };
}

/** By how much the clock may be ahead of what it shows: a clock that shows no seconds, or no fractions of them, leaves them off. */
async function grainOf(drive: Drive): Promise<number> {
  try {
    await drive.pass(UNEVEN_S);
  } catch (error) {
    // It seems to have moved by less than it was told to, as one does that shows no seconds.
    if (!(error instanceof PortalFault) || drive.now() % MINUTE_MS !== 0) throw error;
  }
  const shown = drive.now();
  if (shown % MINUTE_MS === 0) return MINUTE_MS;
  return shown % SECOND_MS === 0 ? SECOND_MS : 0;
}

/** The time of the portal, milliseconds since the epoch. A clock that moves by itself is read anew. */
async function readClock(drive: Drive): Promise<number> {
  await drive.pass(0);
  return drive.now();
}

function validityOf(pem: string): Validity | null {
  try {
    const { notBefore, notAfter } = readCertificate(pem);
    return { from: Date.parse(notBefore), to: Date.parse(notAfter) };
  } catch {
    return null;
  }
}
