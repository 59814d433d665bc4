// A process: a bare server to measure the simulator against. It checks input, world, token, request and order, and gives recorded answers.
// It reads the operations of every course from standard input, in order and with their answers; the seed of a world chooses its course.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Ajv } from 'ajv';
import {
  OPERATION_NAMES,
  OPERATIONS,
  type Operation,
  type OperationShape,
  WORLD_HEADER,
} from '../schemas/target/driver.ts';
import { ACCEPTED_STATUS } from '../schemas/target/openapi.ts';

/** One transition of a course: the operation that is due, and the recorded answer to it. */
export interface Due {
  operation: Operation;
  answer: Record<string, unknown>;
}

interface World {
  due: readonly Due[];
  done: number;
  now: number;
  tokens: Set<string>;
  payments: Set<string>;
  requests: Set<string>;
}

class Refusal extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

const courses: readonly Due[][] = JSON.parse(await text(process.stdin));
const worlds = new Map<string, World>();
const ajv = new Ajv({ strict: true, allErrors: false, allowUnionTypes: true });
const routes = OPERATION_NAMES.map((name) => {
  const shape: OperationShape = OPERATIONS[name];
  const path = new RegExp(`^${shape.path.replace(/\{\w+\}/g, '([^/]+)')}$`);
  return { name, method: shape.method, path, isInput: shape.input === null ? null : ajv.compile(shape.input) };
});
let made = 0;
const freshId = (kind: string) => {
  made += 1;
  return `${kind}-${made}`;
};

function answer(incoming: IncomingMessage, body: string): { status: number; json: unknown } {
  const { method, url = '/', headers } = incoming;
  for (const { name, method: own, path, isInput } of routes) {
    const found = own === method ? path.exec(url) : null;
    if (found === null) continue;
    const input: Record<string, unknown> | null = isInput === null ? null : JSON.parse(body);
    if (isInput !== null && !isInput(input)) throw new Refusal(400, ajv.errorsText(isInput.errors));
    const token = headers.authorization?.replace('Bearer ', '') ?? null;
    const json = perform(name, {
      world: String(headers[WORLD_HEADER]),
      place: found[1] ?? '',
      token,
      input: input ?? {},
    });
    return { status: ACCEPTED_STATUS[name], json };
  }
  throw new Refusal(404, 'no such path');
}

interface Asked {
  world: string;
  place: string;
  token: string | null;
  input: Record<string, unknown>;
}

function perform(operation: Operation, { world: id, place, token, input }: Asked): unknown {
  if (operation === 'openWorld') return openWorld(Number(input.seed));
  const world = worlds.get(id);
  if (world === undefined) throw new Refusal(404, 'no such world');
  if (operation === 'authenticate' || operation === 'readSession') return logIn(world);
  const due = world.due[world.done];
  if (due === undefined || due.operation !== operation) throw new Refusal(409, `${due?.operation ?? 'nothing'} is due`);
  const given = effect(operation, world, { place, token, input });
  world.done += 1;
  return { ...due.answer, ...given };
}

/** Carries out a transition. @returns the fields that replace those of the recorded answer: ids and times of this world */
function effect(operation: Operation, world: World, { place, token, input }: Omit<Asked, 'world'>): object {
  if (operation === 'advanceClock') {
    world.now += Number(input.seconds) * 1000;
    return { now: new Date(world.now).toISOString() };
  }
  if (operation === 'makePayment') {
    if (!world.requests.has(String(input.request))) throw new Refusal(404, 'no such request');
    const payment = freshId('payment');
    world.payments.add(payment);
    return { payment };
  }
  if (token === null || !world.tokens.has(token)) throw new Refusal(401, 'unknown token');
  if (operation === 'open') {
    const request = freshId('request');
    world.requests.add(request);
    return { request };
  }
  if (!world.requests.has(place)) throw new Refusal(404, 'no such request');
  if (operation === 'pay' && input.payment !== null && !world.payments.has(String(input.payment)))
    throw new Refusal(409, 'no such payment');
  return { request: place };
}

function openWorld(seed: number): object {
  const world = freshId('world');
  const due = courses[seed] ?? [];
  worlds.set(world, { due, done: 0, now: 0, tokens: new Set(), payments: new Set(), requests: new Set() });
  return { world };
}

function logIn(world: World): object {
  const token = freshId('token');
  world.tokens.add(token);
  return { session: freshId('session'), token };
}

const server = createServer(async (incoming, outgoing) => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  try {
    const { status, json } = answer(incoming, Buffer.concat(chunks).toString());
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  } catch (error) {
    const status = error instanceof Refusal ? error.status : 500;
    outgoing
      .writeHead(status, { 'content-type': 'application/problem+json' })
      .end(JSON.stringify({ detail: String(error) }));
  }
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
