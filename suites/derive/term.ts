// Family term: a system's step finishes within its term, a person's step is accepted throughout it, a result is there by its day.
import type { TestAssertion } from '../../schemas/assertion.ts';
import { type GraphStep, partyOf } from '../../schemas/flow-graph.ts';
import { describeTerm } from '../../schemas/term.ts';
import { isDoneInPerson } from '../../schemas/vocabulary.ts';
import { dayCounts } from '../flow/terms.ts';
import { type Source, writeRow } from './row.ts';

/** Whether a term binds the portal to wait for somebody, which it can only where the step is not the first one. */
export function bindsToWait(source: Pick<Source, 'graph' | 'regulation'>, step: GraphStep): boolean {
  if (step === source.graph.steps[0] || step.actor === null) return false;
  return isDoneInPerson(step.does, partyOf(source.regulation, step.actor).role);
}

export function deriveTerm(source: Source): TestAssertion[] {
  return [...source.graph.steps.flatMap((step) => deriveClockTerm(source, step)), ...deriveDayTerms(source)];
}

function deriveDayTerms(source: Source): TestAssertion[] {
  return dayCounts(source).map(({ action, begun, outcome, only, readings }) =>
    writeRow(source, {
      family: 'term',
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
    }),
  );
}

function deriveClockTerm(source: Source, step: GraphStep): TestAssertion[] {
  const { action, term } = step;
  if (term === null || 'unit' in term) return [];
  const draft = { family: 'term', action, aspect: 'term', cells: [[action, 'term']] as const } as const;
  if (bindsToWait(source, step)) {
    return [
      writeRow(source, {
        ...draft,
        title: `${action} is accepted until ${term.max} s have passed`,
        call: { predicate: 'accepted-throughout', arguments: { action, term } },
        walk: { reaches: action, cause: null },
        needs: ['clock'],
      }),
    ];
  }
  return [
    writeRow(source, {
      ...draft,
      title: `${action} finishes within ${term.max} s`,
      call: { predicate: 'finished-within', arguments: { action, term } },
      walk: { reaches: action },
    }),
  ];
}
