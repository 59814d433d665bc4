// The payment gateway: keeps the payments made in its sandbox, and answers questions about them.
import { CappedMap } from '../engine/capped-map.ts';
import { required, type Services } from './service.ts';

/** The fee of a request, in tiyn: six monthly calculation indices of 2013, 1731 tenge each. No regulation prints one. */
export const FEE_MINOR_UNITS = 6 * 1731 * 100;

/** How a payment can be made in the sandbox. */
export const PAYMENT_STANDINGS = ['good', 'paid-too-little', 'paid-for-another-request', 'payment-reversed'] as const;
export type PaymentStanding = (typeof PAYMENT_STANDINGS)[number];

interface Payment {
  readonly request: string;
  readonly amountMinorUnits: number;
  readonly reversed: boolean;
}

const REMEMBERED_PAYMENTS = 10_000;

/** The payments of one world, by their references. */
export class PaymentLedger {
  readonly #payments = new CappedMap<Payment>(REMEMBERED_PAYMENTS);

  /** Makes a payment for a request: a good one, or one with the fault that `standing` names. */
  pay(reference: string, request: string, standing: PaymentStanding, amount = FEE_MINOR_UNITS): Payment {
    const payment = {
      request: standing === 'paid-for-another-request' ? `another-than-${request}` : request,
      amountMinorUnits: standing === 'paid-too-little' ? amount - 1 : amount,
      reversed: standing === 'payment-reversed',
    };
    this.#payments.set(reference, payment);
    return payment;
  }

  find(reference: string): Payment | undefined {
    return this.#payments.get(reference);
  }
}

/** Its service `SIM_PEP_PAYMENT_CHECK` tells the request, amount and state of a payment by its reference. */
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
