// Puts the simulator behind msw, so that a vendor's unit tests reach it at a URL of their choice, without a port.
import { type HttpHandler, http } from 'msw';
import type { Simulator } from '../simulator.ts';
import { createApp } from './app.ts';

/** Handlers that answer everything below an origin, such as `https://portal.test`, with the simulator. */
export function createHandlers(simulator: Simulator, origin: string): HttpHandler[] {
  const app = createApp(simulator);
  return [
    http.all(`${origin}/*`, ({ request }) => app.fetch(request)),
    http.all(origin, ({ request }) => app.fetch(request)),
  ];
}
