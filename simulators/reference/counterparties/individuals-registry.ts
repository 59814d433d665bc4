// The state database of individuals.
import { isBin } from '../../../schemas/identifier.ts';
import { accountOf, isOnRecord, type PersonsContext } from './persons.ts';
import { required, type Services } from './service.ts';

/** Its service `SIM_GBDFL_CHECK` finds a person by IIN; names are given only where the fixture has them. */
export const INDIVIDUALS_SERVICES: Services<PersonsContext> = {
  SIM_GBDFL_CHECK(fields, context) {
    const iin = required(fields, 'iin');
    if (isBin(iin) || !isOnRecord(accountOf(context, iin))) return null;
    const holder = Object.values(context.people.holders).find((candidate) => candidate.iin === iin);
    const names =
      holder === undefined
        ? {}
        : {
            surname: holder.surname,
            name: holder.commonName.replace(holder.surname, '').trim(),
            ...(holder.givenName === undefined ? {} : { patronymic: holder.givenName }),
          };
    return { path: ['persons', 'person'], fields: { iin, ...names } };
  },
};
