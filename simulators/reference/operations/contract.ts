// Checks inputs and answers against the driver contract; every schema is compiled once in a process.
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { TSchema } from 'typebox';
import {
  type InputOf,
  OPERATION_NAMES,
  OPERATIONS,
  type Operation,
  type OperationShape,
} from '../../../schemas/target/driver.ts';
import { Rejection } from '../engine/rejection.ts';

const ajv = new Ajv({ strict: true, allErrors: false, allowUnionTypes: true });
const never: TSchema = { not: {} };

const INPUTS = compileAll(({ input }) => input ?? never);
const OUTPUTS = compileAll(({ output }) => output);

/** The checked input of an operation; null where it takes none. @throws Rejection 400, naming the key that is wrong. */
export function checkInput<O extends Operation>(operation: O, value: unknown): InputOf<O>;
export function checkInput(operation: Operation, value: unknown): unknown {
  const shape: OperationShape = OPERATIONS[operation];
  if (shape.input === null) return null;
  const validate = INPUTS.get(operation);
  if (validate?.(value) !== true) throw new Rejection(400, describeFault('body', validate?.errors));
  return value;
}

/** What is wrong with an answer of the simulator; null where it keeps to the contract. */
export function findOutputFault(operation: Operation, value: unknown): string | null {
  const validate = OUTPUTS.get(operation);
  return validate?.(value) === true ? null : describeFault(operation, validate?.errors);
}

function compileAll(pick: (shape: OperationShape) => TSchema): ReadonlyMap<Operation, ValidateFunction> {
  return new Map(OPERATION_NAMES.map((name) => [name, ajv.compile(pick(OPERATIONS[name]))]));
}

function describeFault(root: string, errors: readonly ErrorObject[] | null | undefined): string {
  const [error] = errors ?? [];
  if (error === undefined) return `${root}: does not keep to the contract`;
  const parameters: Record<string, unknown> = error.params;
  const named = parameters.additionalProperty ?? parameters.missingProperty;
  const path = [...error.instancePath.split('/').slice(1), ...(named === undefined ? [] : [String(named)])].join('.');
  const allowed = parameters.allowedValues;
  const choice = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
  return `${path === '' ? root : path}: ${error.message ?? 'is wrong'}${choice}`;
}
