// Family access: another person can neither read nor change nor block a request, as the security clause demands.
import type { Locator } from '../../schemas/regulation.ts';
import type { Deed } from '../flow/deed.ts';
import { resultsOf } from '../flow/results.ts';
import { type Demand, demandsOf, ownedDeeds } from '../flow/security.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

/** The assertions for each demand of the security clause; none where the owner of a request does nothing in the flow. */
export function deriveAccess(source: Source): Draft[] {
  const first = ownedDeeds(source)[0];
  const login = source.graph.steps[0]?.action;
  if (first === undefined || login === undefined) return [];
  return demandsOf(source).flatMap(({ demand, place }) => DRAFTS[demand](source, { place, first, login }));
}

/** What the assertions of one demand are made of: its place, the first deed of the owner, and the action with which the flow begins. */
interface Demanded {
  place: { at: Locator; printed: string };
  first: Deed;
  login: string;
}

const DRAFTS: Record<Demand, (source: Source, demanded: Demanded) => Draft[]> = {
  confidentiality: (source, { place, first, login }) => [
    {
      action: first.action,
      aspect: 'request-hidden',
      title: `The request of ${first.action} is not shown to another person`,
      cells: [
        [first.action, 'action'],
        [login, 'action'],
      ],
      places: [place],
      call: { predicate: 'hidden-from-another', arguments: { action: first.action, operation: 'readRequest' } },
      walk: { reaches: first.action, cause: null },
    },
    ...resultsOf(source).map(
      ({ step: { action } }): Draft => ({
        action,
        aspect: 'result-hidden',
        title: `The result of ${action} is not given to another person`,
        cells: [
          [action, 'completion'],
          [login, 'action'],
        ],
        places: [place],
        call: { predicate: 'hidden-from-another', arguments: { action, operation: 'fetchResult' } },
        walk: { reaches: action, cause: null },
      }),
    ),
  ],
  integrity: (source, { place }) => [
    ...ownedDeeds(source).map(
      ({ action, operation }): Draft => ({
        action,
        aspect: 'not-by-another',
        title: `${action} is refused to another person`,
        cells: [[action, 'action']],
        places: [place],
        call: { predicate: 'refused-to-another', arguments: { action, operation } },
        walk: { reaches: action, cause: null },
      }),
    ),
    ...resultsOf(source).map(
      ({ step: { action } }): Draft => ({
        action,
        aspect: 'tampering-shows',
        title: `A change of the document of ${action} is shown by its signature`,
        cells: [[action, 'completion']],
        places: [place],
        call: { predicate: 'tampering-shows', arguments: { action } },
        walk: { reaches: action },
      }),
    ),
  ],
  availability: (source, { place }) =>
    resultsOf(source).map(
      ({ step: { action } }): Draft => ({
        action,
        aspect: 'not-blocked-by-another',
        title: `${action} is reached in spite of another person`,
        cells: [[action, 'action']],
        places: [place],
        call: { predicate: 'undisturbed', arguments: { action } },
        walk: { reaches: action, cause: null },
      }),
    ),
};
