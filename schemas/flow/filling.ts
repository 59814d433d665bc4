// Lists what the regulation says that the portal shows the applicant: buttons, fields and particulars, each with its stage and place.

import type { FillingItem, Locator, Regulation } from '../regulation.ts';
import type { Stage } from '../vocabulary.ts';
import { placeOf } from './flow-graph.ts';

type Printed = Pick<Regulation, 'filling' | 'viewing'>;

/** Something that the text names, with the stage from which it is there, the place of that text, and its words. */
type Named<T> = T & {
  readonly when: Stage;
  readonly at: Locator;
  readonly printed: string;
  /** Other places that say so too. */
  readonly also?: readonly Locator[];
};
type Button = NonNullable<FillingItem['buttons']>[number];
type Field = Omit<NonNullable<FillingItem['fields']>[number], 'label'>;
type Shown = Omit<NonNullable<FillingItem['shows']>[number], 'label'>;

function named<T extends object>(
  { filling }: Pick<Printed, 'filling'>,
  of: (entry: FillingItem) => readonly T[] | undefined,
): Named<T>[] {
  if (filling === null) return [];
  return filling.items.flatMap((entry) => {
    const place = { when: entry.when, at: placeOf(filling.clause, entry), printed: entry.printed };
    return (of(entry) ?? []).map((one) => ({ ...one, ...place }));
  });
}

/** The buttons of the form and of the result. Those for viewing the result count from the stage `answered`, when there is one. */
export function printedButtons({ filling, viewing }: Printed): Named<Button>[] {
  const ofForm = named<Button>({ filling }, ({ buttons }) => buttons);
  if (viewing === null) return ofForm;
  const { clause, buttons } = viewing;
  return [
    ...ofForm,
    // Each button has a paragraph of its own after the words that introduce them, which say that the result can be viewed so.
    ...buttons.map(({ does, label, printed }, n) => {
      const also = [{ clause, paragraph: 1 }];
      return { does, label, when: 'answered', at: { clause, paragraph: n + 2 }, also, printed } as const;
    }),
  ];
}

/** The button of the service history by which the text has the result shown; null where it has none. */
export function historyButton(regulation: Pick<Printed, 'viewing'>): Named<Button> | null {
  const { viewing } = regulation;
  const paragraph = viewing?.history?.shows === 'result' ? viewing.history.paragraph : undefined;
  if (paragraph === undefined) return null;
  const own = printedButtons({ filling: null, viewing });
  return own.find(({ at }) => 'clause' in at && at.paragraph === paragraph) ?? null;
}

/** The fields of the form, whether the applicant fills them in or the portal. */
export function printedFields(regulation: Pick<Printed, 'filling'>): Named<Field>[] {
  return named<Field>(regulation, ({ fields }) => fields);
}

/** The particulars of the request that the portal shows. */
export function printedShows(regulation: Pick<Printed, 'filling'>): Named<Shown>[] {
  return named<Shown>(regulation, ({ shows }) => shows);
}

/** The places in the clause on filling in the form that retell an action of a flow. */
export function retellings({ filling }: Pick<Printed, 'filling'>, action: string): Locator[] {
  if (filling === null) return [];
  return filling.items.filter(({ retells }) => retells === action).map((entry) => placeOf(filling.clause, entry));
}

/** The screens in printed order, each as `annex/figure`, together with those that other applicants see in its place. */
export function screenGroups({ screens }: Pick<Regulation, 'screens'>): string[][] {
  return screens
    .filter(({ instead }) => instead === undefined)
    .map((first) => {
      const others = screens.filter(({ annex, instead }) => annex === first.annex && instead === first.figure);
      return [first, ...others].map(({ annex, figure }) => `${annex}/${figure}`);
    });
}
