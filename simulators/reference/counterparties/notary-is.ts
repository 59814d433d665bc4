// The unified notarial information system, which knows the powers of attorney.
import { accountOf, type PersonsContext } from './persons.ts';
import { required, type Services } from './service.ts';

/** Its service `SIM_ENIS_POWER_CHECK` says whether `attorney` acts for `principal`: yes unless the account has `no-power-of-attorney`. */
export const NOTARY_SERVICES: Services<PersonsContext> = {
  SIM_ENIS_POWER_CHECK(fields, context) {
    const principal = required(fields, 'principal');
    const attorney = required(fields, 'attorney');
    const account = accountOf(context, principal);
    if (account === undefined || account.registry === 'no-power-of-attorney') return null;
    return { path: ['powers', 'power'], fields: { principal, attorney, state: 'VALID' } };
  },
};
