// What a target file leaves out: operations, material and parts of the views that assertions would need.
import { changesRequest, OPERATION_NAMES, type Operation } from '../../../../schemas/target/driver.ts';
import { type Offer, staffName } from '../../sut.ts';
import { namesIn } from '../message/template.ts';
import type { LoadedTarget } from './load.ts';

/** The values with which a form is filled in. */
const ENTERED: readonly string[] = ['purpose', 'applicant', 'attorney'];

/** The offer of a target: an assertion that needs more than this is not judged. */
export function offerOf({ target }: Pick<LoadedTarget, 'target'>): Offer {
  const { operations, lacks = {}, languages } = target;
  const record = { history: target.history, notifications: target.notifications };
  const read = {
    ...record,
    number: undefined,
    registeredOn: undefined,
    attachments: undefined,
    ...operations.readRequest?.answer,
  };
  const login = { ...record, ...operations.authenticate.answer };
  const rules = [...(read.history ?? []), ...(login.history ?? [])];
  const notices = [...(read.notifications ?? []), ...(login.notifications ?? [])];
  const { number, attachments } = read;
  const shown = new Set<string>();
  if (rules.length > 0) shown.add('history');
  if (rules.some(({ actor }) => actor !== undefined)) shown.add('actor');
  if (rules.some(({ completion }) => completion !== undefined)) shown.add('completion');
  if (notices.length > 0) shown.add('notifications');
  if (notices.some(({ cause }) => cause !== undefined)) shown.add('cause');
  if (notices.some(({ means }) => means !== undefined)) shown.add('means');
  if (rules.some(({ finishedAt }) => finishedAt !== undefined)) shown.add('finishedAt');
  if (number !== undefined) shown.add('number');
  if (read.registeredOn !== undefined) shown.add('registeredOn');
  if (attachments !== undefined) shown.add('attachments');
  if (operations.fetchResult?.answer.mediaType !== undefined) shown.add('mediaType');
  if (operations.register !== undefined) shown.add('registration');
  if (namesIn(JSON.stringify(operations.authenticate.exchanges)).includes('certificatePem'))
    shown.add('loginCertificate');
  const enters = new Set(namesIn(JSON.stringify(operations.fill ?? {})).filter((name) => ENTERED.includes(name)));
  if (enters.has('attorney')) shown.add('attorney');
  if (enters.size > 0) shown.add('signedContent');
  const pages = operations.readPages?.answer ?? {};
  for (const [part, listed] of Object.entries(pages)) if (listed !== undefined) shown.add(part);
  if (pages.survey?.every(({ text, answerText }) => text !== undefined && answerText !== undefined))
    shown.add('surveyText');
  if (target.staff !== undefined) shown.add('staff');
  if (operations.logOut !== undefined) shown.add('logOut');
  if (pages.buttons?.every(({ label }) => label !== undefined)) shown.add('buttonLabels');
  if (pages.screens?.every(({ title }) => title !== undefined)) shown.add('screenTitles');
  const described = OPERATION_NAMES.filter((name) => operations[name] !== undefined);
  const mayBeWithin = (name: Operation) => name === 'readContent' || (name !== 'open' && changesRequest(name));
  const within = described.filter((name) => operations[name]?.exchanges.length === 0 && mayBeWithin(name));
  return {
    operations: new Set(described.filter((name) => !within.includes(name))),
    within: new Set(within),
    persons: new Set([
      ...Object.keys(target.credentials),
      ...(['officer', 'employee', 'operator'] as const).filter((name) => target[name] !== undefined),
      ...Object.keys(target.staff ?? {}).map(staffName),
    ]),
    certificates: new Set(Object.keys(target.certificates ?? {})),
    languages: new Set(languages),
    shown,
    enters,
    reasons: lacks,
  };
}
