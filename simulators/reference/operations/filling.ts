// Finds the stage of a request, and the fields and particulars that the regulation prints for that stage.

import { printedFields, printedShows } from '../../../schemas/flow/filling.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import type { Operation, PagesView } from '../../../schemas/target/driver.ts';
import type { Language, Particular, Stage } from '../../../schemas/vocabulary.ts';
import { operationOf } from '../engine/acceptance.ts';
import { mutationAnywhere } from '../engine/mutation.ts';
import { type Phrasebook, phraseTerm } from '../engine/notifications.ts';
import type { Walk } from '../engine/walk.ts';
import { hasResult } from './views.ts';
import type { Application } from './world.ts';

/** The stage of a settled walk; null where it has ended without a result. */
export function stageOf(walk: Walk): Stage | null {
  if (hasResult(walk)) return 'answered';
  if (walk.outcome !== 'open') return null;
  const at = walk.at ?? walk.program.nodes.length;
  const isUpTo = (operation: Operation) =>
    at <= walk.program.nodes.findIndex((node) => operationOf(node) === operation);
  if (isUpTo('fill')) return 'form';
  return isUpTo('sign') ? 'signing' : 'processing';
}

/** Whether an element printed for stage `when` is on the page at `stage`; those of `processing` stay when the answer comes. */
export function isThere(when: Stage, stage: Stage | null): boolean {
  return when === stage || (when === 'processing' && stage === 'answered');
}

/** The fields that the page asks for at a stage; `value` is prefilled from the login, or null. */
export function fieldsNow(request: Application, regulation: Regulation, stage: Stage | null): PagesView['fields'] {
  const { mutant } = request.walk.program;
  const dropped = mutationAnywhere(mutant, 'drops-a-field')?.field;
  const empty = mutationAnywhere(mutant, 'leaves-a-field-empty')?.field;
  return printedFields(regulation)
    .filter(({ is, when }) => isThere(when, stage) && is !== dropped)
    .map(({ is, prefilled }) => ({ is, value: prefilled && is !== empty ? request.person : null }));
}

/** The particulars that the page shows at a stage, with their values in the language of the reader. */
export function showsNow(
  request: Application,
  regulation: Regulation,
  stage: Stage | null,
  { language, phrasebook }: { language: Language; phrasebook: Phrasebook },
): PagesView['shows'] {
  const { mutant } = request.walk.program;
  const hidden = mutationAnywhere(mutant, 'hides-a-particular')?.particular;
  const garbled = mutationAnywhere(mutant, 'garbles-a-particular')?.particular;
  const valueFor = (is: Particular) => {
    switch (is) {
      case 'login':
      case 'iin-bin':
        return request.person;
      case 'number':
        return request.walk.number ?? '';
      case 'kind':
        return regulation.service.name[language];
      case 'status':
        return phrasebook[language].states[request.walk.outcome];
      case 'term':
        return termOf(request.walk, phrasebook, language);
      case 'password':
        return '';
    }
  };
  return printedShows(regulation)
    .filter(({ is, when }) => isThere(when, stage) && is !== hidden)
    .map(({ is }) => ({ is, value: is === garbled ? '???' : valueFor(is) }));
}

/** The first printed term of days in the flow, as the page shows it; a dash where there is none. */
function termOf({ program }: Walk, phrasebook: Phrasebook, language: Language): string {
  const terms = program.nodes.flatMap((node) => (node.kind === 'step' && node.term !== null ? [node.term] : []));
  const days = terms.find((term) => 'unit' in term);
  return days === undefined ? '-' : phraseTerm(phrasebook, days, language);
}
