// Says how far the text carries what is asked of a portal whose databases are away.
import { type Cause, isOutage } from '../../schemas/vocabulary.ts';
import type { Draft } from './assertion.ts';

/** The level of an assertion on a cause: the text refuses for data that are not there, and says nothing of a database that is away. */
export const levelOf = (cause: Cause): Pick<Draft, 'level' | 'because'> =>
  isOutage(cause)
    ? {
        level: 'recommended',
        because:
          'the text refuses for missing data and is silent on outages; a portal may as well ask to try again later',
      }
    : {};
