// A client of a payment gateway: it asks for a payment in a message over HTTP, or waits for the notice that the gateway sends of it.
import { X509Certificate } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { at, readNode, SOAP, textAt } from './soap/envelope.ts';
import { unseal } from './soap/transport-signature.ts';

/** A payment as the gateway tells of it; the amount is in tiyn. */
export interface PaidBill {
  readonly request: string;
  readonly amountMinorUnits: number;
  readonly isReversed: boolean;
}

/** Where the gateway is, and whether the portal asks it or is told; both are good. */
export interface GatewayAddress {
  /** Below which `/counterparties/payment-gateway` and `/pay` are. */
  readonly url: string;
  readonly way: 'asks' | 'is-told';
  /** What the gateway is called in the certificate with which it signs what it tells. */
  readonly name: string;
  /** What is done wrong with it: nobody is asked, another payment is asked for, or no notice is taken. */
  readonly slip?: 'asks-nobody' | 'asks-for-another' | 'takes-no-notice' | null;
}

const PATIENCE_MS = 5000;
const TYPES = 'http://bip.bee.kz/SyncChannel/v10/Types';

/** The client of one portal; it keeps what it was told. */
export class Cashier {
  readonly #address: GatewayAddress;
  readonly #trusted: readonly string[];
  readonly #told = new Map<string, PaidBill>();
  #messages = 0;

  /** @param trusted the authorities that issue to the gateway, PEM */
  constructor(address: GatewayAddress, trusted: readonly string[]) {
    this.#address = address;
    this.#trusted = trusted;
  }

  /** The payment of a receipt; undefined where the gateway knows none. @param wanted what a wrong portal takes it for, without asking */
  async find(receipt: string, wanted: PaidBill, now: Date): Promise<PaidBill | undefined> {
    const { way, slip } = this.#address;
    if (slip === 'asks-nobody' || slip === 'takes-no-notice') return wanted;
    if (slip === 'asks-for-another') {
      await this.#ask(`${receipt}-of-another`, now);
      return wanted;
    }
    return way === 'asks' ? this.#ask(receipt, now) : this.#waitFor(receipt);
  }

  /**
   * Pays in the place of a person, on the page of the gateway, as a test has it done.
   * @param standing how it is paid, in the words of the page
   * @returns the number of the receipt
   * @throws Error where the page gives none
   */
  async pay({ request, amountMinorUnits }: PaidBill, standing: string): Promise<string> {
    const form = new URLSearchParams({ request, amount: String(amountMinorUnits), standing });
    const answer = await fetch(`${this.#address.url}/pay`, { method: 'POST', body: form });
    const receipt = [...(await answer.text()).matchAll(/<b>([^<]+)<\/b>/gu)].at(-1)?.[1];
    if (!answer.ok || receipt === undefined) throw new Error(`the page of the gateway answers ${answer.status}`);
    return receipt;
  }

  /** Takes a notice of the gateway. @returns the status to answer it with */
  takeNotice(xml: string): 200 | 403 | 500 {
    if (this.#address.slip === 'takes-no-notice') return 500;
    try {
      const signer = { id: 'gateway', certificatePem: this.#carriedIn(xml) };
      const body = at(readNode(unseal(xml, [signer]).xml) ?? '', 'Envelope', 'Body');
      const data = at(body, 'SendMessage', 'request', 'requestData', 'data');
      this.#told.set(textAt(data, 'reference'), billIn(data));
      return 200;
    } catch {
      // Anybody can send a notice, so what the gateway has not signed tells nothing.
      return 403;
    }
  }

  /** The certificate that a message carries. @throws Error unless a trusted authority has issued it to the gateway */
  #carriedIn(xml: string): string {
    const base64 = /<wsse:KeyIdentifier[^>]*>([^<]+)</u.exec(xml)?.[1] ?? '';
    const carried = new X509Certificate(Buffer.from(base64, 'base64'));
    const isTrusted = this.#trusted.some((pem) => carried.verify(new X509Certificate(pem).publicKey));
    if (!isTrusted || !carried.subject.includes(`CN=${this.#address.name}`)) throw new Error('this is not the gateway');
    return carried.toString();
  }

  /** The notice may come a little after the person has come back. */
  async #waitFor(receipt: string): Promise<PaidBill | undefined> {
    const until = performance.now() + PATIENCE_MS;
    while (!this.#told.has(receipt) && performance.now() < until) await delay(10);
    return this.#told.get(receipt);
  }

  async #ask(reference: string, now: Date): Promise<PaidBill | undefined> {
    this.#messages += 1;
    const info = `<messageId>pt-${this.#messages}</messageId><serviceId>SIM_PEP_PAYMENT_CHECK</serviceId><messageDate>${now.toISOString()}</messageDate><sender><senderId>translicence</senderId><password/></sender>`;
    const request = `<request><requestInfo>${info}</requestInfo><requestData><data><reference>${reference}</reference></data></requestData></request>`;
    const body = `<s:Envelope xmlns:s="${SOAP}"><s:Header/><s:Body><c:SendMessage xmlns:c="${TYPES}">${request}</c:SendMessage></s:Body></s:Envelope>`;
    try {
      const answer = await fetch(`${this.#address.url}/counterparties/payment-gateway`, {
        method: 'POST',
        headers: { 'content-type': 'text/xml; charset=utf-8' },
        body,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const response = at(readNode(await answer.text()) ?? '', 'Envelope', 'Body', 'SendMessageResponse', 'response');
      if (textAt(response, 'responseInfo', 'status', 'code') !== 'SCSS001') return undefined;
      return billIn(at(response, 'responseData', 'data', 'payments', 'payment'));
    } catch {
      // Without an answer of the gateway nothing is paid.
      return undefined;
    }
  }
}

const billIn = (data: Parameters<typeof textAt>[0]): PaidBill => ({
  request: textAt(data, 'request'),
  amountMinorUnits: Number(textAt(data, 'amountMinorUnits')),
  isReversed: textAt(data, 'state') !== 'PAID',
});
