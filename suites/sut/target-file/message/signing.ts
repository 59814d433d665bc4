// Signs while an operation is performed, where the portal wants its messages signed by whoever acts.
import { signCms } from '../../../../schemas/pki/cms.ts';
import { Fault } from '../../blame.ts';
import type { Call } from '../../sut.ts';

/** The detached signature over bytes in base64. @throws Fault where nothing is known to sign with */
export async function signed(
  content: Uint8Array,
  signing: Call<'fill'>['signing'],
  operation: string,
  at: Date,
): Promise<string> {
  if (signing === undefined)
    throw new Fault('target file', `${operation} signs, and there is no certificate of whoever performs it`);
  const bytes = signing.isOverOtherBytes ? Buffer.from('other bytes') : content;
  return Buffer.from(await signCms(bytes, signing.key, at)).toString('base64');
}
