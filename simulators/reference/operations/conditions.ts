// Decides the conditions of a flow: finds the first cause for which a condition fails, or null.
import type { Cause, Check } from '../../../schemas/vocabulary.ts';
import { type CertificateServices, findCertificateFault } from '../engine/certificate-check.ts';
import { findDoorFault } from '../engine/credentials.ts';
import { mutationOf } from '../engine/mutation.ts';
import type { Account } from '../engine/people.ts';
import type { ProgramCondition } from '../engine/program.ts';
import type { Judge, Walk } from '../engine/walk.ts';
import { type Ask, findPaymentFault, findRegistryFault } from './inquiries.ts';

/** The sources that conditions are decided from. `request` is the id of the request; null during the login. */
export interface Witnesses {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly ask: Ask;
  readonly certificates: CertificateServices;
  readonly request: string | null;
}

type Question = (
  walk: Walk,
  witnesses: Witnesses,
  at: number,
  condition: ProgramCondition,
) => Cause | null | Promise<Cause | null>;

const QUESTIONS: Readonly<Record<Check, Question>> = {
  credentials: ({ facts, program }, { accounts }) => findDoorFault(accounts, facts.login, program),
  payment: ({ facts }, { ask, request }) => findPaymentFault(ask, facts.payment, request ?? ''),
  registry: ({ facts: { values, login }, program }, { ask, request }, _, { asks, after }) => {
    if (mutationOf(program.mutant, after, 'asks-nobody') !== null) return null;
    const step = program.nodes.find((node) => node.kind === 'step' && node.action === after);
    const from = step?.kind === 'step' ? step.actor : '';
    const about = { request: request ?? '', action: after, from };
    return findRegistryFault(ask, { applicant: values?.applicant ?? login.id, person: login.id, asks, about });
  },
  qualification: ({ facts }) => (facts.decision === 'grant' ? null : facts.decision),
  certificate: ({ facts }, { certificates }, at) =>
    facts.certificatePem === null || facts.signature === false
      ? 'other-bytes'
      : findCertificateFault({ pem: facts.certificatePem, person: facts.login.id, at, ...certificates }),
};

/** A judge that decides conditions from these sources. */
export function judgeWith(witnesses: Witnesses): Judge {
  return async (condition, walk, at) => QUESTIONS[condition.checks](walk, witnesses, at, condition);
}
