// Checks the keys behind `messageSignature`: that messages can be signed, and that answers are verified with somebody else's certificate.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Segment } from '../../../../schemas/violation.ts';
import type { MessageSignature } from '../message/message-signature.ts';
import type { Problem } from './secrets.ts';

/** The first problem with the sender's certificate or key; if there is none, all problems with the certificates for answers. */
export function checkSignature({ certificatePem, privateKeyPem, answers }: MessageSignature): Problem[] {
  const key = ['messageSignature', 'key'];
  const own = certificateOf(certificatePem);
  const secret = readKey(privateKeyPem);
  if (own === null) return [unreadable(['messageSignature', 'certificate'])];
  if (secret === null)
    return [{ path: key, problem: 'is no private key in PEM', cure: 'name one without a passphrase' }];
  if (secret.asymmetricKeyType !== 'rsa')
    return [
      {
        path: key,
        problem: `is a key of ${secret.asymmetricKeyType}`,
        cure: 'use RSA: messages are signed with RSA-SHA256',
      },
    ];
  if (!own.checkPrivateKey(secret))
    return [{ path: key, problem: 'is not the key of the certificate', cure: 'name the pair' }];
  return (answers ?? []).flatMap((pem, at): Problem[] => {
    const path = ['messageSignature', 'answers', at];
    const certificate = certificateOf(pem);
    if (certificate === null) return [unreadable(path)];
    if (!certificate.publicKey.equals(own.publicKey)) return [];
    const problem = 'is the sender itself, so that an echo would pass for an answer';
    return [{ path, problem, cure: 'name the certificate of the portal' }];
  });
}

const unreadable = (path: Segment[]): Problem => ({
  path,
  problem: 'is no certificate in PEM',
  cure: 'name a file that begins with -----BEGIN CERTIFICATE-----',
});

function certificateOf(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

function readKey(pem: string) {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}
