// What the counterparties of one world keep: how each behaves, payments, registers, and what the portal still has to tell them.
import type { Counterparty, CounterpartyMode } from '../../schemas/driver.ts';
import { CappedMap } from '../engine/capped-map.ts';
import { PaymentLedger } from './payment-gateway.ts';
import { StatusRegister } from './status-register.ts';

const REMEMBERED_DELIVERIES = 50_000;

/** The counterparties of one world. */
export class Books {
  readonly payments = new PaymentLedger();
  readonly licensing = new StatusRegister();
  readonly serviceCentre = new StatusRegister();
  readonly localBody = new StatusRegister();
  /** By `<request> <counterparty> <state>`: `delivered`, or the instant of the last try that failed. */
  readonly deliveries = new CappedMap<'delivered' | number>(REMEMBERED_DELIVERIES);
  readonly #modes = new Map<Counterparty, CounterpartyMode>();

  modeOf(counterparty: Counterparty): CounterpartyMode {
    return this.#modes.get(counterparty) ?? 'answers';
  }

  setMode(counterparty: Counterparty, mode: CounterpartyMode): void {
    this.#modes.set(counterparty, mode);
  }
}
