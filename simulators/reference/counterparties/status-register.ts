// A register of requests and their statuses; e-licensing, service centres, local body and portal inbox keep one each.
import { CappedMap } from '../engine/capped-map.ts';
import { type Fields, SoapFault } from '../soap/soap.ts';
import { required, type ServiceRecord } from './service.ts';

const STATES = ['RECEIVED', 'IN_PROGRESS', 'COMPLETED', 'REFUSED'] as const;
const REMEMBERED_REQUESTS = 10_000;

/** The register of one system. */
export class StatusRegister {
  readonly #requests = new CappedMap<Fields>(REMEMBERED_REQUESTS);

  /** Stores the fields of a message about a request, over earlier ones of the same names. @throws SoapFault SCSE002 */
  note(fields: Fields): ServiceRecord {
    const request = required(fields, 'request');
    const state = required(fields, 'state');
    if (!STATES.some((known) => known === state)) {
      throw new SoapFault('Client', 'SCSE002', `data: state is one of ${STATES.join(', ')}, got ${state}`);
    }
    this.#requests.set(request, { ...this.#requests.get(request), ...fields });
    return recordOf({ request, state });
  }

  /** The fields stored about a request; null where there are none. @throws SoapFault SCSE002 when no request is named. */
  read(fields: Fields): ServiceRecord | null {
    const known = this.#requests.get(required(fields, 'request'));
    return known === undefined ? null : recordOf(known);
  }
}

function recordOf(fields: Fields): ServiceRecord {
  return { path: ['requests', 'request'], fields };
}
