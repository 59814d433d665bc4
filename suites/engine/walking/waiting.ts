// Waits at a step for as long as the portal has to wait there, or has to decide, so that a term which is not kept shows.

import type { TermStart } from '../../../schemas/calendar.ts';
import { sharedTermOf } from '../../../schemas/flow/beside.ts';
import { readCertificate } from '../../../schemas/pki/certificate.ts';
import type { Scenario } from '../../../schemas/run/assertion.ts';
import type { Obligation } from '../../../schemas/run/report.ts';
import { say } from '../../../schemas/said.ts';
import { dueAt } from '../../../schemas/term.ts';
import { localInstant } from '../../../schemas/zone.ts';
import { BRIEF } from '../../flow/brinks.ts';
import { closesAt } from '../../flow/closing.ts';
import { type Deed, isSameDeed, operationOf } from '../../flow/deed.ts';
import { tellingStart } from '../../flow/start.ts';
import { bindsToWait, dayCounts } from '../../flow/terms.ts';
import type { Drive } from '../../sut/sut.ts';
import type { Trace } from '../trace.ts';
import { Interruption, type Place, type WalkSetting } from './setting.ts';
import { REAL_PATIENCE_S } from './watch.ts';

/** From noon to 23:59:59, the last second of a day. */
const NOON_BEFORE_MIDNIGHT_MS = 12 * 3600 * 1000 - 1000;

/** Whether an earlier attempt at this walk was refused at a deed that it had waited at. */
const wasShut = ({ shut }: Trace, deed: Deed): boolean =>
  shut.some(({ performed }) => performed.slice(-1).some((last) => isSameDeed(last, deed)));

/**
 * Goes to a day from which terms of days run over a holiday, a moved day off and a working weekend, where the walk without a cause has a clock
 * that no world was opened with. It goes no further than all certificates, but brief ones, stay what they are for long enough afterwards.
 */
export async function goToTellingDay(
  drive: Drive,
  { cause, tags, path }: Scenario,
  setting: WalkSetting,
): Promise<void> {
  const { source, controls } = setting;
  const terms = dayCounts(source)
    .filter(({ outcome, only }) => path.includes(outcome) && (only === null || tags.includes(only)))
    .flatMap(({ readings }) => readings);
  if (cause !== null || terms.length === 0 || !controls.includes('clock') || controls.includes('worlds')) return;
  const from = drive.now();
  const lasting = Object.entries(drive.roster.certificates).filter(([name]) => !name.includes(BRIEF));
  const changes = lasting.flatMap(([, { certificatePem }]) => changesOf(certificatePem));
  const until = Math.min(...changes.filter((at) => at > from)) - UNCHANGED_MS;
  const at = tellingStart(terms, setting, { from, until });
  if (at > from) await drive.pass((at - from) / 1000);
}

/** For how long after the day on which a walk begins no certificate begins or ends. */
const UNCHANGED_MS = 60 * 86_400_000;

/** When a certificate begins and ends, in milliseconds since the epoch; nothing of one that cannot be read. */
function changesOf(pem: string): number[] {
  try {
    const { notBefore, notAfter } = readCertificate(pem);
    return [Date.parse(notBefore), Date.parse(notAfter)];
  } catch {
    return [];
  }
}

/** Waits until the term of a person's step ends on the walk without a cause. @returns whether it has waited */
export async function waitThroughout({ drive, watch, trace, setting, step }: Place): Promise<boolean> {
  const { term, action } = step;
  const { readyAt } = watch;
  const { source, controls } = setting;
  const operation = operationOf(step);
  if (term === null || 'unit' in term || readyAt === null || operation === null) return false;
  if (!controls.includes('clock') || trace.scenario.cause !== null || !bindsToWait(source, step)) return false;
  if (wasShut(trace, { operation, action })) return false;
  const shared = sharedTermOf(source.regulation, source.flowId, action);
  const left = (closesAt(trace, readyAt, term, shared) - drive.now()) / 1000;
  if (left > 0) await drive.pass(left);
  return left > 0;
}

/**
 * Waits until the last day before a decision on the walk without a cause, because the portal has to keep the request open until then.
 * @returns whether it has waited
 */
export async function waitForLastDay(place: Place): Promise<boolean> {
  const { drive, hands, watch, trace, setting, step } = place;
  if (!setting.controls.includes('clock')) return false;
  watch.dues = duesOf(place);
  const [first] = watch.dues;
  const isShut = wasShut(trace, { operation: 'decide', action: step.action });
  if (first === undefined || trace.scenario.cause !== null || isShut) return false;
  const left = Math.floor((first - NOON_BEFORE_MIDNIGHT_MS - drive.now()) / 1000);
  if (left <= 0) return false;
  await drive.pass(left);
  watch.note(await hands.read());
  return true;
}

/** Whether the outcome of the decision at a step is on record. */
export function isDecided(place: Place): boolean {
  const outcome = outcomeOf(place);
  return place.trace.history.some(({ action }) => action === outcome);
}

/**
 * Lets a portal decide that does so by itself. Where its clock can be moved and the text gives it days, the outcome is then waited for
 * until the last of them; otherwise for a moment, and from then on by one look at it in each part of the run.
 * @throws Suspended where it has not decided yet
 * @throws Interruption where it has not although the last day is over, or where the walk cannot be left open
 */
export async function letDecide(place: Place): Promise<void> {
  const { drive, hands, watch, setting } = place;
  if (setting.controls.includes('clock')) watch.dues = duesOf(place);
  for (const seconds of watch.dues.length > 0 ? [] : REAL_PATIENCE_S) {
    if (isDecided(place)) return;
    await drive.pass(seconds);
    watch.note(await hands.read());
  }
  if (watch.dues.length > 0 || isDecided(place)) return;
  if (drive.visit === undefined) throw new Interruption(say`the portal has not decided by itself yet`);
  const last = duesOf(place).at(-1);
  for (const obligation = obligationOf(place); ; ) {
    watch.missed();
    await drive.visit(obligation);
    // What could not be looked at may be there.
    while (!(await watch.lookAgain())) await drive.visit(obligation);
    if (isDecided(place)) return;
    if (last === undefined || drive.now() <= last) continue;
    place.trace.decidedItself = true;
    watch.giveUp(obligation.awaits);
    throw new Interruption(say`${obligation.awaits} was not seen by the end of the last day on which it is due`);
  }
}

/** The step that a decision at the place leads to. */
function outcomeOf({ trace, step }: Place): string {
  const { path } = trace.scenario;
  return operationOf(step) === 'decide' ? step.action : (path[path.indexOf(step.action) + 1] ?? step.action);
}

const CONVENTIONS = ['next-day', 'receipt-day'] as const satisfies TermStart[];

/** What the walk waits for at the place, with its due dates however they are counted. */
function obligationOf(place: Place): Obligation {
  const { watch, drive, setting } = place;
  const dues = CONVENTIONS.flatMap((convention) =>
    duesOf({ ...place, setting: { ...setting, convention } }).map((due) => ({
      convention,
      due: localInstant(setting.calendar, due),
    })),
  );
  const since = new Date(watch.readyAt ?? drive.now()).toISOString();
  return { awaits: outcomeOf(place), since, dues };
}

/** The last seconds of the days that the text gives to decide, in every reading, in their order. */
function duesOf({ trace: { scenario, history }, setting: { source, calendar, convention } }: Place): number[] {
  const dues = dayCounts(source)
    .filter(({ outcome, only }) => scenario.path.includes(outcome) && (only === null || scenario.tags.includes(only)))
    .flatMap(({ begun, readings, fromReceipt }) => {
      const from = history.find((entry) => entry.action === begun)?.finishedAt;
      const froms = [from, fromReceipt ? history[0]?.startedAt : null].filter((at) => at != null);
      return froms.flatMap((at) => readings.map((term) => Date.parse(dueAt(calendar, term, at, convention).due)));
    });
  return [...new Set(dues)].sort((one, other) => one - other);
}
