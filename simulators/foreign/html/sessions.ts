// The sessions of the HTML portal's visitors: cookie, token against forged forms, and language.
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Record } from './application.ts';
import { LANGUAGES, type Language } from './wording.ts';

/** The session of one visitor. */
export interface Session {
  readonly id: string;
  readonly csrf: string;
  user: string | null;
  officer: boolean;
  /** The journal and the messages of the last login. */
  entry: Record;
}

/** The fields of a posted form. */
export type Form = { readonly [name: string]: string | File };

/** The sessions of one portal; their ids are derived from its seed. */
export class Sessions {
  readonly #seed: string;
  readonly #known = new Map<string, Session>();
  /** New sessions by their request: it looks for its session several times, and without a cookie each time would open another. */
  readonly #fresh = new WeakMap<Request, Session>();
  #begun = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** The session of the cookie, or a new one. */
  of(context: Context): Session {
    const known = this.#known.get(getCookie(context, 'SID') ?? '') ?? this.#fresh.get(context.req.raw);
    if (known !== undefined) return known;
    this.#begun += 1;
    const id = this.#secret(`session ${this.#begun}`);
    const entry = { journal: [], notices: [] };
    const session: Session = { id, csrf: this.#secret(`csrf ${id}`), user: null, officer: false, entry };
    this.#known.set(id, session);
    this.#fresh.set(context.req.raw, session);
    setCookie(context, 'SID', id, { httpOnly: true, path: '/', sameSite: 'Lax' });
    return session;
  }

  end({ id }: Session): void {
    this.#known.delete(id);
  }

  #secret(text: string): string {
    return createHash('sha256').update(`${this.#seed} ${text}`).digest('hex').slice(0, 32);
  }
}

/** The language of the visitor: that of the address, else of the language switch, else of the browser, else Russian. */
export function languageOf(context: Context): Language {
  const accepted = context.req.header('accept-language')?.slice(0, 2);
  const asked = [context.req.query('yazyk'), getCookie(context, 'yazyk'), accepted];
  return LANGUAGES.find((code) => code === asked.find((one) => LANGUAGES.some((known) => known === one))) ?? 'ru';
}
