// Whether an answer has the shape that the driver contract gives it.
import { Ajv, type ValidateFunction } from 'ajv';
import { OPERATIONS, type Operation, type OutputOf, Problem, Roster } from '../../../schemas/target/driver.ts';

const ajv = new Ajv({ strict: false, allErrors: false });
const validators = new Map<string, ValidateFunction>();

/** Whether a body is what an operation answers. */
export function isOf<O extends Operation>(operation: O, body: unknown): body is OutputOf<O> {
  return validatorOf(operation)(body);
}

const OTHERS = { problem: Problem, roster: Roster };
const isOther = (name: string): name is keyof typeof OTHERS => Object.hasOwn(OTHERS, name);

/** The validator of an operation's answer, of a refusal, or of the test persons. */
export function validatorOf(name: Operation | keyof typeof OTHERS): ValidateFunction {
  const known = validators.get(name) ?? ajv.compile(isOther(name) ? OTHERS[name] : OPERATIONS[name].output);
  validators.set(name, known);
  return known;
}

/** What a validator found wrong last. */
export function invalidity(validate: ValidateFunction): string {
  const [error] = validate.errors ?? [];
  return error === undefined ? 'unknown reason' : `${error.instancePath || 'the body'} ${error.message}`;
}
