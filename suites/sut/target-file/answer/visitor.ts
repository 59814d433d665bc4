// A visitor of the portal: its cookies, its browser storage, and what was picked from its answers so far.
import type { BrowserContextOptions } from 'playwright-core';
import { CookieJar } from 'tough-cookie';
import { type Static, Type } from 'typebox';
import { type HistoryEntry, type Notification, SessionView } from '../../../../schemas/target/driver.ts';
import type { Call } from '../../sut.ts';
import type { Picked } from '../message/variables.ts';

type Storage = Exclude<NonNullable<BrowserContextOptions['storageState']>, string>['origins'];

/** What was picked, as JSON, which has no integers of any size. */
export const SavedPicks = Type.Array(
  Type.Tuple([
    Type.String(),
    Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Object({ integer: Type.String() })]),
  ]),
);
export const savePicks = (picks: ReadonlyMap<string, Picked>): Static<typeof SavedPicks> =>
  [...picks].map(([name, value]) => [name, typeof value === 'bigint' ? { integer: String(value) } : value]);
export const picksIn = (saved: Static<typeof SavedPicks>): Map<string, Picked> =>
  new Map(saved.map(([name, value]) => [name, typeof value === 'object' ? BigInt(value.integer) : value]));

/** Says by which name the test persons have whoever logged in so; null where they have nobody. Passwords are not kept. */
export type LoginNames = (login: Call<'authenticate'>) => unknown;
/** What somebody logged in with whom {@link LoginNames} has named; null where there is nobody. */
export type LoginsByName = (name: unknown) => Call<'authenticate'> | null;

/** A visitor as JSON. */
export const SavedVisitor = Type.Object({
  jar: Type.Unknown(),
  storage: Type.Unknown(),
  tabStorage: Type.Array(Type.Tuple([Type.String(), Type.Array(Type.Tuple([Type.String(), Type.String()]))])),
  known: SavedPicks,
  ofRequest: Type.Array(Type.String()),
  login: Type.Unknown(),
  seen: Type.Union([SessionView, Type.Null()]),
  since: Type.Array(Type.Tuple([Type.String(), Type.String()])),
});

/** Somebody who uses the portal, with or without a session. */
export class Visitor {
  jar = new CookieJar(undefined, { looseMode: true });
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

  /** @param loginOf names whoever logged in */
  save(loginOf: LoginNames): Static<typeof SavedVisitor> {
    return {
      ...{ jar: this.jar.serializeSync() ?? null, storage: this.storage, tabStorage: [...this.tabStorage] },
      ...{ known: savePicks(this.known), ofRequest: [...this.ofRequest], seen: this.seen, since: [...this.#since] },
      login: this.login === null ? null : loginOf(this.login),
    };
  }

  /** The visitor that `save` gave. */
  static from(saved: Static<typeof SavedVisitor>, loginAs: LoginsByName): Visitor {
    const visitor = new Visitor();
    if (saved.jar !== null) visitor.jar = CookieJar.deserializeSync(JSON.stringify(saved.jar));
    // The cast is safe: the storage is what the browser gave.
    visitor.storage = saved.storage as Storage;
    for (const [origin, entries] of saved.tabStorage) visitor.tabStorage.set(origin, entries);
    for (const [name, value] of picksIn(saved.known)) visitor.known.set(name, value);
    for (const name of saved.ofRequest) visitor.ofRequest.add(name);
    for (const [name, at] of saved.since) visitor.#since.set(name, at);
    visitor.seen = saved.seen;
    visitor.login = saved.login === null ? null : loginAs(saved.login);
    return visitor;
  }

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
