// Provides what operations are done with (payments, keys, signatures, databases), either good or bad in the way that a cause needs.

import { type CounterpartyMode, DATABASES } from '../../../schemas/target/driver.ts';
import type { Cause } from '../../../schemas/vocabulary.ts';
import { certificateOf } from '../../flow/doors.ts';
import type { Call, Drive } from '../../sut/sut.ts';

/** Thrown where the target does not supply what the walk cannot do without; the message names it. */
export class MaterialMissing extends Error {}

const encode = (text: string) => new TextEncoder().encode(text);
const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** A document that is attached to a request. @param text what it says */
export const attachmentOf = (text: string) => ({
  name: 'document.pdf',
  mediaType: 'application/pdf',
  content: toBase64(encode(`%PDF-1.4 ${text}`)),
});

/** What has the name of a document, and no content. */
export const EMPTY_DOCUMENT = { name: 'empty.pdf', mediaType: 'application/pdf', content: '' } as const;

/** Has the payment sandbox make a payment, and returns its number. @throws MaterialMissing where it makes none */
export async function makePayment(
  drive: Drive,
  payer: Pick<Call<'makePayment'>, 'at' | 'token'>,
  cause: Cause | null,
): Promise<string> {
  const standing =
    cause === 'paid-too-little' || cause === 'paid-for-another-request' || cause === 'payment-reversed'
      ? cause
      : 'good';
  const made = await drive.perform('makePayment', { ...payer, input: { request: payer.at?.request ?? '-', standing } });
  if (made.body === null)
    throw new MaterialMissing(`the payment sandbox made no payment: ${made.fault ?? made.problem}`);
  return made.body.payment;
}

/** The key of whoever walks whose certificate is good, or of another standing. @throws MaterialMissing where the roster has none */
export function keyOf({ roster }: Drive, standing: string | null, walker: string) {
  const name = certificateOf(walker, standing ?? 'good');
  const key = roster.certificates[name];
  if (key === undefined) throw new MaterialMissing(`the target supplies no certificate ${name}`);
  return key;
}

/** What is no certificate, and looks like one. */
export const NO_CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${toBase64(encode('no certificate'))}\n-----END CERTIFICATE-----\n`;

/** Makes every database behave in this way from now on when asked for an applicant. @throws MaterialMissing where one cannot be told */
export async function setDatabases(drive: Drive, mode: CounterpartyMode): Promise<void> {
  for (const counterparty of DATABASES) {
    const { body, fault, problem } = await drive.perform('setCounterparty', { input: { counterparty, mode } });
    if (body === null) throw new MaterialMissing(`${counterparty} cannot be told "${mode}": ${fault ?? problem}`);
  }
}
