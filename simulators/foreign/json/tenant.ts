// A tenant of the JSON portal: an isolated state with a clock, sign-ins, orders and pending operations of its own.
import { createHash } from 'node:crypto';
import { type Account, loginObjection, numberObjection } from '../account.ts';
import type { TrustOptions } from '../trust.ts';
import type { Breaks } from '../violation.ts';
import { begin, close, type Log } from './log.ts';
import { type House, Order, type Payment } from './order.ts';
import type { Outside } from './outside.ts';
import type { ViolationId } from './violations.ts';
import type { Reason } from './wording.ts';

/** One attempt to sign in; the token is null where access was denied. */
export interface SignIn extends Log {
  readonly id: string;
  readonly customer: string;
  readonly token: string | null;
}

/** Work that goes on after its request was answered: the job runs when the clock of the tenant reaches `dueAt`. */
export interface Operation {
  readonly id: string;
  readonly order: string;
  readonly dueAt: Date;
  readonly job: (at: Date) => void | Promise<void>;
  isDone: boolean;
}

/** What a tenant is given by its portal. */
export interface TenantOptions {
  readonly name: string;
  readonly people: readonly Account[];
  readonly officers: readonly Account[];
  readonly trust: TrustOptions;
  readonly breaks: Breaks<ViolationId>;
  /** The systems that the portal asks; null where it asks none. */
  readonly outside: Outside | null;
  /** The clock of the portal; that of the tenant is ahead of it by as much as it was moved. */
  readonly now: () => Date;
}

const ID_REASONS = {
  'not-a-number': 'ID_FORMAT',
  checksum: 'ID_CHECKSUM',
  nobody: 'NO_ACCOUNT',
  password: 'BAD_PASSWORD',
} as const;

/** One tenant, of whom no other tenant can see anything. */
export class Tenant {
  readonly signIns = new Map<string, SignIn>();
  readonly orders = new Map<string, Order>();
  readonly payments = new Map<string, Payment>();
  readonly operations = new Map<string, Operation>();
  /** The answers to requests with an `Idempotency-Key`, by sign-in and key. */
  readonly answered = new Map<string, { readonly asked: string; readonly response: Promise<Response> }>();
  readonly officerTokens = new Set<string>();
  readonly #options: TenantOptions;
  readonly #house: House;
  #movedMs = 0;
  #numbers = 0;
  #settling: Promise<void> = Promise.resolve();

  constructor(options: TenantOptions) {
    this.#options = options;
    this.#house = {
      trust: options.trust,
      breaks: options.breaks,
      now: () => this.now(),
      nextNumber: () => `PT-${1000 + ++this.#numbers}`,
      findPayment: (receipt, order) =>
        options.outside?.findPayment(receipt, order, this.now()) ?? this.payments.get(receipt),
      authority: options.outside?.authorityAt(() => this.now()) ?? null,
      later: (order, seconds, job) => {
        const id = this.secret(`operation ${this.operations.size}`);
        const dueAt = new Date(this.now().getTime() + seconds * 1000);
        this.operations.set(id, { id, order, dueAt, job, isDone: false });
        return id;
      },
    };
  }

  now(): Date {
    return new Date(this.#options.now().getTime() + this.#movedMs);
  }

  move(seconds: number): void {
    this.#movedMs += seconds * 1000;
  }

  /** Performs the work that is due. Calls wait for each other, so that no job runs twice. */
  settle(): Promise<void> {
    this.#settling = this.#settling.then(async () => {
      for (const operation of this.operations.values()) {
        if (operation.isDone || operation.dueAt > this.now()) continue;
        operation.isDone = true;
        await operation.job(operation.dueAt);
      }
    });
    return this.#settling;
  }

  /** A text that looks random but is the same in every run, for ids and tokens. */
  secret(text: string): string {
    return createHash('sha256').update(`${this.#options.name} ${text}`).digest('hex').slice(0, 24);
  }

  /** Signs somebody in, or denies access and records why. */
  signIn(idn: string, password: string): SignIn {
    const { breaks, people } = this.#options;
    const found = numberObjection(idn) ?? loginObjection(people, idn, password);
    const isForgiven =
      (found === 'password' && breaks('any-password')) || (found === 'nobody' && breaks('unknown-account'));
    const id = this.secret(`sign-in ${this.signIns.size}`);
    const token = found === null || isForgiven ? this.secret(`token ${id}`) : null;
    const signIn: SignIn = { id, customer: idn, token, trail: [], messages: [] };
    const now = this.now();
    close(
      signIn,
      begin(signIn, 'SIGN_IN', breaks('sign-in-by-portal') ? 'WEB_PORTAL' : 'CUSTOMER', now),
      'CONFIRMED',
      now,
    );
    if (token === null && found !== null) {
      const reason: Reason = ID_REASONS[found];
      const denial = begin(signIn, 'ACCESS_DENIAL', 'WEB_PORTAL', now);
      close(signIn, denial, 'ACCESS_DENIED', now, breaks('denial-without-message') ? null : { reason });
    }
    this.signIns.set(id, signIn);
    return signIn;
  }

  /** A token for the back office; null where these are not the credentials of an officer. */
  admit(id: string, secret: string): string | null {
    if (loginObjection(this.#options.officers, id, secret) !== null) return null;
    const token = this.secret(`officer ${id}`);
    this.officerTokens.add(token);
    return token;
  }

  /** The sign-in that gave out the token. */
  bearer(token: string | undefined): SignIn | undefined {
    return token === undefined ? undefined : [...this.signIns.values()].find((signIn) => signIn.token === token);
  }

  order(signIn: SignIn): Order {
    const id = `ord-${this.secret(`order ${this.orders.size}`)}`;
    const order = new Order(id, signIn.customer, signIn, this.#house);
    this.orders.set(id, order);
    return order;
  }
}
