// A worker thread of `reglament prove`: runs the suites against one mutant after the other and says what they noticed.
import { parentPort } from 'node:worker_threads';
import { Prover } from './prover.ts';

if (parentPort !== null) {
  const port = parentPort;
  const prover = await Prover.open();
  port.on('message', async (id: string) => port.postMessage(await prover.try(id)));
  port.postMessage(null);
}
