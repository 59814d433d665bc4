// Says how far the text carries a cause: whether it prints it, whether the cause follows from what it prints, or whether it is silent.
import { type Cause, isOutage } from '../../schemas/vocabulary.ts';
import type { Draft } from './assertion.ts';

const UNPAID = 'the text has the payment for this service checked, and what was paid so does not pay for it';

const GENUINE = 'the text has the signature confirmed as genuine, and ';

/** Why a cause which no text prints is one all the same. */
const FOLLOWS: Partial<Record<Cause, string>> = {
  'paid-too-little': UNPAID,
  'paid-for-another-request': UNPAID,
  'payment-reversed': UNPAID,
  'on-hold': 'the text has a certificate looked up in the list of revoked ones, and one on hold stands in it',
  'untrusted-issuer':
    'the text has the certificate confirmed as genuine, and nobody whom the portal trusts vouches for it',
  'authentication-key': 'the text has the request signed, and the certificate of a login key is not for signing',
  'other-bytes': `${GENUINE}a signature over other bytes is not one of the request`,
  'no-certificate': `${GENUINE}what is no certificate confirms nobody`,
  'no-signature': `${GENUINE}what is no signature is not one of the request`,
  'own-content': `${GENUINE}one that holds other content is over that content, and not over the request`,
};

/** The level of an assertion on a cause: the text refuses for data that are not there, and says nothing of a database that is away. */
export function levelOf(cause: Cause): Pick<Draft, 'level' | 'because'> {
  const because = FOLLOWS[cause];
  if (because !== undefined) return { level: 'implied', because };
  if (!isOutage(cause)) return {};
  return {
    level: 'recommended',
    because: 'the text refuses for missing data and is silent on outages; a portal may as well ask to try again later',
  };
}
