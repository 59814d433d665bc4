// The portal's own inbox behind the gateway, to which the other systems send the statuses of requests.
import type { Services } from './service.ts';
import type { StatusRegister } from './status-register.ts';

/** Its services: `SIM_PORTAL_NOTIFY` stores the state of a request, `SIM_PORTAL_STATUS` reads it. */
export const PORTAL_SERVICES: Services<{ readonly portal: StatusRegister }> = {
  SIM_PORTAL_NOTIFY: (fields, { portal }) => portal.note(fields),
  SIM_PORTAL_STATUS: (fields, { portal }) => portal.read(fields),
};
