// Adds to error messages of the network and the browser how to mend them.
import { Fault } from '../../blame.ts';

/** The codes of Node and of Chromium for a server certificate from an authority that is not trusted. */
const DISTRUSTED = /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|CERT_UNTRUSTED|ERR_CERT_AUTHORITY_INVALID/u;

/** The wordings of Playwright for a page or a browser that crashed, for which no portal can be blamed. */
const GONE = /crashed|browser has been closed|browser has disconnected|browser closed/iu;

/** The fault for a browser that crashed; null where the message speaks of something else. */
export function browserGone(said: string, name: string): Fault | null {
  const cure = 'give it more memory, or name another Chromium with `browser`';
  return GONE.test(said) ? new Fault('ours', `${name}: the browser crashed (${said}); ${cure}`) : null;
}

/** A message of the network, with the cure where a change of the target file can bring it. */
export const withCure = (said: string): string =>
  DISTRUSTED.test(said) ? `${said}; name the certificate of its issuer in extraCa if it is to be trusted` : said;
