// Family refusal: a refusal forms a notification of the right kind, which names the cause and can be read, and nothing is issued.

import { cite, itemsAbout } from '../../schemas/flow/beside.ts';
import type { GraphStep } from '../../schemas/flow/flow-graph.ts';
import type { Locator } from '../../schemas/regulation.ts';
import { say } from '../../schemas/said.ts';
import { CAUSES, type Cause, isOutright, LANGUAGES, namedCause } from '../../schemas/vocabulary.ts';
import { type Refusal, refusalsOf } from '../flow/refusals.ts';
import { mayRefuseByLetter } from '../flow/results.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';
import { levelOf } from './cause-level.ts';

/** The assertions on every cause of a refusal, then those on every step that refuses. */
export function deriveRefusal(source: Source): Draft[] {
  const refusals = refusalsOf(source);
  const actions = new Set(refusals.map(({ to }) => to.action));
  return [
    ...refusals.filter(({ cause }) => !isOutright(cause)).flatMap((refusal) => perCause(source, refusal)),
    ...[...actions].flatMap((action) => perStep(source, action)),
  ];
}

/** The words that the applicant can view the results of the processing, one of which is the refusal by the decision. */
function viewingOf({ regulation: { viewing }, flow }: Source, { check }: Refusal): Locator[] {
  if (flow.entry !== 'portal' || check.check !== 'qualification' || viewing === null) return [];
  return viewing.buttons.length === 0 ? [] : [{ clause: viewing.clause, paragraph: 1 }];
}

/** The places that list the reasoned refusal among the results, where it is the provider who refuses; none that tells of another flow. */
function asResult(source: Source, action: string): Locator[] {
  const { regulation, flow } = source;
  const isOfProvider = refusalsOf(source).some(
    ({ to, cause }) => to.action === action && CAUSES[cause].check === 'qualification',
  );
  if (!isOfProvider) return [];
  const others = Object.values(regulation.flows).flatMap(({ clause }) =>
    clause === flow.clause ? [] : (clause ?? []),
  );
  return regulation.results
    .flatMap(({ refusal }) => refusal?.at ?? [])
    .filter((at) => !('clause' in at && others.includes(at.clause)));
}

function perCause(source: Source, refusal: Refusal): Draft[] {
  const { cause, to } = refusal;
  const draft = {
    conditions: asResult(source, to.action),
    action: to.action,
    cells: [[to.action, 'completion']],
    walk: { cause },
  } as const;
  return [
    {
      ...draft,
      ...levelOf(cause),
      aspect: `notified-when-${cause}`,
      title: say`${to.action} forms a refusal of the right kind for ${cause}`,
      call: { predicate: 'notified', arguments: { action: to.action, kinds: to.forms } },
      conditions: [...draft.conditions, ...viewingOf(source, refusal)],
    },
    {
      ...draft,
      aspect: `names-${cause}`,
      level: 'recommended',
      because:
        'the text names the ground of the refusal as a whole; what exactly was wrong helps the person and is demanded nowhere',
      title:
        namedCause(cause) === cause
          ? say`The notification of ${to.action} names the cause ${cause}`
          : say`The notification of ${to.action} names the cause ${namedCause(cause)} for ${cause}`,
      call: { predicate: 'names-cause', arguments: { action: to.action, cause: namedCause(cause) } },
      ...(CAUSES[cause].check === 'credentials' ? ONE_WORDING : {}),
      ...printedGround(source, to, cause),
    },
  ];
}

/** Words for the ground of a refusal, where that is one cause and no class of them: төлемнің болмауы, төлемнің жоқ болуы (no payment). */
const GROUNDS: Partial<Record<Cause, RegExp>> = { 'not-paid': /төлем[^;.]*(?:жоқ|болма)/u };

/** How far the text carries that a refusal names a cause which its cell or item prints as the ground, with that sentence alone. */
function printedGround(
  { regulation, flowId, flow }: Source,
  { action, step, forms }: GraphStep,
  cause: Cause,
): Partial<Draft> {
  const ground = GROUNDS[cause];
  if (ground === undefined) return {};
  const told = { ...TOLD, call: { predicate: 'names-cause', arguments: { action, cause, saidBy: forms } } } as const;
  const column = step == null ? undefined : flow.steps.find((one) => one.step === step);
  const row = (['completion', 'action'] as const).find((one) => ground.test(column?.[one].printed ?? ''));
  if (row !== undefined) return { ...told, cells: [[action, row]] };
  const said = itemsAbout(regulation, flowId, action).map(cite);
  const places = said.filter(({ printed }) => ground.test(printed));
  return places.length === 0 ? {} : { ...told, cells: [], places };
}

const TOLD = {
  level: 'implied',
  because: 'the sentence has the portal tell of a refusal on this very ground, so what it tells is that ground',
} as const;

/** A login may be refused in the same words whatever is wrong with it: whoever guesses then does not learn which part was right. */
const ONE_WORDING = {
  level: 'recommended',
  because:
    'the text has a refused login say that the data are wrong, and not which of them; a user is helped by knowing it',
} as const;

function perStep(source: Source, action: string): Draft[] {
  const letter = mayRefuseByLetter(source, action);
  const draft = {
    conditions: asResult(source, action),
    action,
    cells: [[action, 'completion']],
    walk: { reaches: action },
  } as const;
  return [
    {
      ...draft,
      aspect: 'issues-nothing',
      title: letter
        ? say`Nothing but a reasoned refusal is issued after ${action}`
        : say`Nothing is issued after ${action}`,
      call: { predicate: 'issues-nothing', arguments: letter ? { action, letter } : { action } },
    },
    ...LANGUAGES.map(
      (language): Draft => ({
        ...draft,
        aspect: `readable-${language}`,
        level: 'recommended',
        because: 'no sentence says in which languages the portal speaks; whoever offers a language should answer in it',
        title: say`The notification of ${action} can be read in ${LANGUAGE_NAMES[language]}`,
        call: { predicate: 'readable', arguments: { action, language } },
      }),
    ),
  ];
}

const LANGUAGE_NAMES = { kk: say`Kazakh`, ru: say`Russian`, en: say`English` };
