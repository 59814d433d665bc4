// Writes the driver contract as an OpenAPI document, for those who implement or call it in another language.
import type { TSchema } from 'typebox';
import { LANGUAGES } from '../vocabulary.ts';
import {
  Description,
  OPERATION_NAMES,
  OPERATIONS,
  type Operation,
  type OperationShape,
  PagesView,
  Problem,
  RequestView,
  ResultView,
  SessionView,
  WORLD_HEADER,
} from './driver.ts';

/** The HTTP status of each operation when it is accepted: 201 for those that create something with an address, otherwise 200. */
export const ACCEPTED_STATUS: Readonly<Record<Operation, 200 | 201>> = {
  describe: 200,
  openWorld: 201,
  advanceClock: 200,
  makePayment: 201,
  setCounterparty: 200,
  readMessages: 200,
  readAsked: 200,
  authenticate: 201,
  register: 201,
  readSession: 200,
  logOut: 200,
  open: 201,
  fill: 200,
  attach: 200,
  pay: 200,
  chooseCertificate: 200,
  readContent: 200,
  sign: 200,
  lookUp: 200,
  decide: 200,
  confirm: 200,
  readRequest: 200,
  fetchResult: 200,
  readPages: 200,
  readHistory: 200,
  answerSurvey: 200,
};

/** The operations that need no bearer token. */
export const OPEN_OPERATIONS: ReadonlySet<Operation> = new Set([
  'describe',
  'openWorld',
  'advanceClock',
  'makePayment',
  'setCounterparty',
  'readAsked',
  'authenticate',
  'register',
  'readSession',
]);

const NAMED: Readonly<Record<string, TSchema>> = {
  Description,
  SessionView,
  RequestView,
  ResultView,
  PagesView,
  Problem,
};

/** Why an operation is not accepted, by HTTP status. */
const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'The body does not have the shape that is asked for; the detail names the key.',
  401: 'There is no token, or it is unknown.',
  403: 'The session or request is another person’s, or only an officer may do this.',
  404: 'There is no such world, flow, session, request or result.',
  409: 'The walk does not wait for this operation; nothing has changed.',
  413: 'The body is larger than 1 MB.',
  415: 'The body is not application/json.',
};

/** The OpenAPI 3.1 document of every operation, as plain JSON values. */
export function driverOpenApi(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const name of OPERATION_NAMES) {
    const shape: OperationShape = OPERATIONS[name];
    paths[shape.path] = { ...paths[shape.path], [shape.method.toLowerCase()]: operationObject(name, shape) };
  }
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'reglament driver contract',
      version: '1',
      summary: 'The operations through which a portal is driven in a test',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: NAMED,
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      parameters: { World: worldParameter(), Language: languageParameter() },
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([status, description]) => [
          `Problem${status}`,
          { description, content: { 'application/problem+json': { schema: reference('schemas', 'Problem') } } },
        ]),
      ),
    },
  };
  return JSON.parse(JSON.stringify(document));
}

function operationObject(name: Operation, { path, summary, control, input, output }: OperationShape): object {
  const placeholders = [...path.matchAll(/\{(\w+)\}/g)].map(([, placeholder]) => ({
    name: placeholder,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const statuses = Object.keys(PROBLEMS).filter((status) => mayAnswer(name, Number(status), input !== null));
  return {
    operationId: name,
    summary,
    ...(control === null ? {} : { description: `A test control: ${control}. A portal may lack it.` }),
    ...(OPEN_OPERATIONS.has(name) ? { security: [] } : { security: [{ token: [] }] }),
    parameters: [...placeholders, reference('parameters', 'World'), reference('parameters', 'Language')],
    ...(input === null ? {} : { requestBody: { required: true, content: { 'application/json': { schema: input } } } }),
    responses: {
      [ACCEPTED_STATUS[name]]: { description: 'Accepted', content: { 'application/json': { schema: named(output) } } },
      ...Object.fromEntries(statuses.map((status) => [status, reference('responses', `Problem${status}`)])),
    },
  };
}

function mayAnswer(name: Operation, status: number, hasBody: boolean): boolean {
  if (status === 400 || status === 413 || status === 415) return hasBody;
  if (status === 401 || status === 403)
    return !OPEN_OPERATIONS.has(name) || name === 'readSession' || name === 'register';
  if (status === 409 && name === 'register') return true;
  if (status === 409) return !OPEN_OPERATIONS.has(name) && !name.startsWith('read') ? true : name === 'readContent';
  return true;
}

function named(schema: TSchema): object {
  const name = Object.keys(NAMED).find((candidate) => NAMED[candidate] === schema);
  return name === undefined ? schema : reference('schemas', name);
}

function reference(kind: 'schemas' | 'parameters' | 'responses', name: string): object {
  return { $ref: `#/components/${kind}/${name}` };
}

function worldParameter(): object {
  const description = 'The world that the operation belongs to; a portal without worlds ignores it.';
  return { name: WORLD_HEADER, in: 'header', required: false, description, schema: { type: 'string' } };
}

function languageParameter(): object {
  const description = `The language of the notifications: ${LANGUAGES.join(', ')}.`;
  return { name: 'Accept-Language', in: 'header', required: false, description, schema: { type: 'string' } };
}
