// The table of predicates: the only judgements of a walk that a test assertion may name.
import type { TestAssertion } from '../../../schemas/run/assertion.ts';
import type { PredicateName } from '../../calls.ts';
import type { Predicate } from './predicate.ts';
import { hiddenFrom, refusedTo, tamperingShows, undisturbed } from './predicates/access.ts';
import { asksAuthority, asksDatabase, asksForNobodyElse, asksPaymentGateway } from './predicates/asked.ts';
import { keepsDocument, keepsMark, refusesWrongDocument } from './predicates/attachment.ts';
import { countsAt, letInAt } from './predicates/brink.ts';
import { collectedByApplicant } from './predicates/collected.ts';
import {
  completedBy,
  dated,
  documentIssued,
  doneBy,
  givenAtOnce,
  handedOver,
  numbered,
  numberedAlike,
  numberedApart,
  sentToApplicant,
} from './predicates/completion.ts';
import { isOfKind, namesParticular } from './predicates/content.ts';
import { inHistory, isPdf, signed, signedByHead, signedByOfficial, signedByProvider } from './predicates/document.ts';
import { letIn, letInAfterGuesses, notLetIn } from './predicates/door.ts';
import { endsWith } from './predicates/ending.ts';
import { keepsAttorney, keepsForm, showsForm } from './predicates/entering.ts';
import { asksField, buttonAppears, offersButton, prefillsField } from './predicates/filling.ts';
import { acceptsSurvey, asksSurvey, offersScreens, refusesOtherAnswers } from './predicates/form.ts';
import { openInHistory, refusedInHistory } from './predicates/history.ts';
import { leadsFromHistory, leadsTo } from './predicates/leading.ts';
import { inquired, received } from './predicates/message.ts';
import { refusedAfter, refusedEarly } from './predicates/order.ts';
import { showsParticular } from './predicates/particular.ts';
import { issuesNothing, namesCause, notified, readable } from './predicates/refusal.ts';
import { letInOnceRegistered, notLetInUnregistered, registersOwnCertificateOnly } from './predicates/registering.ts';
import { offersOwnScreen, ordersScreens, wordsScreens } from './predicates/screen.ts';
import { signsDocuments, signsValues } from './predicates/signed-content.ts';
import { refusesSignature } from './predicates/signing.ts';
import { confirmedByBin, doneOnce, followedBy } from './predicates/steps.ts';
import { acceptedThroughout, finishedWithin, outcomeDue } from './predicates/term.ts';
import { labelsButton, namesService, offersService, showsContact, wordsSurvey } from './predicates/wording.ts';
import { refusesWrong } from './predicates/wrong.ts';

/** Every predicate by its name. The type demands one for each name in `CALLS`, so that none can be forgotten. */
export const PREDICATES: { readonly [N in PredicateName]: Predicate<N> } = {
  'followed-by': followedBy,
  'refuses-wrong': refusesWrong,
  'counts-at': countsAt,
  'ends-with': endsWith,
  'done-once': doneOnce,
  'refused-early': refusedEarly,
  'refused-after': refusedAfter,
  'finished-within': finishedWithin,
  'accepted-throughout': acceptedThroughout,
  'outcome-due': outcomeDue,
  notified,
  'names-cause': namesCause,
  readable,
  'issues-nothing': issuesNothing,
  'completed-by': completedBy,
  numbered,
  'numbered-apart': numberedApart,
  'numbered-alike': numberedAlike,
  dated,
  'given-at-once': givenAtOnce,
  'document-issued': documentIssued,
  'handed-over': handedOver,
  'sent-to-applicant': sentToApplicant,
  received,
  inquired,
  'asks-authority': asksAuthority,
  'asks-payment-gateway': asksPaymentGateway,
  'asks-database': asksDatabase,
  'asks-for-nobody-else': asksForNobodyElse,
  'done-by': doneBy,
  signed,
  'signed-by-official': signedByOfficial,
  'signed-by-provider': signedByProvider,
  'signed-by-head': signedByHead,
  'collected-by-applicant': collectedByApplicant,
  'is-pdf': isPdf,
  names: namesParticular,
  'is-of-kind': isOfKind,
  'in-history': inHistory,
  'open-in-history': openInHistory,
  'refused-in-history': refusedInHistory,
  'hidden-from': hiddenFrom,
  'refused-to': refusedTo,
  undisturbed,
  'let-in': letIn,
  'let-in-after-guesses': letInAfterGuesses,
  'let-in-at': letInAt,
  'not-let-in': notLetIn,
  'not-let-in-unregistered': notLetInUnregistered,
  'let-in-once-registered': letInOnceRegistered,
  'registers-own-certificate-only': registersOwnCertificateOnly,
  'confirmed-by-bin': confirmedByBin,
  'tampering-shows': tamperingShows,
  'keeps-document': keepsDocument,
  'keeps-mark': keepsMark,
  'refuses-wrong-document': refusesWrongDocument,
  'signs-values': signsValues,
  'signs-documents': signsDocuments,
  'refuses-signature': refusesSignature,
  'offers-screens': offersScreens,
  'words-screens': wordsScreens,
  'orders-screens': ordersScreens,
  'offers-own-screen': offersOwnScreen,
  'offers-button': offersButton,
  'labels-button': labelsButton,
  'button-appears': buttonAppears,
  'leads-to': leadsTo,
  'leads-from-history': leadsFromHistory,
  'offers-service': offersService,
  'shows-form': showsForm,
  'keeps-form': keepsForm,
  'keeps-attorney': keepsAttorney,
  'asks-field': asksField,
  'prefills-field': prefillsField,
  'shows-particular': showsParticular,
  'asks-survey': asksSurvey,
  'words-survey': wordsSurvey,
  'names-service': namesService,
  'shows-contact': showsContact,
  'accepts-survey': acceptsSurvey,
  'refuses-other-answers': refusesOtherAnswers,
};

const isPredicate = (name: string): name is PredicateName => Object.hasOwn(PREDICATES, name);

/** The predicate that an assertion names. @throws TypeError where there is none of that name, which is a defect of the suites */
export function predicateOf({ id, predicate }: Pick<TestAssertion, 'id' | 'predicate'>): Predicate {
  if (isPredicate(predicate)) return PREDICATES[predicate];
  throw new TypeError(`${id} names the predicate ${predicate}, which does not exist`);
}
