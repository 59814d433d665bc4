// The information system of the public service centres, which keeps the statuses of requests.
import type { Services } from './service.ts';
import type { StatusRegister } from './status-register.ts';

/** Its services: `SIM_PSC_NOTIFY` stores the state of a request, with statuses such as «жұмыстануда»; `SIM_PSC_STATUS` reads it. */
export const PSC_SERVICES: Services<{ readonly serviceCentre: StatusRegister }> = {
  SIM_PSC_NOTIFY: (fields, { serviceCentre }) => serviceCentre.note(fields),
  SIM_PSC_STATUS: (fields, { serviceCentre }) => serviceCentre.read(fields),
};
