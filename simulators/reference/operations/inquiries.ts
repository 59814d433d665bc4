// What the portal asks the registries and the payment gateway, and which cause their answers come to.
import type { Counterparty } from '../../../schemas/driver.ts';
import { isBin } from '../../../schemas/identifier.ts';
import type { Cause } from '../../../schemas/vocabulary.ts';
import type { Message, Reply } from '../counterparties/call.ts';
import { FEE_MINOR_UNITS } from '../counterparties/payment-gateway.ts';

/** Asks a counterparty of the world at hand. Never throws: a counterparty that fails is unavailable. */
export type Ask = (counterparty: Counterparty, message: Message) => Promise<Reply>;

/** For whom the databases are asked, by whom, and which of them the text names; none named are all. */
export interface Inquiry {
  readonly applicant: string;
  readonly person: string;
  readonly asks: readonly string[];
}

/**
 * Why the databases give nothing for an applicant; null where they do. A notary is asked for whoever does not speak for himself:
 * an organisation, and an applicant other than the person at the screen.
 */
export async function findRegistryFault(ask: Ask, { applicant, person, asks }: Inquiry): Promise<Cause | null> {
  const isAsked = (counterparty: Counterparty) => asks.length === 0 || asks.includes(counterparty);
  const isOrganisation = isBin(applicant);
  const registries = (['individuals-registry', 'organisations-registry'] as const).filter(isAsked);
  // Where only one of the two is asked, it is asked whatever the number.
  const [registry] = isOrganisation ? registries.toReversed() : registries;
  if (registry !== undefined) {
    const record =
      registry === 'organisations-registry'
        ? await ask(registry, { serviceId: 'SIM_GBDUL_CHECK', fields: { bin: applicant } })
        : await ask(registry, { serviceId: 'SIM_GBDFL_CHECK', fields: { iin: applicant } });
    if (record.kind === 'silent') return 'database-silent';
    if (record.kind === 'unavailable') return 'database-unavailable';
    if (record.kind === 'missing')
      return registry === 'organisations-registry' ? 'no-such-organisation' : 'no-such-person';
  }
  if (!isAsked('notary-is') || (!isOrganisation && applicant === person)) return null;
  const fields = { principal: applicant, attorney: person };
  const power = await ask('notary-is', { serviceId: 'SIM_ENIS_POWER_CHECK', fields });
  if (power.kind === 'silent') return 'database-silent';
  if (power.kind === 'unavailable') return 'database-unavailable';
  return power.kind === 'missing' ? 'no-power-of-attorney' : null;
}

/** Why a request does not count as paid with that reference; null where it does. What the gateway does not confirm is not paid. */
export async function findPaymentFault(ask: Ask, reference: string | null, request: string): Promise<Cause | null> {
  if (reference === null) return 'not-paid';
  const payment = await ask('payment-gateway', { serviceId: 'SIM_PEP_PAYMENT_CHECK', fields: { reference } });
  if (payment.kind !== 'found') return 'not-paid';
  const { fields } = payment;
  if (fields.request !== request) return 'paid-for-another-request';
  if (fields.state === 'REVERSED') return 'payment-reversed';
  return Number(fields.amountMinorUnits) >= FEE_MINOR_UNITS ? null : 'paid-too-little';
}
