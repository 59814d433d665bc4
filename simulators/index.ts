// The door of the room: everything that the command line and the vendors' own tests take from the simulator.
export { createApp } from './door/app.ts';
export { type Listening, type ListenOptions, listen } from './door/server.ts';
export { FOREIGN_VIOLATIONS, type ForeignPortal, setUpForeign } from './foreign-portals.ts';
export { deriveMutants } from './mutants/derive.ts';
export { listMutants } from './mutants/list.ts';
export type { Mutant, Mutation, MutationKind } from './mutants/mutation.ts';
export { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';
