// What an action does on a page: its verb, and what of it may be told.
import type { BrowserAction } from '../../../../schemas/target/operations.ts';
import type { Reading } from '../answer/reading.ts';
import { uploadOf } from '../message/send-body.ts';
import { render, renderNoting } from '../message/template.ts';
import type { Doing } from './look.ts';

const VERBS = ['fill', 'select', 'check', 'click', 'upload', 'wait', 'download'] as const;

/** The verb of an action and its selector, as the target file writes it. */
export function verbOf(action: BrowserAction): [string, string] {
  const written: Readonly<Record<string, unknown>> = action;
  const verb = VERBS.find((name) => name in written) ?? 'wait';
  return [verb, String(written[verb])];
}

/** An action as a step of the evidence, with the current values of its variables. */
export function stepOf(action: BrowserAction, variables: Reading['variables']): Doing {
  const [verb, written] = verbOf(action);
  const { text, inserted } = renderNoting(written, variables);
  if (!('with' in action)) return { text: `${verb} ${text}`, inserted, sent: null, described: {} };
  const sent = typeof action.with === 'string' ? render(action.with, variables) : uploadOf(action.with, variables).name;
  return { text: `${verb} ${text}`, inserted, sent: JSON.stringify({ [text]: sent }), described: {} };
}
