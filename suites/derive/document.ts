// Family document: the result is signed by an authorised person, is a PDF where the text says so, and stands in the service history.
import type { GraphStep } from '../../schemas/flow/flow-graph.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { resultsOf } from '../flow/results.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';
import { completedInHistory } from './history.ts';

/** The assertions on the document of every result. */
export function deriveDocument(source: Source): Draft[] {
  return resultsOf(source).flatMap(({ step, result }) => draftsOf(source, step, result));
}

function draftsOf(source: Source, { action }: GraphStep, { format, at }: Regulation['results'][number]): Draft[] {
  const inHistory = completedInHistory(source, action);
  const draft = { action, cells: [[action, 'completion']], walk: { reaches: action }, definition: at } as const;
  const drafts: Draft[] = [
    {
      ...draft,
      aspect: 'signed',
      title: `The document of ${action} is signed over its very bytes`,
      call: { predicate: 'signed', arguments: { action } },
    },
    {
      ...draft,
      aspect: 'signer',
      title: `The signer of the document of ${action} is an authorised person of an organisation`,
      call: { predicate: 'signed-by-official', arguments: { action } },
    },
    inHistory,
  ];
  if (format === 'pdf') {
    drafts.push({
      ...draft,
      aspect: 'pdf',
      title: `The document of ${action} is a PDF`,
      call: { predicate: 'is-pdf', arguments: { action } },
    });
  }
  return drafts;
}
