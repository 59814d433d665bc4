// Drafts what the table of basic requirements of newer rules asks of a portal, in the families that there are.

import type { Cited } from '../../schemas/flow/beside.ts';
import { attachesTo } from '../../schemas/flow/flow-graph.ts';
import { groundsIn, rowsAbout, serviceTerm } from '../../schemas/flow/requirements.ts';
import type { Family } from '../../schemas/run/assertion.ts';
import { lasting, type Said, say } from '../../schemas/said.ts';
import { type Cause, CHECKS, isPerson, namedCause } from '../../schemas/vocabulary.ts';
import { operationOf } from '../flow/deed.ts';
import { successPath } from '../flow/path.ts';
import { type Refusal, refusalsOf } from '../flow/refusals.ts';
import { mayRefuseByLetter, resultsOf } from '../flow/results.ts';
import { ownedDeeds } from '../flow/security.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

/** What a family derives of the table. Terms of days are derived with those of the steps, because a walk has to wait for them alike. */
const REQUIRED: Readonly<Partial<Record<Family, (source: Source) => Draft[]>>> = {
  'next-step': freeOfCharge,
  cause: (source) => [...unpaid(source), ...withoutDocument(source), ...onGrounds(source)],
  term: withinClockTerm,
  refusal: namedGrounds,
  actor: byProvider,
  document: electronic,
  form: takesDocuments,
};

/** The assertions of one family on the table of basic requirements; none where the regulation has none. */
export const deriveRequired = (source: Source, family: Family): Draft[] =>
  source.regulation.requirements === undefined ? [] : (REQUIRED[family]?.(source) ?? []);

/** What the row itself says, of no step. */
const places = (cited: readonly Cited[]) => ({ cells: [], places: cited }) as const;

/** Nobody pays on the walk, so a portal that demands a fee does not take the last deed of the applicant, or does not go on after it. */
function freeOfCharge(source: Source): Draft[] {
  const cited = rowsAbout(source.regulation, 'fee').flatMap(({ row, cited: at }) => (row.fee === 'free' ? [at] : []));
  const path = successPath(source);
  const at = path.indexOf(ownedDeeds(source).at(-1)?.action ?? '');
  const [before, deed, after] = [path[at - 1], path[at], path[at + 1]];
  if (cited.length === 0 || deed === undefined) return [];
  const draft = (action: string, next: string, aspect: string): Draft => ({
    action,
    aspect,
    title: say`${next} follows ${action}, and nothing has been paid`,
    places: cited,
    cells: [
      [action, 'next'],
      [next, 'action'],
    ],
    call: { predicate: 'followed-by', arguments: { action, next, others: [] } },
    walk: { edge: { from: action, to: next }, cause: null },
  });
  return [
    ...(before === undefined ? [] : [draft(before, deed, 'free-before')]),
    ...(after === undefined ? [] : [draft(deed, after, 'free')]),
  ];
}

/** Who has not paid the printed fee is refused. */
function unpaid(source: Source): Draft[] {
  const cited = rowsAbout(source.regulation, 'fee').flatMap(({ row, cited: at }) => (row.fee === 'paid' ? [at] : []));
  if (cited.length === 0) return [];
  return refusalsFor(source, 'not-paid').map((refusal) => ({
    ...led(refusal, 'fee-unpaid', say`${refusal.from.action} leads to ${refusal.to.action} when the fee is not paid`),
    places: cited,
  }));
}

/** An application without a document that is listed is refused. */
function withoutDocument(source: Source): Draft[] {
  const cited = rowsAbout(source.regulation, 'documents').map(({ cited: at }) => at);
  if (cited.length === 0) return [];
  return refusalsFor(source, 'missing-document').map((refusal) => ({
    ...led(
      refusal,
      'document-not-brought',
      say`${refusal.from.action} leads to ${refusal.to.action} when a listed document is missing`,
    ),
    places: cited,
    level: 'implied',
    because: 'the table lists the documents that are needed for the service, so without one of them it is not rendered',
  }));
}

/** Each ground leads to the refusal. */
const onGrounds = (source: Source): Draft[] =>
  groundsIn(source.regulation).flatMap(({ cause, cited }) =>
    refusalsFor(source, cause).map((refusal) => ({
      ...led(
        refusal,
        `ground-${cause}`,
        say`${refusal.from.action} leads to ${refusal.to.action} on the printed ground ${cause}`,
      ),
      places: cited,
    })),
  );

/** A refusal on a printed ground names it, and nothing is issued. */
function namedGrounds(source: Source): Draft[] {
  return groundsIn(source.regulation).flatMap(({ cause, cited }) =>
    refusalsFor(source, cause).flatMap(({ to: { action } }): Draft[] => {
      const draft = { action, ...places(cited), walk: { reaches: action, cause } };
      return [
        {
          ...draft,
          aspect: `ground-${cause}-named`,
          title: say`The refusal of ${action} names the printed ground ${cause}`,
          call: { predicate: 'names-cause', arguments: { action, cause: namedCause(cause) } },
          level: 'implied',
          because:
            'the table lists this ground apart from the others, so that who is refused can be told which one it is',
        },
        {
          ...draft,
          aspect: `ground-${cause}-issues-nothing`,
          title: say`Nothing is issued after ${action} on the printed ground ${cause}`,
          call: {
            predicate: 'issues-nothing',
            arguments: mayRefuseByLetter(source, action) ? { action, letter: true } : { action },
          },
        },
      ];
    }),
  );
}

/** No step of the service can take longer than the whole of it, so the one that gives the result cannot. */
function withinClockTerm(source: Source): Draft[] {
  const service = serviceTerm(source.regulation);
  if (service === null || 'unit' in service.term) return [];
  const { term, cited } = service;
  return resultsOf(source)
    .filter(({ step }) => operationOf(step) === null)
    .map(({ step: { action } }) => ({
      action,
      aspect: 'service-term',
      title: say`${action} finishes within ${lasting(term.max * 1000)}, in which the whole service is rendered`,
      ...places([cited]),
      call: { predicate: 'finished-within', arguments: { action, term } },
      walk: { reaches: action },
      level: 'implied',
      because: 'the table gives this time to the whole service, so no step of it can take longer',
    }));
}

/** Who renders the service signs what it results in. */
function byProvider(source: Source): Draft[] {
  const { parties } = source.regulation;
  return rowsAbout(source.regulation, 'provider').flatMap(({ row, cited }) => {
    const provider = parties.find(({ id }) => id === row.party);
    if (provider === undefined || !isPerson(provider.role)) return [];
    return resultsOf(source).map(
      ({ step: { action } }): Draft => ({
        action,
        aspect: 'rendered-by-provider',
        title: say`The signer of the document of ${action} is a person of whom the table names as the provider`,
        ...places([cited]),
        call: { predicate: 'signed-by-provider', arguments: { action } },
        walk: { reaches: action },
        level: 'implied',
        because: 'the table names who renders the service, and an electronic document is of whom it is signed by',
      }),
    );
  });
}

/** An electronic result can be fetched, and one that is signed verifies. */
function electronic(source: Source): Draft[] {
  const rows = rowsAbout(source.regulation, 'form', 'result');
  const cited = (key: 'electronic' | 'signed') => rows.flatMap((one) => (one.row[key] === true ? [one.cited] : []));
  const [fetched, signed] = [cited('electronic'), cited('signed')];
  return resultsOf(source).flatMap(({ step: { action } }): Draft[] => {
    const draft = { action, walk: { reaches: action } };
    const isThere: Draft = {
      ...draft,
      ...places(fetched),
      aspect: 'electronic-result',
      title: say`${action} makes an electronic document, as the table says`,
      call: { predicate: 'document-issued', arguments: { action } },
    };
    const isSigned: Draft = {
      ...draft,
      ...places(signed),
      aspect: 'signed-result',
      title: say`The document of ${action} is signed, as the table says`,
      call: { predicate: 'signed', arguments: { action } },
    };
    return [...(fetched.length > 0 ? [isThere] : []), ...(signed.length > 0 ? [isSigned] : [])];
  });
}

/** A listed document that is attached is kept. */
function takesDocuments(source: Source): Draft[] {
  const cited = rowsAbout(source.regulation, 'documents').map(({ cited: at }) => at);
  const { regulation, flowId, graph } = source;
  if (cited.length === 0) return [];
  const steps = graph.steps.filter(({ action }) => successPath(source).includes(action));
  return steps
    .filter((step) => operationOf(step) === 'attach' || attachesTo(regulation, flowId, step.action))
    .map(({ action }) => ({
      action,
      aspect: 'takes-listed-document',
      title: say`A listed document that is attached at ${action} is kept with the request`,
      ...places(cited),
      call: { predicate: 'keeps-document', arguments: { action } },
      walk: { reaches: action, cause: null },
    }));
}

const refusalsFor = (source: Source, cause: Cause): Refusal[] =>
  refusalsOf(source).filter((refusal) => refusal.cause === cause);

/** A cause leads from the step at which it comes to light to the refusal. */
const led = ({ cause, from, check, to, instead }: Refusal, aspect: string, title: Said) =>
  ({
    action: from.action,
    aspect: `${CHECKS[check.check ?? 'qualification'].fails}-when-${aspect}`,
    title,
    // What follows is what the next step says too, so that the procedure is to blame with the row.
    cells: [[check.action, 'next'], ...(from === check ? [] : [[from.action, 'action'] as const])],
    call: {
      predicate: 'followed-by',
      arguments: { action: from.action, next: to.action, others: instead === null ? [] : [instead] },
    },
    walk: { cause },
  }) as const;
