// A worker thread of `reglament prove`: receives the ids of mutants, tries one after the other, and sends back what came of each.
import { parentPort } from 'node:worker_threads';
import { Prover } from './prover.ts';

if (parentPort !== null) {
  const port = parentPort;
  const prover = await Prover.open();
  port.on('message', async (id: string) => port.postMessage(await prover.try(id)));
  port.postMessage(null);
}
