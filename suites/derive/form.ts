// Family form: the applicant is offered the screens, buttons, fields, particulars and the survey that the text shows.

import { printedButtons, screenGroups } from '../../schemas/flow/filling.ts';
import { BY_BIN } from '../../schemas/run/assertion.ts';
import { say, theButton } from '../../schemas/said.ts';
import { operationOf } from '../flow/deed.ts';
import { successPath } from '../flow/path.ts';
import { printedForms } from '../flow/printed-forms.ts';
import { resultsOf } from '../flow/results.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';
import { deriveAttachments } from './attachment.ts';
import { deriveEntering } from './entering.ts';
import { deriveFilling } from './filling.ts';
import { deriveHistory, leadingFromHistory } from './history.ts';
import { deriveSignedContent } from './signed-content.ts';
import { surveyOf } from './survey.ts';

/** The assertions on screens, then on documents, then on what the pages show, then on saving the result, on the survey, and on what the service history lists. */
export function deriveForm(source: Source): Draft[] {
  const ends = resultsOf(source).map(({ step }) => step.action);
  return [
    ...screensOf(source),
    ...deriveEntering(source),
    ...offerOf(source),
    ...deriveAttachments(source),
    ...deriveSignedContent(source),
    ...deriveFilling(source),
    ...contactOf(source),
    ...ends.flatMap((action) => savingOf(source, action)),
    ...ends.flatMap((action) => leadingFromHistory(source, action)),
    ...ends.flatMap((action) => surveyOf(source, action)),
    ...deriveHistory(source),
  ];
}

/** The step that fills in the form on the walk without a cause. */
const fillingStep = (source: Source): string | undefined =>
  successPath(source).find((name) =>
    source.graph.steps.some((step) => step.action === name && operationOf(step) === 'fill'),
  );

function contactOf(source: Source): Draft[] {
  const { contact } = printedForms(source);
  const action = fillingStep(source);
  if (action === undefined || contact === null) return [];
  const { number, at } = contact;
  return [
    {
      action,
      aspect: 'contact-shown',
      title: say`The number for information and advice is shown at ${action}`,
      cells: [],
      places: [{ at, printed: number }],
      call: { predicate: 'shows-contact', arguments: { action, number } },
      walk: { reaches: action, cause: null },
      level: 'recommended',
      because: 'the text says where information can be had, and not that the portal shows it; who needs it looks there',
    },
  ];
}

/** That the service is offered under its name, where the text says by which one it is chosen. */
function offerOf(source: Source): Draft[] {
  const { filling } = printedForms(source);
  const action = fillingStep(source);
  if (action === undefined || filling === null) return [];
  const { service, act } = source.regulation;
  const names = [service.name.kk, service.name.ru, service.name.en, ...act.titles.map(({ printed }) => printed)];
  return filling.items.flatMap(({ offers: label, item, paragraph, printed }) => {
    if (label === undefined) return [];
    const at = { clause: filling.clause, item, ...(paragraph === undefined ? {} : { paragraph }) };
    return [
      {
        action,
        aspect: 'offered-by-name',
        title: say`The service that is chosen for ${action} is offered under its name`,
        cells: [[action, 'action']],
        places: [{ at, printed }],
        call: { predicate: 'offers-service', arguments: { action, label, names: [...new Set(names)] } },
        walk: { reaches: action, cause: null },
      },
    ];
  });
}

function screensOf(source: Source): Draft[] {
  const { screens } = printedForms(source);
  const action = fillingStep(source);
  if (action === undefined || screens.length === 0) return [];
  const nameOf = ({ annex, figure }: (typeof screens)[number]) => `${annex}/${figure}`;
  const placesOf = (shown: typeof screens) =>
    shown.map(({ annex, figure, printed }) => ({ at: { annex, figure }, printed }));
  const draft = {
    action,
    cells: [],
    places: placesOf(screens),
    walk: { reaches: action, cause: null },
  } as const;
  const groups = screenGroups({ screens });
  const of = (kind: 'iin' | 'bin') => screens.find((screen) => screen.for === kind);
  const [individuals, organisations] = [of('iin'), of('bin')];
  const ordered: Draft = {
    ...draft,
    aspect: 'screen-order',
    title: say`The order of the screens from ${action} on is the one that the text shows them in`,
    call: { predicate: 'orders-screens', arguments: { action, screens: groups } },
    level: 'implied',
    because: 'the captions number the steps that the screens are',
  };
  const all: Draft[] = [
    {
      ...draft,
      aspect: 'screens',
      title: say`Every screen that the text shows can be seen from ${action} on`,
      call: { predicate: 'offers-screens', arguments: { action, screens: groups } },
    },
    {
      ...draft,
      aspect: 'screen-titles',
      title: say`What stands above each screen from ${action} on is what the text calls it`,
      call: {
        predicate: 'words-screens',
        arguments: { action, screens: screens.map((screen) => ({ screen: nameOf(screen), text: screen.printed })) },
      },
      level: 'implied',
      because: 'its caption is all that the text prints of a screen, so that the screen is known by what it says',
    },
    // One screen is in any order.
    ...(groups.length > 1 ? [ordered] : []),
  ];
  if (individuals === undefined || organisations === undefined) return all;
  const shown = { action, iin: nameOf(individuals), bin: nameOf(organisations) };
  const own: Draft = {
    ...draft,
    aspect: 'own-screen',
    title: say`The screen that is for applicants of this kind can be seen from ${action} on`,
    places: placesOf([individuals, organisations]),
    call: { predicate: 'offers-own-screen', arguments: shown },
    level: 'implied',
    because: 'a screen that the text shows for one kind of applicant is for those to see',
  };
  const ofOrganisation: Draft = {
    ...own,
    aspect: 'own-screen-by-bin',
    title: say`The screen that is for organisations can be seen from ${action} on by one`,
    call: { predicate: 'offers-own-screen', arguments: { ...shown, byBin: true } },
    walk: { reaches: action, tag: BY_BIN },
  };
  return [...all, own, ofOrganisation];
}

/** What is fetched as the result is what the buttons give that open it and save it. */
function savingOf(source: Source, action: string): Draft[] {
  return printedButtons(printedForms(source)).flatMap(({ does, at, printed }): Draft[] => {
    const draft = {
      action,
      cells: [],
      places: [{ at, printed }],
      walk: { reaches: action },
    } as const;
    const opened: Draft = {
      ...draft,
      aspect: 'opens-document',
      title: say`What the button ${theButton(does)} gives after ${action} is a document`,
      call: { predicate: 'document-issued', arguments: { action } },
    };
    const saved: Draft = {
      ...draft,
      aspect: 'saves-pdf',
      title: say`What the button ${theButton(does)} gives after ${action} is a PDF`,
      call: { predicate: 'is-pdf', arguments: { action } },
    };
    return does === 'open' ? [opened] : does === 'save-pdf' ? [saved] : [];
  });
}
