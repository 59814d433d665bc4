// The state database of legal entities.
import { isBin } from '../../../schemas/identifier.ts';
import { accountOf, isOnRecord, type PersonsContext } from './persons.ts';
import { required, type Services } from './service.ts';

/** Its service `SIM_GBDUL_CHECK` finds an organisation by BIN; a name is given only where the fixture has one. */
export const ORGANISATIONS_SERVICES: Services<PersonsContext> = {
  SIM_GBDUL_CHECK(fields, context) {
    const bin = required(fields, 'bin');
    if (!isBin(bin) || !isOnRecord(accountOf(context, bin))) return null;
    const holder = Object.values(context.people.holders).find((candidate) => candidate.bin === bin);
    const name = holder?.organisation === undefined ? {} : { name: holder.organisation };
    return { path: ['organisations', 'organisation'], fields: { bin, ...name } };
  },
};
