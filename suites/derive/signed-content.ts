// Drafts the assertions on what is given to be signed: the values that were entered, and the documents that were attached before.
import { attachesTo, type GraphStep } from '../../schemas/flow/flow-graph.ts';
import { operationOf } from '../flow/deed.ts';
import { successPath } from '../flow/path.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

/** The assertions on each step that signs a form which was filled in before it. */
export function deriveSignedContent(source: Source): Draft[] {
  const steps = successPath(source).flatMap((action) => source.graph.steps.filter((step) => step.action === action));
  return steps.flatMap((step, at): Draft[] => {
    const before = steps.slice(0, at);
    if (operationOf(step) !== 'sign' || !before.some((one) => operationOf(one) === 'fill')) return [];
    const { action } = step;
    const draft = { action, cells: [[action, 'action']], walk: { reaches: action, cause: null } } as const;
    const values: Draft = {
      ...draft,
      aspect: 'signs-values',
      title: `What is signed at ${action} is the form with the values that were entered`,
      call: { predicate: 'signs-values', arguments: { action } },
    };
    const documents: Draft = {
      ...draft,
      aspect: 'signs-documents',
      title: `What is signed at ${action} is the form with the documents that were attached`,
      call: { predicate: 'signs-documents', arguments: { action } },
      level: 'implied',
      because: 'a document that is attached to a form is part of the request, and it is the request that is signed',
    };
    return before.some((one) => takesDocuments(source, one)) ? [values, documents] : [values];
  });
}

const takesDocuments = ({ regulation, flowId }: Source, step: GraphStep): boolean =>
  operationOf(step) === 'attach' || attachesTo(regulation, flowId, step.action);
