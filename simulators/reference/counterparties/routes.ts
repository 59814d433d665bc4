// Lists the services of each counterparty, and the gateway through which it is reached.
import type { Addressee, AuthorityService } from '../../../schemas/target/driver.ts';
import type { Books } from './books.ts';
import { E_LICENSING_SERVICES } from './e-licensing.ts';
import { INDIVIDUALS_SERVICES } from './individuals-registry.ts';
import { LEB_SERVICES } from './leb-is.ts';
import { NOTARY_SERVICES } from './notary-is.ts';
import { ORGANISATIONS_SERVICES } from './organisations-registry.ts';
import { PAYMENT_SERVICES } from './payment-gateway.ts';
import type { PersonsContext } from './persons.ts';
import { PORTAL_SERVICES } from './portal-inbox.ts';
import { PSC_SERVICES } from './psc-is.ts';
import type { Services } from './service.ts';

/** The data that every service gets with a question. */
export type ServiceContext = PersonsContext &
  Pick<Books, 'payments' | 'licensing' | 'serviceCentre' | 'localBody' | 'portal'>;

/** A system that has services of its own. */
export type Answering = Exclude<Addressee, Gateway | AuthorityService>;
/** A counterparty that passes messages on. */
export type Gateway = 'gateway' | 'regional-gateway';

/** The services of each counterparty. */
export const SERVICES: Readonly<Record<Answering, Services<ServiceContext>>> = {
  'individuals-registry': INDIVIDUALS_SERVICES,
  'organisations-registry': ORGANISATIONS_SERVICES,
  'notary-is': NOTARY_SERVICES,
  'payment-gateway': PAYMENT_SERVICES,
  'e-licensing': E_LICENSING_SERVICES,
  'psc-is': PSC_SERVICES,
  'leb-is': LEB_SERVICES,
  portal: PORTAL_SERVICES,
};

/** The systems behind each gateway. */
export const BEHIND: Readonly<Record<Gateway, readonly Answering[]>> = {
  gateway: [
    'individuals-registry',
    'organisations-registry',
    'notary-is',
    'payment-gateway',
    'e-licensing',
    'psc-is',
    'portal',
  ],
  'regional-gateway': ['leb-is'],
};

/** The gateway to a counterparty; null where the portal asks it directly, as the clauses say of the payment gateway. */
export function gatewayTo(counterparty: Addressee): Gateway | null {
  if (counterparty === 'gateway' || counterparty === 'regional-gateway') return null;
  if (counterparty === 'payment-gateway' || counterparty === 'e-licensing') return null;
  if (BEHIND.gateway.some((one) => one === counterparty)) return 'gateway';
  return BEHIND['regional-gateway'].some((one) => one === counterparty) ? 'regional-gateway' : null;
}

/** The system behind a gateway that has the service; null where none has it. */
export function homeOf(gateway: Gateway, serviceId: string): Answering | null {
  return BEHIND[gateway].find((counterparty) => Object.hasOwn(SERVICES[counterparty], serviceId)) ?? null;
}
