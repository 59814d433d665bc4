// Family cause: every cause of a failed condition leads to the refusal, and not on.
import type { TestAssertion } from '../../schemas/assertion.ts';
import { CHECKS, type Check } from '../../schemas/vocabulary.ts';
import { refusalsOf, type Source, writeRow } from './row.ts';

export function deriveCause(source: Source): TestAssertion[] {
  return refusalsOf(source).map(({ cause, from, check, to, instead }) => {
    const kind: Check = check.check ?? 'credentials';
    return writeRow(source, {
      family: 'cause',
      action: from.action,
      aspect: `${CHECKS[kind].fails}-when-${cause}`,
      title: `${from.action} leads to ${to.action} for the cause ${cause}`,
      cells: [
        [check.action, 'next'],
        [from.action, 'action'],
      ],
      call: {
        predicate: 'followed-by',
        arguments: { action: from.action, next: to.action, others: instead === null ? [] : [instead] },
      },
      walk: { cause },
    });
  });
}
