// Makes a signature as it is handed in to a portal: the right one, or one that is wrong in one way.
import { type SigningKey, signCms } from '../../schemas/pki/cms.ts';
import type { Cause } from '../../schemas/vocabulary.ts';

/** In what a signature can be wrong, apart from the key that it is made with; by the causes of the same names. */
const FORGED = ['other-bytes', 'own-content', 'no-signature'] as const;
export type Forged = (typeof FORGED)[number];

/** In what the signature is wrong on a walk with a cause; null where it is right. */
export const forgedFor = (cause: Cause | null): Forged | null => FORGED.find((one) => one === cause) ?? null;

/** What signs, and in what the signature is wrong on purpose. */
export interface Signing {
  key: SigningKey;
  forged: Forged | null;
}

/** The signature over the content in base64, or what is handed in instead. */
export async function signatureOver(content: Uint8Array, { key, forged }: Signing, at: Date): Promise<string> {
  const other = Buffer.from('other bytes');
  switch (forged) {
    case 'no-signature':
      return base64(Buffer.from('no signature'));
    case 'own-content':
      return base64(await signCms(other, key, at, { holdsContent: true }));
    case 'other-bytes':
      return base64(await signCms(other, key, at));
    case null:
      return base64(await signCms(content, key, at));
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
