// Puts the simulator behind msw, so that a vendor's unit tests reach it at a URL of their choice, without a port: in Node and in a browser.
import { type HttpHandler, http } from 'msw';
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts';
import { createApp } from './app.ts';

/**
 * Handlers that answer everything below an origin, such as `https://portal.test`, with a simulator of their own: the portal, the systems
 * around it and the certification authority.
 * @throws ConformanceError what {@link createSimulator} throws
 */
export function handlers(origin: string, options: Omit<SimulatorOptions, 'origin'> = {}): HttpHandler[] {
  return createHandlers(createSimulator({ ...options, origin }), origin);
}

/** Handlers that answer everything below an origin with this simulator, which several origins can share. */
export function createHandlers(simulator: Simulator, origin: string): HttpHandler[] {
  const app = createApp(simulator);
  // A path with placeholders would be decoded by msw, which fails where it cannot be.
  const below = new RegExp(`^${origin.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')}(?:/|$)`, 'u');
  return [http.all(below, ({ request }) => app.fetch(request))];
}
