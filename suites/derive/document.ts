// Family document: the result is signed by an authorised person, is a PDF where the text says so, and stands in the service history.
import type { TestAssertion } from '../../schemas/assertion.ts';
import type { GraphStep } from '../../schemas/flow-graph.ts';
import { samePlace } from '../../schemas/place.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import { VERBS } from '../../schemas/vocabulary.ts';
import { type Draft, type Source, writeRow } from './row.ts';

/** The steps that end a flow with a result, each with what the regulation says of that result. */
export function resultsOf({ graph, regulation }: Pick<Source, 'graph' | 'regulation'>) {
  return graph.steps.flatMap((step) => {
    const result = regulation.results.find(({ id }) => id === step.result);
    return result === undefined || VERBS[step.does].ends !== 'completed' ? [] : [{ step, result }];
  });
}

export function deriveDocument(source: Source): TestAssertion[] {
  return resultsOf(source).flatMap(({ step, result }) =>
    draftsOf(step, result).map(({ defined, ...draft }) => {
      const row = writeRow(source, draft);
      // The cell comes first: it is what asks for the document; the definition only says what a document of that name is.
      return defined && !row.source.some((place) => samePlace(place, result.at))
        ? { ...row, source: [...row.source, result.at] }
        : row;
    }),
  );
}

function draftsOf({ action }: GraphStep, { format }: Regulation['results'][number]): (Draft & { defined: boolean })[] {
  const draft = {
    family: 'document',
    action,
    cells: [[action, 'completion']],
    walk: { reaches: action },
    defined: true,
  } as const;
  const drafts: (Draft & { defined: boolean })[] = [
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
    {
      ...draft,
      aspect: 'in-history',
      title: `The request is completed in the service history after ${action}`,
      call: { predicate: 'in-history', arguments: { action } },
      defined: false,
    },
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
