// What a browser knows of a visitor: taken along into each exchange, and brought home from it, so that other exchanges know it too.
import type { BrowserContextOptions } from 'playwright-core';
import { Cookie } from 'tough-cookie';
import type { Visitor } from './visitor.ts';

/** What Playwright calls the storage of a context. */
export type State = Exclude<NonNullable<BrowserContextOptions['storageState']>, string>;
type SameSite = State['cookies'][number]['sameSite'];

/** The cookies and the local storage of a visitor, for a browser. */
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

/** Keeps what a browser knows in the end, and nothing else. */
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

function sameSiteOf(written: unknown): SameSite {
  if (written === 'strict') return 'Strict';
  return written === 'none' ? 'None' : 'Lax';
}
