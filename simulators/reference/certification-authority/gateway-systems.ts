// Certificates of the systems that talk over the gateway: the one that sends to a foreign portal, and the gateway itself.
import type { SigningKey } from '../../../schemas/pki/cms.ts';
import type { Authority } from './authority.ts';

const DAY_MS = 86_400_000;

/** The systems on both ends of a message. */
export interface GatewaySystems {
  readonly sender: { readonly id: string } & SigningKey;
  readonly gateway: SigningKey;
}

/** Certifies both for a year around a day. */
export async function certifySystems(authority: Authority, now: Date): Promise<GatewaySystems> {
  const [sender, gateway] = await Promise.all([certified('sender', 'ЖІБЕРУШІ АЖ'), certified('gateway', 'ШЭП')]);
  return { sender: { id: 'reglament', ...sender }, gateway };

  function certified(key: string, name: string): Promise<SigningKey> {
    const days = (count: number) => new Date(now.getTime() + count * DAY_MS);
    const holder = { bin: '120140000017', commonName: name, surname: name, organisation: name };
    return authority.issue({ key, use: 'authenticate', holder, notBefore: days(-30), notAfter: days(335) });
  }
}
