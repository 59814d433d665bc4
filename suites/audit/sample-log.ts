// Makes cases of a log for the tests of auditing; nothing else uses it.
import type { MappedEvent } from '../../schemas/audit/event.ts';
import type { Mapping } from '../../schemas/audit/mapping.ts';
import type { TermStart } from '../../schemas/calendar.ts';
import { fixturePath } from '../../schemas/fixture.ts';
import { calendarOf, kazakhstan } from '../../schemas/kazakhstan.ts';
import { loadRegulations } from '../../schemas/load.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { derive } from '../derive/derive.ts';
import { successPath } from '../flow/path.ts';
import { sourceOf } from '../flow/source.ts';
import { type AuditPlan, judgeCase, planAudit } from './judge-case.ts';

/** The steps of the flow through the portal with who does them, as the table has them. */
export const STEPS = [
  ['authenticate', 'applicant'],
  ['fill-request', 'applicant'],
  ['pay', 'payment-gateway'],
  ['choose-certificate', 'applicant'],
  ['sign', 'applicant'],
  ['register', 'e-licensing'],
  ['receive-result', 'e-licensing'],
] as const;

/** A regulation whose flow through the portal has these steps and registers within working days. */
export const REGULATION = withDays();

function withDays(): Regulation {
  const found = loadRegulations(fixturePath('regulations')).find((one) => {
    if (!('portal' in one.flows)) return false;
    const source = sourceOf(one, 'portal');
    const hasDays = source.graph.steps.some(
      ({ action, term }) => action === 'register' && term !== null && 'unit' in term,
    );
    return hasDays && successPath(source).join() === STEPS.map(([action]) => action).join();
  });
  if (found === undefined) throw new RangeError('no regulation has these steps and registers within working days');
  return found;
}

/** A mapping that names everything, with some of its parts. */
export function sampleMapping(changes: Partial<Mapping> = {}): Mapping {
  const actions = sourceOf(REGULATION, 'portal').graph.steps.map(({ action }) => action);
  return {
    ...{ regulation: REGULATION.id, flow: 'portal', case: { column: 'case' } },
    time: { column: 'time', format: 'iso', zone: 'Asia/Almaty' },
    activity: { column: 'activity', is: Object.fromEntries(actions.map((action) => [action, action])) },
    outcome: { column: 'outcome', is: { paid: 'paid', unpaid: 'unpaid' } },
    resource: { column: 'actor', is: {} },
    office: { column: 'office' },
    channel: { column: 'channel' },
    ...changes,
  };
}

export function samplePlan(changes: Partial<Mapping> = {}, convention: TermStart = 'next-day'): AuditPlan {
  return planAudit(sourceOf(REGULATION, 'portal'), derive(REGULATION, ['portal']), sampleMapping(changes), {
    ...{ calendar: calendarOf(kazakhstan(), REGULATION), convention },
  });
}

let rows = 0;
/** One row. @param at ISO 8601 with an offset */
export function event(step: string, at: string, changes: Partial<MappedEvent> = {}): MappedEvent {
  rows += 1;
  return {
    ...{ file: 0, row: rows, case: 'one', step, at: Date.parse(at), startedAt: null, outcome: null, cause: null },
    actor: STEPS.find(([action]) => action === step)?.[1] ?? 'portal',
    ...{ completion: null, office: null, channel: null, order: 0 },
    ...changes,
  };
}

/** An honest case that was registered at a moment and issued at another. @param registered and @param issued ISO 8601 with an offset */
export function honestCase(registered: string, issued: string): MappedEvent[] {
  const at = Date.parse(registered);
  return STEPS.map(([step], n) =>
    event(step, step === 'receive-result' ? issued : new Date(at - (5 - n) * 20_000).toISOString()),
  );
}

/** The end of the logs of the tests, long after every case. */
export const LATER = Date.parse('2030-01-01T00:00:00Z');

/** What was found of one case: `fail` and others by the ids of the assertions, without regulation and flow. */
export function findingsOf(events: readonly MappedEvent[], plan = samplePlan(), until = LATER, isSpoiled = false) {
  const found = judgeCase(plan, { events, isSpoiled }, { until, nameOf: ({ row }) => `log#${row}` });
  const short = (id: string) => id.split('/').slice(2).join('/');
  const of = (verdict: string) =>
    found.flatMap((one) => (one.verdict === verdict ? [short(one.assertion.id)] : [])).sort();
  return {
    found,
    failed: of('fail'),
    passed: of('pass'),
    open: Object.fromEntries(
      found.flatMap((one) => (one.because === null ? [] : [[short(one.assertion.id), one.because]])),
    ),
  };
}
