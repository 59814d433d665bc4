// Drafts the assertions on the service history: it lists a request while it is under way, after it is refused, and once it is completed.

import { historyButton } from '../../schemas/flow/filling.ts';
import { say, theButton } from '../../schemas/said.ts';
import { PRESSES } from '../../schemas/vocabulary.ts';
import { serviceHistory } from '../flow/printed-forms.ts';
import { decidedRefusals } from '../flow/refusals.ts';
import type { Source } from '../flow/source.ts';
import { waitingPoints } from '../flow/waiting.ts';
import type { Draft } from './assertion.ts';

/** That the history lists a completed request. How far the text carries it depends on what it says of the history. */
export function completedInHistory(source: Source, action: string): Draft {
  const draft: Draft = {
    action,
    cells: [[action, 'completion']],
    walk: { reaches: action },
    aspect: 'in-history',
    title: say`The request is completed in the service history after ${action}`,
    call: { predicate: 'in-history', arguments: { action } },
  };
  const said = serviceHistory(source);
  if (said === null)
    return {
      ...draft,
      level: 'recommended',
      because:
        'No sentence lists the requests of this channel in a service history, but it is where people look for them.',
    };
  if (said.shows === 'status') return { ...draft, cells: [], places: [said.place] };
  return {
    ...draft,
    cells: [],
    places: [said.place],
    level: 'implied',
    because: 'The result is shown from the service history, so the history lists the request that it belongs to.',
  };
}

/** That the history lists a request before it is completed, where the text lets the applicant follow the request there. */
export function deriveHistory(source: Source): Draft[] {
  const said = serviceHistory(source);
  const point = waitingPoints(source).find(({ operation }) => operation === 'decide');
  if (said?.shows !== 'status' || point === undefined) return [];
  const { action } = point;
  return [
    {
      action,
      aspect: 'open-in-history',
      title: say`The request is listed as open in the service history while it is processed`,
      cells: [],
      places: [said.place],
      call: { predicate: 'open-in-history', arguments: { action } },
      walk: { reaches: action, cause: null },
    },
    ...decidedRefusals(source).map(
      (refusal): Draft => ({
        action: refusal,
        aspect: 'refused-in-history',
        title: say`The request is listed as refused in the service history after ${refusal}`,
        cells: [],
        places: [said.place],
        level: 'implied',
        because:
          'The state of a request is to be seen in the service history, and its refusal is the state it ends in.',
        call: { predicate: 'refused-in-history', arguments: { action: refusal } },
        walk: { reaches: refusal },
      }),
    ),
  ];
}

/** That the service history has the button by which the text has the result shown from it. */
export function leadingFromHistory(source: Source, action: string): Draft[] {
  const button = serviceHistory(source) === null ? null : historyButton(source.regulation);
  if (button === null) return [];
  const { does, at, printed } = button;
  const operations = PRESSES[does];
  if (operations === undefined) return [];
  return [
    {
      action,
      aspect: `history-button-${does}`,
      title: say`Pressing the button ${theButton(does)} in the service history leads to the result of ${action}`,
      cells: [[action, 'completion']],
      places: [{ at, printed }],
      call: { predicate: 'leads-from-history', arguments: { action, button: does, operations: [...operations] } },
      walk: { reaches: action },
    },
  ];
}
