// Writes down what the counterparties of one world are asked, so that it can be told afterwards whom the portal has asked about what.
import { type AskedCall, type AskedView, MOST_ASKED } from '../../../schemas/target/driver.ts';
import { instantText } from '../engine/instant.ts';
import type { SoapQuestion } from '../soap/soap.ts';

/** A call as it comes in. */
export type Incoming = Pick<AskedCall, 'counterparty' | 'operation'> &
  Partial<Pick<AskedCall, 'sender' | 'persons' | 'request' | 'payment' | 'certificates'>>;

/** Writes down what came of a call. @param until until when the answer may be kept */
export type Outcome = (answered: AskedCall['answered'], until?: string | null) => void;

const LONGEST_NAME = 100;
const LONGEST_KEY = 200;
const MOST_NAMED = 20;

/** What one world's counterparties were asked. It keeps the latest calls, and of each only what tells whom it is about. */
export class AskedBook {
  readonly #calls: AskedCall[] = [];
  #last = 0;

  /** Writes a call down. @param now milliseconds since the epoch, by the clock of the world */
  note(incoming: Incoming, now: number): Outcome {
    const { sender = null, persons = [], request = null, payment = null, certificates = [] } = incoming;
    this.#last += 1;
    // Every question of every request comes by here, so the record is made in one piece.
    const call: AskedCall = {
      n: this.#last,
      at: instantText(now),
      counterparty: incoming.counterparty,
      operation: cut(incoming.operation, LONGEST_NAME),
      sender: sender === null ? null : cut(sender, LONGEST_NAME),
      persons: (persons.length > 1 ? [...new Set(persons)] : persons).slice(0, MOST_NAMED),
      request: request === null ? null : cut(request, LONGEST_KEY),
      payment: payment === null ? null : cut(payment, LONGEST_KEY),
      certificates: certificates.slice(0, MOST_NAMED),
      answered: 'nothing',
      until: null,
    };
    this.#calls.push(call);
    if (this.#calls.length > MOST_ASKED) this.#calls.shift();
    return (answered, until = null) => {
      call.answered = answered;
      call.until = until;
    };
  }

  /** Writes down that a person has paid: by this it can be told whether the portal asks for that payment or for another. */
  notePayment(about: { readonly payment: string; readonly request: string }, now: number): void {
    this.note({ counterparty: 'payment-gateway', operation: 'SIM_PEP_PAYMENT', ...about }, now)('record');
  }

  /** The record as it stands. @param now milliseconds since the epoch, by the clock of the world */
  view(now: number): AskedView {
    return { now: instantText(now), last: this.#last, calls: this.#calls.map((call) => ({ ...call })) };
  }
}

/** The beginning of a text. A part is a view of the whole, which lives as long: the clone does not keep it. */
const cut = (text: string, most: number): string => (text.length > most ? structuredClone(text.slice(0, most)) : text);

/** Whom and what a message is about: every number of a person or an organisation in it, and the request and the payment that it names. */
export function aboutOf({ serviceId, senderId, fields }: SoapQuestion): Omit<Incoming, 'counterparty'> {
  const persons: string[] = [];
  for (const name in fields) {
    const text = fields[name]?.trim() ?? '';
    if (text.length === 12 && /^\d{12}$/u.test(text)) persons.push(text);
  }
  const { request = null, reference: payment = null } = fields;
  return { operation: serviceId, sender: senderId, request, payment, persons };
}
