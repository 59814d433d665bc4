// The HTTP door of the simulator: routes every operation of the driver contract, and the counterparties.
import { type Context, Hono } from 'hono';
import {
  KEY_HEADER,
  OPERATION_NAMES,
  OPERATIONS,
  type Operation,
  type OperationShape,
  WORLD_HEADER,
} from '../../../schemas/target/driver.ts';
import { ACCEPTED_STATUS } from '../../../schemas/target/openapi.ts';
import { COUNTERPARTY_PATHS } from '../counterparties/door.ts';
import { chooseLanguage } from '../engine/notifications.ts';
import { Rejection } from '../engine/rejection.ts';
import { tokenOf } from '../http/bearer.ts';
import { readJson } from '../http/body.ts';
import { problemResponse } from '../http/problem.ts';
import { checkInput, findOutputFault } from '../operations/contract.ts';
import { readKey } from '../operations/once.ts';
import type { Simulator } from '../simulator.ts';

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
  app.onError((error) => {
    if (error instanceof Rejection) return problemResponse(error);
    return problemResponse(new Rejection(500, error.message));
  });
  return app;
}

async function answer(simulator: Simulator, operation: Operation, context: Context): Promise<Response> {
  const request = context.req.raw;
  const shape: OperationShape = OPERATIONS[operation];
  // As at the counterparties, a client that cannot set a header names the world by query.
  const world = await simulator.worldOf(request.headers.get(WORLD_HEADER) ?? context.req.query('world') ?? null);
  const input = checkInput(operation, shape.input === null ? null : await readJson(request));
  const output = await simulator.perform(world, {
    operation,
    params: context.req.param(),
    input,
    token: tokenOf(request.headers.get('authorization')),
    language: chooseLanguage(request.headers.get('accept-language')),
    key: shape.method === 'GET' ? null : readKey(request.headers.get(KEY_HEADER)),
  });
  const fault = findOutputFault(operation, output);
  if (fault !== null) throw new Rejection(500, `the answer breaks the contract: ${fault}`);
  return Response.json(output, { status: ACCEPTED_STATUS[operation] });
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
