// Runs an app as a service: says that it is well, counts and times what it answers, and tells of each answer without personal data.
import type { Hono } from 'hono';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { NodeDoor } from '../reference/door/node-door.ts';

/** What is told of one answer: nothing that a client has chosen, apart from which of the known routes and methods it asked. */
export interface Logged {
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
}

/** What a service runs. */
export interface Served {
  /** Whose routes are the labels. */
  readonly routes: Pick<Hono, 'router'>;
  readonly app: Pick<Hono, 'fetch'> & { readonly node?: NodeDoor };
  countWorlds(): number;
  /** Is told of every answer but those to the service's own paths. */
  readonly log?: (answered: Logged) => void;
}

/** An app with the paths of a service. */
export type Service = Pick<Hono, 'fetch'> & { readonly node: NodeDoor };

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10];

/** The service: `GET /healthz`, `GET /metrics` for Prometheus, and everything else as the app answers it. */
export function createService({ routes, app, countWorlds, log }: Served): Service {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    ...{ name: 'reglament_http_requests_total', help: 'Requests that were answered.' },
    ...{ labelNames: ['route', 'method', 'status'], registers: [registry] },
  });
  const durations = new Histogram({
    ...{ name: 'reglament_http_request_duration_seconds', help: 'The time until an answer began.' },
    ...{ labelNames: ['route', 'method'], buckets: SECONDS, registers: [registry] },
  });
  new Gauge({
    ...{ name: 'reglament_worlds', help: 'Worlds that are open.', registers: [registry] },
    collect() {
      this.set(countWorlds());
    },
  });
  const own = async (request: Request, path: string): Promise<Response> => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
    if (path === '/healthz') return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
    return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
  };
  const note = (route: string, method: string, status: number, durationMs: number) => {
    requests.inc({ route, method, status: String(status) });
    durations.observe({ route, method }, durationMs / 1000);
    log?.({ route, method, status, durationMs: Math.round(durationMs * 10) / 10 });
  };
  return {
    async fetch(request, ...more) {
      const pathname = pathOf(request.url);
      if (pathname === '/healthz' || pathname === '/metrics') return own(request, pathname);
      const method = METHODS.includes(request.method) ? request.method : 'OTHER';
      const route = routeAt(routes, request.method, pathname);
      const began = performance.now();
      const response = await app.fetch(request, ...more);
      note(route, method, response.status, performance.now() - began);
      return response;
    },
    node(incoming, outgoing) {
      const began = performance.now();
      const answering = app.node?.(incoming, outgoing) ?? null;
      return (
        answering?.then((answered) => {
          note(answered.route, incoming.method ?? '', answered.status, performance.now() - began);
          return answered;
        }) ?? null
      );
    },
  };
}

/** The path of an absolute address. Reading the whole address would take longer than finding the route. */
function pathOf(url: string): string {
  const from = url.indexOf('/', url.indexOf('//') + 2);
  const end = url.slice(from).search(/[?#]/u);
  return end === -1 ? url.slice(from) : url.slice(from, from + end);
}

/** The route that answers at a path, as it is written in the code. A path itself may name a person. */
function routeAt({ router }: Pick<Hono, 'router'>, method: string, path: string): string {
  const [found] = router.match(method, path);
  const named = found.map(([[, { path: route }]]) => route).find((route) => !/^\/?\*$/u.test(route));
  return named ?? 'none';
}
