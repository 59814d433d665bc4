// Who logs in where a target is tried out: the people of its roster who have to be let in, each at their own door.
import type { Regulation } from '../../schemas/regulation.ts';
import { ENTRANCES, type InputOf, type Roster } from '../../schemas/target/driver.ts';

type LogIn = InputOf<'authenticate'>;

/** Somebody of the roster, and what they log in with. */
export interface Person {
  /** Their name in the roster, such as `good` or `officer`. */
  readonly name: string;
  readonly input: LogIn;
}

/** The people who have to be let in: first, where the roster has them, whoever applies at the first flow that the portal offers. */
export function peopleOf(roster: Roster, flows: readonly string[], regulations: readonly Regulation[]): Person[] {
  const { credentials, officer, staff = {} } = roster;
  const people: Person[] = [];
  const add = (name: string, as: LogIn['as'], flowId: string | undefined, known: Roster['officer'] | undefined) => {
    if (known == null || flowId === undefined) return;
    const [regulation = '', flow = ''] = flowId.split('/');
    people.push({ name, input: { regulation, flow, as, ...known } });
  };
  const entryOf = (flowId: string) => {
    const [regulation = '', flow = ''] = flowId.split('/');
    return regulations.find(({ id }) => id === regulation)?.flows[flow]?.entry ?? 'portal';
  };
  for (const entry of new Set(flows.map(entryOf))) {
    const as = ENTRANCES[entry];
    // Where the roster has no staff of this kind, `good` has to be let in at their door.
    const own = as === 'applicant' ? undefined : roster[as];
    add(
      own === undefined ? 'good' : as,
      as,
      flows.find((id) => entryOf(id) === entry),
      own ?? credentials.good,
    );
  }
  const withPortal = flows.find((id) => entryOf(id) === 'portal');
  add('another-person', 'applicant', withPortal, credentials['another-person']);
  add('officer', 'officer', flows[0], officer);
  for (const [party, known] of Object.entries(staff)) add(party, 'officer', flows[0], known);
  return people;
}
