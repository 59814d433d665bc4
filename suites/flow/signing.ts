// Tells which signatures are not those of whoever signs, and where the signing itself has to refuse them.
import { operationOf } from './deed.ts';
import type { Source } from './source.ts';

/** What is no signature of whoever walks on the request, by the causes of the same names. */
export const WRONG_SIGNATURES = ['another-person', 'other-bytes', 'no-signature', 'own-content'] as const;
/** One of them. */
export type WrongSignature = (typeof WRONG_SIGNATURES)[number];

/** Whether the text has a request signed and no certificate checked, so that no step of it refuses a wrong signature. */
export function isSignedUnchecked({ graph: { steps } }: Pick<Source, 'graph'>): boolean {
  const isDone = (operation: string) => steps.some((step) => operationOf(step) === operation);
  return isDone('sign') && !isDone('chooseCertificate') && steps.every(({ check }) => check !== 'certificate');
}
