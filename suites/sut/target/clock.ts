// The clock of a portal that a target file describes, where it can be moved.
import type { Target } from '../../../schemas/target.ts';
import { type Drive, PortalFault } from '../sut.ts';

/** A clock that is told to the second may seem to fall short by this much. */
const GRAIN_MS = 1000;

/** Opens a world where the portal has them, and gives the time of its clock; null where there is none. @throws PortalFault */
export async function startOf(
  drive: Pick<Drive, 'perform'>,
  { controls = [], operations }: Pick<Target, 'controls' | 'operations'>,
  seed: number,
  start: string,
): Promise<number | null> {
  const hasClock = controls.includes('clock');
  if (controls.includes('worlds') && operations.openWorld !== undefined) {
    const { body, fault, problem } = await drive.perform('openWorld', { input: { seed, now: start } });
    if (body === null) throw new PortalFault(`no world could be opened: ${fault ?? problem}`);
    return hasClock ? Date.parse(body.now) : null;
  }
  if (!hasClock) return null;
  const { body, fault, problem } = await drive.perform('advanceClock', { input: { seconds: 0 } });
  if (body === null) throw new PortalFault(`the clock cannot be read: ${fault ?? problem}`);
  return Date.parse(body.now);
}

/** Moves the clock, and gives its new time. @throws PortalFault where it stands still */
export async function advance(drive: Pick<Drive, 'perform'>, from: number, seconds: number): Promise<number> {
  const { body, fault, problem } = await drive.perform('advanceClock', { input: { seconds } });
  if (body === null) throw new PortalFault(`the clock did not move: ${fault ?? problem}`);
  const now = Date.parse(body.now);
  if (now < from + seconds * 1000 - GRAIN_MS)
    throw new PortalFault(`the clock was to move by ${seconds} s and moved by ${(now - from) / 1000} s`);
  return now;
}
