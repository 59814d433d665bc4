// The table of predicates: the only judgements that an assertion may name.
import type { Static } from 'typebox';
import { hiddenFromAnother, refusedToAnother, tamperingShows, undisturbed } from './predicates/access.ts';
import { completedBy, documentIssued, doneBy, handedOver, numbered, numberedApart } from './predicates/completion.ts';
import { inHistory, isPdf, signed, signedByOfficial } from './predicates/document.ts';
import { asksField, buttonAppears, offersButton, prefillsField, showsParticular } from './predicates/filling.ts';
import { acceptsSurvey, asksSurvey, offersScreens, refusesOtherAnswers } from './predicates/form.ts';
import { received } from './predicates/message.ts';
import { refusedAfter, refusedEarly } from './predicates/order.ts';
import { issuesNothing, namesCause, notified, readable } from './predicates/refusal.ts';
import { doneOnce, endsWith, followedBy } from './predicates/steps.ts';
import { acceptedThroughout, finishedWithin, outcomeDue } from './predicates/term.ts';

export const PREDICATES = {
  'followed-by': followedBy,
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
  'document-issued': documentIssued,
  'handed-over': handedOver,
  received,
  'done-by': doneBy,
  signed,
  'signed-by-official': signedByOfficial,
  'is-pdf': isPdf,
  'in-history': inHistory,
  'hidden-from-another': hiddenFromAnother,
  'refused-to-another': refusedToAnother,
  undisturbed,
  'tampering-shows': tamperingShows,
  'offers-screens': offersScreens,
  'offers-button': offersButton,
  'button-appears': buttonAppears,
  'asks-field': asksField,
  'prefills-field': prefillsField,
  'shows-particular': showsParticular,
  'asks-survey': asksSurvey,
  'accepts-survey': acceptsSurvey,
  'refuses-other-answers': refusesOtherAnswers,
} as const;
export type PredicateName = keyof typeof PREDICATES;

/** A predicate with the arguments that it takes, as an assertion stores it. */
export type PredicateCall = {
  [N in PredicateName]: { predicate: N; arguments: Static<(typeof PREDICATES)[N]['arguments']> };
}[PredicateName];
