// Family access: only the person whose turn it is reads and changes a request, and nobody else can block it.

import { attachesTo } from '../../schemas/flow/flow-graph.ts';
import type { Locator, Row } from '../../schemas/regulation.ts';
import { say } from '../../schemas/said.ts';
import type { ArgumentsOf } from '../calls.ts';
import { printedForms } from '../flow/printed-forms.ts';
import { resultsOf } from '../flow/results.ts';
import {
  type ChangingPoint,
  changingPoints,
  type Demand,
  decidingPoints,
  demandsOf,
  isGuessedAt,
  isTriedByAnother,
  loginOf,
  ownedDeeds,
  showsPages,
} from '../flow/security.ts';
import type { Source } from '../flow/source.ts';
import { colleaguesAt, isApplicantsStep, isOfficeStep } from '../flow/staff.ts';
import type { Draft } from './assertion.ts';
import { deriveDoor } from './door.ts';

/** The assertions for each demand of the security clause, then those that follow from the login and from whoever decides. */
export function deriveAccess(source: Source): Draft[] {
  const [first] = changingPoints(source);
  const login = source.graph.steps[0]?.action;
  if (first === undefined || login === undefined) return [];
  const demands = demandsOf(source);
  const isKeptWhole = demands.some(({ demand }) => demand === 'integrity');
  return [
    ...demands.flatMap(({ demand, place }) => DRAFTS[demand](source, { place, first, login })),
    ...(isKeptWhole || loginOf(source) === null
      ? []
      : [...fromAnother(source, null), ...fromNobody(source, login, null)]),
    ...decidingPoints(source).map((point) => decidedByOfficer(source, point)),
    ...changingPoints(source).flatMap((point) => confirmedByOfficer(source, point)),
    ...changingPoints(source).flatMap((point) => byItsParty(source, point)),
    ...(decidingPoints(source).length === 0 ? [] : ownedDeeds(source).flatMap((deed) => byApplicant(source, deed))),
    ...deriveDoor(source, login),
  ];
}

type Place = { at: Locator; printed: string };

/** What the assertions of one demand are made of: its place, the first change of the request, and the action with which the flow begins. */
interface Demanded {
  place: Place;
  first: ChangingPoint;
  login: string;
}

const DRAFTS: Record<Demand, (source: Source, demanded: Demanded) => Draft[]> = {
  confidentiality: (source, { place, first, login }) =>
    readings(source, first.action).flatMap(({ action, what, operation, row }) =>
      (['another', 'nobody'] as const)
        .filter((who) => who === 'nobody' || isTriedByAnother(source))
        .map(
          (who): Draft => ({
            action,
            aspect: `${what}-hidden${who === 'nobody' ? '-from-nobody' : ''}`,
            title:
              what === 'result'
                ? say`The result of ${action} is not given to ${WHOM[who]}`
                : say`The ${TITLES[what]} of ${action} is not shown to ${WHOM[who]}`,
            // Who reads a request is told by the login.
            cells: [[action, row], ...(what === 'result' && who === 'another' ? [] : [[login, 'action'] as const])],
            places: [place],
            call: { predicate: 'hidden-from', arguments: { action, operation, who } },
            walk: { reaches: action, cause: null },
          }),
        ),
    ),
  integrity: (source, { place, login }) => [
    ...fromAnother(source, place),
    ...fromNobody(source, login, place),
    ...resultsOf(source).map(
      ({ step: { action } }): Draft => ({
        action,
        aspect: 'tampering-shows',
        title: say`A change of the document of ${action} is shown by its signature`,
        cells: [[action, 'completion']],
        places: [place],
        level: 'implied',
        because: KEPT_WHOLE,
        call: { predicate: 'tampering-shows', arguments: { action } },
        walk: { reaches: action },
      }),
    ),
  ],
  availability: (source, { place, login }) => [
    ...resultsOf(source).flatMap(({ step: { action } }) =>
      (['another', 'nobody'] as const)
        .filter((who) => who === 'nobody' || isTriedByAnother(source))
        .map(
          (who): Draft => ({
            action,
            aspect: `not-blocked-by-${who}`,
            title: say`${action} is reached in spite of ${WHOM[who]}`,
            cells: [[action, 'action']],
            places: [place],
            call: { predicate: 'undisturbed', arguments: { action, who } },
            walk: { reaches: action, cause: null },
          }),
        ),
    ),
    ...(isGuessedAt(source) ? [guessedAt(login, place)] : []),
  ],
};

/** The assertion that guessing at a password does not keep its owner out. What a portal does against guessing, no text says. */
const guessedAt = (action: string, place: Place): Draft => ({
  action,
  aspect: 'lets-in-after-guesses',
  title: say`The door of ${action} is open to the owner a day after somebody has guessed at the password`,
  cells: [[action, 'action']],
  places: [place],
  call: { predicate: 'let-in-after-guesses', arguments: { action } },
  walk: { reaches: action, cause: null },
  needs: ['worlds', 'clock'],
  level: 'recommended',
  because:
    'whoever knows a number alone can otherwise keep its owner out; but no sentence says what a portal does against guessing, and the owner may have another way in',
});

const KEPT_WHOLE = 'a document whose signature verifies over changed bytes is not kept from change';

/** What is read, in the words of a title. */
const TITLES = {
  request: say`request`,
  pages: say`pages`,
  content: say`content`,
  history: say`service history with the request`,
};

const WHOM = { another: say`another person`, nobody: say`somebody without a login` };

/** What can be read of a request, each from the step on at which its owner reads it. */
function readings(source: Source, first: string) {
  const signed = changingPoints(source).filter(({ operation }) => operation === 'sign');
  return [
    { action: first, what: 'request', operation: 'readRequest', row: 'action' },
    ...(showsPages(source) ? [{ action: first, what: 'pages', operation: 'readPages', row: 'action' } as const] : []),
    ...signed.map(({ action }) => ({ action, what: 'content', operation: 'readContent', row: 'action' }) as const),
    ...resultsOf(source).map(
      ({ step: { action } }) => ({ action, what: 'history', operation: 'readHistory', row: 'completion' }) as const,
    ),
    ...resultsOf(source).map(
      ({ step: { action } }) => ({ action, what: 'result', operation: 'fetchResult', row: 'completion' }) as const,
    ),
  ] as const;
}

/** What can be done to a request, and how it is called: the deeds of the walk, the documents of its form, and the survey after it. */
function doings(
  source: Source,
): { action: string; operation: ArgumentsOf<'refused-to'>['operation']; name: string; row: Row }[] {
  const { regulation, flowId } = source;
  const forms = ownedDeeds(source).filter(
    ({ operation, action }) => operation === 'fill' && attachesTo(regulation, flowId, action),
  );
  const surveyed = printedForms(source).survey === null ? [] : resultsOf(source);
  return [
    ...changingPoints(source).map((point) => ({ ...point, row: 'action' as const })),
    ...forms.map(({ action }) => ({ action, operation: 'attach', name: 'documents', row: 'action' }) as const),
    ...surveyed.map(
      ({ step: { action } }) => ({ action, operation: 'answerSurvey', name: 'survey', row: 'completion' }) as const,
    ),
  ];
}

/** The assertions that nobody does anything to a request without a login. @param place of the demand; null where only the login stands for it */
const fromNobody = (source: Source, login: string, place: Place | null): Draft[] =>
  doings(source).map((doing) => ({
    ...refusedTo('nobody', doing),
    cells: [
      [doing.action, doing.row],
      [login, 'action'],
    ],
    ...(place === null ? { level: 'implied', because: LOGIN_FIRST } : { places: [place] }),
  }));

/** The assertions that another applicant does nothing to it. @param place as before */
const fromAnother = (source: Source, place: Place | null): Draft[] =>
  isTriedByAnother(source)
    ? doings(source).map((doing) => ({
        ...refusedTo('another', doing),
        cells: [[doing.action, doing.row]],
        ...(place === null ? { level: 'implied', because: OWN_REQUEST } : { places: [place] }),
      }))
    : [];

function refusedTo(who: 'nobody' | 'another', { action, operation, name }: ReturnType<typeof doings>[number]) {
  const call = { predicate: 'refused-to', arguments: { action, operation, who } } as const;
  return {
    action,
    aspect: name === action ? `not-by-${who}` : `${name}-not-by-${who}`,
    title:
      name === action
        ? say`${action} is refused to ${WHOM[who]}`
        : say`The ${name} of ${action} is refused to ${WHOM[who]}`,
    call,
    walk: { reaches: action, cause: null },
  } as const;
}

const OWN_REQUEST =
  'the text has whoever logs in act on the request that they bring, and another person does not bring it';

const LOGIN_FIRST = 'the text has people log in before they act in this flow, so nobody acts in it without a login';

/**
 * The assertion that a decision is not made by whoever brings the request. An applicant and an operator do not belong to the provider,
 * who checks by the text; an employee does, so that another one should decide is no more than good practice.
 */
function decidedByOfficer({ flow }: Source, { action }: ChangingPoint): Draft {
  return {
    action,
    aspect: 'decision-by-officer-only',
    title: say`The decision of ${action} is refused to whoever brings the request`,
    cells: [[action, 'next']],
    call: { predicate: 'refused-to', arguments: { action, operation: 'decide', who: 'owner' } },
    walk: { reaches: action, cause: null },
    ...(flow.entry === 'employee'
      ? ({ level: 'recommended', because: FOUR_EYES } as const)
      : ({ level: 'implied', because: OTHERS_DECIDE } as const)),
  };
}

/** The assertion that a step of those who handle the request is not confirmed by the applicant. */
function confirmedByOfficer(source: Source, { operation, action }: ChangingPoint): Draft[] {
  if (operation !== 'confirm' || !isOfficeStep(source, action)) return [];
  return [
    {
      action,
      aspect: 'by-officer-only',
      title: say`${action} is refused to whoever brings the request`,
      cells: [[action, 'actor']],
      call: { predicate: 'refused-to', arguments: { action, operation, who: 'owner' } },
      walk: { reaches: action, cause: null },
      level: 'implied',
      because:
        'the text gives the step to the office that handles the request, and whoever brings it there is none of it',
    },
  ];
}

/** The assertion that a step of whoever brings the request is not done for them by an officer. */
function byApplicant(source: Source, { operation, action }: ReturnType<typeof ownedDeeds>[number]): Draft[] {
  if (!isApplicantsStep(source, action)) return [];
  return [
    {
      action,
      aspect: 'not-by-officer',
      title: say`${action} is refused to an officer`,
      cells: [[action, 'actor']],
      call: { predicate: 'refused-to', arguments: { action, operation, who: 'officer' } },
      walk: { reaches: action, cause: null },
      level: 'implied',
      because:
        'the text gives the step to whoever applies, and who decides on the request does not do it in their place',
    },
  ];
}

/** The assertion that a step of one party of the provider is not taken from another one, where the text tells several of them apart. */
function byItsParty(source: Source, { operation, action }: ChangingPoint): Draft[] {
  if (operation !== 'confirm' && operation !== 'decide') return [];
  if (colleaguesAt(source, action).length === 0) return [];
  return [
    {
      action,
      aspect: operation === 'decide' ? 'decision-by-its-party-only' : 'by-its-party-only',
      title:
        operation === 'decide'
          ? say`The decision of ${action} is refused to another party of the provider`
          : say`${action} is refused to another party of the provider`,
      cells: [[action, 'actor']],
      call: { predicate: 'refused-to', arguments: { action, operation, who: 'colleague' } },
      walk: { reaches: action, cause: null },
      level: 'implied',
      because: OWN_STEPS,
    },
  ];
}

const OTHERS_DECIDE =
  'the text has the provider check the request and decide, and whoever brings it here does not belong to the provider';

const OWN_STEPS =
  'the text gives each step to one party of the provider; where each has a login of its own, the login of another one does not do it';

const FOUR_EYES =
  'the employee who enters a request belongs to the provider, who decides; that somebody else decides guards against abuse';
