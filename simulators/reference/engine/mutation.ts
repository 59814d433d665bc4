// The ways in which a mutant can be wrong, as data that the engine looks up at named points.

import type { Row } from '../../../schemas/regulation.ts';
import type { Operation } from '../../../schemas/target/driver.ts';
import type { DayTerm } from '../../../schemas/term.ts';
import type { Cause, Completion, Given, Outcome, Particular } from '../../../schemas/vocabulary.ts';

/** The ways in which a portal can miscount a term of days. */
export type OtherCount = 'calendar-days' | 'from-the-receipt-day' | 'through-holidays';

/** A term of days with all its readings. `only`: the tag of the variants that it holds for; null for all variants. */
interface CountedTerm {
  readings: readonly DayTerm[];
  only: string | null;
}

/** One way of doing exactly one thing wrong; the fields beside `kind` say with what, where or by how much. */
export type Mutation =
  | { kind: 'records-another-actor'; actor: string }
  | { kind: 'skips' }
  | { kind: 'repeats' }
  | { kind: 'takes-other-branch'; outcome: Outcome }
  | { kind: 'takes-both-branches'; outcome: Outcome }
  | { kind: 'goes-on' }
  | { kind: 'goes-elsewhere'; to: string }
  | { kind: 'stays-open' }
  | { kind: 'ends-too-soon' }
  | { kind: 'ignores-cause'; cause: Cause }
  | { kind: 'sends-no-message' }
  | { kind: 'sends-empty-message' }
  | { kind: 'sends-another-kind'; forms: Completion }
  | { kind: 'names-another-cause' }
  | { kind: 'speaks-another-language' }
  | { kind: 'issues-all-the-same' }
  | { kind: 'gives-no-number' }
  | { kind: 'gives-the-same-number' }
  | { kind: 'gives-no-date' }
  | { kind: 'gives-late'; what: Given }
  | { kind: 'gives-no-document' }
  | { kind: 'leaves-the-document-unsigned' }
  | { kind: 'lets-somebody-else-sign' }
  | { kind: 'lets-another-organisation-sign' }
  | { kind: 'lets-a-clerk-sign' }
  | { kind: 'leaves-the-document-blank' }
  | { kind: 'issues-another-kind' }
  | { kind: 'issues-in-spite-of-the-decision' }
  | { kind: 'takes-longer'; seconds: number }
  | { kind: 'closes-early'; afterSeconds: number }
  | ({ kind: 'closes-the-decision-early' } & CountedTerm)
  | ({ kind: 'delays-the-result'; at: string } & CountedTerm)
  | ({ kind: 'counts-days-otherwise'; as: OtherCount } & CountedTerm)
  | { kind: 'accepts-early'; operation: Operation; during: string }
  | { kind: 'accepts-after-refusal'; operation: Operation; what: string }
  | { kind: 'gives-the-result-early'; during: string }
  | { kind: 'opens-to-anyone' }
  | { kind: 'opens-after-refusal' }
  | { kind: 'accepts-twice'; operation: Operation }
  | { kind: 'accepts-after-signing'; operation: Operation }
  | { kind: 'accepts-after-the-end'; operation: Operation }
  | { kind: 'lists-another-number' }
  | { kind: 'hands-the-refused-a-token' }
  | { kind: 'shows-to-anyone'; operation: Operation }
  | { kind: 'takes-from-anyone'; operation: Operation }
  | { kind: 'shows-to-nobody'; operation: Operation }
  | { kind: 'takes-from-nobody'; operation: Operation }
  | { kind: 'lets-the-owner-decide' }
  | { kind: 'lets-the-owner-confirm' }
  | { kind: 'takes-from-a-colleague' }
  | { kind: 'takes-from-an-officer'; operation: Operation }
  | { kind: 'keeps-ended-sessions' }
  | { kind: 'lets-in'; cause: Cause }
  | { kind: 'lets-in-without-a-password' }
  | { kind: 'locks-out' }
  | { kind: 'lets-applicants-in' }
  | { kind: 'lets-other-staff-in' }
  | { kind: 'keeps-organisations-out' }
  | { kind: 'lets-individuals-in' }
  | { kind: 'lets-in-with'; certificate: Cause }
  | { kind: 'lets-no-certificate-in' }
  | { kind: 'shifts-validity'; from: number; to: number }
  | { kind: 'lets-the-unregistered-in' }
  | { kind: 'registers-nobody' }
  | { kind: 'registers-with-any-certificate' }
  | { kind: 'hands-over-another-way' }
  | { kind: 'sends-to-another-address' }
  | { kind: 'does-not-send'; to: string }
  | { kind: 'sends-to-another'; to: string; instead: string }
  | { kind: 'sends-too-late'; to: string }
  | { kind: 'sends-another-status'; to: string }
  | { kind: 'asks-nobody' }
  | { kind: 'asks-no-notary' }
  | { kind: 'asks-no-authority' }
  | { kind: 'asks-no-payment-gateway' }
  | { kind: 'asks-for-another-payment' }
  | { kind: 'asks-for-another' }
  | { kind: 'takes-no-document' }
  | { kind: 'takes-any-document' }
  | { kind: 'keeps-no-document' }
  | { kind: 'forgets-the-mark' }
  | { kind: 'leaves-values-unsigned' }
  | { kind: 'leaves-documents-unsigned' }
  | { kind: 'takes-signature'; of: Cause }
  | { kind: 'keeps-the-result-from-the-applicant' }
  | { kind: 'leaves-history-empty' }
  | { kind: 'hides-requests'; state: 'open' | 'refused' }
  | { kind: 'saves-no-pdf' }
  | { kind: 'drops-a-screen'; screens: readonly string[] }
  | { kind: 'rewords-a-screen'; screen: string }
  | { kind: 'mixes-screens-up' }
  | { kind: 'hides-the-own-screen' }
  | { kind: 'drops-a-button'; button: string }
  | { kind: 'renames-a-button'; button: string }
  | { kind: 'misleads-a-button'; button: string }
  | { kind: 'drops-the-history-button' }
  | { kind: 'hides-the-refusal'; button: string }
  | { kind: 'shows-no-form' }
  | { kind: 'loses-the-form' }
  | { kind: 'forgets-the-attorney' }
  | { kind: 'offers-another-name' }
  | { kind: 'shows-a-button-early'; button: string }
  | { kind: 'drops-a-field'; field: Particular }
  | { kind: 'leaves-a-field-empty'; field: Particular }
  | { kind: 'hides-a-particular'; particular: Particular }
  | { kind: 'garbles-a-particular'; particular: Particular }
  | { kind: 'drops-an-answer'; question: number; answer: number }
  | { kind: 'rewords-the-survey'; question: number; answer: number | null }
  | { kind: 'leaves-the-survey-unnamed' }
  | { kind: 'shows-no-contact' }
  | { kind: 'takes-no-answer' }
  | { kind: 'accepts-any-answer' };
/** The name of a way to be wrong. */
export type MutationKind = Mutation['kind'];

/** The simulator with exactly one cell broken. Its id has the form `<regulation>/<flow>/<action>/<mutation>`. */
export interface Mutant {
  readonly id: string;
  readonly regulation: string;
  readonly flow: string;
  readonly action: string;
  /** Printed number of the broken step in the flow's table; null where the table has no such step. */
  readonly step: number | null;
  readonly row: Row;
  readonly mutation: Mutation;
  readonly description: string;
}

/** The mutation of a mutant, if it breaks this action in this way; otherwise null. */
export function mutationOf<K extends MutationKind>(
  mutant: Mutant | null,
  action: string,
  kind: K,
): Extract<Mutation, { kind: K }> | null {
  const mutation = mutant?.action === action ? mutant.mutation : null;
  return mutation !== null && isOfKind(mutation, kind) ? mutation : null;
}

/** The mutation of a mutant, if it breaks any action in this way; otherwise null. */
export function mutationAnywhere<K extends MutationKind>(
  mutant: Mutant | null,
  kind: K,
): Extract<Mutation, { kind: K }> | null {
  return mutant !== null && isOfKind(mutant.mutation, kind) ? mutant.mutation : null;
}

function isOfKind<K extends MutationKind>(mutation: Mutation, kind: K): mutation is Extract<Mutation, { kind: K }> {
  return mutation.kind === kind;
}
