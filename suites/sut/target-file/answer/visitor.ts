// Whoever visits the portal: the cookies that the portal gave, and what was picked from its answers so far.
import type { BrowserContextOptions } from 'playwright-core';
import { CookieJar } from 'tough-cookie';
import type { HistoryEntry, Notification, SessionView } from '../../../../schemas/target/driver.ts';

type Storage = Exclude<NonNullable<BrowserContextOptions['storageState']>, string>['origins'];

/** One session with the portal, or somebody who has none. */
export class Visitor {
  readonly jar = new CookieJar(undefined, { looseMode: true });
  /** The local storage of a browser, by origin. */
  storage: Storage = [];
  /** The session storage of its tab, by origin. */
  readonly tabStorage = new Map<string, [name: string, value: string][]>();
  /** What was picked while this visitor did something. */
  readonly known = new Map<string, string>();
  /** The names of what of it belongs to the request, whoever acts on it. */
  readonly ofRequest = new Set<string>();
  /** What the login showed, and how it stood when it was last read. */
  seen: SessionView | null = null;
  lastExchange = '';
  /** When things were first seen that tell no time, by their names. */
  readonly #since = new Map<string, string>();

  since(name: string, nowIso: string): string {
    const known = this.#since.get(name) ?? nowIso;
    this.#since.set(name, known);
    return known;
  }

  /** The steps and messages of the login that a page of the request does not repeat. */
  before(history: readonly HistoryEntry[], notifications: readonly Notification[]) {
    const lacks = <T extends { action: string }>(own: readonly T[] | undefined, shown: readonly T[]) =>
      (own ?? []).filter(({ action }) => !shown.some((one) => one.action === action));
    return {
      history: [...lacks(this.seen?.history, history), ...history],
      notifications: [...lacks(this.seen?.notifications, notifications), ...notifications],
    };
  }

  cookieHeader(url: URL): string {
    return this.jar.getCookieStringSync(url.href);
  }

  cookie(url: URL, name: string): string | null {
    return this.jar.getCookiesSync(url.href).find(({ key }) => key === name)?.value ?? null;
  }

  /** Keeps the cookies of an answer and gives their values; one that this visitor may not have is left, as a browser does. */
  keepCookies(url: URL, header: string | string[] | undefined): string[] {
    return [header ?? []].flat().flatMap((cookie) => {
      const kept = this.jar.setCookieSync(cookie, url.href, { ignoreError: true });
      return kept === undefined ? [] : [kept.value];
    });
  }
}
