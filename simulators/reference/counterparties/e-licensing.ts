// The e-licensing information system, which keeps a register of requests.
import type { Services } from './service.ts';
import type { StatusRegister } from './status-register.ts';

/** Its services: `SIM_ELICENSE_NOTIFY` stores the state of a request, `SIM_ELICENSE_STATUS` reads it. */
export const E_LICENSING_SERVICES: Services<{ readonly licensing: StatusRegister }> = {
  SIM_ELICENSE_NOTIFY: (fields, { licensing }) => licensing.note(fields),
  SIM_ELICENSE_STATUS: (fields, { licensing }) => licensing.read(fields),
};
