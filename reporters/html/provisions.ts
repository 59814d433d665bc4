// Shows what a regulation says outside its step tables, item by item, with the findings on each.

import { placeOf } from '../../schemas/flow/flow-graph.ts';
import { describePlace } from '../../schemas/place.ts';
import type { Locator, Regulation } from '../../schemas/regulation.ts';
import { type Finding, worstOf } from '../findings.ts';
import { renderLinks } from './assertions.ts';
import type { Citations } from './citations.ts';
import { errataAt, renderMark, renderNote } from './errata.ts';
import { html, type Markup } from './markup.ts';
import { renderStatus, verdictClass } from './status.ts';

/** A numbered piece of a regulation. `printed` is null where the transcription does not hold its words. */
export interface Provision {
  readonly place: Locator;
  readonly printed: string | null;
}

/** The provisions in order. Each can be opened to show the assertions that cite it. */
export function renderProvisions(
  regulation: Regulation | null,
  provisions: readonly Provision[],
  citations: Citations,
): Markup {
  return html`<div class="items">
${provisions.map(({ place, printed }) => renderProvision(regulation, place, printed, citations.take(place)))}</div>
`;
}

function renderProvision(
  regulation: Regulation | null,
  place: Locator,
  printed: string | null,
  findings: readonly Finding[],
): Markup {
  const errata = regulation === null ? [] : errataAt(regulation, place);
  const heading = html`<span class="place">${describePlace(place)}</span> <span lang="kk">${printed ?? ''}</span> ${renderStatus(findings)} ${renderMark(errata)}`;
  if (findings.length === 0 && errata.length === 0) return html`<div class="item v-none">${heading}</div>\n`;
  return html`<details class="item ${verdictClass(worstOf(findings))}"><summary>${heading}</summary>
${errata.map(renderNote)}${findings.length === 0 ? null : renderLinks(findings)}</details>
`;
}

/** The items of a regulation that belong to no flow: participants, security, conditions, filling, viewing, screens, survey. */
export function provisionsOutsideFlows(regulation: Regulation): { title: string; provisions: Provision[] }[] {
  const { participants, security, conditions, filling, viewing, screens, survey } = regulation;
  const listed = (title: string, list: typeof participants | typeof security) => {
    if (list === null) return [];
    const items = list.items.map(({ item, printed }) => ({
      place: item === undefined ? { clause: list.clause } : { clause: list.clause, item },
      printed,
    }));
    const hasOwnPlace = items.every(({ place }) => 'item' in place);
    const whole = hasOwnPlace ? [{ place: { clause: list.clause }, printed: list.printed }] : [];
    return [{ title: `${title} (clause ${list.clause})`, provisions: [...whole, ...items] }];
  };
  return [
    ...listed('Participants', participants),
    ...listed('Protection of the applicant', security),
    ...listed('Technical conditions', conditions),
    ...(filling === null
      ? []
      : [{ title: `Filling in the form (clause ${filling.clause})`, provisions: fillingProvisions(filling) }]),
    ...(viewing === null
      ? []
      : [{ title: `Viewing the result (clause ${viewing.clause})`, provisions: viewingProvisions(viewing) }]),
    ...(screens.length === 0
      ? []
      : [
          {
            title: 'Screens',
            provisions: screens.map(({ annex, figure, printed }) => ({ place: { annex, figure }, printed })),
          },
        ]),
    ...(survey === null ? [] : [{ title: `Survey (annex ${survey.annex})`, provisions: surveyProvisions(survey) }]),
  ];
}

function fillingProvisions({ clause, printed, items }: NonNullable<Regulation['filling']>): Provision[] {
  return [
    { place: { clause }, printed },
    ...items.map((entry) => ({ place: placeOf(clause, entry), printed: entry.printed })),
  ];
}

function viewingProvisions({ clause, printed, buttons }: NonNullable<Regulation['viewing']>): Provision[] {
  if (buttons.length === 0) return [{ place: { clause }, printed }];
  return [{ printed }, ...buttons].map((one, n) => ({ place: { clause, paragraph: n + 1 }, printed: one.printed }));
}

function surveyProvisions({ annex, questions }: NonNullable<Regulation['survey']>): Provision[] {
  return questions.flatMap(({ question, printed, answers }) => [
    { place: { annex, question }, printed },
    ...answers.map(({ answer, printed: words }) => ({ place: { annex, question, answer }, printed: words })),
  ]);
}
