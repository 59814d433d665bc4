// What a predicate is: a judgement of one walk, with what a target has to offer for it and on how many walks it has to hold.
import { Ajv, type ValidateFunction } from 'ajv';
import { type ArgumentsOf, CALLS, type PredicateName } from '../../calls.ts';
import type { Trace } from '../trace.ts';
import type { Finding, Setting } from './finding.ts';
import type { Needs } from './needs.ts';

/** The definition of a predicate. All of it is required, so that nothing about a predicate can be forgotten. */
interface Definition<N extends PredicateName> {
  /** Always the same, or depending on the arguments. */
  needs: Needs | ((args: ArgumentsOf<N>) => Needs);
  /** On how many walks it has to hold: two where walks are compared with each other, else one. */
  times: 1 | 2;
}

/** A predicate that one walk decides. */
export const once = <N extends PredicateName>(needs: Definition<N>['needs']): Definition<N> => ({ needs, times: 1 });
/** A predicate that compares walks, so that one of them alone decides nothing. */
export const twice = <N extends PredicateName>(needs: Definition<N>['needs']): Definition<N> => ({ needs, times: 2 });

/** A named, pure judgement of one trace. Arguments come out of a row, so they are checked whenever they are used. */
export interface Predicate<N extends PredicateName = PredicateName> extends Pick<Definition<N>, 'times'> {
  name: N;
  /** @throws TypeError when the arguments do not have the shape: a defect of the suites */
  needs(args: unknown): Needs;
  /** @throws TypeError when the arguments do not have the shape: a defect of the suites */
  judge(trace: Trace, args: unknown, setting: Setting): Finding;
}

const ajv = new Ajv({ strict: false });

/** Makes a predicate of its definition and of its judgement, a function of the trace and the arguments. */
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
