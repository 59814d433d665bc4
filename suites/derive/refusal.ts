// Family refusal: a refusal is told by a notification of the right kind, names its cause, can be read, and nothing is issued.
import type { TestAssertion } from '../../schemas/assertion.ts';
import { type Cause, LANGUAGES, namedCause } from '../../schemas/vocabulary.ts';
import { type Refusal, refusalsOf, type Source, writeRow } from './row.ts';

export function deriveRefusal(source: Source): TestAssertion[] {
  const refusals = refusalsOf(source);
  const steps = new Map(refusals.map((refusal) => [refusal.to.action, refusal.to]));
  return [
    ...refusals.flatMap((refusal) => perCause(source, refusal)),
    ...[...steps.keys()].flatMap((action) => perStep(source, action)),
  ];
}

function perCause(source: Source, { cause, to }: Refusal): TestAssertion[] {
  const draft = {
    family: 'refusal',
    action: to.action,
    cells: [
      [to.action, 'completion'],
      [to.action, 'action'],
    ],
    walk: { cause },
  } as const;
  return [
    writeRow(source, {
      ...draft,
      aspect: `notified-when-${cause}`,
      title: `${to.action} forms a refusal of the right kind for ${cause}`,
      call: { predicate: 'notified', arguments: { action: to.action, kinds: to.forms } },
    }),
    writeRow(source, {
      ...draft,
      aspect: `names-${cause}`,
      title: `The notification of ${to.action} names the cause ${namedCause(cause)}${named(cause)}`,
      call: { predicate: 'names-cause', arguments: { action: to.action, cause: namedCause(cause) } },
    }),
  ];
}

function perStep(source: Source, action: string): TestAssertion[] {
  const draft = {
    family: 'refusal',
    action,
    cells: [
      [action, 'completion'],
      [action, 'action'],
    ],
    walk: { reaches: action },
  } as const;
  return [
    writeRow(source, {
      ...draft,
      aspect: 'issues-nothing',
      title: `Nothing is issued after ${action}`,
      call: { predicate: 'issues-nothing', arguments: { action } },
    }),
    ...LANGUAGES.map((language) =>
      writeRow(source, {
        ...draft,
        aspect: `readable-${language}`,
        title: `The notification of ${action} can be read in ${LANGUAGE_NAMES[language]}`,
        call: { predicate: 'readable', arguments: { action, language } },
      }),
    ),
  ];
}

/** A cause that goes by another's name is told apart from it in the title. */
const named = (cause: Cause) => (namedCause(cause) === cause ? '' : ` for ${cause}`);

const LANGUAGE_NAMES = { kk: 'Kazakh', ru: 'Russian', en: 'English' } as const;
