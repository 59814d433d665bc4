// Family cause: every cause for which a condition can fail leads to its refusal, and not to the step that would follow otherwise.

import { BRINKS } from '../../schemas/run/assertion.ts';
import { say } from '../../schemas/said.ts';
import { CHECKS, type Check, isOutright } from '../../schemas/vocabulary.ts';
import { CAUSE_AT, checkOf } from '../flow/brinks.ts';
import { conditionsOf } from '../flow/conditions.ts';
import { refusedBefore } from '../flow/otherwise.ts';
import { refusalsOf } from '../flow/refusals.ts';
import { scenariosOf } from '../flow/scenarios.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';
import { levelOf } from './cause-level.ts';

/** One assertion for each cause of each condition, then those on the brinks of the validity of a certificate. */
export function deriveCause(source: Source): Draft[] {
  return [...perCause(source), ...atBrinks(source)];
}

function perCause(source: Source): Draft[] {
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

/** Why the text carries a brink: it has the validity looked at, and says nothing of when it begins and ends. */
const INCLUDED =
  'the text has the validity of the certificate looked at, and that lasts from its first to its last second (RFC 5280, 4.1.2.5)';

/** One assertion for each brink of the validity of a certificate, where a walk comes to it. */
function atBrinks(source: Source): Draft[] {
  const check = checkOf(source);
  const walks = check === null ? [] : scenariosOf(source);
  return BRINKS.filter((brink) => walks.some(({ tags }) => tags.includes(brink))).flatMap((brink): Draft[] => {
    if (check === null) return [];
    const { action, good, bad } = check;
    const cause = CAUSE_AT[brink];
    const { passes, fails } = CHECKS.certificate;
    return [
      {
        action,
        aspect: `${cause === null ? passes : fails}-when-${brink}`,
        title: say`${action} leads to ${cause === null ? good : bad} with a certificate that is ${brink}`,
        cells: [[action, 'next']],
        call: { predicate: 'counts-at', arguments: { action, brink } },
        walk: { tag: brink, ...(cause === null ? {} : { cause }) },
        needs: ['clock'],
        level: 'implied',
        because: INCLUDED,
        conditions: conditionsOf(source, cause ?? 'expired'),
      },
    ];
  });
}
