// Selects the assertions to be tested out of all that can be derived.
import picomatch from 'picomatch';
import { ConformanceError } from '../../../schemas/errors.ts';
import { nearest } from '../../../schemas/nearest.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import { LEVELS, type Level, type TestAssertion } from '../../../schemas/run/assertion.ts';
import { unknownId } from '../../../schemas/unknown-id.ts';
import { derive } from '../../derive/derive.ts';

/** What is to be tested: every assertion that fits all of the given options, so everything where none is given. */
export interface Selection {
  regulation?: string;
  flow?: string;
  /** An id, or a glob pattern of ids in which ** crosses a slash. */
  assertion?: string;
  /** Only these ids; absent where all are meant. */
  ids?: readonly string[];
  /** The lowest level that is tested. */
  level?: Level;
}

/** The assertions that a selection leaves. @throws ConformanceError `unknown-id` for a regulation or flow, or `empty-selection` */
export function select(regulations: readonly Regulation[], selection: Selection): TestAssertion[] {
  const named =
    selection.regulation === undefined ? regulations : regulations.filter(({ id }) => id === selection.regulation);
  if (named.length === 0)
    throw unknown(
      '--regulation',
      selection.regulation,
      regulations.map(({ id }) => id),
    );
  const flows = [...new Set(named.flatMap((regulation) => Object.keys(regulation.flows)))];
  if (selection.flow !== undefined && !flows.includes(selection.flow)) throw unknown('--flow', selection.flow, flows);
  const lowest = LEVELS.indexOf(selection.level ?? 'recommended');
  const all = named
    .flatMap((regulation) =>
      derive(
        regulation,
        Object.keys(regulation.flows).filter((flow) => selection.flow === undefined || flow === selection.flow),
      ),
    )
    .filter(({ id, level }) => LEVELS.indexOf(level) <= lowest && selection.ids?.includes(id) !== false);
  if (all.length === 0 && selection.ids !== undefined)
    throw new ConformanceError('empty-selection', 'the other options leave nothing of what failed there', {
      key: '--failed',
      cure: 'leave them out; what is recommended is tried with --level recommended alone',
    });
  if (selection.assertion === undefined) return all;
  const matches = picomatch(selection.assertion);
  const chosen = all.filter(({ id }) => id === selection.assertion || matches(id));
  if (chosen.length > 0) return chosen;
  const near = nearest(
    selection.assertion,
    all.map(({ id }) => id),
  );
  const guess = near === null ? '' : `did you mean ${near}? `;
  throw new ConformanceError('empty-selection', `"${selection.assertion}" selects none of ${all.length} assertions`, {
    key: '--assertion',
    value: selection.assertion,
    cure: `${guess}list them with \`reglament list assertions\`, use ** to cross a slash, and --level recommended for those that the text does not demand`,
  });
}

const unknown = (key: string, value: string | undefined, known: readonly string[]): ConformanceError =>
  unknownId({ message: `there is no "${value}"`, key, value, known });
