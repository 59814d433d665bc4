// Family term: a system's step finishes within its term, a person's step is accepted throughout it, a result is there by its day.
import type { TestAssertion } from '../../schemas/assertion.ts';
import { type GraphStep, partyOf } from '../../schemas/flow-graph.ts';
import { describeTerm } from '../../schemas/term.ts';
import { CHECKS, isPerson } from '../../schemas/vocabulary.ts';
import { operationOf, type Source, writeRow } from './row.ts';

/** Whether a term binds the portal to wait for somebody, which it can only where the step is not the first one. */
export function bindsToWait(source: Pick<Source, 'graph' | 'regulation'>, step: GraphStep): boolean {
  if (operationOf(step) === null || step === source.graph.steps[0] || step.actor === null) return false;
  return isPerson(partyOf(source.regulation, step.actor).role);
}

export function deriveTerm(source: Source): TestAssertion[] {
  return source.graph.steps.flatMap((step) => {
    const { action, term } = step;
    if (term === null) return [];
    const draft = { family: 'term', action, aspect: 'term', cells: [[action, 'term']] as const } as const;
    if ('unit' in term) {
      return writeRow(source, {
        ...draft,
        title: `What follows ${action} is there within ${describeTerm(term)}`,
        call: { predicate: 'outcome-due', arguments: { action, term } },
        walk: { edge: { from: action, to: goodNext(step) } },
        needs: ['clock'],
      });
    }
    if (bindsToWait(source, step)) {
      return writeRow(source, {
        ...draft,
        title: `${action} is accepted until ${term.max} s have passed`,
        call: { predicate: 'accepted-throughout', arguments: { action, term } },
        walk: { reaches: action, cause: null },
        needs: ['clock'],
      });
    }
    return writeRow(source, {
      ...draft,
      title: `${action} finishes within ${term.max} s`,
      call: { predicate: 'finished-within', arguments: { action, term } },
      walk: { reaches: action },
    });
  });
}

const goodNext = ({ action, check, next }: GraphStep) =>
  (check === null ? next[0] : next.find(({ when }) => when === CHECKS[check].passes))?.to ?? action;
