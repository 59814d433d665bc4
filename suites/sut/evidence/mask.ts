// The interface through which the redaction of each format asks what may be shown.
/** Redacts the names and values of a message, independently of its format; what may be shown is returned unchanged. */
export interface Mask {
  /** Whether all is shown but secrets, also what has no name; not for reports. */
  readonly isOpen?: boolean;
  /** A key, or the name of a field, as it may be shown. */
  name(text: string): string;
  /** Whether a value may be shown, by the names that lead to it, outermost first; it is then shown as a name is. */
  shows(names: readonly string[]): boolean;
  /** A value as it may be shown. @param names the names that lead to it, outermost first; empty for a value that has none */
  value(names: readonly string[], text: string): string;
}

/** What stands in place of a text that may not be shown. */
export const HIDDEN = '[redacted]';
