// Redacts forms and queries value by value; every other byte stays as it was sent.
import { HIDDEN, type Mask } from './mask.ts';

/** A text such as `a=1&b=2` with what may not be shown replaced; the fields keep their order and number. */
export function maskForm(text: string, mask: Mask): string {
  return text
    .split('&')
    .map((field) => {
      const [, name = '', value] = /^([^=]*)(?:=([\s\S]*))?$/u.exec(field) ?? [];
      const known = decoded(name);
      // A field without "=" may be a value without a name, so it is treated as one.
      if (value === undefined) return kept(name, known, mask.value([], known));
      return `${kept(name, known, mask.name(known))}=${kept(value, decoded(value), mask.value([known], decoded(value)))}`;
    })
    .join('&');
}

const kept = (raw: string, value: string, shown: string): string =>
  shown === value ? raw : shown.split(HIDDEN).map(encodeURIComponent).join(HIDDEN);

function decoded(raw: string): string {
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '));
  } catch {
    return raw;
  }
}
