// The information system of the local executive body: statuses of requests.
import type { Services } from './service.ts';
import type { StatusRegister } from './status-register.ts';

/** `SIM_LEB_NOTIFY` notes the state of a request, `SIM_LEB_STATUS` reads it. */
export const LEB_SERVICES: Services<{ readonly localBody: StatusRegister }> = {
  SIM_LEB_NOTIFY: (fields, { localBody }) => localBody.note(fields),
  SIM_LEB_STATUS: (fields, { localBody }) => localBody.read(fields),
};
