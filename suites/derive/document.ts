// Family document: the result is the right kind of document, says what it has to, is signed by the provider, and stands in the history.

import { printedButtons } from '../../schemas/flow/filling.ts';
import { deputiesOf, type GraphStep } from '../../schemas/flow/flow-graph.ts';
import type { Locator, Result } from '../../schemas/regulation.ts';
import { say } from '../../schemas/said.ts';
import { collectedAfter, resultsOf } from '../flow/results.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';
import { contentOf } from './document-content.ts';
import { completedInHistory } from './history.ts';
import { deriveRefusalDocument } from './refusal-document.ts';

/** The assertions on the document of every result, and on the reasoned refusal that takes its place after a negative decision. */
export function deriveDocument(source: Source): Draft[] {
  const drafts = resultsOf(source).flatMap(({ step, result }) => [
    ...draftsOf(source, step, result),
    ...kindsOf(source, step, result),
    ...contentOf(source, step, result),
    ...(collectedAfter(source) === step.action ? [collectedOf(step)] : []),
  ]);
  return [...drafts, ...deriveRefusalDocument(source)];
}

function draftsOf(source: Source, { action }: GraphStep, { format, at, signedBy }: Result): Draft[] {
  const inHistory = completedInHistory(source, action);
  const draft = { action, cells: [[action, 'completion']], walk: { reaches: action }, definition: at } as const;
  const signing = source.graph.steps
    .filter(({ actor, does }) => actor === signedBy && does === 'approve')
    .map((step) => step.action);
  // Only an office that one person holds, or a deputy for that person, makes the signature that of somebody.
  const byHead: Draft = {
    ...draft,
    aspect: 'signed-by-head',
    title: say`The signer of the document of ${action} is the head of the provider, or a deputy`,
    cells: [action, ...signing].map((one) => [one, 'completion'] as const),
    call: { predicate: 'signed-by-head', arguments: { action } },
  };
  const drafts: Draft[] = [
    {
      ...draft,
      aspect: 'signed',
      title: say`The document of ${action} is signed over its very bytes`,
      call: { predicate: 'signed', arguments: { action } },
    },
    {
      ...draft,
      aspect: 'signer',
      title: say`The signer of the document of ${action} is an authorised person of an organisation`,
      call: { predicate: 'signed-by-official', arguments: { action } },
    },
    {
      ...draft,
      aspect: 'signed-by-provider',
      title: say`The signer of the document of ${action} is a person of the provider`,
      call: { predicate: 'signed-by-provider', arguments: { action } },
    },
    ...(deputiesOf(source.regulation, [signedBy]).length > 0 ? [byHead] : []),
    inHistory,
  ];
  if (format === 'pdf') {
    drafts.push({
      action,
      cells: draft.cells,
      walk: draft.walk,
      ...savedAsPdf(source),
      aspect: 'pdf',
      title: say`The document of ${action} is a PDF`,
      call: { predicate: 'is-pdf', arguments: { action } },
    });
  }
  return drafts;
}

/** It is the applicant who receives the result, whoever has brought the request in. */
function collectedOf({ action }: GraphStep): Draft {
  return {
    action,
    aspect: 'collected',
    title: say`The document of ${action} is given to the applicant, who logs in for it`,
    cells: [[action, 'completion']],
    call: { predicate: 'collected-by-applicant', arguments: { action } },
    walk: { reaches: action, cause: null },
    level: 'implied',
    because: 'it is the applicant who receives the result, and the applicant has an account of their own',
  };
}

/** The sentence by which the applicant saves the result as a PDF. Other channels than the portal give the same document. */
function savedAsPdf({ regulation, flow }: Source): Partial<Draft> {
  const places = printedButtons(regulation).filter(({ does }) => does === 'save-pdf');
  if (places.length === 0) return {};
  const said = { cells: [], places };
  return flow.entry === 'portal' ? said : { ...said, level: 'implied', because: SAME_DOCUMENT };
}

const SAME_DOCUMENT = 'The applicant saves the result as a PDF on the portal, and it is the same document here.';

/** One assertion for each variant that the text ends with a document of its own kind. An annex may come in the place of any of them. */
function kindsOf(source: Source, { action }: GraphStep, { kinds = [] }: Result): Draft[] {
  const { flow } = source;
  const tags = new Set((flow.variants ?? []).flatMap((variant) => variant.tags));
  return kinds.flatMap(({ is, only, at, printed }) =>
    only
      .filter((tag) => tags.has(tag))
      .map(
        (tag): Draft => ({
          action,
          aspect: `kind-for-${tag}`,
          title: say`The document of ${action} is a ${is} when a ${tag} is asked for`,
          cells: [[action, 'completion']],
          places: [{ at, printed }],
          call: { predicate: 'is-of-kind', arguments: { action, kinds: [is, 'annex'] } },
          walk: { reaches: action, tag },
          conditions: drawnUpAt(source, tag),
        }),
      ),
  );
}

/** The paragraphs that say by when the document of a variant is drawn up, and so which one it is. */
function drawnUpAt({ flow }: Source, tag: string): Locator[] {
  const own = flow.clause === null ? [] : [{ clause: flow.clause, items: flow.items }];
  return [...own, ...(flow.retold ?? [])].flatMap(({ clause, items }) =>
    items.flatMap((entry) =>
      'terms' in entry
        ? (entry.terms ?? [])
            .filter(({ only }) => only === tag)
            .flatMap(({ paragraph }) => (paragraph === undefined ? [] : [{ clause, item: entry.item, paragraph }]))
        : [],
    ),
  );
}
