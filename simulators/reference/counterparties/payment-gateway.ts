// The payment gateway: payments made in its sandbox, and what it answers when it is asked for one.
import { CappedMap } from '../engine/capped-map.ts';
import { required, type Services } from './service.ts';

/** The fee of a request, in tiyn: six monthly calculation indices of 2013, 1731 tenge each. No regulation prints one. */
export const FEE_MINOR_UNITS = 6 * 1731 * 100;

type PaymentStanding = 'good' | 'paid-too-little' | 'paid-for-another-request' | 'payment-reversed';

interface Payment {
  readonly request: string;
  readonly amountMinorUnits: number;
  readonly reversed: boolean;
}

const REMEMBERED_PAYMENTS = 10_000;

/** One world's payments. */
export class PaymentLedger {
  readonly #payments = new CappedMap<Payment>(REMEMBERED_PAYMENTS);

  /** Makes a payment of a standing under a reference. */
  pay(reference: string, request: string, standing: PaymentStanding): void {
    this.#payments.set(reference, {
      request: standing === 'paid-for-another-request' ? `another-than-${request}` : request,
      amountMinorUnits: standing === 'paid-too-little' ? FEE_MINOR_UNITS - 1 : FEE_MINOR_UNITS,
      reversed: standing === 'payment-reversed',
    });
  }

  find(reference: string): Payment | undefined {
    return this.#payments.get(reference);
  }
}

/** `SIM_PEP_PAYMENT_CHECK`: what became of a payment. */
export const PAYMENT_SERVICES: Services<{ readonly payments: PaymentLedger }> = {
  SIM_PEP_PAYMENT_CHECK(fields, { payments }) {
    const reference = required(fields, 'reference');
    const payment = payments.find(reference);
    if (payment === undefined) return null;
    const { request, amountMinorUnits, reversed } = payment;
    return {
      path: ['payments', 'payment'],
      fields: { reference, request, amountMinorUnits: String(amountMinorUnits), state: reversed ? 'REVERSED' : 'PAID' },
    };
  },
};
