// What a predicate is: a judgement of one trace, with what a target has to offer for it and on how many walks it has to hold.
import { Ajv, type ValidateFunction } from 'ajv';
import { type ArgumentsOf, CALLS, type PredicateName } from '../../calls.ts';
import type { Trace } from '../trace.ts';
import type { Finding, Setting } from './finding.ts';
import type { Needs } from './needs.ts';

/** What is known of a predicate besides its judgement. Nothing has a default, so that nothing can be forgotten. */
interface Definition<N extends PredicateName> {
  /** What a target has to offer: always the same, or depending on the arguments. */
  needs: Needs | ((args: ArgumentsOf<N>) => Needs);
  /** On how many walks it has to hold before the assertion passes: two where walks are compared with each other, else one. */
  times: 1 | 2;
}

/** The definition of a predicate that one walk decides. */
export const once = <N extends PredicateName>(needs: Definition<N>['needs']): Definition<N> => ({ needs, times: 1 });
/** The definition of a predicate that compares walks, so that one of them alone cannot make it pass. */
export const twice = <N extends PredicateName>(needs: Definition<N>['needs']): Definition<N> => ({ needs, times: 2 });

/**
 * A named, pure judgement of one trace. An assertion stores the arguments as plain data, so their shape is checked each time they are
 * used.
 */
export interface Predicate<N extends PredicateName = PredicateName> extends Pick<Definition<N>, 'times'> {
  name: N;
  /** What a target has to offer. @throws TypeError for arguments of another shape than `CALLS` has, which is a defect of the suites */
  needs(args: unknown): Needs;
  /** Judges a trace. @throws TypeError for arguments of another shape than `CALLS` has, which is a defect of the suites */
  judge(trace: Trace, args: unknown, setting: Setting): Finding;
}

const ajv = new Ajv({ strict: false });

/** Makes a predicate. @param judge receives arguments whose shape has been checked */
export function predicate<N extends PredicateName>(
  name: N,
  { needs, times }: Definition<N>,
  judge: (trace: Trace, args: ArgumentsOf<N>, setting: Setting) => Finding,
): Predicate<N> {
  let isArgs: ValidateFunction<ArgumentsOf<N>> | null = null;
  const read = (args: unknown): ArgumentsOf<N> => {
    isArgs ??= ajv.compile<ArgumentsOf<N>>(CALLS[name]);
    if (isArgs(args)) return args;
    throw new TypeError(`the arguments of a predicate are wrong: ${ajv.errorsText(isArgs.errors)}`);
  };
  return {
    name,
    times,
    needs: (args) => (typeof needs === 'function' ? needs(read(args)) : needs),
    judge: (trace, args, setting) => judge(trace, read(args), setting),
  };
}
