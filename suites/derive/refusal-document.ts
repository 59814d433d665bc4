// Drafts the assertions on the reasoned refusal as a document: that it is one and not the result, and that it is signed like the result.

import { cite, refusalFormedAt } from '../../schemas/flow/beside.ts';
import { REFUSAL_LETTER } from '../../schemas/run/assertion.ts';
import { say } from '../../schemas/said.ts';
import { answersByLetter, resultsOf } from '../flow/results.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

/**
 * The assertions on the refusal that a flow ends with after a negative decision, be it at the step that would issue the result or at one
 * that refuses, where the text has it formed as a document there.
 */
export function deriveRefusalDocument(source: Source): Draft[] {
  const { regulation, flowId, graph } = source;
  const atTheEnd = resultsOf(source).flatMap(({ step: { action }, result: { refusal } }) =>
    refusal === undefined || !answersByLetter(source)
      ? []
      : draftsOf(action, {
          places: [{ at: refusal.at, printed: refusal.printed }],
          walk: { reaches: action, tag: REFUSAL_LETTER },
        }),
  );
  const atARefusal = graph.steps.flatMap(({ action }) => {
    const formed = refusalFormedAt(regulation, flowId, action);
    return formed === null ? [] : draftsOf(action, { places: [cite(formed)], walk: { reaches: action } });
  });
  return [...atTheEnd, ...atARefusal];
}

function draftsOf(action: string, told: Required<Pick<Draft, 'places' | 'walk'>>): Draft[] {
  const draft = { action, cells: [[action, 'completion']], ...told } as const;
  return [
    {
      ...draft,
      aspect: 'refusal-kind',
      title: say`The document of ${action} is a reasoned refusal after a negative decision`,
      call: { predicate: 'is-of-kind', arguments: { action, kinds: ['refusal'] } },
    },
    {
      ...draft,
      aspect: 'refusal-document',
      title: say`${action} makes a document that can be fetched after a negative decision`,
      call: { predicate: 'document-issued', arguments: { action } },
    },
    {
      ...draft,
      aspect: 'refusal-signed',
      title: say`The reasoned refusal of ${action} is signed over its very bytes`,
      call: { predicate: 'signed', arguments: { action } },
    },
    {
      ...draft,
      aspect: 'refusal-signer',
      title: say`The signer of the reasoned refusal of ${action} is an authorised person of an organisation`,
      call: { predicate: 'signed-by-official', arguments: { action } },
    },
    {
      ...draft,
      aspect: 'refusal-signed-by-provider',
      title: say`The signer of the reasoned refusal of ${action} is a person of the provider`,
      call: { predicate: 'signed-by-provider', arguments: { action } },
    },
  ];
}
