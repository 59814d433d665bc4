// The test persons of a target whose portal makes them anew for each walk.
import type { InputOf, Roster } from '../../../../schemas/target/driver.ts';
import { namesIn, render, type Variables } from './template.ts';

/** Whether variables stand in the texts of a roster. */
export const isMade = (roster: Roster): boolean => namesIn(JSON.stringify(roster)).length > 0;

/** The roster with its variables filled in. */
export function filledIn(roster: Roster, variables: Variables): Roster {
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') return render(value, variables);
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
  };
  // The cast is safe: texts are only replaced by texts.
  return fill(roster) as Roster;
}

/** What somebody logs in with by the name of their login; staff log in as officers. */
export function loginOf(roster: Roster, name: string, flow: string): InputOf<'authenticate'> {
  const { credentials, staff = {}, officer, employee, operator } = roster;
  const as =
    name === 'employee' || name === 'operator' ? name : name === 'officer' || name in staff ? 'officer' : 'applicant';
  const account = { ...credentials, ...staff, officer, employee, operator }[name];
  const [regulation = '', ofRegulation = ''] = flow.split('/');
  return { regulation, flow: ofRegulation, as, id: account?.id ?? '', password: account?.password ?? '' };
}
