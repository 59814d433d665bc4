// Ways of altering what the simulator is asked and what it answers, of which the tests put their portals together.
import { type SigningKey, signCms } from '../schemas/pki/cms.ts';
import type { HistoryEntry, Notification, ResultView, Roster } from '../schemas/target/driver.ts';
import { loadPeople } from '../simulators/reference/engine/people.ts';
import { officeAt } from '../simulators/reference/engine/roster.ts';
import { type ResultDocument, renderResult } from '../simulators/reference/operations/result-document.ts';
import { DEFAULT_START } from '../suites/sut/driver.ts';
import type { Alter, Asked, Told } from './altered-simulator.ts';

/** The simulator as it is. */
export const asItIs: Alter = (_, pass) => pass();

/** One alteration around the other; the first stands nearest to the suites. */
export const both =
  (outer: Alter, inner: Alter): Alter =>
  (asked, pass) =>
    outer(asked, async (instead = asked) => inner(instead, (other = instead) => pass(other)));

export const isTo = ({ method, path }: Asked, end: string, by = 'POST') => method === by && path.endsWith(end);
export const isLogin = (asked: Asked) => isTo(asked, '/sessions');
/** The request that is meant; empty where none is. */
export const requestIn = ({ path }: Asked) => /^\/requests\/([^/]+)/u.exec(path)?.[1] ?? '';

/** Changes what is asked. */
export const asking =
  (change: (asked: Asked) => Asked): Alter =>
  (asked, pass) =>
    pass(change(asked));

/** Changes the JSON of what is accepted. */
export const answering =
  (change: (body: Told['body'], asked: Asked) => void): Alter =>
  async (asked, pass) => {
    const told = await pass();
    if (told.status < 300) change(told.body, asked);
    return told;
  };

/** Changes what is refused. */
export const refusing =
  (change: (told: Told, asked: Asked) => Told): Alter =>
  async (asked, pass) => {
    const told = await pass();
    return told.status < 400 ? told : change(told, asked);
  };

/** Changes the records and notifications of a session or request, which are those of the simulator and so of the contract. */
export const viewing = (
  change: (view: { history: HistoryEntry[]; notifications: Notification[] } & Told['body'], asked: Asked) => void,
): Alter => answering((body, asked) => (Array.isArray(body.history) ? change(Object(body), asked) : undefined));

/** Changes what the pages show. */
export const showing =
  (change: (pages: Told['body']) => Told['body']): Alter =>
  async (asked, pass) => {
    const told = await pass();
    return isTo(asked, '/pages', 'GET') && told.status < 300 ? { ...told, body: change(told.body) } : told;
  };

/** Learns the test persons of the portal, and lets a test change them. */
export function knowingRoster(change: (roster: Roster) => void = () => undefined) {
  const known: { roster: Roster | null } = { roster: null };
  const learn = answering(({ roster }) => {
    if (roster === undefined) return;
    change(Object(roster));
    known.roster ??= Object(roster);
  });
  return { known, learn };
}

/** The time on the clock of each world. */
export function clocks() {
  const times = new Map<string, number>();
  const learn = answering(({ now, world }, asked) => {
    if (typeof now === 'string') times.set(String(world ?? asked.world), Date.parse(now));
  });
  return { learn, now: ({ world }: Asked) => times.get(String(world)) ?? 0 };
}

/** Shows a step only so many seconds after it was done. */
export function slowAt(action: string, seconds: number): Alter {
  const { learn, now } = clocks();
  const hide = viewing((view, asked) => {
    view.history = view.history.filter(
      (entry) => entry.action !== action || now(asked) >= Date.parse(entry.startedAt) + seconds * 1000,
    );
  });
  return both(learn, hide);
}

/** The keys that sign results: that of the provider's official, and one of another organisation. */
export const keysOfOffice = () => officeAt('http://127.0.0.1', loadPeople()).issue(Date.parse(DEFAULT_START));
const AT = new Date('2013-05-10T04:00:00Z');
export const BLANK: ResultDocument = { title: '', number: '', lines: [], signed: '', issuedAt: AT };

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** A document of other making, signed with a key. */
export async function signedBy(key: SigningKey, content: ResultDocument): Promise<Told> {
  const bytes = await renderResult(content);
  const view: ResultView = {
    mediaType: 'application/pdf',
    document: base64(bytes),
    signature: base64(await signCms(bytes, key, AT)),
  };
  return { status: 200, body: view };
}

/** Changes the result that is fetched. */
export const resulting =
  (change: (body: ResultView, asked: Asked) => Promise<Told> | Told): Alter =>
  async (asked, pass) => {
    const told = await pass();
    return isTo(asked, '/result', 'GET') && told.status === 200 ? change(Object(told.body), asked) : told;
  };

/** Whom a portal lets act as the owner of a request: whoever has no session of it, whoever has another one, or both. */
type Stranger = 'nobody' | 'another' | 'everybody';

/** Has strangers act as the owner of the request, where that is open to them. */
export function openTo(whom: Stranger, isOpen: (asked: Asked) => boolean): Alter {
  const { learn, ownerFor } = owners(whom);
  return both(
    learn,
    asking((asked) => {
      const token = ownerFor(asked);
      return token === null || !isOpen(asked) ? asked : { ...asked, token };
    }),
  );
}

/** Refuses strangers what is open to them, and does it in the name of the owner all the same. */
export function doneFor(whom: Stranger, isOpen: (asked: Asked) => boolean): Alter {
  const { learn, ownerFor } = owners(whom);
  const refuse: Alter = async (asked, pass) => {
    const told = await pass();
    const token = ownerFor(asked);
    if (token !== null && isOpen(asked)) await pass({ ...asked, token });
    return told;
  };
  return both(learn, refuse);
}

/** Learns the owners of requests. `ownerFor` gives the token of the one whose request is meant by a stranger; null where none is. */
function owners(whom: Stranger) {
  const known = new Map<string, string | null>();
  const tokens = new Set<string | null>();
  const learn = answering(({ token, request }, asked) => {
    if (typeof token === 'string') tokens.add(`Bearer ${token}`);
    // Whoever has logged out is nobody.
    if (isTo(asked, '/end')) tokens.delete(asked.token);
    if (asked.path === '/requests') known.set(`${asked.world} ${request}`, asked.token);
  });
  const ownerFor = (asked: Asked): string | null => {
    const owner = known.get(`${asked.world} ${requestIn(asked)}`) ?? null;
    const who = tokens.has(asked.token) ? 'another' : 'nobody';
    return owner === asked.token || (whom !== 'everybody' && whom !== who) ? null : owner;
  };
  return { learn, ownerFor };
}
