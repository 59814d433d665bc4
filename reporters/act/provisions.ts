// Lists what a regulation says outside its flows: whoever shows a regulation whole goes through it.
import { placeOf } from '../../schemas/flow/flow-graph.ts';
import { rowAt } from '../../schemas/flow/requirements.ts';
import type { Locator, Regulation, Requirements } from '../../schemas/regulation.ts';
import { type Said, say } from '../../schemas/said.ts';

/** A numbered piece of a regulation. `printed` is null where the transcription does not hold its words. */
export interface Provision {
  readonly place: Locator;
  readonly printed: string | null;
}

/** The items of a regulation that belong to no flow: participants, security, conditions, filling, viewing, screens, basic requirements, survey. */
export function provisionsOutsideFlows(regulation: Regulation): { title: Said; provisions: Provision[] }[] {
  const { participants, security, conditions, filling, viewing, screens, survey, requirements } = regulation;
  const listed = (title: Said, list: typeof participants | typeof security) => {
    if (list === null) return [];
    const items = list.items.map(({ item, printed }) => ({
      place: item === undefined ? { clause: list.clause } : { clause: list.clause, item },
      printed,
    }));
    const hasOwnPlace = items.every(({ place }) => 'item' in place);
    const whole = hasOwnPlace ? [{ place: { clause: list.clause }, printed: list.printed }] : [];
    return [{ title: say`${title} (clause ${list.clause})`, provisions: [...whole, ...items] }];
  };
  return [
    ...listed(say`Participants`, participants),
    ...listed(say`Protection of the applicant`, security),
    ...listed(say`Technical conditions`, conditions),
    ...(filling === null
      ? []
      : [{ title: say`Filling in the form (clause ${filling.clause})`, provisions: fillingProvisions(filling) }]),
    ...(viewing === null
      ? []
      : [{ title: say`Viewing the result (clause ${viewing.clause})`, provisions: viewingProvisions(viewing) }]),
    ...(screens.length === 0
      ? []
      : [
          {
            title: say`Screens`,
            provisions: screens.map(({ annex, figure, printed }) => ({ place: { annex, figure }, printed })),
          },
        ]),
    ...(requirements === undefined
      ? []
      : [
          {
            title: say`Basic requirements (annex ${requirements.annex})`,
            provisions: requirementProvisions(requirements),
          },
        ]),
    ...(survey === null ? [] : [{ title: say`Survey (annex ${survey.annex})`, provisions: surveyProvisions(survey) }]),
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

function requirementProvisions({ annex, rows }: Requirements): Provision[] {
  return rows.flatMap((row) => [
    { place: rowAt(annex, row), printed: `${row.name}: ${row.printed.join(' ')}` },
    ...(row.printed.length === 1
      ? []
      : row.printed.map((printed, n) => ({ place: rowAt(annex, row, n + 1), printed }))),
  ]);
}

function surveyProvisions({ annex, questions }: NonNullable<Regulation['survey']>): Provision[] {
  return questions.flatMap(({ question, printed, answers }) => [
    { place: { annex, question }, printed },
    ...answers.map(({ answer, printed: words }) => ({ place: { annex, question, answer }, printed: words })),
  ]);
}
