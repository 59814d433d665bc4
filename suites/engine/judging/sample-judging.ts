// Judges sample traces for the tests of the predicates; nothing else uses it.
import { kazakhstan } from '../../../schemas/kazakhstan.ts';
import type { PredicateCall } from '../../calls.ts';
import type { Trace } from '../trace.ts';
import type { Finding, Setting } from './finding.ts';
import { PREDICATES } from './predicates.ts';

/** The calendar of Kazakhstan, with terms that count from the next day. */
export const SETTING: Setting = {
  calendar: kazakhstan(),
  convention: 'next-day',
};

/** Judges a trace by a predicate, with the calendar of Kazakhstan unless another setting is given. */
export function judge({ predicate, arguments: args }: PredicateCall, trace: Trace, setting = SETTING): Finding {
  return PREDICATES[predicate].judge(trace, args, setting);
}
