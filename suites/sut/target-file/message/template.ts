// Fills {{variables}} into texts, and lists those that a text names.
import type { Inserted } from '../../evidence/mask-message.ts';

/** The variables of an operation by name. Null means that there is known to be no value; undefined that nothing has set it yet. */
export type Variables = Readonly<Record<string, unknown>>;

const VARIABLE = /\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}/gu;
const ALONE = /^\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}$/u;

/** The names of the variables in a text, in order. */
export const namesIn = (text: string): string[] => [...text.matchAll(VARIABLE)].map(([, name = '']) => name);

/**
 * The text with its variables filled in. A variable that nothing has set yet becomes `-`, so that a visitor who was not let in sends
 * a wrong token instead of an empty text. A null becomes an empty text.
 * @param encode is applied to each value
 */
export function render(
  text: string,
  variables: Variables,
  encode: (value: string) => string = (value) => value,
): string {
  return text.replace(VARIABLE, (_, name: string) => encode(written(variables[name])));
}

/** The same, with a list of the values that were filled in, in order, so that they can be redacted. */
export function renderNoting(
  text: string,
  variables: Variables,
  encode?: (value: string) => string,
): { text: string; inserted: Inserted[] } {
  const inserted: Inserted[] = [];
  const rendered = text.replace(VARIABLE, (whole, name: string) => {
    const value = render(whole, variables, encode);
    inserted.push({ name, text: value });
    return value;
  });
  return { text: rendered, inserted };
}

/** The text with its variables filled in; null where one of them has no value. */
export function renderKnown(text: string, variables: Variables): string | null {
  return namesIn(text).every((name) => variables[name] !== undefined && variables[name] !== null)
    ? render(text, variables)
    : null;
}

/** A JSON value with the variables in all its texts filled in; a text that is one variable alone becomes its value, such as a number. */
export function renderJson(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') {
    const alone = ALONE.exec(value)?.[1];
    return alone === undefined ? render(value, variables) : (variables[alone] ?? null);
  }
  if (Array.isArray(value)) return value.map((item) => renderJson(item, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renderJson(inner, variables)]));
}

function written(value: unknown): string {
  if (value === undefined) return '-';
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
