// The test people of the fixture as the pages offer them: who can log in at the door of a flow, by what, and with which certificates.

import { actorsBeside } from '../../../schemas/flow/beside.ts';
import { deputiesOf } from '../../../schemas/flow/flow-graph.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import { CAUSE_NAMES, isOffice } from '../../../schemas/vocabulary.ts';
import { actionOf, operationOf } from '../engine/acceptance.ts';
import type { People } from '../engine/people.ts';
import type { Program } from '../engine/program.ts';
import type { Words } from './words.ts';

/** Somebody whom the pages offer to log in as. */
export interface Tester {
  /** By what the forms name them. */
  readonly key: string;
  readonly id: string;
  readonly password: string;
  /** What is special about them: a cause that they provoke, or null for those with whom all is well. */
  readonly provokes: string | null;
}

/** The name of whoever has a number; the number itself where nobody is known by it. */
export function nameOf({ holders }: People, id: string): string {
  const all = Object.values(holders);
  const organisation = all.find(({ bin }) => bin === id)?.organisation;
  if (organisation !== undefined) return organisation;
  const person = all.find(({ iin, bin }) => iin === id && bin === undefined) ?? all.find(({ iin }) => iin === id);
  return person === undefined ? id : [person.commonName, person.givenName].join(' ').trim();
}

/** Who logs in at the door of a flow: those with whom all is well first. */
export function testersFor(people: People, { entry, isForOrganisations, isOpenToOrganisations }: Program): Tester[] {
  const { credentials } = people;
  const own = (key: string, provokes: string | null = null): Tester[] => {
    const found = credentials[key];
    return found === undefined ? [] : [{ key, ...found, provokes }];
  };
  const isProvoking = (key: string) => CAUSE_NAMES.some((cause) => key === cause || key.endsWith(`-${cause}`));
  if (entry !== 'portal') {
    const staff = { key: entry, ...people[entry], provokes: null };
    const wrong = {
      key: 'wrong-password',
      id: staff.id,
      password: credentials['wrong-password']?.password ?? '',
      provokes: 'wrong-password',
    };
    return [staff, ...(isOpenToOrganisations ? own(`${entry}-by-bin`) : []), wrong, ...own('unknown-id', 'unknown-id')];
  }
  const sound = isForOrganisations ? ['by-bin'] : ['good', ...(isOpenToOrganisations ? ['organisation'] : [])];
  const provoking = Object.keys(credentials).filter(isProvoking);
  return [...sound.flatMap((key) => own(key)), ...provoking.flatMap((key) => own(key, key))];
}

/** Somebody who does steps of a flow at a workplace, and the parties whose steps these are. */
export interface Workplace {
  readonly party: string;
  readonly id: string;
  readonly password: string;
}

/** The workplaces of a flow: one for each party whose people do a step of it, and for each deputy. */
export function workplacesOf(regulation: Regulation, program: Program, { staff, officer }: People): Workplace[] {
  const steps = program.nodes.filter((node) => ['confirm', 'decide'].includes(operationOf(node) ?? '')).map(actionOf);
  const named = [...new Set(steps)].flatMap((action) => {
    const actor = program.steps.get(action)?.actor ?? '';
    return [actor, ...actorsBeside(regulation, program.flow, action).map((beside) => beside.actor)];
  });
  const parties = [...new Set([...named, ...deputiesOf(regulation, named)])].map((id) => officeFor(regulation, id));
  return [...new Set(parties)].map((party) => ({ party, ...(staff[party] ?? officer) }));
}

/** Whose people answer where a step is that of a system: those of the provider, or of whoever else handles requests. */
function officeFor({ parties }: Regulation, id: string): string {
  const own = parties.find((party) => party.id === id);
  if (own !== undefined && isOffice(own.role)) return id;
  return (parties.find(({ role }) => role === 'provider') ?? parties.find(({ role }) => isOffice(role)))?.id ?? id;
}

/** A certificate of the test people, by the name under which the world has issued it. */
export interface OfferedCertificate {
  readonly name: string;
  /** What is wrong with it; null for a good one. */
  readonly provokes: string | null;
  readonly holder: string;
  readonly isOwn: boolean;
}

/** The certificates that can be chosen on the pages: the person's own first, the good ones before the others. */
export function certificatesFor(people: People, person: string): OfferedCertificate[] {
  const offered = Object.entries(people.certificates).map(([name, { holder }]) => {
    const { iin, bin } = people.holders[holder] ?? {};
    const number = bin ?? iin ?? '';
    const provokes = CAUSE_NAMES.find((cause) => name === cause || name.endsWith(`-${cause}`)) ?? null;
    return {
      name,
      provokes: provokes ?? (name.includes('brief') ? 'not-yet-valid' : null),
      holder: number,
      isOwn: number === person,
    };
  });
  const rank = ({ isOwn, provokes }: OfferedCertificate) => (isOwn ? 0 : 2) + (provokes === null ? 0 : 1);
  return offered.toSorted((one, other) => rank(one) - rank(other));
}

/** What stands beside a certificate where one is chosen. */
export function labelOf(
  people: People,
  { name: _, provokes, holder }: OfferedCertificate,
  { say, name }: Words,
): string {
  return `${provokes === null ? say.certificateGood : name(provokes)} · ${nameOf(people, holder)}`;
}
