// A register of requests and their statuses, as the e-licensing, service-centre and local-body systems each keep one.
import { CappedMap } from '../engine/capped-map.ts';
import { type Fields, SoapFault } from '../soap/soap.ts';
import { required, type ServiceRecord } from './service.ts';

const STATES = ['RECEIVED', 'IN_PROGRESS', 'COMPLETED', 'REFUSED'] as const;
const REMEMBERED_REQUESTS = 10_000;

/** One system's register. */
export class StatusRegister {
  readonly #requests = new CappedMap<Fields>(REMEMBERED_REQUESTS);

  /** Notes what is told; a later message about the same request replaces what it repeats. @throws SoapFault SCSE002 */
  note(fields: Fields): ServiceRecord {
    const request = required(fields, 'request');
    const state = required(fields, 'state');
    if (!STATES.some((known) => known === state)) {
      throw new SoapFault('Client', 'SCSE002', `data: state is one of ${STATES.join(', ')}, got ${state}`);
    }
    this.#requests.set(request, { ...this.#requests.get(request), ...fields });
    return recordOf({ request, state });
  }

  /** What is known of a request; null where nothing is. @throws SoapFault SCSE002 */
  read(fields: Fields): ServiceRecord | null {
    const known = this.#requests.get(required(fields, 'request'));
    return known === undefined ? null : recordOf(known);
  }
}

function recordOf(fields: Fields): ServiceRecord {
  return { path: ['requests', 'request'], fields };
}
