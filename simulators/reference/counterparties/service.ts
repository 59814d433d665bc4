// The shape of a counterparty's service: it takes fields and gives one record or none.
import { type Fields, SoapFault } from '../soap/soap.ts';

/** One record: the elements around it, outermost first, and its fields. */
export interface ServiceRecord {
  readonly path: readonly string[];
  readonly fields: Fields;
}

/** Answers a question with a record; null where there is none. @throws SoapFault when it cannot be answered. */
export type Service<C> = (fields: Fields, context: C) => ServiceRecord | null;

/** The services of one counterparty by serviceId. */
export type Services<C> = Readonly<Record<string, Service<C>>>;

/** The value of a field that a question must have. @throws SoapFault SCSE002 when it is missing or empty. */
export function required(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined || value === '') throw new SoapFault('Client', 'SCSE002', `data: ${name} is missing`);
  return value;
}
