// Drafts the assertions on the number and the date that a request is given, at the level at which the text speaks of them.

import { type Gift, giftsOf } from '../../schemas/flow/beside.ts';
import { printedShows } from '../../schemas/flow/filling.ts';
import type { GraphStep } from '../../schemas/flow/flow-graph.ts';
import { say } from '../../schemas/said.ts';
import { printedForms } from '../flow/printed-forms.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

type Grounds = Pick<Draft, 'cells' | 'places' | 'level' | 'because'>;

/** The assertions on the number of a request at a step that gives or registers one, and on its date where the text gives one. */
export function numberDrafts(source: Source, step: GraphStep): Draft[] {
  const { action } = step;
  const gifts = giftsOf(source.regulation, source.flowId, action);
  const number = groundsOf(source, step, gifts);
  const date = gifts.find(({ is }) => is === 'date');
  const walk = { reaches: action };
  const atOnce = gifts.filter(({ row }) => row === 'action');
  return [
    ...(number === null
      ? []
      : ([
          {
            ...number,
            action,
            aspect: 'number',
            title: say`${action} gives the request a number`,
            call: { predicate: 'numbered', arguments: { action } },
            walk,
          },
          {
            ...number,
            ...(number.level === 'recommended' ? {} : UNIQUE),
            action,
            aspect: 'number-unique',
            title: say`${action} gives no two requests the same number`,
            call: { predicate: 'numbered-apart', arguments: { action } },
            walk,
          },
          {
            ...number,
            ...(number.level === 'recommended' ? {} : ALIKE),
            action,
            aspect: 'one-number',
            title: say`The number that ${action} gives the request is the one that messages and history tell`,
            call: { predicate: 'numbered-alike', arguments: { action } },
            walk,
          },
        ] satisfies Draft[])),
    ...(date === undefined
      ? []
      : ([
          {
            ...placesOf(step, date),
            action,
            aspect: 'date',
            title: say`${action} gives the request the date of that day`,
            call: { predicate: 'dated', arguments: { action } },
            walk,
          },
        ] satisfies Draft[])),
    ...atOnce.map(
      (gift): Draft => ({
        ...placesOf(step, gift),
        action,
        aspect: `${gift.is}-at-once`,
        title: say`${action} gives the request its ${gift.is} by the time that it is done`,
        call: { predicate: 'given-at-once', arguments: { action, what: gift.is } },
        walk,
        level: 'implied',
        because: DONE_BY_GIVING,
      }),
    ),
  ];
}

const ALIKE = {
  level: 'implied',
  because: 'A request that is asked after by one number and listed under another one is not found.',
} as const;
const DONE_BY_GIVING = 'the step is done by giving it, so that it is not done while the request has none';

const UNIQUE = {
  level: 'implied',
  because: 'A number that two requests have in common is the number of neither.',
} as const;

const placesOf = ({ action }: GraphStep, { row, cited }: Gift) => ({
  cells: [[action, row]] as const,
  ...(cited === null ? {} : { places: [cited] }),
});

/** What the number of a step rests on; null where the step does not register the request and the text gives it no number there. */
function groundsOf(source: Source, step: GraphStep, gifts: readonly Gift[]): Grounds | null {
  const printed = gifts.find(({ is }) => is === 'number');
  if (printed !== undefined) return placesOf(step, printed);
  // Where the text allows another completion as well, it does not even register every request here.
  const registers = step.forms.length > 0 && step.forms.every((kind) => kind === 'request-registered');
  if (!registers) return null;
  const shown = printedShows(printedForms(source)).find(({ is }) => is === 'number');
  if (shown !== undefined)
    return {
      cells: [[step.action, 'completion']],
      places: [{ at: shown.at, printed: shown.printed }],
      level: 'implied',
      because: 'The text has the number of the request shown, so the request has one once it is registered.',
    };
  return {
    cells: [[step.action, 'completion']],
    level: 'recommended',
    because: 'No sentence gives the request a number, but without one nobody can ask after it.',
  };
}
