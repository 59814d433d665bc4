// The state databases of the SOAP service where it is not alone: it asks them through a gateway, in signed messages over HTTP.
import type { SealKey } from '../trust.ts';
import type { Breaks } from '../violation.ts';
import { at, readNode, SOAP, textAt } from './envelope.ts';
import type { Database, Databases, Finding, Mode } from './registers.ts';
import { sealed } from './transport-signature.ts';
import type { CallViolationId } from './violations.ts';
import type { Cause } from './wording.ts';

/** The gateway that the service is given. */
export interface GatewayAddress {
  /** Where the counterparties answer. They share the world that stands from the start. */
  readonly counterparties: string;
}

const TYPES = 'http://bip.bee.kz/SyncChannel/v10/Types';
/** What the databases are called by those who set them. */
const NAMES = { ZHT_MDQ: 'individuals-registry', ZT_MDQ: 'organisations-registry', BNAZH: 'notary-is' } as const;
const STATES = { JUMYS: 'answers', UNSIZ: 'hangs', QATE: 'fails' } as const;
/** Somebody who has nothing to do with any file. */
const STRANGER = '900101300017';

/** The databases behind a gateway. */
export class GatewayRegisters implements Databases {
  readonly #address: GatewayAddress;
  readonly #key: SealKey;
  readonly #now: () => Date;
  readonly #patienceMs: number;
  readonly #breaks: Breaks<CallViolationId>;
  #messages = 0;

  constructor(
    address: GatewayAddress,
    {
      key,
      now,
      patienceMs,
      breaks,
    }: { key: SealKey; now: () => Date; patienceMs: number; breaks: Breaks<CallViolationId> },
  ) {
    this.#address = address;
    this.#key = key;
    this.#now = now;
    this.#patienceMs = patienceMs;
    this.#breaks = breaks;
  }

  async behave(database: Database, mode: Mode): Promise<void> {
    const body = JSON.stringify({ counterparty: NAMES[database], mode: STATES[mode] });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${this.#address.counterparties}/counterparties`, { method: 'POST', headers, body });
  }

  async ask(number: string, attorney: string): ReturnType<Databases['ask']> {
    const isOrganisation = /^\d{4}[456]/.test(number);
    const asked = isOrganisation ? 'ZT_MDQ' : 'ZHT_MDQ';
    if (this.#breaks('asks-nobody')) return { asked, finding: NOTHING };
    if (this.#breaks('asks-for-a-stranger')) await this.#send('SIM_GBDFL_CHECK', { iin: STRANGER });
    const known = this.#breaks('asks-the-notary-alone')
      ? 'found'
      : isOrganisation
        ? await this.#send('SIM_GBDUL_CHECK', { bin: number })
        : await this.#send('SIM_GBDFL_CHECK', { iin: number });
    if (known !== 'found') return { asked, finding: findingOf(known, isOrganisation ? '22' : '21') };
    const power = await this.#send('SIM_ENIS_POWER_CHECK', { principal: number, attorney });
    return { asked, finding: power === 'found' ? NOTHING : findingOf(power, '23') };
  }

  async #send(
    serviceId: string,
    data: Readonly<Record<string, string>>,
  ): Promise<'found' | 'none' | 'fault' | 'silence'> {
    this.#messages += 1;
    const fields = Object.entries(data).map(([name, text]) => `<${name}>${text}</${name}>`);
    const info = `<messageId>trl-${this.#messages}</messageId><serviceId>${serviceId}</serviceId><messageDate>${this.#now().toISOString()}</messageDate><sender><senderId>trl</senderId><password/></sender>`;
    const request = `<request><requestInfo>${info}</requestInfo><requestData><data>${fields.join('')}</data></requestData></request>`;
    const xml = `<s:Envelope xmlns:s="${SOAP}"><s:Header/><s:Body><c:SendMessage xmlns:c="${TYPES}">${request}</c:SendMessage></s:Body></s:Envelope>`;
    try {
      const answer = await fetch(`${this.#address.counterparties}/counterparties/gateway`, {
        method: 'POST',
        headers: { 'content-type': 'text/xml; charset=utf-8' },
        body: sealed(xml, this.#key),
        signal: AbortSignal.timeout(this.#patienceMs),
      });
      const body = at(readNode(await answer.text()) ?? '', 'Envelope', 'Body');
      const code = textAt(body, 'SendMessageResponse', 'response', 'responseInfo', 'status', 'code');
      return code === 'SCSS001' ? 'found' : code === 'SCSE001' ? 'none' : 'fault';
    } catch (error) {
      if (error instanceof DOMException && error.name === 'TimeoutError') return 'silence';
      return 'fault';
    }
  }
}

const NOTHING: Finding = { cause: null, isSilent: false };
const findingOf = (answer: 'none' | 'fault' | 'silence', cause: Cause): Finding => ({
  cause: answer === 'none' ? cause : '24',
  isSilent: answer === 'silence',
});
