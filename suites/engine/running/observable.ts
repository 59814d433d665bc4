// Finds what a target lacks for a walk or for an assertion, so that the plan can call it not observable and name what is missing.
import { type Scenario, suits, type TestAssertion } from '../../../schemas/run/assertion.ts';
import { type Said, say } from '../../../schemas/said.ts';
import { ADDITIONS, type Addition, ENTRANCES, type Operation } from '../../../schemas/target/driver.ts';
import { CAUSES } from '../../../schemas/vocabulary.ts';
import { answeredBy, operationOf } from '../../flow/deed.ts';
import { byBinAs, certificateOf, walkerOf } from '../../flow/doors.ts';
import { errandOf } from '../../flow/errand.ts';
import { refusalsOf } from '../../flow/refusals.ts';
import { scenariosOf } from '../../flow/scenarios.ts';
import type { Source } from '../../flow/source.ts';
import { waitingPoints } from '../../flow/waiting.ts';
import { type Offer, type Sut, staffName } from '../../sut/sut.ts';
import type { Needs } from '../judging/needs.ts';
import { predicateOf } from '../judging/predicates.ts';

/** Whether a portal shows a part that not every portal has: by its offer, or by its description where it makes none. */
export function showsAddition(part: Addition, { description, offer }: Pick<Sut, 'description' | 'offer'>): boolean {
  return offer === undefined ? description.additions?.includes(part) === true : offer.shown.has(part);
}

/** What a portal that makes no offer lacks to decide an assertion; null where it lacks nothing. */
export function missingAddition(assertion: TestAssertion, description: Sut['description']): Said | null {
  const { shown = [] } = predicateOf(assertion).needs(assertion.arguments);
  const part = ADDITIONS.find((name) => shown.includes(name) && !showsAddition(name, { description }));
  return part === undefined ? null : say`the portal does not name ${part} among its additions to the contract`;
}

/** What the target lacks to decide an assertion; null where it lacks nothing. */
export function missingFor(assertion: TestAssertion, source: Source, offer: Offer): Said | null {
  const needs = predicateOf(assertion).needs(assertion.arguments);
  const { operations = [], shown = [], persons = [], language, certificate } = needs;
  const waiting = waitingPoints(source).find(({ name }) => name === Object(assertion.arguments).waitingFor)?.operation;
  if (waiting !== undefined && offer.within?.has(waiting)) return notAlone(waiting);
  if (language !== undefined && !offer.languages.has(language)) return say`the language ${language} is not offered`;
  // A refused login is told in the first language of the offer. To see it in another language, the session has to be read again.
  const isOfLogin = refusalsOf(source).some(
    ({ to, cause }) => to.action === assertion.action && CAUSES[cause].operation === 'authenticate',
  );
  const isReadAgain = language !== undefined && language !== [...offer.languages][0] && isOfLogin;
  const tried: readonly Operation[] = isReadAgain ? [...operations, 'readSession'] : operations;
  const missing = firstMissing({ operations: tried, shown: ['history', ...shown], persons }, offer);
  if (missing !== null || certificate === undefined) return missing;
  const walk = scenariosOf(source).find((one) => suits(one, assertion));
  const name = certificateOf(walkerOn(walk?.tags ?? [], source, offer), certificate);
  return offer.certificates.has(name) ? null : noCertificate(name);
}

/** The name in the roster of whoever walks a scenario with these tags. */
function walkerOn(tags: readonly string[], source: Source, { persons, certificates }: Offer): string {
  const errand = errandOf(source, { variant: null, means: null, tags });
  return walkerOf(errand, { has: (kind, name) => (kind === 'person' ? persons : certificates).has(name) });
}

const noCertificate = (name: string) => say`the target supplies no certificate ${name}`;

/** What the target lacks to walk a scenario; null where it lacks nothing. */
export function missingOn(
  { path, cause, tags, needs }: Pick<Scenario, 'path' | 'cause' | 'tags' | 'needs'>,
  source: Source,
  offer: Offer,
): Said | null {
  const steps = source.graph.steps.filter(({ action }) => path.includes(action));
  const operations = new Set<Operation>(['authenticate']);
  for (const step of steps) {
    const answer = path.at(-1) === step.action ? null : answeredBy(step);
    for (const operation of [operationOf(step), answer]) if (operation !== null) operations.add(operation);
  }
  // Where the portal decides by itself, nobody has to do it.
  if (!needs.includes('decision')) operations.delete('decide');
  if (operations.size > 1) for (const operation of ['open', 'readRequest'] as const) operations.add(operation);
  if (operations.has('pay') && cause !== 'not-paid') operations.add('makePayment');
  if (operations.has('sign')) operations.add('readContent');
  const errand = errandOf(source, { variant: null, means: null, tags });
  const walker = walkerOn(tags, source, offer);
  // Only an organisation can sign with the certificate of another one.
  const persons = new Set<string>([cause === 'another-organisation' ? byBinAs(ENTRANCES[source.flow.entry]) : walker]);
  const ofProvider = steps.filter((step) =>
    [operationOf(step), answeredBy(step)].some(
      (one) => (one === 'decide' && operations.has('decide')) || one === 'confirm',
    ),
  );
  if (!ofProvider.every(({ action }) => errand.parties(action).some((party) => offer.persons.has(staffName(party)))))
    persons.add('officer');
  const certificates =
    operations.has('chooseCertificate') || operations.has('sign') ? [certificateOf(walker, 'good')] : [];
  const { applicants } = errand;
  let applicant: string | undefined = applicants.good;
  if (cause !== null) {
    const reason = offer.reasons[cause];
    if (reason !== undefined) return say`what provokes ${cause} is not there: ${reason}`;
    const { operation, control } = CAUSES[cause];
    if (operation === 'chooseCertificate' && cause !== 'no-certificate')
      certificates.push(certificateOf(walker, cause));
    if (operation === 'authenticate' && control === null) persons.add(cause);
    if (operation === 'lookUp' && control === null) applicant = applicants[cause] ?? cause;
    if (cause === 'another-applicant' && offer.enters?.has('applicant') === false)
      return say`the portal is not told by the form for whom a request is`;
    if (operation === 'fill') persons.add(applicants[cause] ?? cause);
  }
  if (operations.has('lookUp') && applicant !== undefined) persons.add(applicant);
  const certificate = certificates.find((name) => !offer.certificates.has(name));
  const alone = [...operations].filter((name) => offer.within?.has(name) !== true);
  return (
    firstMissing({ operations: alone, persons: [...persons] }, offer) ??
    (certificate === undefined ? null : noCertificate(certificate))
  );
}

const notAlone = (operation: Operation) =>
  say`the portal does ${operation} within another operation, and neither waits for it nor lets it be tried alone`;

function firstMissing({ operations = [], shown = [], persons = [] }: Needs, offer: Offer): Said | null {
  const operation = operations.find((name) => !offer.operations.has(name));
  if (operation !== undefined && offer.within?.has(operation)) return notAlone(operation);
  if (operation !== undefined) {
    const reason = offer.reasons[operation];
    return reason === undefined
      ? say`the target does not describe the operation ${operation}`
      : say`the target does not describe the operation ${operation}: ${reason}`;
  }
  const part = shown.find((name) => !offer.shown.has(name));
  if (part !== undefined) return say`the target shows no ${part}`;
  const person = persons.find((name) => !offer.persons.has(name));
  return person === undefined ? null : say`the target supplies no credentials ${person}`;
}
