// What the text shows the applicant, and at which stages of the walk there is something of it to look at.
import { printedButtons, printedFields, printedShows } from '../../schemas/flow/filling.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { Stage } from '../../schemas/vocabulary.ts';
import type { Source } from './source.ts';

type PrintedForms = Pick<Regulation, 'screens' | 'filling' | 'viewing' | 'survey'>;

/** What the text shows the applicant. It shows nothing on other channels, where only staff sees screens. */
export function printedForms({ regulation, flow }: Pick<Source, 'regulation' | 'flow'>): PrintedForms {
  const { screens, filling, viewing, survey } = regulation;
  return flow.entry === 'portal'
    ? { screens, filling, viewing, survey }
    : { screens: [], filling: null, viewing: null, survey: null };
}

/** The operation that the portal waits for during a stage. The login has no request yet, and after the answer nothing is waited for. */
export const WAITED_FOR = { form: 'fill', signing: 'sign', processing: 'decide' } as const satisfies Partial<
  Record<Stage, string>
>;

/** The stage at which the portal waits for an operation; null for operations at no stage of their own. */
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
