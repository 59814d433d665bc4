// The certificate with which the signing client speaks TLS on this machine, from our authority of the year.
import type { Listening } from '../../server.ts';
import { authorityAt, dayText } from '../engine/roster.ts';

/** What a server speaks TLS with, PEM, and the URL of the root that its clients have to trust, in DER. */
export interface ServerCredentials {
  readonly key: string;
  /** The certificate of the server and that of its issuer. */
  readonly cert: string;
  readonly root: string;
}

/** The credentials of a server whose clients have real clocks. The root stays the same for a year. @param url of the simulator */
export async function serverCredentials(url: Listening['url'], now: Date): Promise<ServerCredentials> {
  const start = Date.UTC(now.getUTCFullYear(), 0, 1);
  const authority = await authorityAt(url, start);
  const { certificatePem, privateKeyPem } = await authority.service('tls');
  return {
    ...{ key: privateKeyPem, cert: certificatePem + authority.issuingPem },
    root: `${url}/root-cert/${dayText(start)}`,
  };
}
