// Family refusal: a refusal forms a notification of the right kind, which names the cause and can be read, and nothing is issued.
import type { Locator } from '../../schemas/regulation.ts';
import { CAUSES, type Cause, LANGUAGES, namedCause } from '../../schemas/vocabulary.ts';
import { type Refusal, refusalsOf } from '../flow/refusals.ts';
import { mayRefuseByLetter } from '../flow/results.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';
import { levelOf } from './outage.ts';

/** The assertions on every cause of a refusal, then those on every step that refuses. */
export function deriveRefusal(source: Source): Draft[] {
  const refusals = refusalsOf(source);
  const actions = new Set(refusals.map(({ to }) => to.action));
  return [
    ...refusals.flatMap((refusal) => perCause(refusal, viewingOf(source, refusal))),
    ...[...actions].flatMap((action) => perStep(source, action)),
  ];
}

/** The words that the applicant can view the results of the processing, one of which is the refusal by the decision. */
function viewingOf({ regulation: { viewing }, flow }: Source, { check }: Refusal): Locator[] {
  if (flow.entry !== 'portal' || check.check !== 'qualification' || viewing === null) return [];
  return viewing.buttons.length === 0 ? [] : [{ clause: viewing.clause, paragraph: 1 }];
}

function perCause({ cause, to }: Refusal, conditions: Locator[]): Draft[] {
  const draft = {
    action: to.action,
    cells: [
      [to.action, 'completion'],
      [to.action, 'action'],
    ],
    walk: { cause },
  } as const;
  return [
    {
      ...draft,
      ...levelOf(cause),
      aspect: `notified-when-${cause}`,
      title: `${to.action} forms a refusal of the right kind for ${cause}`,
      call: { predicate: 'notified', arguments: { action: to.action, kinds: to.forms } },
      conditions,
    },
    {
      ...draft,
      aspect: `names-${cause}`,
      level: 'recommended',
      because:
        'the text names the ground of the refusal as a whole; what exactly was wrong helps the person and is demanded nowhere',
      title: `The notification of ${to.action} names the cause ${namedCause(cause)}${named(cause)}`,
      call: { predicate: 'names-cause', arguments: { action: to.action, cause: namedCause(cause) } },
      ...(CAUSES[cause].check === 'credentials' ? ONE_WORDING : {}),
    },
  ];
}

/** A login may be refused in the same words whatever is wrong with it: whoever guesses then does not learn which part was right. */
const ONE_WORDING = {
  level: 'recommended',
  because:
    'the text has a refused login say that the data are wrong, and not which of them; a user is helped by knowing it',
} as const;

function perStep(source: Source, action: string): Draft[] {
  const letter = mayRefuseByLetter(source, action);
  const draft = {
    action,
    cells: [
      [action, 'completion'],
      [action, 'action'],
    ],
    walk: { reaches: action },
  } as const;
  return [
    {
      ...draft,
      aspect: 'issues-nothing',
      title: letter ? `Nothing but a reasoned refusal is issued after ${action}` : `Nothing is issued after ${action}`,
      call: { predicate: 'issues-nothing', arguments: letter ? { action, letter } : { action } },
    },
    ...LANGUAGES.map(
      (language): Draft => ({
        ...draft,
        aspect: `readable-${language}`,
        level: 'recommended',
        because: 'no sentence says in which languages the portal speaks; whoever offers a language should answer in it',
        title: `The notification of ${action} can be read in ${LANGUAGE_NAMES[language]}`,
        call: { predicate: 'readable', arguments: { action, language } },
      }),
    ),
  ];
}

/** Adds the cause to a title where notifications call it by the name of another cause, so that titles differ. */
const named = (cause: Cause) => (namedCause(cause) === cause ? '' : ` for ${cause}`);

const LANGUAGE_NAMES = { kk: 'Kazakh', ru: 'Russian', en: 'English' } as const;
