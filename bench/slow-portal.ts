// A process: the simulator as a slow portal, which answers a request 20 ms after it came in, or later where it needs longer.
import { setTimeout } from 'node:timers/promises';
import { Hono } from 'hono';
import { knownRegulations } from '../cli/workspace.ts';
import { createApp, createSimulator, listen } from '../simulators/index.ts';
import { ANSWERS_AFTER_MS } from './slow.ts';

const simulator = createSimulator({ regulations: knownRegulations() });
const portal = new Hono();
portal.use(async (_, next) => {
  const due = performance.now() + ANSWERS_AFTER_MS;
  await next();
  const left = due - performance.now();
  if (left > 0) await setTimeout(left);
});
portal.mount('/', createApp(simulator).fetch);
const door = await listen(portal, { port: 0 });
simulator.moveTo(door.url);
console.log(door.url);
