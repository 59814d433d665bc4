// Family completion: the message, number or document that the completion row names exists.
import type { TestAssertion } from '../../schemas/assertion.ts';
import type { GraphStep } from '../../schemas/flow-graph.ts';
import { type Draft, type Source, writeRow } from './row.ts';

export function deriveCompletion(source: Source): TestAssertion[] {
  return source.graph.steps
    .filter(({ forms }) => forms.length > 0)
    .flatMap((step) => draftsOf(step).map((draft) => writeRow(source, draft)));
}

function draftsOf(step: GraphStep): Draft[] {
  const { action, forms } = step;
  const draft = { family: 'completion', action, cells: [[action, 'completion']], walk: { reaches: action } } as const;
  const drafts: Draft[] = [
    {
      ...draft,
      aspect: 'completion',
      title: `${action} is completed by ${forms.join(' or ')}`,
      call: { predicate: 'completed-by', arguments: { action, kinds: forms } },
    },
  ];
  // Where another completion will do as well, the text does not insist on a number here.
  if (forms.every((kind) => kind === 'request-registered')) {
    drafts.push(
      {
        ...draft,
        aspect: 'number',
        title: `${action} gives the request a number`,
        call: { predicate: 'numbered', arguments: { action } },
      },
      {
        ...draft,
        aspect: 'number-unique',
        title: `${action} gives no two requests the same number`,
        call: { predicate: 'numbered-apart', arguments: { action } },
      },
    );
  }
  if (step.does === 'issue') {
    drafts.push({
      ...draft,
      aspect: 'document',
      title: `${action} makes a document that can be fetched`,
      call: { predicate: 'document-issued', arguments: { action } },
    });
  }
  return drafts;
}
