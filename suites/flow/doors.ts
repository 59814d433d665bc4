// Tells who tries the door of a flow beside its walk, whether they have to be let in, and who walks through it in the end.
import {
  isForOrganisations as areOrganisations,
  isOpenToOrganisations,
  showsCertificate,
} from '../../schemas/flow/entering.ts';
import type { Flow } from '../../schemas/regulation.ts';
import { ENTRANCES } from '../../schemas/target/driver.ts';
import { loginOf } from './security.ts';
import type { Source } from './source.ts';

/**
 * Who tries to log in beside the walk. `no-password` is whoever walks, without one. `wrong-password` and `unknown-id` are tried where the flow prints no refusal of a login, so that
 * no walk ends with it; `applicant` gives right credentials at the door of staff, and `other-staff` those of the staff at the other door of
 * the text; `by-bin` is an organisation, `by-iin` an individual where only organisations come in. Those with a certificate have the right password, and show the certificate
 * that the name says.
 */
export const VISITORS = [
  'no-password',
  'wrong-password',
  'unknown-id',
  'applicant',
  'other-staff',
  'by-bin',
  'by-iin',
  'own-certificate',
  'another-certificate',
  'expired-certificate',
  'revoked-certificate',
] as const;
/** One of them. */
export type Visitor = (typeof VISITORS)[number];

/** The staff at whose door people log in to a flow; null at the door of applicants. */
export const staffOf = ({ entry }: Pick<Flow, 'entry'>): 'employee' | 'operator' | null =>
  entry === 'portal' ? null : ENTRANCES[entry];

/** Who tries the door of a flow; nobody where its text has no login. */
export function visitorsOf(source: Source): Visitor[] {
  if (loginOf(source) === null) return [];
  const isChecked = source.graph.steps[0]?.check === 'credentials';
  return [
    'no-password',
    ...(isChecked ? [] : (['wrong-password', 'unknown-id'] as const)),
    ...(staffOf(source.flow) === null ? [] : (['applicant'] as const)),
    ...(otherStaffOf(source) === null ? [] : (['other-staff'] as const)),
    ...(isOpenToOrganisations(source.regulation, source.flow) ? (['by-bin'] as const) : []),
    ...(isForOrganisations(source) ? (['by-iin'] as const) : []),
    ...(presents(source) ? CERTIFICATE_VISITORS : []),
  ];
}

/** The staff who log in to another flow of the text, and not to this one; null where it has none, and at the door of applicants. */
export function otherStaffOf({
  regulation,
  flow,
}: Pick<Source, 'regulation' | 'flow'>): 'employee' | 'operator' | null {
  const own = staffOf(flow);
  const others = Object.values(regulation.flows).map(staffOf);
  return own === null ? null : (others.find((staff) => staff !== null && staff !== own) ?? null);
}

const CERTIFICATE_VISITORS = VISITORS.filter((who) => who.endsWith('-certificate'));

/** The standing, in the roster, of the certificate that a visitor shows; none for one who shows none. */
export const STANDING_SHOWN: Readonly<Partial<Record<Visitor, string>>> = {
  'own-certificate': 'good',
  'another-certificate': 'another-person',
  'expired-certificate': 'expired',
  'revoked-certificate': 'revoked',
};

/** Whether a certificate is presented at the login of the flow. */
export const presents = ({ regulation, flowId }: Pick<Source, 'regulation' | 'flowId'>): boolean =>
  showsCertificate(regulation, flowId);

/** Whether only organisations come in at the door of the flow. */
export const isForOrganisations = ({ regulation, flow }: Pick<Source, 'regulation' | 'flow'>): boolean =>
  staffOf(flow) === null && areOrganisations(regulation);

/** What a target supplies, by the names in its roster. */
interface Supply {
  has(kind: 'person' | 'certificate', name: string): boolean;
}

/** Whoever logs in with a BIN, by the names in the roster: an organisation, or staff. */
type ByBin = 'by-bin' | 'employee-by-bin' | 'operator-by-bin';
/** Who may walk a flow, by the names in the roster. */
export type Walker = 'good' | 'employee' | 'operator' | ByBin;

/** The name in the roster of whoever logs in with a BIN as somebody of a kind. */
export const byBinAs = (as: (typeof ENTRANCES)[Flow['entry']]): ByBin =>
  as === 'applicant' ? 'by-bin' : `${as}-by-bin`;

/** Whether whoever walks has logged in with a BIN. */
export const isByBin = (walker: Walker): walker is ByBin => walker.endsWith('by-bin');

/**
 * The name under which the roster has whoever walks a flow, and their certificates: a member of staff of their own where the roster has
 * one, or whoever logs in with a BIN where a walk is for them, with certificates where the flow is signed; else `good`.
 */
export function walkerOf(
  { entry, signs, byBin }: { entry: Flow['entry']; signs: boolean; byBin: boolean },
  supply: Supply,
): Walker {
  const wished = [...(byBin ? [byBinAs(ENTRANCES[entry])] : []), staffOf({ entry }) ?? 'good'] as const;
  const isSupplied = (name: Walker) =>
    supply.has('person', name) && (!signs || supply.has('certificate', certificateOf(name, 'good')));
  return wished.find(isSupplied) ?? 'good';
}

/** The name of a certificate of whoever walks, by its standing. */
export const certificateOf = (walker: string, standing: string): string =>
  walker === 'good' ? standing : `${walker}-${standing}`;
