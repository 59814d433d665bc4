// Signs while an operation is performed, where the portal wants its messages signed by whoever acts.
import { Fault } from '../../blame.ts';
import { signatureOver } from '../../signature.ts';
import type { Call } from '../../sut.ts';

/** The signature over bytes in base64, or what is handed in instead of it. @throws Fault where nothing is known to sign with */
export async function signed(
  content: Uint8Array,
  signing: Call<'fill'>['signing'],
  operation: string,
  at: Date,
): Promise<string> {
  if (signing === undefined)
    throw new Fault('target file', `${operation} signs, and there is no certificate of whoever performs it`);
  return signatureOver(content, signing, at);
}
