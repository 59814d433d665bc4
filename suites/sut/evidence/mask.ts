// What decides which parts of a message may be shown.
/** Decides of the names and values of a message, whatever it is written in; what may be shown is given back as it is. */
export interface Mask {
  /** A key, or the name of a field. */
  name(text: string): string;
  /** @param names lead to the value, outermost first; none for a value that stands alone */
  value(names: readonly string[], text: string): string;
}

export const HIDDEN = '[redacted]';
