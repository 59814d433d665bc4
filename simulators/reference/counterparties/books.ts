// The state of the counterparties of one world: how each behaves, payments, registers, received messages and pending deliveries.
import type { Addressee, Counterparty, CounterpartyMode } from '../../../schemas/target/driver.ts';
import { CappedMap } from '../engine/capped-map.ts';
import { MailBook } from './mail-book.ts';
import { PaymentLedger } from './payment-gateway.ts';
import { FIRST_SETTING, type SignerSetting } from './signer-setting.ts';
import { StatusRegister } from './status-register.ts';

/** The part of a world that the counterparties need; `now` is in milliseconds. */
export interface CounterpartyWorld {
  readonly id: string;
  readonly seed: number;
  readonly now: number;
  readonly books: Books;
  nextId(kind: 'message' | 'stamp'): string;
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
  /** Messages that the portal has tried to send, by `<request> <message>`: `delivered`, or the instant of the last failed try. */
  readonly deliveries = new CappedMap<'delivered' | number>(REMEMBERED_DELIVERIES);
  readonly #modes = new Map<Counterparty, CounterpartyMode>();

  /** How an addressee behaves at present; the portal itself always answers. */
  modeOf(addressee: Addressee): CounterpartyMode {
    return addressee === 'portal' ? 'answers' : (this.#modes.get(addressee) ?? 'answers');
  }

  setMode(counterparty: Counterparty, mode: CounterpartyMode): void {
    this.#modes.set(counterparty, mode);
  }
}
