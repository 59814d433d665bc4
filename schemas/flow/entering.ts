// Tells how people come in at the door of a flow: how they register, what they show, and by which numbers they are known.
import type { Flow, Locator, Regulation } from '../regulation.ts';
import { flowOf, isProcess, placeOf } from './flow-graph.ts';

/** How whoever is not registered on the portal registers there, with the place and the words that say so. */
export interface Registering {
  by: 'certificate' | 'password';
  at: Locator;
  printed: string;
}

/** How people register for a flow; null where its text does not say that they do. */
export function registeringOf(regulation: Regulation, flow: string): Registering | null {
  const { clause, items } = flowOf(regulation, flow);
  if (clause === null) return null;
  for (const item of items)
    if ('remark' in item && item.registers !== undefined)
      return { by: item.registers, at: placeOf(clause, item), printed: item.printed };
  return null;
}

/** Whether a certificate is presented at the login of a flow, by its clause or its table: what only one of them says adds to the other. */
export function showsCertificate(regulation: Regulation, flow: string): boolean {
  const { items, steps } = flowOf(regulation, flow);
  return [...items.filter(isProcess), ...steps.map(({ action }) => action)].some(
    ({ withCertificate }) => withCertificate === true,
  );
}

/** Whether whoever logs in to a flow may do so with a BIN: an applicant by those numbers that the service has, staff by those that are printed. */
export function isOpenToOrganisations({ service }: Pick<Regulation, 'service'>, { entry, identifiers }: Flow): boolean {
  return (entry === 'portal' ? service.identifiers : (identifiers ?? [])).includes('bin');
}

/** Whether applicants come in by the number of an organisation alone: no individual is let in at their door. */
export const isForOrganisations = ({ service: { identifiers } }: Pick<Regulation, 'service'>): boolean =>
  identifiers.length > 0 && identifiers.every((kind) => kind === 'bin');
