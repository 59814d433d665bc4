// What a predicate finds on one walk, and the shape of a predicate.
import { Ajv, type ValidateFunction } from 'ajv';
import type { Static, TObject } from 'typebox';
import type { Calendar, TermStart } from '../../../schemas/calendar.ts';
import type { Trace } from '../trace.ts';

/** Holds, does not hold, or (null) cannot be told from this walk, for `reason`. */
export interface Finding {
  holds: boolean | null;
  expected: string;
  actual: string;
  evidence: string[];
  reason: string | null;
  /** What must differ between walks, for predicates that compare them. */
  apart?: string;
  /** It cannot be told only because the text can be read in several ways. */
  disputed?: true;
}

/** What a predicate may know beyond the trace. */
export interface Setting {
  calendar: Calendar;
  convention: TermStart;
  /** Told of the years that a due date leans on and the calendar does not settle. */
  onUnsettledYears?(years: readonly number[]): void;
}

/** A named, pure judgement of one trace. Its arguments come out of a row, so it checks them. */
export interface Predicate<A extends TObject> {
  arguments: A;
  /** @throws TypeError when the arguments do not have the shape: a defect of the suites */
  judge(trace: Trace, args: unknown, setting: Setting): Finding;
}

const ajv = new Ajv({ strict: false });

/** Makes a predicate of the shape of its arguments and a function of them. */
export function predicate<A extends TObject>(
  shape: A,
  judge: (trace: Trace, args: Static<A>, setting: Setting) => Finding,
): Predicate<A> {
  let isArgs: ValidateFunction<Static<A>> | null = null;
  return {
    arguments: shape,
    judge(trace, args, setting) {
      isArgs ??= ajv.compile<Static<A>>(shape);
      if (!isArgs(args))
        throw new TypeError(`the arguments of a predicate are wrong: ${ajv.errorsText(isArgs.errors)}`);
      return judge(trace, args, setting);
    },
  };
}

export const holds = (expected: string, actual: string, evidence: string[]): Finding => ({
  holds: true,
  expected,
  actual,
  evidence,
  reason: null,
});
export const fails = (expected: string, actual: string, evidence: string[]): Finding => ({
  holds: false,
  expected,
  actual,
  evidence,
  reason: null,
});
export const open = (expected: string, reason: string, evidence: string[] = []): Finding => ({
  holds: null,
  expected,
  actual: reason,
  evidence,
  reason,
});

/** Drops the exchanges that are not there and repeats none. */
export const cite = (...exchanges: (string | null | undefined)[]): string[] => [
  ...new Set(exchanges.filter((id): id is string => id != null)),
];
