// The public exports of the simulators: everything that the command line and the vendors' own tests import from here.

export { loadRegulations } from '../schemas/load.ts';
export type { Regulation } from '../schemas/regulation.ts';
export {
  FOREIGN_VIOLATIONS,
  type ForeignPortal,
  setUpForeign,
  violationsOf,
  type Wired,
} from './foreign/foreign-portals.ts';
export { readProxies } from './proxies.ts';
export { SIGNING_PATH } from './reference/counterparties/signer-setting.ts';
export { createApp } from './reference/door/app.ts';
export { createNodeDoor } from './reference/door/node-door.ts';
export type { Mutant, Mutation, MutationKind } from './reference/engine/mutation.ts';
export { deriveMutants } from './reference/mutants/derive.ts';
export { listMutants } from './reference/mutants/list.ts';
export { createSite } from './reference/pages/pages.ts';
export { createSigningClient } from './reference/signing-client/socket.ts';
export { serverCredentials } from './reference/signing-client/tls.ts';
export { createSimulator, type Simulator, type SimulatorOptions } from './reference/simulator.ts';
export { openStore } from './reference/store/sqlite-store.ts';
export { surroundingsAt } from './reference/surroundings.ts';
export { type Listening, type ListenOptions, listen } from './server.ts';
export { onlyParts, PARTS, type Part } from './service/parts.ts';
export { createService, type Logged, type Service } from './service/service.ts';
