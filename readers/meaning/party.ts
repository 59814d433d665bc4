// Tells which unit a text names.
import type { Role } from '../../schemas/vocabulary.ts';
import { letters } from './fitting.ts';
import { knownParties } from './vocabulary.ts';

let index: Map<string, string> | undefined;
function nameIndex(): Map<string, string> {
  index ??= new Map(knownParties().flatMap(({ id, names = [] }) => names.map((name) => [letters(name), id] as const)));
  return index;
}

/** The unit that the whole text is a name of, or null. */
export function partyOf(text: string): string | null {
  const name = letters(text);
  if (name === '') return null;
  const found = nameIndex().get(name);
  if (found !== undefined) return found;
  for (const { id, stem = [], beside = [] } of knownParties()) {
    const own = stem.map(letters).find((word) => name.includes(word));
    if (own === undefined) continue;
    const rest = beside
      .map(letters)
      .toSorted((a, b) => b.length - a.length)
      .reduce((left, word) => left.replaceAll(word, ' '), name.replace(own, ' '));
    if (rest.trim() === '') return id;
  }
  return null;
}

/** The units that an actor cell names, the first as the one that acts; null where one of them is not known. */
export function partiesOf(text: string): string[] | null {
  const whole = partyOf(text);
  if (whole !== null) return [whole];
  const parts = text.split(/\s*[,/;()]\s*|\s+(?:және|мен|пен|бен|и)\s+/u).filter((part) => part.trim() !== '');
  const found = parts.map(partyOf);
  if (parts.length < 2) return null;
  const ids = found.flatMap((id) => id ?? []);
  return ids.length === parts.length ? [...new Set(ids)] : null;
}

/** The role of a unit that is known. */
export const roleOf = (id: string): Role | undefined => knownParties().find((party) => party.id === id)?.role;

/** Whether a refusal that names the unit may name it as whose data are wrong, or where they were looked for. */
export const isReason = (id: string): boolean => ['person', 'registry', 'notary'].includes(roleOf(id) ?? '');

/** Whether the unit is a system that forms what it sends by itself. */
export const isSystem = (id: string): boolean => ['portal', 'licensing'].includes(roleOf(id) ?? '');

/** Whether the unit is a person, and no system or office. */
export const isPersonal = (id: string): boolean =>
  knownParties().some((party) => party.id === id && party.person === true);
