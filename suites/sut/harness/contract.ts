// Checks that an answer has the shape that the driver contract demands.
import { Ajv, type ValidateFunction } from 'ajv';
import { OPERATIONS, type Operation, type OutputOf, Problem, Roster } from '../../../schemas/target/driver.ts';

const ajv = new Ajv({ strict: false, allErrors: false });
const validators = new Map<string, ValidateFunction>();

/** Whether a body has the shape that the driver contract demands of an operation's answer. */
export function isOf<O extends Operation>(operation: O, body: unknown): body is OutputOf<O> {
  return validatorOf(operation)(body);
}

const OTHERS = { problem: Problem, roster: Roster };
const isOther = (name: string): name is keyof typeof OTHERS => Object.hasOwn(OTHERS, name);

/** The validator for the answer of an operation, for a problem or for a roster; compiled at its first use. */
export function validatorOf(name: Operation | keyof typeof OTHERS): ValidateFunction {
  const known = validators.get(name) ?? ajv.compile(isOther(name) ? OTHERS[name] : OPERATIONS[name].output);
  validators.set(name, known);
  return known;
}

/** The first error that a validator found in its last call. */
export function invalidity(validate: ValidateFunction): string {
  const [error] = validate.errors ?? [];
  return error === undefined ? 'unknown reason' : `${error.instancePath || 'the body'} ${error.message}`;
}
