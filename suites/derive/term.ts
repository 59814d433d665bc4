// Family term: a step of a system finishes within its term, one of a person is accepted until its term ends, a result is there in time.

import { itemsAbout, sharedTermOf, termPlaces } from '../../schemas/flow/beside.ts';
import type { GraphStep } from '../../schemas/flow/flow-graph.ts';
import { any, lasting, printedTerm, say } from '../../schemas/said.ts';
import type { Source } from '../flow/source.ts';
import { bindsToWait, dayCounts } from '../flow/terms.ts';
import type { Draft } from './assertion.ts';

/** One assertion for each printed term: those of seconds first, then those of days. */
export function deriveTerm(source: Source): Draft[] {
  return [...source.graph.steps.flatMap((step) => deriveClockTerm(source, step)), ...deriveDayTerms(source)];
}

function deriveDayTerms(source: Source): Draft[] {
  const { regulation, flowId } = source;
  return dayCounts(source).map(({ action, begun, outcome, only, readings, fromReceipt, required }): Draft => {
    const counted = { begun, outcome, readings, ...(fromReceipt ? { fromReceipt } : {}) };
    const whole = {
      action,
      title: say`${outcome} is there within ${any(readings.map((term) => say`${printedTerm(term)}`))} of ${begun}`,
      call: { predicate: 'outcome-due', arguments: counted },
      walk: { reaches: outcome, ...(only === null ? {} : { tag: only }) },
      needs: ['clock'],
    } as const;
    if (required !== null) return { ...whole, aspect: 'service-term', cells: [], places: [required] };
    // A term of single variants stands in paragraphs of its own. Those of the item itself are about another variant.
    const own = only === null ? [] : termPlaces(regulation, flowId, action, only);
    const cells = [[action, 'term'] as const, [outcome, 'action'] as const];
    return {
      ...whole,
      aspect: only === null ? 'term' : `term-for-${only}`,
      cells: own.length === 0 ? cells : cells.filter(([cell]) => cell !== action),
      ...(own.length === 0 ? {} : { places: own }),
    };
  });
}

function deriveClockTerm(source: Source, step: GraphStep): Draft[] {
  const { action, term } = step;
  if (term === null || 'unit' in term) return [];
  const { regulation, flowId } = source;
  const shared = sharedTermOf(regulation, flowId, action);
  const draft = { action, aspect: 'term', cells: [[action, 'term']] as const, ...levelOf(source, action) } as const;
  if (bindsToWait(source, step)) {
    const own = lasting(term.max * 1000);
    return [
      {
        ...draft,
        title:
          shared === null
            ? say`${action} is accepted until ${own} have passed`
            : say`${action} is accepted until ${own} have passed, or ${lasting(shared.term.max * 1000)} since ${shared.since}`,
        call: {
          predicate: 'accepted-throughout',
          arguments: { action, term, ...(shared === null ? {} : { shared }) },
        },
        walk: { reaches: action, cause: null },
        needs: ['clock'],
      },
    ];
  }
  return [
    {
      ...draft,
      title: say`${action} finishes within ${lasting(term.max * 1000)}`,
      call: { predicate: 'finished-within', arguments: { action, term } },
      walk: { reaches: action },
    },
  ];
}

/** A term that stands once before several acts is required where another sentence repeats it for this act, and else implied. */
function levelOf({ regulation, flowId, graph }: Source, action: string): Pick<Draft, 'level' | 'because'> {
  const isShared = graph.steps.some((step) => {
    const shared = sharedTermOf(regulation, flowId, step.action);
    return shared !== null && (step.action === action || shared.since === action) && isOneItem(step.action);
  });
  function isOneItem(other: string): boolean {
    const [own] = itemsAbout(regulation, flowId, action);
    const [its] = itemsAbout(regulation, flowId, other);
    return own !== undefined && own.clause === its?.clause && own.item.item === its.item.item;
  }
  const isRepeated = termPlaces(regulation, flowId, action, null).length > 1;
  return isShared && !isRepeated ? { level: 'implied', because: FOR_ALL } : {};
}

const FOR_ALL = 'The term stands once before several acts, so each of them falls into it.';
