// Answers one request for an operation of the driver contract, whichever door it came in by.
import {
  KEY_HEADER,
  OPERATIONS,
  type Operation,
  type OperationShape,
  WORLD_HEADER,
} from '../../../schemas/target/driver.ts';
import { chooseLanguage } from '../engine/notifications.ts';
import { Rejection } from '../engine/rejection.ts';
import { tokenOf } from '../http/bearer.ts';
import { checkInput, findOutputFault } from '../operations/contract.ts';
import { readKey } from '../operations/once.ts';
import type { Simulator } from '../simulator.ts';

/** What a request says of itself. */
export interface Asking {
  readonly params: Readonly<Record<string, string>>;
  /** The value of a header, whose name is in lower case; null without it. */
  header(name: string): string | null;
  /** The world that is named by query, as a client does that cannot set a header; null where none is. */
  worldInQuery(): string | null;
  /** The body. @throws Rejection 413, 415, and 400 for what is not JSON in UTF-8 */
  readJson(): Promise<unknown>;
}

/** The body of the answer, as JSON. @throws Rejection where the operation is not accepted */
export async function answerOperation(simulator: Simulator, operation: Operation, asking: Asking): Promise<string> {
  const shape: OperationShape = OPERATIONS[operation];
  const world = await simulator.worldOf(asking.header(WORLD_HEADER) ?? asking.worldInQuery());
  const input = checkInput(operation, shape.input === null ? null : await asking.readJson());
  const output = await simulator.perform(world, {
    operation,
    params: asking.params,
    input,
    token: tokenOf(asking.header('authorization')),
    language: chooseLanguage(asking.header('accept-language')),
    key: shape.method === 'GET' ? null : readKey(asking.header(KEY_HEADER)),
  });
  const fault = findOutputFault(operation, output);
  if (fault !== null) throw new Rejection(500, `the answer breaks the contract: ${fault}`);
  return JSON.stringify(output);
}

/** What went wrong, as a rejection: anything else than one is a defect of ours. */
export const rejectionOf = (error: unknown): Rejection =>
  error instanceof Rejection ? error : new Rejection(500, error instanceof Error ? error.message : String(error));
