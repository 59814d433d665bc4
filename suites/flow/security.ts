// Tells what the security clause demands of a flow, and what everybody but the person whose turn it is can try in order to test it.
import type { Locator } from '../../schemas/regulation.ts';
import { type Deed, type Handling, operationOf } from './deed.ts';
import { successPath } from './path.ts';
import { isShownAt, printedForms } from './printed-forms.ts';
import type { Source } from './source.ts';
import { type WaitingPoint, waitingPoints } from './waiting.ts';

/** The demands of a security clause that can be tested. */
const DEMANDS = ['confidentiality', 'integrity', 'availability'] as const;
/** One of these demands. */
export type Demand = (typeof DEMANDS)[number];

/**
 * Who tries what is not theirs: another applicant with a login of their own, nobody (without a token, with one that the portal has
 * given to nobody, and with that of a session that has ended), or the owner of the request, who does what only an officer may do, an
 * officer, who does what only the owner may do, or a colleague: somebody of the provider as whose step the text has another one act.
 */
export const TRESPASSERS = ['another', 'nobody', 'owner', 'officer', 'colleague'] as const;
/** One of them. */
export type Trespasser = (typeof TRESPASSERS)[number];

/** What can be tried on a request besides the deeds of its walk: to read it and what belongs to it, and to answer its survey. */
export const READINGS = ['readRequest', 'readContent', 'readPages', 'readHistory', 'fetchResult'] as const;
/** One of the operations that only read. */
export type Reading = (typeof READINGS)[number];
/** The operations that change a request. Logging in is none of them, and fetching the result is a reading. */
export const CHANGES = [
  'fill',
  'attach',
  'pay',
  'chooseCertificate',
  'sign',
  'lookUp',
  'decide',
  'confirm',
  'answerSurvey',
] as const;

/** The operations that only the owner of a request may perform. Officers have operations of their own. */
const OWNED = ['fill', 'attach', 'pay', 'chooseCertificate', 'sign', 'lookUp'] as const;

/** A deed that only the owner of a request may do. */
interface OwnedDeed extends Deed {
  operation: (typeof OWNED)[number];
}

/** The deeds of the walk without a cause that only the owner of the request may do, in order. */
export function ownedDeeds(source: Pick<Source, 'graph' | 'flow'>): OwnedDeed[] {
  return successPath(source).flatMap((action) => {
    const step = source.graph.steps.find((found) => found.action === action);
    const operation = OWNED.find((owned) => step !== undefined && operationOf(step) === owned);
    return operation === undefined ? [] : [{ operation, action }];
  });
}

/** A point of the walk without a cause at which somebody changes the request. */
export interface ChangingPoint extends WaitingPoint {
  operation: (typeof CHANGES)[number] & Handling;
}

/** The points of the walk without a cause at which somebody changes the request, in order. */
export const changingPoints = (source: Pick<Source, 'graph' | 'flow'>): ChangingPoint[] =>
  waitingPoints(source).flatMap((point) => {
    const operation = CHANGES.find((change) => change === point.operation);
    return operation === undefined || operation === 'answerSurvey' ? [] : [{ ...point, operation }];
  });

/** The points at which an officer decides. */
export const decidingPoints = (source: Pick<Source, 'graph' | 'flow'>): ChangingPoint[] =>
  changingPoints(source).filter(({ operation }) => operation === 'decide');

/** The step by which people log in before all others of the flow; null where its text tells of no login. */
export function loginOf({ graph }: Pick<Source, 'graph'>): string | null {
  const [first] = graph.steps;
  return first?.does === 'authenticate' ? first.action : null;
}

/** The flow through which another person can log in; null where the regulation has no portal flow, so that nobody else can try anything. */
export function entranceOf({ flows }: Source['regulation']): string | null {
  return Object.entries(flows).find(([, { entry }]) => entry === 'portal')?.[0] ?? null;
}

/** The demands that can be tested, each with the place where it is printed. */
export function demandsOf({ regulation: { security } }: Pick<Source, 'regulation'>) {
  return (security?.items ?? []).flatMap(({ item, is, printed }) => {
    const demand = DEMANDS.find((known) => known === is);
    const at: Locator = { clause: security?.clause ?? 0, ...(item === undefined ? {} : { item }) };
    return demand === undefined ? [] : [{ demand, place: { at, printed } }];
  });
}

/** Whether another applicant tries what is not theirs: there are deeds to try, and a way in. */
export const isTriedByAnother = (source: Source): boolean =>
  (isClosed(source) || isHidden(source)) && ownedDeeds(source).length > 0 && entranceOf(source.regulation) !== null;

/** Whether only who may do so changes the request: the clause demands that it is kept whole, or the text has people log in before they act. */
export const isClosed = (source: Source): boolean =>
  loginOf(source) !== null || demandsOf(source).some(({ demand }) => demand === 'integrity');

/** Whether only who may do so reads the request: the clause demands that it is kept from others. */
export const isHidden = (source: Source): boolean =>
  demandsOf(source).some(({ demand }) => demand === 'confidentiality');

/** Whether somebody guesses at the password of the owner: the clause demands that nobody withholds the service, and applicants log in. */
export const isGuessedAt = (source: Source): boolean =>
  source.flow.entry === 'portal' &&
  loginOf(source) !== null &&
  demandsOf(source).some(({ demand }) => demand === 'availability');

/** Whether the portal shows the owner pages on the walk, so that these can be hidden from others. */
export const showsPages = (source: Source): boolean =>
  (['form', 'signing', 'processing', 'answered'] as const).some((stage) => isShownAt(printedForms(source), stage));
