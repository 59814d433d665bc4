// What the network and the browser say, as whoever has to mend it can use it.
import { Fault } from '../../blame.ts';

/** The codes of Node and of Chromium for a certificate of a server that nobody vouches for. */
const DISTRUSTED = /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|CERT_UNTRUSTED|ERR_CERT_AUTHORITY_INVALID/u;

/** As Playwright words that a page or the whole browser is gone, which no portal can be blamed for. */
const GONE = /crashed|browser has been closed|browser has disconnected|browser closed/iu;

/** The fault of a browser that failed us; null where something else went wrong. */
export function browserGone(said: string, name: string): Fault | null {
  const cure = 'give it more memory, or name another Chromium with `browser`';
  return GONE.test(said) ? new Fault('ours', `${name}: the browser crashed (${said}); ${cure}`) : null;
}

/** What the network said, with the cure where the target file can bring it. */
export const withCure = (said: string): string =>
  DISTRUSTED.test(said) ? `${said}; name the certificate of its issuer in extraCa if it is to be trusted` : said;
