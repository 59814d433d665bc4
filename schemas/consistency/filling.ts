// Checks the clause on filling in the form: its numbers and stages, the actions that it retells, and what it says that is on the screen.
import { printedButtons, printedFields, printedShows } from '../flow/filling.ts';
import { isProcess } from '../flow/flow-graph.ts';
import type { FillingItem, Regulation } from '../regulation.ts';
import { writeChoice, writeValue } from '../violation.ts';
import { STAGES } from '../vocabulary.ts';
import { checkUnique, type Tell } from './inconsistency.ts';

/** Checks the clause on filling in the form, and reports what is wrong with it. */
export function checkFilling(regulation: Regulation, tell: Tell): void {
  const { filling } = regulation;
  const names = (all: readonly { does: string }[]) => all.map(({ does }) => does);
  checkUnique(tell, names(printedButtons(regulation)), 'button', () => ['filling', 'items']);
  if (filling === null) return;
  for (const named of [printedFields(regulation), printedShows(regulation)])
    checkUnique(
      tell,
      named.map(({ is }) => is),
      'particular',
      () => ['filling', 'items'],
    );
  const actions = actionsOfApplicants(regulation);
  filling.items.forEach((entry, n) => {
    checkNumber(tell, n, entry, filling.items[n - 1]);
    checkStage(tell, n, entry, filling.items[n - 1]);
    checkNames(tell, n, entry);
    if (entry.retells !== undefined && !actions.includes(entry.retells))
      tell(
        ['filling', 'items', n, 'retells'],
        entry.retells,
        `${writeValue(entry.retells)} is no action of a flow that the applicant walks on the portal`,
        writeChoice(entry.retells, actions),
      );
  });
}

function actionsOfApplicants({ flows }: Regulation): string[] {
  return Object.values(flows)
    .filter(({ entry }) => entry === 'portal')
    .flatMap(({ items, steps }) => [
      ...items.filter(isProcess).map(({ action }) => action),
      ...steps.map(({ action }) => action.is),
    ]);
}

/** Checks that the items run 1, 2, 3 ..., and within an item of several paragraphs the paragraphs likewise. */
function checkNumber(tell: Tell, n: number, { item, paragraph }: FillingItem, before: FillingItem | undefined): void {
  const goesOn = item === before?.item && paragraph !== undefined && paragraph === (before.paragraph ?? 0) + 1;
  const begins = item === (before?.item ?? 0) + 1 && (paragraph ?? 1) === 1;
  if (begins || goesOn) return;
  const place = paragraph === undefined ? `item ${item}` : `item ${item}, paragraph ${paragraph},`;
  tell(
    ['filling', 'items', n, 'item'],
    item,
    `${place} is out of order`,
    'number items and paragraphs in order from 1',
  );
}

function checkStage(tell: Tell, n: number, { when }: FillingItem, before: FillingItem | undefined): void {
  if (before === undefined || STAGES.indexOf(when) >= STAGES.indexOf(before.when)) return;
  tell(
    ['filling', 'items', n, 'when'],
    when,
    `the stage ${when} comes before ${before.when}, which an earlier item speaks of`,
    'name the stage that the words speak of, none earlier than those before them',
  );
}

function checkNames(
  tell: Tell,
  n: number,
  { printed, when, offers, buttons = [], fields = [], shows = [] }: FillingItem,
): void {
  if (offers !== undefined && !printed.includes(offers))
    tell(['filling', 'items', n, 'offers'], offers, 'its words do not have the name', 'copy it from them');
  const kinds = { buttons, fields, shows };
  for (const key of ['buttons', 'fields', 'shows'] as const) {
    kinds[key].forEach(({ label }, k) => {
      if (!printed.includes(label))
        tell(['filling', 'items', n, key, k, 'label'], label, 'its words do not have the label', 'copy it from them');
    });
  }
  fields.forEach(({ is, prefilled }, k) => {
    if (prefilled !== undefined && is !== 'iin-bin')
      tell(
        ['filling', 'items', n, 'fields', k, 'prefilled'],
        is,
        'only the iin-bin is known from the login',
        'leave prefilled out',
      );
  });
  buttons.forEach(({ does, appears }, k) => {
    if (appears !== undefined && when !== 'answered')
      tell(
        ['filling', 'items', n, 'buttons', k, 'appears'],
        does,
        'only what comes with the answer is known not to be there before',
        'leave appears out',
      );
  });
}
