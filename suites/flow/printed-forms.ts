// Tells which screens, buttons, fields and particulars the text shows the applicant, and at which stages of a walk.
import { printedButtons, printedFields, printedShows } from '../../schemas/flow/filling.ts';
import type { Locator, Regulation } from '../../schemas/regulation.ts';
import type { Stage } from '../../schemas/vocabulary.ts';
import type { Source } from './source.ts';

type PrintedForms = Pick<Regulation, 'screens' | 'filling' | 'viewing' | 'survey'> & { contact: Contact | null };

/** Where information can be had, and the place that says so. */
interface Contact {
  number: string;
  at: Locator;
}

/** What the text shows the applicant: nothing outside the portal flow, because on other channels only staff sees screens. */
export function printedForms({ regulation, flow }: Pick<Source, 'regulation' | 'flow'>): PrintedForms {
  const { screens, filling, viewing, survey } = regulation;
  return flow.entry === 'portal'
    ? { screens, filling, viewing, survey, contact: contactOf(regulation) }
    : { screens: [], filling: null, viewing: null, survey: null, contact: null };
}

function contactOf({ service: { callCentre: number, callCentreAt: at } }: Pick<Regulation, 'service'>): Contact | null {
  return number === null || at === undefined ? null : { number, at };
}

/** The operation that the portal waits for during a stage. At the login there is no request yet, and after the answer it waits for none. */
export const WAITED_FOR = { form: 'fill', signing: 'sign', processing: 'decide' } as const satisfies Partial<
  Record<Stage, string>
>;

/** The stage at which the portal waits for an operation; null for an operation without a stage. */
export function stageBefore(operation: string): Stage | null {
  return (['form', 'signing', 'processing'] as const).find((stage) => WAITED_FOR[stage] === operation) ?? null;
}

/** Whether the pages of a stage have to be read: the text shows something there, or says that something appears only later. */
export function isShownAt(forms: PrintedForms, stage: Stage): boolean {
  const buttons = printedButtons(forms);
  const named = [...buttons, ...printedFields(forms), ...printedShows(forms)];
  if (named.some(({ when }) => when === stage)) return true;
  if (stage === 'answered') return forms.survey !== null || forms.screens.length > 0;
  if (stage === 'form') return forms.screens.length > 0 || forms.contact !== null;
  return stage === 'processing' && buttons.some(({ appears }) => appears);
}

/** What the text says of the service history of the portal; null in other flows, and where it says nothing. */
export function serviceHistory({ regulation, flow }: Pick<Source, 'regulation' | 'flow'>) {
  const { viewing } = regulation;
  if (flow.entry !== 'portal' || viewing?.history === undefined) return null;
  const { shows, paragraph } = viewing.history;
  const at = { clause: viewing.clause, ...(paragraph === undefined ? {} : { paragraph }) };
  return {
    shows,
    place: { at, printed: paragraph === undefined ? viewing.printed : (viewing.buttons[0]?.printed ?? '') },
  };
}

/** Whether the text lets the applicant follow a request in the service history while it is under way. */
export const isFollowed = (source: Pick<Source, 'regulation' | 'flow'>): boolean =>
  serviceHistory(source)?.shows === 'status';
