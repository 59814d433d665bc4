// Texts with {{variables}}: which a text names, and the text with their values.
import type { Inserted } from '../../evidence/mask-message.ts';

/** What is known while an operation is performed; null is a value that is known to be none. */
export type Variables = Readonly<Record<string, unknown>>;

const VARIABLE = /\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}/gu;
const ALONE = /^\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}$/u;

/** The names that a text refers to. */
export const namesIn = (text: string): string[] => [...text.matchAll(VARIABLE)].map(([, name = '']) => name);

/** A name is given as `-` when nothing has given it yet: whoever was not let in has no token, and says so. */
export function render(
  text: string,
  variables: Variables,
  encode: (value: string) => string = (value) => value,
): string {
  return text.replace(VARIABLE, (_, name: string) => encode(written(variables[name])));
}

/** The text with its variables, and what was put into it: the name and the text of each value, in order. */
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

/** The text with its variables, or null where one of them is not known. */
export function renderKnown(text: string, variables: Variables): string | null {
  return namesIn(text).every((name) => variables[name] !== undefined && variables[name] !== null)
    ? render(text, variables)
    : null;
}

/** The same for every text of a JSON value; a text that is one variable alone keeps the kind of its value. */
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
