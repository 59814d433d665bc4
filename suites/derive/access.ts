// Family access: what the security clause demands is kept from another person: reading, changing and blocking a request.
import type { TestAssertion } from '../../schemas/assertion.ts';
import type { Locator } from '../../schemas/regulation.ts';
import type { Handling } from '../engine/walking/hands.ts';
import { resultsOf } from './document.ts';
import { operationOf, type Source, successPath, writeRow } from './row.ts';

/** The demands of a security clause that another person's session can put to the test. */
const DEMANDS = ['confidentiality', 'integrity', 'availability'] as const;
type Demand = (typeof DEMANDS)[number];

/** The operations that belong to whom the request belongs to; officers have others. */
const OWNERS: readonly Handling[] = ['fill', 'attach', 'pay', 'chooseCertificate', 'sign', 'lookUp'];

export interface Owned {
  operation: Handling;
  action: string;
}

/** The steps of the good walk that only the owner of the request may do, in order. */
export function ownedSteps(source: Pick<Source, 'graph' | 'flow'>): Owned[] {
  return successPath(source).flatMap((action) => {
    const step = source.graph.steps.find((found) => found.action === action);
    const operation = step === undefined ? null : operationOf(step);
    return operation !== null && OWNERS.includes(operation) ? [{ operation, action }] : [];
  });
}

/** The flow through which another person comes to the portal, null where the regulation has none: then nothing can be tried. */
export function entranceOf({ flows }: Source['regulation']): string | null {
  return Object.entries(flows).find(([, { entry }]) => entry === 'portal')?.[0] ?? null;
}

/** The demands that can be put to the test in a flow, each with where it is printed. */
export function demandsOf({ regulation }: Pick<Source, 'regulation'>) {
  const { security } = regulation;
  if (security === null || entranceOf(regulation) === null) return [];
  return security.items.flatMap(({ item, is, printed }) => {
    const demand = DEMANDS.find((known) => known === is);
    const at: Locator = { clause: security.clause, ...(item === undefined ? {} : { item }) };
    return demand === undefined ? [] : [{ demand, place: { at, printed } }];
  });
}

export function deriveAccess(source: Source): TestAssertion[] {
  const first = ownedSteps(source)[0];
  const login = source.graph.steps[0]?.action;
  if (first === undefined || login === undefined) return [];
  return demandsOf(source).flatMap(({ demand, place }) => ROWS[demand](source, { place, first, login }));
}

interface Demanded {
  place: { at: Locator; printed: string };
  first: Owned;
  login: string;
}

const ROWS: Record<Demand, (source: Source, demanded: Demanded) => TestAssertion[]> = {
  confidentiality: (source, { place, first, login }) => [
    writeRow(source, {
      family: 'access',
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
    }),
    ...resultsOf(source).map(({ step: { action } }) =>
      writeRow(source, {
        family: 'access',
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
    ...ownedSteps(source).map(({ action, operation }) =>
      writeRow(source, {
        family: 'access',
        action,
        aspect: 'not-by-another',
        title: `${action} is refused to another person`,
        cells: [[action, 'action']],
        places: [place],
        call: { predicate: 'refused-to-another', arguments: { action, operation } },
        walk: { reaches: action, cause: null },
      }),
    ),
    ...resultsOf(source).map(({ step: { action } }) =>
      writeRow(source, {
        family: 'access',
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
    resultsOf(source).map(({ step: { action } }) =>
      writeRow(source, {
        family: 'access',
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
