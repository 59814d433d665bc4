// Says what stands in the document of a result: which kind it is, whom it is for, and who gives it.
import type { Regulation } from '../../../schemas/regulation.ts';
import type { DocumentKind } from '../../../schemas/vocabulary.ts';
import { tellTime } from '../../../schemas/zone.ts';

import { mutationAnywhere } from '../engine/mutation.ts';
import type { Portal } from './portal.ts';
import type { ResultDocument } from './result-document.ts';
import type { Application } from './world.ts';

/** The content of the document that a request ends with. `kind` is null where the regulation knows only one. */
export function contentOfResult(
  { provider, names }: Pick<Portal, 'provider' | 'names'>,
  regulation: Regulation,
  { walk, person }: Pick<Application, 'walk' | 'person'>,
  issuedAt: Date,
): ResultDocument & { kind: DocumentKind | null } {
  const printed = printedFor(regulation, walk);
  const holder = walk.facts.values?.applicant ?? person;
  const name = names.get(holder);
  const signatory = regulation.parties.find(({ id }) => id === printed?.signedBy)?.name.kk;
  return {
    kind: printed?.is ?? null,
    title: printed?.name.kk ?? regulation.service.name.kk,
    number: walk.number ?? walk.reservedNumber,
    lines: [
      ['Қызмет', regulation.service.name.kk],
      ['Алушы', name === undefined ? holder : `${name}, ${holder}`],
      ['Берген', provider.name],
      ['Берілген күні', tellTime(walk.program.calendar, issuedAt.getTime(), 'kk', 'date')],
    ],
    signed: [provider.signatory, signatory].filter((part) => part !== undefined).join(', '),
    issuedAt,
  };
}

/** What the regulation prints of the document: the kind of the variant, or the reasoned refusal where the decision was negative. */
function printedFor({ results }: Regulation, walk: Application['walk']) {
  const result = results.find(({ id }) => id === walk.issued?.result);
  if (result === undefined) return null;
  const { mutant } = walk.program;
  const { signedBy, name, refusal, kinds = [] } = result;
  if (walk.issued?.refusal && refusal !== undefined) return { signedBy, name: refusal.name, is: refusal.is };
  const own = kinds.find(({ only }) => only.some((tag) => walk.tags.includes(tag)));
  const another = kinds.find(({ is }) => is !== own?.is);
  const issued = mutationAnywhere(mutant, 'issues-another-kind') === null ? own : another;
  return { signedBy, name: issued?.name ?? name, is: issued?.is ?? null };
}
