// The information system of the local executive body, which keeps the statuses of requests.
import type { Services } from './service.ts';
import type { StatusRegister } from './status-register.ts';

/** Its services: `SIM_LEB_NOTIFY` stores the state of a request, `SIM_LEB_STATUS` reads it. */
export const LEB_SERVICES: Services<{ readonly localBody: StatusRegister }> = {
  SIM_LEB_NOTIFY: (fields, { localBody }) => localBody.note(fields),
  SIM_LEB_STATUS: (fields, { localBody }) => localBody.read(fields),
};
