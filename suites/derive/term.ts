// Family term: a step of a system finishes within its term, one of a person is accepted until its term ends, a result is there in time.
import type { GraphStep } from '../../schemas/flow/flow-graph.ts';
import { describeTerm } from '../../schemas/term.ts';
import type { Source } from '../flow/source.ts';
import { bindsToWait, dayCounts } from '../flow/terms.ts';
import type { Draft } from './assertion.ts';

/** One assertion for each printed term: those of seconds first, then those of days. */
export function deriveTerm(source: Source): Draft[] {
  return [...source.graph.steps.flatMap((step) => deriveClockTerm(source, step)), ...deriveDayTerms(source)];
}

function deriveDayTerms(source: Source): Draft[] {
  return dayCounts(source).map(({ action, begun, outcome, only, readings }) => ({
    action,
    aspect: only === null ? 'term' : `term-for-${only}`,
    title: `${outcome} is there within ${readings.map(describeTerm).join(' or ')} of ${begun}`,
    cells: [
      [action, 'term'],
      [outcome, 'action'],
    ],
    call: { predicate: 'outcome-due', arguments: { begun, outcome, readings } },
    walk: { reaches: outcome, ...(only === null ? {} : { tag: only }) },
    needs: ['clock'],
  }));
}

function deriveClockTerm(source: Source, step: GraphStep): Draft[] {
  const { action, term } = step;
  if (term === null || 'unit' in term) return [];
  const draft = { action, aspect: 'term', cells: [[action, 'term']] as const } as const;
  if (bindsToWait(source, step)) {
    return [
      {
        ...draft,
        title: `${action} is accepted until ${term.max} s have passed`,
        call: { predicate: 'accepted-throughout', arguments: { action, term } },
        walk: { reaches: action, cause: null },
        needs: ['clock'],
      },
    ];
  }
  return [
    {
      ...draft,
      title: `${action} finishes within ${term.max} s`,
      call: { predicate: 'finished-within', arguments: { action, term } },
      walk: { reaches: action },
    },
  ];
}
