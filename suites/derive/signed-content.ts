// Drafts the assertions on what is given to be signed: the values that were entered, and the documents that were attached before.

import { attachesTo, type GraphStep } from '../../schemas/flow/flow-graph.ts';
import { type Said, say } from '../../schemas/said.ts';
import { operationOf } from '../flow/deed.ts';
import { successPath } from '../flow/path.ts';
import { isSignedUnchecked, WRONG_SIGNATURES, type WrongSignature } from '../flow/signing.ts';
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
      title: say`What is signed at ${action} is the form with the values that were entered`,
      call: { predicate: 'signs-values', arguments: { action } },
    };
    const taking = before.find((one) => takesDocuments(source, one));
    const documents: Draft = {
      ...draft,
      cells: [action, ...(taking === undefined ? [] : [taking.action])].map((one) => [one, 'action']),
      aspect: 'signs-documents',
      title: say`What is signed at ${action} is the form with the documents that were attached`,
      call: { predicate: 'signs-documents', arguments: { action } },
      level: 'implied',
      because: 'a document that is attached to a form is part of the request, and it is the request that is signed',
    };
    return [
      values,
      ...(taking === undefined ? [] : [documents]),
      ...(isSignedUnchecked(source) ? WRONG_SIGNATURES : []).map((of) => ({ ...draft, ...refusesOf(action, of) })),
    ];
  });
}

const WRONG: Readonly<Record<WrongSignature, { aspect: string; is: Said; because: string }>> = {
  'another-person': {
    aspect: 'refuses-another-signer',
    is: say`of another person`,
    because: 'the text says who signs, and what somebody else has signed is not signed by whom the text names',
  },
  'other-bytes': {
    aspect: 'refuses-other-bytes',
    is: say`over something else`,
    because: 'the text has the request signed, and a signature over something else is none of the request',
  },
  'no-signature': {
    aspect: 'refuses-no-signature',
    is: say`that is none`,
    because: 'the text has the request signed, and what is no signature does not sign it',
  },
  'own-content': {
    aspect: 'refuses-own-content',
    is: say`that holds other content`,
    because:
      'the text has the request signed, and a signature that holds something else is over that, and not over the request',
  },
};

/** That a signature is refused which is not the one of the text, where no step of the text is there to refuse it. */
function refusesOf(action: string, of: WrongSignature) {
  const { aspect, is, because } = WRONG[of];
  return {
    aspect,
    title: say`A signature ${is} is refused at ${action}`,
    call: { predicate: 'refuses-signature', arguments: { action, of } },
    level: 'implied',
    because,
  } as const;
}

const takesDocuments = ({ regulation, flowId }: Source, step: GraphStep): boolean =>
  operationOf(step) === 'attach' || attachesTo(regulation, flowId, step.action);
