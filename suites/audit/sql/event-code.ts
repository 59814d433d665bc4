// Puts the words of a row into one number, by which rows are compared and shapes of cases are told apart, and takes them out again.

/** The words in their order, each with the bit at which its number of eight bits begins. `begins` is 1 where the row tells when its step began. */
const PLACES = { steps: 40, actors: 32, outcomes: 24, causes: 16, dones: 8, begins: 0 } as const;

/** The number of a row of the table of events. A row without a step has one below every other. */
export const packed = `(bitShiftLeft(toUInt64(step), ${PLACES.steps}) + bitShiftLeft(toUInt64(actor), ${PLACES.actors}) + bitShiftLeft(toUInt64(outcome), ${PLACES.outcomes}) + bitShiftLeft(toUInt64(cause), ${PLACES.causes}) + bitShiftLeft(toUInt64(done), ${PLACES.dones}) + (started >= 0))`;

/** The columns of the words of a list of such numbers. @param codes its name */
export const numbers = (codes: string): string[] =>
  Object.entries(PLACES).map(
    ([name, bit]) => `arrayMap(code -> toUInt8(bitAnd(bitShiftRight(code, ${bit}), 255)), ${codes}) AS ${name}`,
  );
