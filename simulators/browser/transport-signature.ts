// Stands in for the transport signature of the gateway, which is made and checked by a package that needs Node.

import { SoapFault } from '../reference/soap/soap.ts';
import type { Opened } from '../reference/soap/transport-signature.ts';

/** An envelope without a signature, as it is. @throws SoapFault `IS_NOT_VALID` for one with a signature, which nobody can check here */
export function openEnvelope(xml: string): Opened {
  if (/<[^>]*\bSignature[\s>]/u.test(xml))
    throw new SoapFault('Client', 'IS_NOT_VALID', 'In a browser no signature can be checked');
  return { xml, isSigned: false };
}

/** Only whoever signs is answered so. @throws Error always */
export function signEnvelope(): string {
  throw new Error('in a browser no envelope is signed');
}
