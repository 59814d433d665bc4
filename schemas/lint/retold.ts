// Finds the differences between the clause of a flow and the clauses that retell the flow.
import { isProcess, placeOf } from '../flow/flow-graph.ts';
import { foldKazakh } from '../language.ts';
import type { ClauseProcess, Flow, Locator } from '../regulation.ts';
import type { Difference } from './difference.ts';

interface PrintedTerm {
  only: string | null;
  printed: string;
  at: Locator;
}

/** Every difference of the retelling clauses. A clause that names no actor or no term does not contradict one that names it. */
export function retoldDifferences({ clause, items, retold = [] }: Flow): Difference[] {
  if (clause === null) return [];
  const main = items.filter(isProcess);
  return retold.flatMap((again) => {
    const processes = again.items.filter(isProcess);
    return [
      ...processes.flatMap((item) => {
        const first = main.find(({ action }) => action === item.action);
        return first === undefined ? [extra(again.clause, clause, item)] : compare(again.clause, item, clause, first);
      }),
      ...main
        .filter(({ action }) => processes.every((item) => item.action !== action))
        .map(
          ({ action }): Difference => ({
            code: 'retold-step-missing',
            at: { clause: again.clause },
            message: `clause ${clause} has the step ${action}, clause ${again.clause} leaves it out`,
          }),
        ),
    ];
  });
}

function extra(again: number, clause: number, item: ClauseProcess): Difference {
  const message = `clause ${clause} has no step ${item.action}`;
  return { code: 'retold-step-extra', at: placeOf(again, item), message };
}

function compare(again: number, item: ClauseProcess, clause: number, first: ClauseProcess): Difference[] {
  const found: Difference[] = [];
  if (item.by !== null && first.by !== null && item.by !== first.by)
    found.push({
      code: 'retold-actor-differs',
      at: placeOf(again, item),
      message: `${item.action} is done by ${item.by} here, by ${first.by} in clause ${clause}`,
    });
  const others = termsOf(clause, first);
  for (const { only, printed, at } of termsOf(again, item)) {
    const other = others.find((one) => one.only === only);
    if (other === undefined || foldKazakh(other.printed) === foldKazakh(printed)) continue;
    const whose = only === null ? item.action : `${item.action} (${only})`;
    found.push({
      code: 'retold-term-differs',
      at,
      message: `${whose} has the term ${printed} here, ${other.printed} in clause ${clause}`,
    });
  }
  return found;
}

function termsOf(clause: number, item: ClauseProcess): PrintedTerm[] {
  const at = (paragraph: number | undefined) => placeOf(clause, { ...item, paragraph: paragraph ?? item.paragraph });
  const plain = item.term === undefined ? [] : [{ only: null, printed: item.term.printed, at: at(undefined) }];
  const tagged = (item.terms ?? []).map(({ only, paragraph, printed }) => ({ only, printed, at: at(paragraph) }));
  return [...plain, ...tagged];
}
