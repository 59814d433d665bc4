// Answers the usual requests of the driver contract right from Node's own messages, because the way through the objects of the Fetch API
// takes longer. Whatever is unusual about a request is left to the app, which can answer every one.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { OPERATION_NAMES, OPERATIONS, type Operation } from '../../../schemas/target/driver.ts';
import { ACCEPTED_STATUS } from '../../../schemas/target/openapi.ts';
import { Rejection } from '../engine/rejection.ts';
import { checkType, MAX_BODY_BYTES, parseJson } from '../http/body.ts';
import type { Simulator } from '../simulator.ts';
import { answerOperation, rejectionOf } from './operation.ts';

/** What was answered: the route as the app writes it, and the status. */
export interface Answered {
  readonly route: string;
  readonly status: number;
}

/** Answers a request, and ends when the answer has been written; null where the request is left to the app. */
export type NodeDoor = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<Answered> | null;

/** An operation by its method and its path, in which `*` stands for the only parameter. */
interface Route {
  readonly operation: Operation;
  readonly route: string;
  readonly parameter: string | null;
}

/** The second segment of a path is its only parameter, where it has one. */
const PARAMETER_AT = 2;
const ROUTES: ReadonlyMap<string, Route> = new Map(
  OPERATION_NAMES.map((operation): [string, Route] => {
    const { method, path } = OPERATIONS[operation];
    const [parameter = null] = /(?<=\{)\w+/u.exec(path) ?? [];
    const segments = path.split('/');
    if (segments.some((segment, at) => segment.startsWith('{') !== (parameter !== null && at === PARAMETER_AT)))
      throw new Error(`${path}: a parameter stands where this door does not look for one`);
    return [
      `${method} ${path.replace(/\{\w+\}/u, '*')}`,
      { operation, route: path.replace(/\{(\w+)\}/u, ':$1'), parameter },
    ];
  }),
);

/** The door of a simulator. A browser gets a page at `/`, so that is left to the app. */
export function createNodeDoor(simulator: Simulator): NodeDoor {
  return (incoming, outgoing) => {
    const { method = '', url = '' } = incoming;
    if (url === '/' || url.includes('?') || url.includes('%') || !isPlain(incoming)) return null;
    const plain = ROUTES.get(`${method} ${url}`);
    if (plain !== undefined) return answer(simulator, plain, {}, { incoming, outgoing });
    const segments = url.split('/');
    const value = segments[PARAMETER_AT] ?? '';
    segments[PARAMETER_AT] = '*';
    const route = ROUTES.get(`${method} ${segments.join('/')}`);
    if (route?.parameter == null || value === '') return null;
    return answer(simulator, route, { [route.parameter]: value }, { incoming, outgoing });
  };
}

/** Whether the body, if any, is announced and small enough, so that it can be taken in one piece. */
function isPlain({ method, headers }: IncomingMessage): boolean {
  if (headers['transfer-encoding'] !== undefined) return false;
  const length = headers['content-length'];
  return method === 'GET' ? length === undefined : length !== undefined && Number(length) <= MAX_BODY_BYTES;
}

async function answer(
  simulator: Simulator,
  { operation, route }: Route,
  params: Readonly<Record<string, string>>,
  { incoming, outgoing }: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse },
): Promise<Answered> {
  const { headers } = incoming;
  const write = (status: number, type: string, body: string): Answered => {
    outgoing.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
    return { route, status };
  };
  try {
    const body = await answerOperation(simulator, operation, {
      params,
      header: (name) => headers[name]?.toString() ?? null,
      worldInQuery: () => null,
      async readJson() {
        checkType(headers['content-type'] ?? '');
        return parseJson(await readWhole(incoming));
      },
    });
    return write(ACCEPTED_STATUS[operation], 'application/json', body);
  } catch (error) {
    const rejection = rejectionOf(error);
    return write(rejection.status, 'application/problem+json', JSON.stringify(rejection.problem));
  }
}

/** The body of a request. @throws Rejection 400 where the client goes away before its end */
function readWhole(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    // Every request is closed in the end, so an error is made only where somebody gets it: that takes long.
    const giveUp = () => {
      if (!incoming.complete) reject(new Rejection(400, 'body: it has not arrived'));
    };
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => resolve(Buffer.concat(chunks)));
    incoming.on('error', giveUp);
    incoming.on('close', giveUp);
  });
}
