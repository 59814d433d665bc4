// A visitor of the portal: its cookies, its browser storage, and what was picked from its answers so far.
import type { BrowserContextOptions } from 'playwright-core';
import { CookieJar } from 'tough-cookie';
import type { HistoryEntry, Notification, SessionView } from '../../../../schemas/target/driver.ts';
import type { Call } from '../../sut.ts';
import type { Picked } from '../message/variables.ts';

type Storage = Exclude<NonNullable<BrowserContextOptions['storageState']>, string>['origins'];

/** Somebody who uses the portal, with or without a session. */
export class Visitor {
  readonly jar = new CookieJar(undefined, { looseMode: true });
  /** The local storage of the browser, by origin. */
  storage: Storage = [];
  /** The session storage of the browser's tab, by origin. */
  readonly tabStorage = new Map<string, [name: string, value: string][]>();
  /** The variables that were picked in exchanges of this visitor. */
  readonly known = new Map<string, Picked>();
  /** The names of those variables that belong to a request and are shared by everybody who acts on it. */
  readonly ofRequest = new Set<string>();
  /** What they logged in with; null where they have not tried. */
  login: Call<'authenticate'> | null = null;
  /** The session as it was last read; null before the login. */
  seen: SessionView | null = null;
  /** When steps and notifications without a time of their own were first seen, by name. */
  readonly #since = new Map<string, string>();

  since(name: string, nowIso: string): string {
    const known = this.#since.get(name) ?? nowIso;
    this.#since.set(name, known);
    return known;
  }

  /** The history and notifications of a request, preceded by those of the login whose actions the portal does not repeat there. */
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

  /** Keeps the cookies of an answer, except those that a browser would reject too. @returns the values of the cookies kept */
  keepCookies(url: URL, header: string | string[] | undefined): string[] {
    return [header ?? []].flat().flatMap((cookie) => {
      const kept = this.jar.setCookieSync(cookie, url.href, { ignoreError: true });
      return kept === undefined ? [] : [kept.value];
    });
  }
}
