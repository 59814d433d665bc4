// Derives the mistakes in the protection of a request: it is shown to, taken from or decided by somebody who has no right to it.
import { printedShows } from '../../../schemas/flow/filling.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import type { Operation } from '../../../schemas/target/driver.ts';
import { isOffice, VERBS } from '../../../schemas/vocabulary.ts';
import { actionOf, operationOf, waitingName } from '../engine/acceptance.ts';
import type { Program, ProgramStep } from '../engine/program.ts';
import { isPoint } from './order.ts';
import type { Slip } from './slip.ts';
import { validitySlips } from './validity.ts';

/** The slips in the protection of a request at one step. */
export function accessSlips(regulation: Regulation, program: Program, step: ProgramStep): Slip[] {
  const isFirst = program.nodes.find((node) => node.kind === 'step') === step;
  const isOpen = Object.values(regulation.flows).some(({ entry }) => entry === 'portal');
  const isPrivate = isDemanded(regulation, 'confidentiality');
  const isWhole = isDemanded(regulation, 'integrity');
  const hasLogin = program.nodes.some((node) => node.kind === 'step' && node.does === 'authenticate');
  return [
    ...(isFirst && (isWhole || hasLogin) ? [ENDED] : []),
    ...(isPrivate
      ? shownSlips(regulation, program, step, isFirst).filter(
          ({ mutation }) => isOpen || mutation.kind !== 'shows-to-anyone',
        )
      : []),
    ...(isWhole || hasLogin ? takenSlips(regulation, program, step, isOpen && isOwned(program)) : []),
    ...decisionSlips(regulation, program, step),
    ...officerSlips(regulation, program, step),
    ...colleagueSlips(regulation, program, step),
    ...(step.does === 'authenticate' ? doorSlips(regulation, program, step) : []),
    ...(isFirst && step.does === 'authenticate' && program.entry === 'portal' && isDemanded(regulation, 'availability')
      ? [LOCKED_OUT]
      : []),
  ];
}

/** Whether the security clause demands it. */
export const isDemanded = ({ security }: Regulation, demand: string): boolean =>
  (security?.items ?? []).some(({ is }) => is === demand);

const LOCKED_OUT: Slip = {
  row: 'action',
  mutation: { kind: 'locks-out' },
  description: 'the owner of a number is locked out for good by wrong passwords',
};

const ENDED: Slip = {
  row: 'action',
  mutation: { kind: 'keeps-ended-sessions' },
  description: 'a session goes on after it has been ended',
};

/**
 * What is shown to another person, or to somebody without a login: the request and its pages from the first step on, the content to sign,
 * the result, and the service history.
 */
function shownSlips(regulation: Regulation, { entry }: Program, { does }: ProgramStep, isFirst: boolean): Slip[] {
  const slips = (operation: Operation, what: string, row: Slip['row'] = 'action') =>
    TRESPASSERS.map(
      ([whom, kind]): Slip => ({
        row,
        mutation: { kind: `shows-to-${kind}`, operation },
        description: `the ${what} is shown to ${whom}`,
        detail: what,
      }),
    );
  const { screens, survey } = regulation;
  const isShown = screens.length > 0 || survey !== null || printedShows(regulation).length > 0;
  const hasPages = entry === 'portal' && isShown;
  const isEnd = VERBS[does].ends === 'completed';
  return [
    ...(isFirst ? slips('readRequest', 'request') : []),
    ...(isFirst && hasPages ? slips('readPages', 'pages') : []),
    ...(does === 'sign' ? slips('readContent', 'content') : []),
    ...(isEnd
      ? [...slips('fetchResult', 'result', 'completion'), ...slips('readHistory', 'history', 'completion')]
      : []),
  ];
}

const TRESPASSERS = [
  ['another person', 'anyone'],
  ['somebody without a login', 'nobody'],
] as const;

/** The operations that only the owner of a request may perform; those of officers are not among them. */
const OWNERS: readonly Operation[] = ['fill', 'attach', 'pay', 'chooseCertificate', 'sign', 'lookUp'];

/** Whether somebody brings the request and does a step of it. */
const isOwned = ({ nodes }: Program): boolean =>
  nodes.some((node) => OWNERS.some((owned) => owned === operationOf(node)));

/** The points of an opened request at a step, at which the walk waits for somebody. */
const pointsAt = (program: Program, { action }: ProgramStep) =>
  program.nodes.filter((node, at) => at >= program.parkAt && isPoint(program, node) && actionOf(node) === action);

/**
 * Whatever the walk waits for at a step is accepted from another person or from somebody without a login, and so are the documents of its
 * form, and the survey after the last one.
 * @param isOpen whether another person can log in
 */
function takenSlips({ survey }: Regulation, program: Program, step: ProgramStep, isOpen: boolean): Slip[] {
  const slips = (operation: Operation, detail?: string) =>
    TRESPASSERS.filter(([, kind]) => isOpen || kind === 'nobody').map(
      ([whom, kind]): Slip => ({
        row: detail === 'survey' ? 'completion' : 'action',
        mutation: { kind: `takes-from-${kind}`, operation },
        description: `${detail ?? operation} is accepted from ${whom}`,
        ...(detail === undefined ? {} : { detail }),
      }),
    );
  const taken = pointsAt(program, step).flatMap((point) => {
    const operation = operationOf(point);
    const name = waitingName(point);
    return operation === null ? [] : slips(operation, name === step.action ? undefined : name);
  });
  const isSurveyed = program.entry === 'portal' && survey !== null && VERBS[step.does].ends === 'completed';
  return [
    ...taken,
    ...(step.attaches ? slips('attach', 'documents') : []),
    ...(isSurveyed ? slips('answerSurvey', 'survey') : []),
  ];
}

/** What those who handle a request do is accepted from whoever brings it. */
function decisionSlips({ parties }: Regulation, program: Program, step: ProgramStep): Slip[] {
  const operations = pointsAt(program, step).map(operationOf);
  const role = parties.find(({ id }) => id === step.actor)?.role ?? 'person';
  const isOfOffice = program.entry === 'portal' && isOffice(role);
  const slip = (mutation: Slip['mutation'], row: Slip['row'], what: string): Slip => ({
    row,
    mutation,
    description: `${what} is accepted from whoever brings the request`,
  });
  return [
    ...(operations.includes('decide') ? [slip({ kind: 'lets-the-owner-decide' }, 'next', 'a decision')] : []),
    ...(operations.includes('confirm') && isOfOffice
      ? [slip({ kind: 'lets-the-owner-confirm' }, 'actor', step.action)]
      : []),
  ];
}

/** What whoever brings the request does themselves is accepted from those who decide on it. */
function officerSlips({ parties }: Regulation, program: Program, step: ProgramStep): Slip[] {
  const role = parties.find(({ id }) => id === step.actor)?.role;
  const isDecided = program.nodes.some((node) => operationOf(node) === 'decide');
  if (program.entry !== 'portal' || role !== 'person' || !isDecided) return [];
  return pointsAt(program, step).flatMap((point): Slip[] => {
    const operation = OWNERS.find((owned) => owned === operationOf(point));
    const description = `${operation} is accepted from an officer`;
    return operation === undefined
      ? []
      : [{ row: 'actor', mutation: { kind: 'takes-from-an-officer', operation }, description }];
  });
}

/** Where several parties of the provider act in a flow, a step or a decision is accepted from another one of them. */
function colleagueSlips({ parties }: Regulation, program: Program, step: ProgramStep): Slip[] {
  const isStaff = (id: string) => parties.some((party) => party.id === id && party.role === 'provider');
  const others = program.nodes.some(
    (node) => node.kind === 'step' && isStaff(node.actor) && node.actor !== step.actor && pointsOfStaff(program, node),
  );
  if (!others || !isStaff(step.actor) || !pointsOfStaff(program, step)) return [];
  const description = 'the step is accepted from another party of the provider';
  return [{ row: 'actor', mutation: { kind: 'takes-from-a-colleague' }, description }];
}

/** Whether the walk waits at a step for people of the provider. */
const pointsOfStaff = (program: Program, step: ProgramStep): boolean =>
  pointsAt(program, step).some((point) => operationOf(point) === 'confirm' || operationOf(point) === 'decide');

/** The wrong people are let in, or organisations are not. Where the text refuses a login, its condition has the other slips of it. */
function doorSlips({ flows }: Regulation, program: Program, { action }: ProgramStep): Slip[] {
  const { entry, nodes } = program;
  const isChecked = nodes.some((node) => node.kind === 'condition' && node.checks === 'credentials');
  const letIn = (['wrong-password', 'unknown-id'] as const).map(
    (cause): Slip => ({
      row: 'action',
      mutation: { kind: 'lets-in', cause },
      description: `somebody is let in in spite of ${cause}`,
      detail: cause,
    }),
  );
  const applicants: Slip = {
    row: 'action',
    mutation: { kind: 'lets-applicants-in' },
    description: 'applicants are let in at the door of staff',
  };
  const organisations: Slip = {
    row: 'action',
    mutation: { kind: 'keeps-organisations-out' },
    description: 'organisations are not let in with their BIN',
  };
  return [
    WITHOUT_PASSWORD,
    ...(isChecked ? [] : letIn),
    ...(entry === 'portal' ? [] : [applicants]),
    ...(entry !== 'portal' && Object.values(flows).some((flow) => flow.entry !== 'portal' && flow.entry !== entry)
      ? [OTHER_STAFF]
      : []),
    ...(program.isOpenToOrganisations ? [organisations] : []),
    ...(program.isForOrganisations ? [INDIVIDUALS] : []),
    ...(program.showsCertificate ? [...certificateSlips, ASKS_NO_AUTHORITY, ...validitySlips('action', action)] : []),
    ...(program.registers === null ? [] : registeringSlips(program.registers)),
  ];
}

const ASKS_NO_AUTHORITY: Slip = {
  row: 'action',
  mutation: { kind: 'asks-no-authority' },
  description: 'neither at the login nor later is the authority asked for a certificate',
};

const WITHOUT_PASSWORD: Slip = {
  row: 'action',
  mutation: { kind: 'lets-in-without-a-password' },
  description: 'whoever gives no password is let in',
};

const OTHER_STAFF: Slip = {
  row: 'action',
  mutation: { kind: 'lets-other-staff-in' },
  description: 'staff of another flow are let in',
};

const INDIVIDUALS: Slip = {
  row: 'action',
  mutation: { kind: 'lets-individuals-in' },
  description: 'individuals are let in at a door that is for organisations',
};

/** A certificate that is shown at the login is not looked at, or none is taken. */
const certificateSlips: readonly Slip[] = [
  ...(['another-person', 'expired', 'revoked'] as const).map(
    (certificate): Slip => ({
      row: 'action',
      mutation: { kind: 'lets-in-with', certificate },
      description: `somebody is let in with a certificate that is ${certificate}`,
      detail: certificate,
    }),
  ),
  { row: 'action', mutation: { kind: 'lets-no-certificate-in' }, description: 'nobody is let in with a certificate' },
];

/** Nobody has to register, whoever does is not known afterwards, or they register with the certificate of somebody else. */
const registeringSlips = (by: NonNullable<Program['registers']>): Slip[] => [
  {
    row: 'action',
    mutation: { kind: 'lets-the-unregistered-in' },
    description: 'whoever has not registered is let in',
  },
  { row: 'action', mutation: { kind: 'registers-nobody' }, description: 'whoever registers is not known afterwards' },
  ...(by === 'password'
    ? []
    : [
        {
          row: 'action',
          mutation: { kind: 'registers-with-any-certificate' },
          description: 'somebody registers with the certificate of somebody else',
        } satisfies Slip,
      ]),
];
