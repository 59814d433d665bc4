// What the expressions of a target file are evaluated with.
import type { Variables } from '../message/template.ts';

/** What the expressions of a target file are evaluated with. */
export interface Reading {
  variables: Variables;
  namespaces: Readonly<Record<string, string>>;
  /** Where a part of the target file stands, for messages. */
  where(part: object, key?: string): string;
  /** The text without secrets, as a report may show it. */
  hide(text: string): string;
  /** Notes that no pattern of an extractor fits a text, which then stays as it is. */
  noteUnmapped?(said: string): void;
}
