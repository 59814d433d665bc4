// The error for an id that names nothing, with the one that was most likely meant.
import { ConformanceError } from './errors.ts';
import { nearest } from './nearest.ts';

/** What was asked for: the sentence that it is not there, the option that named it, and what could be named. */
interface Asked {
  message: string;
  key: string;
  value: string | undefined;
  known: readonly string[];
  /** How to find what there is; by default all that could be named are listed. */
  cure?: string;
}

/** A `ConformanceError` with the code `unknown-id`. */
export function unknownId({ message, key, value = '', known, cure }: Asked): ConformanceError {
  const near = nearest(value, known);
  const guess = near === null ? '' : `did you mean ${near}? `;
  return new ConformanceError('unknown-id', message, {
    ...{ key, value },
    cure: `${guess}${cure ?? `use one of ${known.join(', ')}`}`,
  });
}
