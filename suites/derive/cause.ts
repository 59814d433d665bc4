// Family cause: every cause for which a condition can fail leads to its refusal, and not to the step that would follow otherwise.
import { say } from '../../schemas/said.ts';
import { CHECKS, type Check, isOutright } from '../../schemas/vocabulary.ts';
import { conditionsOf } from '../flow/conditions.ts';
import { refusedBefore } from '../flow/otherwise.ts';
import { refusalsOf } from '../flow/refusals.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';
import { levelOf } from './cause-level.ts';

/** One assertion for each cause of each condition. */
export function deriveCause(source: Source): Draft[] {
  return refusalsOf(source).map(({ cause, from, check, to, instead }): Draft => {
    const kind: Check = check.check ?? 'credentials';
    const before = refusedBefore(source, to.action);
    const follows = {
      ...{ action: from.action, next: to.action, others: instead === null ? [] : [instead] },
      ...(before === null ? {} : { otherwise: before }),
    };
    return {
      action: from.action,
      aspect: `${CHECKS[kind].fails}-when-${cause}`,
      title: isOutright(cause)
        ? say`${from.action} is refused, or leads to ${to.action}, for the cause ${cause}`
        : say`${from.action} leads to ${to.action} for the cause ${cause}`,
      // Where the cause comes to light only at a later step, what is done there is the sentence that goes with the condition.
      cells: [
        [check.action, 'next'],
        ...(from === check ? [] : [[from.action, 'action'] as const]),
        ...(before === null ? [] : [[before, 'next'] as const]),
      ],
      call: isOutright(cause)
        ? { predicate: 'refuses-wrong', arguments: { ...follows, cause } }
        : { predicate: 'followed-by', arguments: follows },
      walk: { cause },
      ...levelOf(cause),
      conditions: conditionsOf(source, cause),
    };
  });
}
