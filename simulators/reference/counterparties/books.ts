// The state of the counterparties of one world: how each behaves, what it was asked, payments, registers, messages and pending deliveries.
import type { Addressee, Counterparty, CounterpartyMode } from '../../../schemas/target/driver.ts';
import { CappedMap } from '../engine/capped-map.ts';
import { AskedBook } from './asked-book.ts';
import { AsyncBook } from './async-book.ts';
import { MailBook } from './mail-book.ts';
import type { Address } from './outgoing.ts';
import { PaymentLedger } from './payment-gateway.ts';
import { FIRST_SETTING, type SignerSetting } from './signer-setting.ts';
import { StatusRegister } from './status-register.ts';

/** The part of a world that the counterparties need; `now` is in milliseconds. */
export interface CounterpartyWorld {
  readonly id: string;
  readonly seed: number;
  readonly now: number;
  readonly books: Books;
  nextId(kind: 'message' | 'stamp' | 'payment'): string;
}

const REMEMBERED_DELIVERIES = 50_000;

/** The state of the counterparties of one world. */
export class Books {
  readonly payments = new PaymentLedger();
  readonly licensing = new StatusRegister();
  readonly serviceCentre = new StatusRegister();
  readonly localBody = new StatusRegister();
  readonly portal = new StatusRegister();
  readonly mail = new MailBook();
  /** How the signing client on the tester's machine is set. */
  signing: SignerSetting = FIRST_SETTING;
  /** What was sent over the AsyncChannel. */
  readonly async = new AsyncBook();
  /** What all of them were asked. */
  readonly asked = new AskedBook();
  /** Messages that the portal has tried to send, by `<request> <message>`: `delivered`, or the instant of the last failed try. */
  readonly deliveries = new CappedMap<'delivered' | number>(REMEMBERED_DELIVERIES);
  /** Where the portal wants to be told what a counterparty says of its own accord. */
  readonly addresses = new Map<Address['for'], string>();
  readonly #modes = new Map<Counterparty, CounterpartyMode>();

  /** How an addressee behaves at present; the portal itself always answers. */
  modeOf(addressee: Addressee): CounterpartyMode {
    return addressee === 'portal' ? 'answers' : (this.#modes.get(addressee) ?? 'answers');
  }

  setMode(counterparty: Counterparty, mode: CounterpartyMode): void {
    this.#modes.set(counterparty, mode);
  }
}
