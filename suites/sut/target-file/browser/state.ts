// Carries the cookies and the storage of a visitor into the browser for each exchange, and back afterwards for the exchanges to come.

import type { BrowserContextOptions, Page as Tab } from 'playwright-core';
import { Cookie } from 'tough-cookie';
import { parseBounded } from '../../../../schemas/bounded-json.ts';
import type { Visitor } from '../answer/visitor.ts';

/** Cookies and local storage in the form in which Playwright takes and gives them. */
export type State = Exclude<NonNullable<BrowserContextOptions['storageState']>, string>;
/** The entries of session storage, by origin. */
export type TabStorage = Map<string, [name: string, value: string][]>;
type SameSite = State['cookies'][number]['sameSite'];

/** The cookies and the local storage of a visitor, for a new browser context. */
export function stateOf({ jar, storage }: Visitor): State {
  const cookies = (jar.serializeSync()?.cookies ?? []).map((kept) => {
    const { key, value, domain, path, expires, hostOnly, httpOnly, secure } = kept;
    const until = typeof expires === 'string' ? Date.parse(expires) / 1000 : Number.NaN;
    return {
      name: String(key),
      value: String(value),
      domain: hostOnly === false ? `.${domain}` : String(domain),
      path: String(path ?? '/'),
      expires: Number.isNaN(until) ? -1 : until,
      httpOnly: httpOnly === true,
      secure: secure === true,
      sameSite: sameSiteOf(kept.sameSite),
    };
  });
  return { cookies, origins: storage };
}

/** Replaces the cookies and the local storage of a visitor by those in the browser at the end of an exchange. */
export function keepState(visitor: Visitor, { cookies, origins }: State): void {
  visitor.storage = origins;
  visitor.jar.removeAllCookiesSync();
  for (const { name, value, domain, path, expires, httpOnly, secure, sameSite } of cookies) {
    const isShared = domain.startsWith('.');
    const host = domain.replace(/^\./u, '');
    const cookie = new Cookie({
      key: name,
      value,
      path,
      httpOnly,
      secure,
      sameSite: sameSite.toLowerCase(),
      ...(isShared ? { domain: host } : {}),
      ...(expires < 0 ? {} : { expires: new Date(expires * 1000) }),
    });
    visitor.jar.setCookieSync(cookie, `${secure ? 'https' : 'http'}://${host}${path}`, { ignoreError: true });
  }
}

/** Restores the session storage in a new tab. It is bound to an origin, so an empty page is served for each, without asking the portal. */
export async function recall(tab: Tab, storage: TabStorage): Promise<void> {
  if (storage.size === 0) return;
  await tab.route('**', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  for (const [origin, entries] of storage) {
    await tab.goto(origin);
    await tab.evaluate(`for (const [name, value] of ${JSON.stringify(entries)}) sessionStorage.setItem(name, value)`);
  }
  await tab.unrouteAll();
}

/** Keeps the session storage of the tabs, which are given newest first: of two tabs on one origin the older one prevails. */
export async function keepTabs(visitor: Visitor, tabs: readonly Tab[]): Promise<void> {
  for (const tab of tabs) {
    // A page without an origin has no session storage and throws when it is read.
    const held = await tab.evaluate(READ_STORAGE).catch(() => null);
    if (!Array.isArray(held)) continue;
    if (held[1].length > 0) visitor.tabStorage.set(String(held[0]), held[1]);
    else visitor.tabStorage.delete(String(held[0]));
  }
}

/** Code for the page; as a string, because the types of the browser are not known here. */
const READ_STORAGE = '[origin, Object.entries(sessionStorage)]';

/** Every value in the cookies and the storage of a visitor, and each text inside a value that is JSON; all of them may be secret. */
export function keptBy({ jar, storage, tabStorage }: Visitor): string[] {
  const cookies = (jar.serializeSync()?.cookies ?? []).map(({ value }) => String(value));
  const local = storage.flatMap((origin) => origin.localStorage.map(({ value }) => value));
  const session = [...tabStorage.values()].flat().map(([, value]) => value);
  return [...cookies, ...local, ...session].flatMap((value) => [value, ...textsIn(value)]);
}

function textsIn(json: string): string[] {
  const found: string[] = [];
  try {
    parseBounded(json, () =>
      JSON.parse(json, (_, value: unknown) => {
        if (typeof value === 'string') found.push(value);
        return value;
      }),
    );
  } catch {
    // A value that is no JSON holds no further texts.
  }
  return found;
}

function sameSiteOf(written: unknown): SameSite {
  if (written === 'strict') return 'Strict';
  return written === 'none' ? 'None' : 'Lax';
}
