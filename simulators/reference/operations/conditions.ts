// Decides the conditions of a flow: finds the first cause for which a condition fails, or null.
import type { Cause, Check } from '../../../schemas/vocabulary.ts';
import {
  type CertificateQuestion,
  type CertificateServices,
  findCertificateFault,
} from '../engine/certificate-check.ts';
import { isCertificate, readCertificateOnce } from '../engine/certificate-reading.ts';
import { type Accounts, findDoorFault } from '../engine/credentials.ts';
import { mutationAnywhere, mutationOf } from '../engine/mutation.ts';
import type { Program, ProgramCondition } from '../engine/program.ts';
import type { Judge, Walk } from '../engine/walk.ts';
import { type Ask, findPaymentFault, findRegistryFault } from './inquiries.ts';

/** The sources that conditions are decided from. `request` is the id of the request; null during the login. */
export interface Witnesses {
  readonly accounts: Accounts;
  readonly ask: Ask;
  readonly certificates: CertificateServices;
  readonly request: string | null;
  /** Somebody whose number is none of these. */
  readonly another: (than: readonly (string | null)[]) => string;
}

type Question = (
  walk: Walk,
  witnesses: Witnesses,
  at: number,
  condition: ProgramCondition,
) => Cause | null | Promise<Cause | null>;

const QUESTIONS: Readonly<Record<Check, Question>> = {
  credentials: ({ facts, program }, { accounts, certificates }, at) =>
    findEntryFault(facts.login, program, { accounts, certificates, at }),
  payment: async ({ facts, program }, { ask, request }, _, { after }) => {
    if (mutationOf(program.mutant, after, 'asks-no-payment-gateway') !== null)
      return facts.payment === null ? 'not-paid' : null;
    if (mutationOf(program.mutant, after, 'asks-for-another-payment') !== null) {
      await findPaymentFault(ask, `${facts.payment}-of-another`, request ?? '');
      return facts.payment === null ? 'not-paid' : null;
    }
    return findPaymentFault(ask, facts.payment, request ?? '');
  },
  registry: ({ facts: { values, login }, program }, { ask, request, another }, _, { asks, after }) => {
    if (mutationOf(program.mutant, after, 'asks-nobody') !== null) return null;
    const from = program.steps.get(after)?.actor ?? '';
    const about = { request: request ?? '', action: after, from };
    const isPowerAsked = mutationOf(program.mutant, after, 'asks-no-notary') === null;
    const attorney = isPowerAsked ? (values?.attorney ?? login.id) : null;
    const applicant = values?.applicant ?? login.id;
    const strayed = mutationOf(program.mutant, after, 'asks-for-another') !== null;
    const more = strayed ? { another: another([applicant, attorney]) } : {};
    return findRegistryFault(ask, { applicant, attorney, asks, about, ...more });
  },
  qualification: ({ facts }) => (facts.decision === 'grant' ? null : facts.decision),
  certificate: async ({ facts, program }, { certificates }, at, { after }) => {
    const { certificatePem: pem, signatureFault = null, login, values } = facts;
    if (signatureFault !== null) return signatureFault;
    if (pem === null) return 'other-bytes';
    if (!isCertificate(pem)) return 'no-certificate';
    const fault = await findCertificateFault({
      ...{ pem, person: login.id, to: 'sign', at },
      ...{ ...certificates, ...shiftAt(program, after) },
      unasked: mutationAnywhere(program.mutant, 'asks-no-authority') !== null,
    });
    // Where a notary is asked for a power of attorney, somebody may sign for whom the form names.
    const isNotaryAsked = program.nodes.some((node) => node.kind === 'condition' && node.asks.includes('notary-is'));
    if (fault !== null || program.entry !== 'portal' || isNotaryAsked) return fault;
    const { iin, bin } = readCertificateOnce(pem);
    return [undefined, iin, bin].includes(values?.applicant) ? null : 'another-applicant';
  },
};

/** The step with which people log in; empty where there is none. */
const loginOf = ({ nodes }: Program): string =>
  nodes.flatMap((node) => (node.kind === 'step' && node.does === 'authenticate' ? node.action : []))[0] ?? '';

/** For mutants only: by how much the validity of certificates is misjudged at a step. */
function shiftAt({ mutant }: Program, action: string): Pick<CertificateQuestion, 'shifted'> {
  const shifted = mutationOf(mutant, action, 'shifts-validity');
  return shifted === null ? {} : { shifted };
}

/** A judge that decides conditions from these sources. */
export function judgeWith(witnesses: Witnesses): Judge {
  return async (condition, walk, at) => QUESTIONS[condition.checks](walk, witnesses, at, condition);
}

/**
 * The first cause for which somebody is not let in at the door of a flow. A certificate that is shown there, where the text has one shown,
 * has to be their own and in force; without one the number and the password decide, which are all that the condition of the text checks.
 */
export async function findEntryFault(
  login: Walk['facts']['login'],
  program: Program,
  { accounts, certificates, at }: Pick<Witnesses, 'accounts' | 'certificates'> & { at: number },
): Promise<Cause | null> {
  const fault = findDoorFault(accounts, login, program);
  if (fault !== null || !program.showsCertificate || login.certificatePem === undefined) return fault;
  if (mutationAnywhere(program.mutant, 'lets-no-certificate-in') !== null) return 'untrusted-issuer';
  const found = await findCertificateFault({
    ...{ pem: login.certificatePem, person: login.id, to: 'enter', at },
    ...{ ...certificates, ...shiftAt(program, loginOf(program)) },
    unasked: mutationOf(program.mutant, loginOf(program), 'asks-no-authority') !== null,
  });
  return found === mutationAnywhere(program.mutant, 'lets-in-with')?.certificate ? null : found;
}
