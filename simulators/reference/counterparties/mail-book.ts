// Keeps the messages about requests that the systems of one world have received; each receiver writes down its own.
import { Ajv } from 'ajv';
import { SystemMessage } from '../../../schemas/target/driver.ts';
import { CappedMap } from '../engine/capped-map.ts';
import { instantText } from '../engine/instant.ts';
import type { SoapQuestion } from '../soap/soap.ts';

const REMEMBERED_REQUESTS = 10_000;
const isMessage = new Ajv().compile<SystemMessage>(SystemMessage);

/** The messages of one world, by the request that they are about. */
export class MailBook {
  readonly #received = new CappedMap<SystemMessage[]>(REMEMBERED_REQUESTS);

  /** Writes a message down with its sender's date. A message that names no request or no step of it is left out. */
  note({ fields, messageDate }: Pick<SoapQuestion, 'fields' | 'messageDate'>): void {
    const { request, action, from, to, what, status = null } = fields;
    const message = { action, from, to, what, status, at: instantText(Date.parse(messageDate)) };
    if (request === undefined || !isMessage(message)) return;
    this.#received.set(request, [...this.about(request), message]);
  }

  /** The messages about a request, in the order of their arrival. */
  about(request: string): SystemMessage[] {
    return this.#received.get(request) ?? [];
  }
}
