// What the text shows the applicant, and at which stages of the walk there is something of it to look at.
import { printedButtons, printedFields, printedShows } from '../../schemas/filling.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { Stage } from '../../schemas/vocabulary.ts';
import type { Source } from './source.ts';

type PrintedForms = Pick<Regulation, 'screens' | 'filling' | 'viewing' | 'survey'>;

/** What the text shows the applicant; the other channels are walked on the screens of their own staff, which no text shows. */
export function printedForms({ regulation, flow }: Pick<Source, 'regulation' | 'flow'>): PrintedForms {
  const { screens, filling, viewing, survey } = regulation;
  return flow.entry === 'portal'
    ? { screens, filling, viewing, survey }
    : { screens: [], filling: null, viewing: null, survey: null };
}

/** The operation that the portal waits for while a stage lasts; the login has no pages of a request yet, and the end waits for nothing. */
export const WAITED_FOR = { form: 'fill', signing: 'sign', processing: 'decide' } as const satisfies Partial<
  Record<Stage, string>
>;

/** The stage at which the portal waits for an operation; null where the stages do not tell. */
export function stageBefore(operation: string): Stage | null {
  return (['form', 'signing', 'processing'] as const).find((stage) => WAITED_FOR[stage] === operation) ?? null;
}

/** Whether the text shows something at a stage, or something that is not to be there yet. */
export function isShownAt(forms: PrintedForms, stage: Stage): boolean {
  const buttons = printedButtons(forms);
  const named = [...buttons, ...printedFields(forms), ...printedShows(forms)];
  if (named.some(({ when }) => when === stage)) return true;
  if (stage === 'answered') return forms.survey !== null || forms.screens.length > 0;
  if (stage === 'form') return forms.screens.length > 0;
  return stage === 'processing' && buttons.some(({ appears }) => appears);
}
