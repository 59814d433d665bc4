// The test persons of a target whose portal makes them anew for each walk.
import type { InputOf, Roster } from '../../../../schemas/target/driver.ts';
import type { Call } from '../../sut.ts';
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

/** Everybody in a roster who logs in, by a name of their own. */
const accountsIn = ({ credentials, staff = {}, officer, employee, operator }: Roster) =>
  Object.entries({ ...credentials, ...staff, officer, employee, operator }).flatMap(([name, account]) =>
    account == null ? [] : [[name, account] as const],
  );

/** Whoever logged in so, by their name in the roster and without their password; null where it has nobody who did. */
export function nameOf({ input, ...call }: Pick<Call<'authenticate'>, 'input'>, roster: Roster): unknown {
  const { id, password, ...rest } = input;
  const [name] = accountsIn(roster).find(([, one]) => one.id === id && one.password === password) ?? [];
  return name === undefined ? null : { ...call, name, rest };
}

/** What somebody logged in with whom {@link nameOf} has named; null where the roster has nobody of that name any more. */
export function loginBy(saved: unknown, roster: Roster): Call<'authenticate'> | null {
  const { name, rest, ...call } = Object(saved);
  const [, account] = accountsIn(roster).find(([known]) => known === name) ?? [];
  return account === undefined ? null : { ...call, input: { ...rest, ...account } };
}
