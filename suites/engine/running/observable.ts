// What a target must offer for a walk to be gone on and for a predicate to be decided; the rest is not observable, by name.
import type { Scenario, TestAssertion } from '../../../schemas/assertion.ts';
import { OPERATION_NAMES, type Operation } from '../../../schemas/driver.ts';
import { CAUSES, CHECKS, LANGUAGES, VERBS } from '../../../schemas/vocabulary.ts';
import { refusalsOf, type Source } from '../../derive/row.ts';
import { errandOf } from '../../flow/errand.ts';
import type { Offer } from '../../sut/sut.ts';
import type { PredicateName } from '../judging/predicates.ts';

interface Needs {
  operations?: readonly Operation[];
  /** Parts of the views. */
  shown?: readonly string[];
  persons?: readonly string[];
}

const PAGES = { operations: ['readPages'] } as const;
const RESULT = { operations: ['fetchResult'] } as const;
const TIMES = { shown: ['finishedAt'] } as const;
const SURVEY = { operations: ['readPages', 'answerSurvey'], shown: ['survey'] } as const;
const ANOTHER = { persons: ['another-person'] } as const;

/** What predicates need besides the history of the walk, which every one of them reads. */
const NEEDS: Partial<Record<PredicateName, Needs>> = {
  'finished-within': TIMES,
  'accepted-throughout': TIMES,
  'outcome-due': TIMES,
  'done-by': { shown: ['actor'] },
  'completed-by': { shown: ['completion', 'notifications'] },
  'handed-over': { shown: ['notifications', 'means'] },
  numbered: { shown: ['number', 'notifications', 'number in notifications'] },
  'numbered-apart': { shown: ['number'] },
  notified: { shown: ['notifications'] },
  readable: { shown: ['notifications'] },
  'names-cause': { shown: ['notifications', 'cause'] },
  'issues-nothing': RESULT,
  'document-issued': RESULT,
  signed: RESULT,
  'signed-by-official': RESULT,
  'is-pdf': { ...RESULT, shown: ['mediaType'] },
  'tampering-shows': RESULT,
  'in-history': { operations: ['readHistory'], shown: ['number', 'number in the history of requests'] },
  'hidden-from-another': ANOTHER,
  'refused-to-another': ANOTHER,
  undisturbed: ANOTHER,
  'offers-screens': { ...PAGES, shown: ['screens'] },
  'offers-button': { ...PAGES, shown: ['buttons'] },
  'button-appears': { ...PAGES, shown: ['buttons'] },
  'asks-field': { ...PAGES, shown: ['fields'] },
  'prefills-field': { ...PAGES, shown: ['fields'] },
  'shows-particular': { ...PAGES, shown: ['shows'] },
  'asks-survey': { ...PAGES, shown: ['survey'] },
  'accepts-survey': SURVEY,
  'refuses-other-answers': SURVEY,
  received: { operations: ['readMessages'], ...TIMES },
};

/** What is missing to decide an assertion, as a sentence; null where nothing is. */
export function missingFor(
  { predicate, action, arguments: args }: TestAssertion,
  source: Source,
  offer: Offer,
): string | null {
  const { operations = [], shown = [], persons = [] } = NEEDS[predicate as PredicateName] ?? {};
  const named = OPERATION_NAMES.find((name) => name === String(args.operation).split(' ')[0]);
  const language = LANGUAGES.find((code) => code === args.language);
  if (language !== undefined && !offer.languages.has(language)) return `the language ${language} is not offered`;
  // A session is shown in the first language unless it can be read again.
  const isOfLogin = refusalsOf(source).some(
    ({ to, cause }) => to.action === action && CAUSES[cause].operation === 'authenticate',
  );
  const again = predicate === 'readable' && isOfLogin && language !== [...offer.languages][0];
  const tried = new Set(operations);
  if (again) tried.add('readSession');
  if (named !== undefined) tried.add(named);
  // The first step of a request, tried without a login, is tried by opening one.
  if (named === 'fill' || named === 'confirm') tried.add('open');
  return firstMissing({ operations: [...tried], shown: ['history', ...shown], persons }, offer);
}

/** What is missing to go on a walk, as a sentence; null where nothing is. */
export function missingOn(
  { path, cause }: Pick<Scenario, 'path' | 'cause'>,
  source: Source,
  offer: Offer,
): string | null {
  const steps = source.graph.steps.filter(({ action }) => path.includes(action));
  const operations = new Set<Operation>(['authenticate']);
  for (const { does, check, action } of steps) {
    const own = VERBS[does].operation;
    const waitsFor = check === null || path.at(-1) === action ? null : CHECKS[check].waitsFor;
    for (const operation of [own, waitsFor]) if (operation !== null) operations.add(operation);
  }
  if (operations.size > 1) for (const operation of ['open', 'readRequest'] as const) operations.add(operation);
  if (operations.has('pay') && cause !== 'not-paid') operations.add('makePayment');
  if (operations.has('sign')) operations.add('readContent');
  const persons = new Set(['good']);
  if (operations.has('decide') || operations.has('confirm')) persons.add('officer');
  const certificates = operations.has('chooseCertificate') || operations.has('sign') ? ['good'] : [];
  const { applicants } = errandOf(source, { variant: null, means: null });
  let applicant: string | undefined = applicants.good;
  if (cause !== null) {
    const { operation, control } = CAUSES[cause];
    if (operation === 'chooseCertificate') certificates.push(cause);
    if (operation === 'authenticate' && control === null) persons.add(cause);
    if (operation === 'lookUp' && control === null) applicant = applicants[cause] ?? cause;
  }
  if (operations.has('lookUp') && applicant !== undefined) persons.add(applicant);
  const certificate = certificates.find((name) => !offer.certificates.has(name));
  return (
    firstMissing({ operations: [...operations], persons: [...persons] }, offer) ??
    (certificate === undefined ? null : `the target supplies no certificate ${certificate}`)
  );
}

function firstMissing({ operations = [], shown = [], persons = [] }: Needs, offer: Offer): string | null {
  const operation = operations.find((name) => !offer.operations.has(name));
  if (operation !== undefined) {
    const reason = offer.reasons[operation];
    return `the target does not describe the operation ${operation}${reason === undefined ? '' : `: ${reason}`}`;
  }
  const part = shown.find((name) => !offer.shown.has(name));
  if (part !== undefined) return `the target shows no ${part}`;
  const person = persons.find((name) => !offer.persons.has(name));
  return person === undefined ? null : `the target supplies no credentials ${person}`;
}
