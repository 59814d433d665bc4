// Which assertions are to be tested: the one place at which the engine asks for the derived list.
import picomatch from 'picomatch';
import { ConformanceError } from '../../../schemas/errors.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import type { TestAssertion } from '../../../schemas/run/assertion.ts';
import { derive } from '../../derive/derive.ts';

/** What is to be tested: everything, or what the regulation, flow and assertion pattern leave. */
export interface Selection {
  regulation?: string;
  flow?: string;
  assertion?: string;
}

/** Every assertion that a selection leaves. @throws ConformanceError `unknown-id` or `empty-selection`, naming the nearest cure */
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
  const all = named.flatMap((regulation) =>
    derive(
      regulation,
      Object.keys(regulation.flows).filter((flow) => selection.flow === undefined || flow === selection.flow),
    ),
  );
  if (selection.assertion === undefined) return all;
  const matches = picomatch(selection.assertion);
  const chosen = all.filter(({ id }) => id === selection.assertion || matches(id));
  if (chosen.length > 0) return chosen;
  throw new ConformanceError('empty-selection', `"${selection.assertion}" selects none of ${all.length} assertions`, {
    key: '--assertion',
    value: selection.assertion,
    cure: 'list them with `reglament list assertions`, and use ** to cross a slash',
  });
}

function unknown(key: string, value: string | undefined, known: readonly string[]): ConformanceError {
  return new ConformanceError('unknown-id', `there is no "${value}"`, {
    key,
    value,
    cure: `use one of ${known.join(', ')}`,
  });
}
