// The HTTP door of the simulator: routes every operation of the driver contract, and the counterparties.
import { type Context, Hono } from 'hono';
import { OPERATION_NAMES, OPERATIONS, type Operation, type OperationShape } from '../../../schemas/target/driver.ts';
import { ACCEPTED_STATUS } from '../../../schemas/target/openapi.ts';
import { COUNTERPARTY_PATHS } from '../counterparties/door.ts';
import { Rejection } from '../engine/rejection.ts';
import { readJson } from '../http/body.ts';
import { problemResponse } from '../http/problem.ts';
import type { Simulator } from '../simulator.ts';
import { answerOperation, rejectionOf } from './operation.ts';

/** The HTTP app of a simulator; a Node server, tests in the same process and msw all call its `fetch`. */
export function createApp(simulator: Simulator): Hono {
  const app = new Hono();
  for (const name of OPERATION_NAMES) {
    const { method, path }: OperationShape = OPERATIONS[name];
    app.on(method, routeOf(path), (context) => answer(simulator, name, context));
  }
  for (const path of COUNTERPARTY_PATHS) app.all(path, (context) => simulator.serve(context.req.raw));
  // A second handler of its own at each path would have every request pass through both.
  app.notFound(({ req: { path } }) => {
    const asked = PATHS.find(({ pattern }) => pattern.test(path));
    if (asked === undefined) return problemResponse(new Rejection(404, 'path: the contract has no such path'));
    const response = problemResponse(new Rejection(405, `method: ${asked.path} takes ${asked.methods}`));
    response.headers.set('allow', asked.methods);
    return response;
  });
  app.onError((error) => problemResponse(rejectionOf(error)));
  return app;
}

async function answer(simulator: Simulator, operation: Operation, { req }: Context): Promise<Response> {
  const body = await answerOperation(simulator, operation, {
    params: req.param(),
    header: (name) => req.raw.headers.get(name),
    worldInQuery: () => req.query('world') ?? null,
    readJson: () => readJson(req.raw),
  });
  return new Response(body, {
    status: ACCEPTED_STATUS[operation],
    headers: { 'content-type': 'application/json' },
  });
}

function routeOf(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/** The paths of the contract, with the methods that each takes. */
const PATHS = [...new Set<string>(OPERATION_NAMES.map((name) => OPERATIONS[name].path))].map((path) => ({
  path,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/gu, '[^/]+')}$`, 'u'),
  methods: OPERATION_NAMES.filter((name) => OPERATIONS[name].path === path)
    .map((name) => OPERATIONS[name].method)
    .join(', '),
}));
