// What the document of a result has to say: no form is printed, so these follow from what a document of that name is.

import { type GraphStep, partyOf } from '../../schemas/flow/flow-graph.ts';
import type { Result } from '../../schemas/regulation.ts';
import type { Level } from '../../schemas/run/assertion.ts';
import { say } from '../../schemas/said.ts';
import type { ArgumentsOf } from '../calls.ts';
import { operationOf } from '../flow/deed.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

interface Particular {
  what: ArgumentsOf<'names'>['what'];
  level: Exclude<Level, 'required'>;
  because: string;
}

const PARTICULARS: readonly Particular[] = [
  {
    what: 'holder',
    level: 'implied',
    because: 'a document that gives somebody a right, and does not say whom, gives it to nobody',
  },
  {
    what: 'title',
    level: 'implied',
    because:
      'the sentence calls the document by its name, and a document of which nothing says what it is, is none of that name',
  },
  {
    what: 'number',
    level: 'implied',
    because: 'without a number the document cannot be told from another one of its kind',
  },
  { what: 'date', level: 'recommended', because: 'whoever is shown the document has to see since when it holds' },
  {
    what: 'issuer',
    level: 'recommended',
    because: 'whoever is shown the document on paper has no signature to see who gave it',
  },
  {
    what: 'signatory',
    level: 'recommended',
    because: 'whoever is shown the document on paper has no signature to see who signed it',
  },
];

/** One assertion for each particular of the document. */
export function contentOf({ regulation, graph }: Source, { action }: GraphStep, result: Result): Draft[] {
  // Where nobody fills in a form, such as on paper, the portal is not told for whom the application is.
  const isHolderKnown = graph.steps.some((step) => operationOf(step) === 'fill');
  return PARTICULARS.filter(({ what }) => what !== 'holder' || isHolderKnown).map(({ what, level, because }) => ({
    action,
    aspect: `names-${what}`,
    title: say`The document of ${action} names its ${what}`,
    cells: [[action, 'completion']],
    definition: result.at,
    level,
    because,
    call: { predicate: 'names', arguments: { action, what, called: calledIn(regulation, result, what) } },
    walk: { reaches: action },
  }));
}

/** The names by which the document may call it, in all languages. */
function calledIn(regulation: Source['regulation'], result: Result, what: Particular['what']): string[] {
  if (what === 'title')
    return [result.name, ...(result.kinds ?? []).map(({ name }) => name)].flatMap((name) => Object.values(name));
  if (what !== 'signatory' && what !== 'issuer') return [];
  const { name } = partyOf(regulation, result.signedBy);
  return Object.values(name);
}
