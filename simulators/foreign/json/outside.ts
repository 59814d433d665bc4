// The systems around the JSON portal where it is wired to some: a certification authority, and a payment gateway.
import { type AuthorityAddress, AuthorityClient, type Slip } from '../authority.ts';
import { Cashier, type GatewayAddress } from '../cashier.ts';
import type { Breaks } from '../violation.ts';
import { FEE, type House, type Payment } from './order.ts';
import type { ViolationId } from './violations.ts';

/** Where these systems are, and how they are asked. */
export interface OutsideOptions {
  readonly authority: Omit<AuthorityAddress, 'slip'>;
  readonly gateway: Omit<GatewayAddress, 'slip'>;
}

const AUTHORITY_SLIPS: readonly (readonly [ViolationId, Slip])[] = [
  ['asks-no-authority', 'asks-nobody'],
  ['asks-for-another-certificate', 'asks-for-another'],
  ['keeps-a-list-for-ever', 'keeps-for-ever'],
  ['reads-a-delta-alone', 'delta-alone'],
];
const GATEWAY_SLIPS: readonly (readonly [ViolationId, NonNullable<GatewayAddress['slip']>])[] = [
  ['asks-no-gateway', 'asks-nobody'],
  ['asks-for-another-payment', 'asks-for-another'],
  ['takes-no-notice', 'takes-no-notice'],
];

const MINOR_UNITS = 100;
/** What the page of the gateway calls the kinds of payments. */
const STANDINGS = {
  FULL: 'good',
  PARTIAL: 'paid-too-little',
  OTHER_ORDER: 'paid-for-another-request',
  CHARGED_BACK: 'payment-reversed',
} as const;
export type PaymentKind = keyof typeof STANDINGS;

/** What one portal has learned of these systems, for all of its tenants. */
export class Outside {
  readonly #authority: AuthorityClient;
  readonly #cashier: Cashier;
  readonly #trusted: readonly string[];

  constructor({ authority, gateway }: OutsideOptions, trusted: readonly string[], breaks: Breaks<ViolationId>) {
    const slip = AUTHORITY_SLIPS.find(([id]) => breaks(id))?.[1] ?? null;
    this.#authority = new AuthorityClient({ ...authority, slip });
    this.#cashier = new Cashier({ ...gateway, slip: GATEWAY_SLIPS.find(([id]) => breaks(id))?.[1] ?? null }, trusted);
    this.#trusted = trusted;
  }

  /** The authority, by the clock of a tenant. */
  authorityAt(now: () => Date): NonNullable<House['authority']> {
    return {
      standingOf: (pem) => this.#authority.standingOf(pem, this.#trusted, now()),
      stamp: (content) => this.#authority.stamp(content),
    };
  }

  /** Pays for an order on the page of the gateway. @returns the number of the receipt */
  pay(order: string, kind: PaymentKind): Promise<string> {
    const bill = { request: order, amountMinorUnits: FEE * MINOR_UNITS, isReversed: false };
    return this.#cashier.pay(bill, STANDINGS[kind]);
  }

  /** The payment of a receipt, as the gateway tells of it. */
  async findPayment(receipt: string, order: string, now: Date): Promise<Payment | undefined> {
    const wanted = { request: order, amountMinorUnits: FEE * MINOR_UNITS, isReversed: false };
    const bill = await this.#cashier.find(receipt, wanted, now);
    return bill && { order: bill.request, amount: bill.amountMinorUnits / MINOR_UNITS, isTakenBack: bill.isReversed };
  }

  /** Takes a notice of the gateway. @returns the status to answer it with */
  takeNotice(xml: string): 200 | 403 | 500 {
    return this.#cashier.takeNotice(xml);
  }
}
