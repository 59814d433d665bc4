// Tells until when the portal has to accept the step of a person, where the step may have its term together with an earlier one.
import type { SharedTerm } from '../../schemas/flow/beside.ts';
import type { ClockTerm } from '../../schemas/term.ts';

/**
 * The moment until which a step has to be accepted, in milliseconds since the epoch: the end of its own term or, if that is earlier, of the
 * one that counts from the step `since`.
 * @param readyAt since when the step could be done
 */
export function closesAt(
  { performed }: { performed: readonly { action: string; readyAt: number | null; at: number }[] },
  readyAt: number,
  term: ClockTerm,
  shared: SharedTerm | null | undefined,
): number {
  const own = readyAt + term.max * 1000;
  const first = shared == null ? undefined : performed.find(({ action }) => action === shared.since);
  return first === undefined || shared == null
    ? own
    : Math.min(own, (first.readyAt ?? first.at) + shared.term.max * 1000);
}
