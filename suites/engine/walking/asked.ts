// Reads what the counterparties have written down of the calls of a walk: before it, at the steps that rest on a call, and at its end.
import { readCertificate } from '../../../schemas/pki/certificate.ts';
import { keeping } from '../../../schemas/pki/keeping.ts';
import { BRIEF, BRIEF_LATER, BY_ATTORNEY } from '../../../schemas/run/assertion.ts';
import { quote, say } from '../../../schemas/said.ts';
import { certificateOf } from '../../flow/doors.ts';
import { isAskedFor, restsOnCall } from '../../flow/inquiring.ts';
import type { Drive } from '../../sut/sut.ts';
import type { Asked, Trace } from '../trace.ts';
import type { Hands } from './hands.ts';
import type { WalkSetting } from './setting.ts';

/** The key under which it is kept how many calls there were before a step was begun. */
export const beforeStep = (action: string): string => `before ${action}`;

/** Whether the record is read on a walk: on those that a call is told from, where the text has a system asked. */
const isRead = ({ scenario: { cause, tags } }: Trace, { controls, source }: WalkSetting): boolean =>
  controls.includes('asked') && (cause === null || tags.includes(BY_ATTORNEY)) && isAskedFor(source);

/** Reads before the walk how many calls there were, since others may have been made on the same portal. */
export async function beginAsked(drive: Drive, hands: Hands, trace: Trace, setting: WalkSetting): Promise<void> {
  if (!isRead(trace, setting)) return;
  const { body, exchange } = await hands.beside('readAsked', null);
  const { walker } = hands.logins;
  const own = hands.logins.credentialsFor(null)?.id ?? null;
  trace.asked = {
    ...{ before: body?.last ?? null, when: {}, calls: null, now: null, why: say`the record was not read` },
    ...{ applicant: own, persons: own === null ? [] : [own] },
    certificates: ['good', BRIEF, BRIEF_LATER].flatMap((standing) =>
      serialsOf(drive.roster.certificates[certificateOf(walker, standing)]?.certificatePem),
    ),
    ...{ payment: null, request: null, exchange },
  };
}

function serialsOf(pem: string | undefined): string[] {
  if (pem === undefined) return [];
  try {
    return [serialOnce(pem)];
  } catch {
    // What the target supplies may be no certificate; then nobody can be asked for it either.
    return [];
  }
}

const serialOnce = keeping((pem) => readCertificate(pem).serialNumber);

/** Keeps how many calls there are before a step is begun that asks databases. */
export async function beforeAsking(hands: Hands, trace: Trace, setting: WalkSetting, action: string): Promise<void> {
  const isAsking = setting.source.graph.steps.some((step) => step.action === action && step.does === 'look-up');
  if (isAsking) await mark(hands, trace.asked, beforeStep(action));
}

/** Keeps how many calls there are once a step is seen done that has to rest on a call. */
export async function markAsked(hands: Hands, trace: Trace, setting: WalkSetting, action: string): Promise<void> {
  if (restsOnCall(setting.source, action)) await mark(hands, trace.asked, action);
}

async function mark(hands: Hands, asked: Asked | null, key: string): Promise<void> {
  if (asked === null) return;
  const { body } = await hands.beside('readAsked', null);
  if (body !== null) asked.when[key] = body.last;
}

/** Reads all calls at the end of the walk. */
export async function lookAtAsked(hands: Hands, { asked, entering, performed }: Trace): Promise<void> {
  if (asked === null || performed.length === 0) return;
  const { body, fault, problem, exchange } = await hands.beside('readAsked', null);
  asked.exchange = exchange;
  asked.calls = body?.calls ?? null;
  asked.now = body?.now ?? null;
  asked.why = body === null ? say`the record cannot be read: ${quote(fault ?? problem)}` : null;
  asked.request = hands.request;
  asked.payment = hands.payment;
  if (entering === null) return;
  asked.applicant = entering.applicant;
  const { attorney } = entering;
  asked.persons = [...asked.persons, entering.applicant, ...(attorney === null ? [] : [attorney])];
}
