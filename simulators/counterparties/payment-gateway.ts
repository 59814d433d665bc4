// The payment gateway: payments made in its sandbox, and what it answers when it is asked for one.
import type { Cause } from '../../schemas/vocabulary.ts';
import { CappedMap } from '../engine/capped-map.ts';

/** The fee of a request, in tiyn: six monthly calculation indices of 2013, 1731 tenge each. No regulation prints one. */
export const FEE_MINOR_UNITS = 6 * 1731 * 100;

export type PaymentStanding = 'good' | 'paid-too-little' | 'paid-for-another-request' | 'payment-reversed';

interface Payment {
  readonly request: string;
  readonly amountMinorUnits: number;
  readonly reversed: boolean;
}

const REMEMBERED_PAYMENTS = 10_000;

/** One world's payment gateway. */
export class PaymentGateway {
  readonly #payments = new CappedMap<Payment>(REMEMBERED_PAYMENTS);

  /** Makes a payment of a standing under a reference. */
  pay(reference: string, request: string, standing: PaymentStanding): void {
    this.#payments.set(reference, {
      request: standing === 'paid-for-another-request' ? `another-than-${request}` : request,
      amountMinorUnits: standing === 'paid-too-little' ? FEE_MINOR_UNITS - 1 : FEE_MINOR_UNITS,
      reversed: standing === 'payment-reversed',
    });
  }

  /** Why a request does not count as paid with that reference; null where it does. */
  findFault(reference: string | null, request: string): Cause | null {
    const payment = reference === null ? undefined : this.#payments.get(reference);
    if (payment === undefined) return 'not-paid';
    if (payment.request !== request) return 'paid-for-another-request';
    if (payment.reversed) return 'payment-reversed';
    return payment.amountMinorUnits < FEE_MINOR_UNITS ? 'paid-too-little' : null;
  }
}
