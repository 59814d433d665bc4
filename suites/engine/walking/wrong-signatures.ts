// Hands in signatures that are not those of whoever signs, before the right one.
import { type Said, say } from '../../../schemas/said.ts';
import { WRONG_SIGNATURES, type WrongSignature } from '../../flow/signing.ts';
import type { Trace } from '../trace.ts';
import type { Attempt } from './attempt.ts';
import type { Hands } from './hands.ts';
import { MaterialMissing } from './material.ts';
import { changedBetween } from './probe.ts';

/**
 * Hands them in while the walk waits for the signature.
 * @returns what happened, where one was accepted or has changed the walk; else null
 */
export async function tryWrongSignatures(action: string, hands: Hands, trace: Trace): Promise<Said | null> {
  let before = await hands.read();
  for (const of of WRONG_SIGNATURES) {
    const attempt = await handIn(hands, of, action);
    if (typeof attempt === 'string') {
      trace.signings.push({ action, of, tried: null, lacking: attempt });
      continue;
    }
    const { accepted, status, problem, fault, exchange } = attempt;
    const after = await hands.read();
    const changed = changedBetween(before, after);
    trace.signings.push({
      ...{ action, of, lacking: null },
      tried: { accepted, changed, status, problem, fault, exchange },
    });
    if (accepted || changed === true) return say`a signature was accepted that is wrong: ${of}`;
    before = after;
  }
  return null;
}

/** Hands one in. @returns what the target does not supply for it, as a sentence, where it cannot be made */
async function handIn(hands: Hands, of: WrongSignature, action: string): Promise<Attempt | string> {
  try {
    return await hands.perform('sign', of, action);
  } catch (error) {
    if (error instanceof MaterialMissing) return error.message;
    throw error;
  }
}
