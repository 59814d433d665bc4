// Asks the state databases and the payment gateway, and turns their answers into causes.

import { isBin } from '../../../schemas/identifier.ts';
import type { Counterparty } from '../../../schemas/target/driver.ts';
import type { Cause } from '../../../schemas/vocabulary.ts';
import type { Message, Reply } from '../counterparties/call.ts';
import { FEE_MINOR_UNITS } from '../counterparties/payment-gateway.ts';

/** Asks a counterparty of the current world. Never throws: a failure is a reply of the kind `unavailable`. */
export type Ask = (counterparty: Counterparty, message: Message) => Promise<Reply>;

/**
 * A question to the state databases. `asks`: those that the text names; empty means all. `attorney`: who acts for the applicant, by default
 * whoever is logged in; null where nobody is asked for the power.
 */
export interface Inquiry {
  readonly applicant: string;
  readonly attorney: string | null;
  readonly asks: readonly string[];
  /** For mutants only: somebody else who is asked for as well. */
  readonly another?: string;
  /** The request, and the step of it, for which they are asked; each of them writes that down. */
  readonly about: { readonly request: string; readonly action: string; readonly from: string };
}

/**
 * Why the state databases do not confirm an applicant; null where they do. The notary is asked too when somebody else acts for the
 * applicant, or that is an organisation: only a power of attorney lets one act for the other.
 */
export async function findRegistryFault(
  ask: Ask,
  { applicant, attorney, asks, about, another }: Inquiry,
): Promise<Cause | null> {
  const noted = (to: Counterparty) => ({ ...about, to, what: 'inquiry' });
  const isAsked = (counterparty: Counterparty) => asks.length === 0 || asks.includes(counterparty);
  const isOrganisation = isBin(applicant);
  const registries = (['individuals-registry', 'organisations-registry'] as const).filter(isAsked);
  // Where the text names only one of the two registries, that one is asked even if the number is not of its kind.
  const [registry] = isOrganisation ? registries.toReversed() : registries;
  if (registry !== undefined && another !== undefined)
    await ask(registry, { serviceId: 'SIM_GBDFL_CHECK', fields: { iin: another, ...noted(registry) } });
  if (registry !== undefined) {
    const record =
      registry === 'organisations-registry'
        ? await ask(registry, { serviceId: 'SIM_GBDUL_CHECK', fields: { bin: applicant, ...noted(registry) } })
        : await ask(registry, { serviceId: 'SIM_GBDFL_CHECK', fields: { iin: applicant, ...noted(registry) } });
    if (record.kind === 'silent') return 'database-silent';
    if (record.kind === 'unavailable') return 'database-unavailable';
    if (record.kind === 'missing')
      return registry === 'organisations-registry' ? 'no-such-organisation' : 'no-such-person';
  }
  if (attorney === null || !isAsked('notary-is') || (!isOrganisation && applicant === attorney)) return null;
  const fields = { principal: applicant, attorney, ...noted('notary-is') };
  const power = await ask('notary-is', { serviceId: 'SIM_ENIS_POWER_CHECK', fields });
  if (power.kind === 'silent') return 'database-silent';
  if (power.kind === 'unavailable') return 'database-unavailable';
  return power.kind === 'missing' ? 'no-power-of-attorney' : null;
}

/** Why a payment reference does not pay for a request; null where it does. Without the gateway's confirmation it is `not-paid`. */
export async function findPaymentFault(ask: Ask, reference: string | null, request: string): Promise<Cause | null> {
  if (reference === null) return 'not-paid';
  const payment = await ask('payment-gateway', { serviceId: 'SIM_PEP_PAYMENT_CHECK', fields: { reference } });
  if (payment.kind !== 'found') return 'not-paid';
  const { fields } = payment;
  if (fields.request !== request) return 'paid-for-another-request';
  if (fields.state === 'REVERSED') return 'payment-reversed';
  return Number(fields.amountMinorUnits) >= FEE_MINOR_UNITS ? null : 'paid-too-little';
}
