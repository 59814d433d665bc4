// The messages about requests that the systems of one world have received, each written down by whom it was addressed to.
import { Ajv } from 'ajv';
import { SystemMessage } from '../../../schemas/driver.ts';
import { CappedMap } from '../engine/capped-map.ts';
import { instantText } from '../engine/instant.ts';
import type { SoapQuestion } from '../soap/soap.ts';

const REMEMBERED_REQUESTS = 10_000;
const isMessage = new Ajv().compile<SystemMessage>(SystemMessage);

/** The messages of one world, by the request that they are about. */
export class MailBook {
  readonly #received = new CappedMap<SystemMessage[]>(REMEMBERED_REQUESTS);

  /** Writes a message down, dated as its sender dated it. What names no step is no message about a request and is left out. */
  note({ fields, messageDate }: Pick<SoapQuestion, 'fields' | 'messageDate'>): void {
    const { request, action, from, to, what, status = null } = fields;
    const message = { action, from, to, what, status, at: instantText(Date.parse(messageDate)) };
    if (request !== undefined && isMessage(message)) this.#received.set(request, [...this.about(request), message]);
  }

  /** The messages about a request, in the order of their arrival. */
  about(request: string): SystemMessage[] {
    return this.#received.get(request) ?? [];
  }
}
