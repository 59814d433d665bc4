// Fills {{variables}} into texts, and lists those that a text names.
import type { Inserted } from '../../evidence/mask-message.ts';

/** The variables of an operation by name. Null means that there is known to be no value; undefined that nothing has set it yet. */
export type Variables = Readonly<Record<string, unknown>>;

const VARIABLE = /\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}/gu;
/** What stands in a text only where a variable has a value, as in Mustache. */
const SECTION = /\{\{#\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}(.*?)\{\{\/\s*\1\s*\}\}/gsu;
const ALONE = /^\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}$/u;

/** The names of the variables in a text, in order. */
export const namesIn = (text: string): string[] =>
  [...text.matchAll(/\{\{[#/]?\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}/gu)].map(([, name = '']) => name);

/** The names of the variables without which what holds the text cannot be sent: all but those in what may be left out. */
export const neededIn = (value: unknown): string[] =>
  namesIn((JSON.stringify(value, (key, inner) => (key.endsWith('?') ? undefined : inner)) ?? '').replace(SECTION, ''));

/** Whether each variable in a value has one itself. */
export const hasValues = (value: unknown, variables: Variables): boolean =>
  namesIn(JSON.stringify(value) ?? '').every((name) => variables[name] !== undefined && variables[name] !== null);

/** The entries of a part that are to be sent: one whose key ends with ? only where its variables have values, and without the ?. */
export const entriesOf = <T>(part: Readonly<Record<string, T>>, variables: Variables): [key: string, value: T][] =>
  Object.entries(part).flatMap(([key, value]) =>
    key.endsWith('?') ? (hasValues(value, variables) ? [[key.slice(0, -1), value]] : []) : [[key, value]],
  );

const withSections = (text: string, variables: Variables): string =>
  text.replace(SECTION, (_, name: string, inner: string) => (hasValues(`{{${name}}}`, variables) ? inner : ''));

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
  return withSections(text, variables).replace(VARIABLE, (_, name: string) => encode(written(variables[name])));
}

/** The same, with a list of the values that were filled in, in order, so that they can be redacted. */
export function renderNoting(
  text: string,
  variables: Variables,
  encode?: (value: string) => string,
): { text: string; inserted: Inserted[] } {
  const inserted: Inserted[] = [];
  const rendered = withSections(text, variables).replace(VARIABLE, (whole, name: string) => {
    const value = render(whole, variables, encode);
    inserted.push({ name, text: value });
    return value;
  });
  return { text: rendered, inserted };
}

/** The text with its variables filled in; null where one of them has no value. */
export function renderKnown(text: string, variables: Variables): string | null {
  return hasValues(text.replace(SECTION, ''), variables) ? render(text, variables) : null;
}

/** A JSON value with the variables in all its texts filled in; a text that is one variable alone becomes its value, such as a number. */
export function renderJson(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') {
    const alone = ALONE.exec(value)?.[1];
    return alone === undefined ? render(value, variables) : (variables[alone] ?? null);
  }
  if (Array.isArray(value)) return value.map((item) => renderJson(item, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    entriesOf(Object(value), variables).map(([key, inner]) => [key, renderJson(inner, variables)]),
  );
}

function written(value: unknown): string {
  if (value === undefined) return '-';
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
