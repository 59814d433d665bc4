// Drafts the assertions on documents: those that are attached are kept, and what is no document is not taken for one.

import { itemsAbout } from '../../schemas/flow/beside.ts';
import { attachesTo, marksPapers, placeOf } from '../../schemas/flow/flow-graph.ts';
import { say } from '../../schemas/said.ts';
import { operationOf } from '../flow/deed.ts';
import { successPath } from '../flow/path.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

/** The assertions on each step at which documents are attached, be it to a form or in a step of its own. */
export function deriveAttachments(source: Source): Draft[] {
  const { regulation, flowId, graph } = source;
  const steps = graph.steps.filter(({ action }) => successPath(source).includes(action));
  return steps.flatMap((step): Draft[] => {
    const { action } = step;
    const place = { action, cells: [[action, 'action']], walk: { reaches: action, cause: null } } as const;
    const kept: Draft = {
      ...place,
      aspect: 'keeps-document',
      title: say`A document that is attached at ${action} is kept with the request`,
      call: { predicate: 'keeps-document', arguments: { action } },
    };
    const marked: Draft = {
      ...place,
      aspect: 'keeps-mark',
      title: say`The mark of ${action} that the documents exist on paper is kept`,
      places: itemsAbout(regulation, flowId, action)
        .filter(({ item }) => item.onPaper)
        .map(({ clause, item }) => ({ at: placeOf(clause, item), printed: item.printed })),
      call: { predicate: 'keeps-mark', arguments: { action } },
    };
    if (operationOf(step) === 'attach') return marksPapers(regulation, flowId, action) ? [kept, marked] : [kept];
    if (!attachesTo(regulation, flowId, action)) return [];
    const refused: Draft = {
      ...place,
      aspect: 'refuses-empty-document',
      title: say`An empty document is not taken for one at ${action}`,
      call: { predicate: 'refuses-wrong-document', arguments: { action } },
      level: 'implied',
      because: 'documents that are needed are attached, and what has no content is no document of any format',
    };
    return [kept, refused];
  });
}
