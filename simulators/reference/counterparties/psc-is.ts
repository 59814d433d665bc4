// The information system of the public service centres: statuses of requests, «жұмыстануда» among them.
import type { Services } from './service.ts';
import type { StatusRegister } from './status-register.ts';

/** `SIM_PSC_NOTIFY` notes the state of a request, `SIM_PSC_STATUS` reads it. */
export const PSC_SERVICES: Services<{ readonly serviceCentre: StatusRegister }> = {
  SIM_PSC_NOTIFY: (fields, { serviceCentre }) => serviceCentre.note(fields),
  SIM_PSC_STATUS: (fields, { serviceCentre }) => serviceCentre.read(fields),
};
