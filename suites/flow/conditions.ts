// Finds the conditions of rendering the service, which the text lists in a clause of their own, that a cause or a login tests.
import type { Locator } from '../../schemas/regulation.ts';
import { CAUSES, type Cause } from '../../schemas/vocabulary.ts';
import type { Source } from './source.ts';

/** The conditions that a portal can show: it serves whoever has an identification number, a login on the portal and a signature. */
type Condition = 'identifier' | 'portal-authorisation' | 'signature';

/** The places of a condition; none where the text does not print it. */
export function conditionAt({ regulation: { conditions } }: Source, name: Condition): Locator[] {
  return (conditions?.items ?? []).flatMap(({ item, is }) =>
    conditions === null || is !== name || item === undefined ? [] : [{ clause: conditions.clause, item }],
  );
}

/** The causes for which somebody has no number of their own: it is none, or nobody has it. */
const WITHOUT_NUMBER: readonly Cause[] = [
  'unknown-id',
  'malformed-id',
  'wrong-check-digit',
  'no-such-person',
  'no-such-organisation',
];

/** The conditions that a cause tests. The number of a member of staff is none of them, because the service is not rendered to them. */
export function conditionsOf(source: Source, cause: Cause): Locator[] {
  const { check } = CAUSES[cause];
  if (check === 'certificate') return conditionAt(source, 'signature');
  const isOfApplicant = check !== 'credentials' || source.flow.entry === 'portal';
  return isOfApplicant && WITHOUT_NUMBER.includes(cause) ? conditionAt(source, 'identifier') : [];
}
