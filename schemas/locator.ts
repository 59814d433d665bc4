// Tells whether the place that a locator names exists in the transcription.
import { describePlace } from './place.ts';
import type { ClauseItem, FillingItem, Flow, Locator, Regulation } from './regulation.ts';

/** The flow, with its id, to whose clause or table a place belongs; null for a place outside the flows. */
export function flowAt(regulation: Regulation, locator: Locator): { id: string; flow: Flow } | null {
  const found = Object.entries(regulation.flows).find(([, flow]) => {
    const { table } = flow;
    if ('clause' in locator) return itemsIn(flow, locator.clause) !== undefined;
    if ('table' in locator) return table?.annex === locator.annex && table.number === locator.table;
    return false;
  });
  return found === undefined ? null : { id: found[0], flow: found[1] };
}

/** The items of the flow's own clause or of one that retells the flow; undefined for any other clause. */
function itemsIn(flow: Flow, clause: number): readonly ClauseItem[] | undefined {
  if (flow.clause === clause) return flow.items;
  return flow.retold?.find((one) => one.clause === clause)?.items;
}

/** Whether the items have the paragraph. Where an item is transcribed as a whole, every paragraph of it is accepted. */
function hasParagraph(items: readonly (ClauseItem | FillingItem)[], item: number, paragraph: number): boolean {
  const known = items
    .filter((one) => one.item === item)
    .flatMap((one) => [one.paragraph, ...('terms' in one ? (one.terms ?? []).map((term) => term.paragraph) : [])])
    .filter((one) => one !== undefined);
  return known.length === 0 || known.includes(paragraph);
}

/**
 * Why a place does not exist, or null where it does. Headings, the parts before clause 1, and the items of clauses that are not transcribed
 * item by item are accepted unseen: a test against the printed text checks them.
 */
export function locatorProblem(regulation: Regulation, locator: Locator): string | null {
  const missing = `the document has no ${describePlace(locator)}`;
  const inFlow = flowAt(regulation, locator);
  if ('clause' in locator) {
    const { clause, item, paragraph } = locator;
    if (clause < 1 || clause > regulation.act.clauses) return missing;
    const listed = [regulation.participants, regulation.security, regulation.conditions].find(
      (list) => list?.clause === clause,
    );
    const { filling } = regulation;
    const procedure =
      inFlow !== null ? itemsIn(inFlow.flow, clause) : filling?.clause === clause ? filling.items : undefined;
    const items = procedure ?? listed?.items;
    if (item === undefined || items === undefined) return null;
    if (!items.some((one) => one.item === item)) return missing;
    return paragraph === undefined || procedure === undefined || hasParagraph(procedure, item, paragraph)
      ? null
      : missing;
  }
  if ('table' in locator) {
    if (inFlow === null) return missing;
    if (locator.step === undefined)
      return locator.row === undefined ? null : `${describePlace(locator)} names a row without a step`;
    return inFlow.flow.steps.some(({ step }) => step === locator.step) ? null : missing;
  }
  if ('figure' in locator) {
    const { annex, figure } = locator;
    return regulation.screens.some((screen) => screen.annex === annex && screen.figure === figure) ? null : missing;
  }
  if ('question' in locator) {
    const { annex, question, answer } = locator;
    const asked = regulation.survey?.questions.find(
      (one) => regulation.survey?.annex === annex && one.question === question,
    );
    if (asked === undefined) return missing;
    return answer === undefined || asked.answers.some((one) => one.answer === answer) ? null : missing;
  }
  if ('requirement' in locator) {
    const { annex, requirement, paragraph } = locator;
    const row = regulation.requirements?.rows.find((one) => one.row === requirement);
    if (row === undefined || regulation.requirements?.annex !== annex) return missing;
    return paragraph === undefined || paragraph <= row.printed.length ? null : missing;
  }
  return null;
}
