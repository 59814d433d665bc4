// An order of the JSON portal: its state, its trail and its messages.
import { nextWorkingDay } from '../account.ts';
import type { Standing } from '../authority.ts';
import { printLetter } from '../letter.ts';
import { type CertificateObjection, isSealOf, objectionsTo, seal, type TrustOptions } from '../trust.ts';
import type { Breaks } from '../violation.ts';
import { type Activity, begin, close, type Log, type OrderMessage, type Performer, type TrailEntry } from './log.ts';
import type { ViolationId } from './violations.ts';
import type { Reason, Topic } from './wording.ts';

type State =
  | 'DRAFT'
  | 'AWAITING_PAYMENT'
  | 'CHECKING_PAYMENT'
  | 'AWAITING_CERTIFICATE'
  | 'AWAITING_SIGNATURE'
  | 'REGISTERING'
  | 'UNDER_REVIEW'
  | 'CLOSING'
  | 'REJECTED'
  | 'ISSUED';

/** A payment made in the sandbox; the amount is in tenge. */
export interface Payment {
  readonly order: string;
  readonly amount: number;
  readonly isTakenBack: boolean;
}

/** What all orders of a tenant share. */
export interface House {
  readonly trust: TrustOptions;
  readonly breaks: Breaks<ViolationId>;
  readonly now: () => Date;
  readonly nextNumber: () => string;
  readonly findPayment: (receipt: string, order: string) => Payment | undefined | Promise<Payment | undefined>;
  /** What the certification authority says of a certificate, and its stamp on bytes; null where the portal asks none. */
  readonly authority: {
    standingOf(pem: string): Promise<Standing>;
    stamp(content: Uint8Array): Promise<Uint8Array>;
  } | null;
  /** Puts work off by so many seconds of the tenant's clock. @returns the id under which its progress can be read */
  readonly later: (order: string, seconds: number, job: (at: Date) => void | Promise<void>) => string;
}

/** The verdicts that the officer can give: null issues the licence, a reason rejects the order. */
export const VERDICTS = {
  APPROVE: null,
  REJECT_REQUIREMENTS: 'REQUIREMENTS',
  REJECT_UNTRUE: 'UNTRUE',
  REJECT_DOCUMENT: 'DOCUMENT',
} as const satisfies { readonly [verdict: string]: Reason | null };
export type Verdict = keyof typeof VERDICTS;

/** A step that was asked for out of its turn; the order is unchanged. */
export class WrongState extends Error {
  override readonly name = 'WrongState';
}

/** An application for somebody other than the customer; the order is unchanged. */
export class NotYours extends Error {
  override readonly name = 'NotYours';
}

/** The fee in tenge. */
export const FEE = 10_386;
/** How each objection to a certificate is put to the customer, and the violation under which it is overlooked. */
const OBJECTIONS: { readonly [objection in CertificateObjection]: readonly [Reason, ViolationId | null] } = {
  unreadable: ['CERT_UNREADABLE', null],
  'foreign-issuer': ['CERT_ISSUER', 'any-issuer'],
  'too-early': ['CERT_FUTURE', 'not-yet-valid-accepted'],
  'too-late': ['CERT_PAST', 'expired-accepted'],
  withdrawn: ['CERT_REVOKED', 'revoked-accepted'],
  suspended: ['CERT_HOLD', null],
  'login-only': ['CERT_USAGE', 'login-key-accepted'],
  'of-somebody-else': ['CERT_HOLDER', 'anyones-certificate'],
};
/** By how many milliseconds an end of the validity is misread under a violation. */
const MISREAD: readonly (readonly [ViolationId, { readonly from: number; readonly to: number }])[] = [
  ['begins-early', { from: -1000, to: 0 }],
  ['begins-late', { from: 1000, to: 0 }],
  ['ends-early', { from: 0, to: -1000 }],
  ['ends-late', { from: 0, to: 1000 }],
];
const misreadBy = (breaks: Breaks<ViolationId>) => MISREAD.find(([violation]) => breaks(violation))?.[1];
const SLOW_PAYMENT_S = 600;
const SLOW_LICENCE_S = 40 * 86_400;

/** One order. A step that is asked for out of its turn throws `WrongState`. */
export class Order implements Log {
  readonly id: string;
  readonly customer: string;
  readonly trail: TrailEntry[];
  readonly messages: OrderMessage[];
  state: State = 'DRAFT';
  version = 1;
  number: string | null = null;
  licence: { readonly document: Uint8Array; readonly signature: Uint8Array | null } | null = null;
  readonly #house: House;
  #since: Date;
  #content: Uint8Array = new Uint8Array();
  #certificate = '';

  constructor(id: string, customer: string, signIn: Log, house: House) {
    this.id = id;
    this.customer = customer;
    this.trail = signIn.trail.map((entry) => ({ ...entry }));
    this.messages = [...signIn.messages];
    this.#house = house;
    this.#since = house.now();
  }

  /** The bytes to be signed. @throws WrongState unless the signature is awaited */
  get content(): Uint8Array {
    this.#mustBe('AWAITING_SIGNATURE');
    return this.#content;
  }

  apply(application: { readonly [name: string]: unknown }): void {
    this.#mustBe('DRAFT');
    const { breaks } = this.#house;
    if (breaks('application-closes-early') && this.#waited() > 30) throw new WrongState();
    const { idn = this.customer } = application;
    if (idn !== this.customer && !breaks('applies-for-anyone')) throw new NotYours();
    this.#content = Uint8Array.from(Buffer.from(JSON.stringify({ ...application, order: this.id, idn })));
    const topic = breaks('application-confirmed') ? 'CONFIRMED' : 'FORMED';
    if (!breaks('application-not-recorded')) this.#write('APPLICATION', 'CUSTOMER', topic);
    this.#become('AWAITING_PAYMENT');
  }

  pay(receipt: string | null): string {
    this.#mustBe('AWAITING_PAYMENT');
    const { breaks, later, now } = this.#house;
    this.#become('CHECKING_PAYMENT');
    const entry = begin(this, 'PAYMENT', breaks('payment-by-portal') ? 'WEB_PORTAL' : 'PAYMENT_GATEWAY', now());
    return later(this.id, breaks('slow-payment') ? SLOW_PAYMENT_S : 0, async (at) => {
      const reason = await this.#paymentFault(receipt);
      close(this, entry, 'CONFIRMED', at);
      if (reason === null) return this.#become('AWAITING_CERTIFICATE', at);
      const named = breaks('unpaid-reason-confused') ? 'UNDERPAID' : reason;
      for (let times = breaks('unpaid-rejected-twice') ? 2 : 1; times > 0; times -= 1)
        this.#write('PAYMENT_REJECTION', 'LICENSING_SYSTEM', 'UNPAID', { reason: named }, at);
      this.#become(breaks('goes-on-unpaid') ? 'AWAITING_CERTIFICATE' : 'REJECTED', at);
    });
  }

  async choose(pem: string): Promise<void> {
    const { breaks, now, trust } = this.#house;
    if (!(breaks('certificate-before-payment') && this.state === 'AWAITING_PAYMENT'))
      this.#mustBe('AWAITING_CERTIFICATE');
    if (breaks('certificate-closes-early') && this.#waited() > 5) throw new WrongState();
    const found = await objectionsTo(pem, trust, this.customer, now(), misreadBy(breaks));
    if (!breaks('asks-the-authority-late')) found.push(...(await this.#revocationOf(pem)));
    const objections = found.map((name) => OBJECTIONS[name]);
    const upheld = objections.find(([, violation]) => violation === null || !breaks(violation));
    this.#write('CERTIFICATE', 'CUSTOMER', 'FORWARDED');
    this.#certificate = pem;
    if (upheld === undefined) this.#become('AWAITING_SIGNATURE');
    else this.#rejectSignature(upheld[0]);
  }

  async sign(cms: Uint8Array): Promise<string> {
    const { breaks, later } = this.#house;
    const isLate = breaks('signs-after-rejection') && this.state === 'REJECTED' && this.#certificate !== '';
    if (!isLate) this.#mustBe('AWAITING_SIGNATURE');
    this.#become('REGISTERING');
    const isSound = await isSealOf(cms, this.#content, this.#certificate);
    await this.#house.authority?.stamp(cms);
    this.#write('SIGNATURE', 'CUSTOMER', 'FORWARDED');
    if (!isSound && !isLate && !breaks('signature-unchecked'))
      return later(this.id, 0, () => this.#rejectSignature('CONTENT'));
    return later(this.id, 0, async (at) => {
      for (let times = breaks('never-registers') ? 0 : breaks('registers-twice') ? 2 : 1; times > 0; times -= 1)
        this.#register(at);
      this.#become('UNDER_REVIEW', at);
      if (breaks('issues-undecided')) await this.#issue(at);
    });
  }

  decide(verdict: Verdict): string {
    const { breaks, later } = this.#house;
    const isAgain =
      breaks('decides-again') && (this.state === 'ISSUED' || this.state === 'REJECTED') && this.number !== null;
    if (!isAgain) this.#mustBe('UNDER_REVIEW');
    this.#become('CLOSING');
    const reason = VERDICTS[verdict];
    if (reason === null) return later(this.id, this.#licenceAfterS(), (at) => this.#issue(at));
    return later(this.id, 0, async (at) => {
      const named = breaks('rejection-reason-confused') ? 'DOCUMENT' : reason;
      this.#write('CASE_REJECTION', 'LICENSING_SYSTEM', 'CASE_REJECTED', { reason: named }, at);
      if (breaks('issues-rejected')) this.licence = await this.#print(at);
      this.#become('REJECTED', at);
    });
  }

  /** How many seconds lie between the decision and the licence. */
  #licenceAfterS(): number {
    const { breaks, now } = this.#house;
    if (breaks('issues-late')) return (nextWorkingDay(now()).getTime() - now().getTime()) / 1000;
    return breaks('slow-licence') ? SLOW_LICENCE_S : 0;
  }

  /** What the authority objects to; nothing where none is asked. What it does not vouch for is as good as revoked. */
  async #revocationOf(pem: string): Promise<CertificateObjection[]> {
    const { authority, breaks } = this.#house;
    const standing = (await authority?.standingOf(pem)) ?? 'good';
    if (standing === 'good' || breaks('authority-ignored')) return [];
    return [standing === 'suspended' ? 'suspended' : 'withdrawn'];
  }

  async #paymentFault(receipt: string | null): Promise<Reason | null> {
    const { breaks, findPayment } = this.#house;
    const payment = receipt === null ? undefined : await findPayment(receipt, this.id);
    if (payment === undefined) return breaks('unpaid-accepted') ? null : 'NO_PAYMENT';
    if (payment.order !== this.id && !breaks('other-order-accepted')) return 'OTHER_ORDER';
    if (payment.isTakenBack && !breaks('chargeback-accepted') && !breaks('gateway-ignored')) return 'CHARGEBACK';
    return payment.amount < FEE && !breaks('underpaid-accepted') ? 'UNDERPAID' : null;
  }

  #mustBe(state: State): void {
    if (this.state !== state) throw new WrongState();
  }

  #waited(): number {
    return (this.#house.now().getTime() - this.#since.getTime()) / 1000;
  }

  #become(state: State, at = this.#house.now()): void {
    this.state = state;
    this.version += 1;
    this.#since = at;
  }

  #write(
    activity: Activity,
    by: Performer,
    topic: Topic,
    more: Partial<OrderMessage> = {},
    at = this.#house.now(),
  ): void {
    close(this, begin(this, activity, by, at), topic, at, more);
  }

  #rejectSignature(reason: Reason): void {
    const topic = this.#house.breaks('certificate-topic-confused') ? 'CASE_REJECTED' : 'SIGNATURE_DOUBTED';
    this.#write('CERTIFICATE_REJECTION', 'WEB_PORTAL', topic, { reason });
    this.#become('REJECTED');
  }

  #register(at: Date): void {
    const { breaks, nextNumber } = this.#house;
    if (!breaks('no-number')) this.number = breaks('same-number') ? 'PT-0001' : nextNumber();
    this.#write('REGISTRATION', 'LICENSING_SYSTEM', 'REGISTERED', { number: this.number }, at);
  }

  async #issue(at: Date): Promise<void> {
    if (this.#house.breaks('asks-the-authority-late')) await this.#revocationOf(this.#certificate);
    this.licence = await this.#print(at);
    this.#write('LICENCE', 'LICENSING_SYSTEM', 'LICENSED', { number: this.number }, at);
    this.#become('ISSUED', at);
  }

  async #print(at: Date): Promise<NonNullable<Order['licence']>> {
    const { breaks, trust } = this.#house;
    const lines = [
      `Жолаушылар тасымалы / Пассажирские перевозки`,
      `№ ${this.number ?? '-'}`,
      `ЖСН/БСН ${this.customer}`,
    ];
    const document = breaks('licence-as-text')
      ? Buffer.from(lines.join('\n'))
      : await printLetter('Лицензия', lines, at);
    const signed = breaks('licence-signature-wrong') ? document.subarray(1) : document;
    return { document, signature: breaks('licence-unsigned') ? null : await seal(signed, trust.official, at) };
  }
}
