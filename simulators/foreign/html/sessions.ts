// The visitors of the HTML portal: cookie, token against forged forms, and language.
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Record } from './application.ts';
import { LANGUAGES, type Language } from './wording.ts';

/** One visitor. */
export interface Session {
  readonly id: string;
  readonly csrf: string;
  user: string | null;
  officer: boolean;
  /** What the last login left. */
  entry: Record;
}

/** What a form brought. */
export type Form = { readonly [name: string]: string | File };

/** The sessions of one portal; their ids follow from its seed. */
export class Sessions {
  readonly #seed: string;
  readonly #known = new Map<string, Session>();
  /** A visitor without a cookie is asked for more than once in the course of a request. */
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

/** The language asked for: in the address, by the switch, by the browser; else Russian. */
export function languageOf(context: Context): Language {
  const accepted = context.req.header('accept-language')?.slice(0, 2);
  const asked = [context.req.query('yazyk'), getCookie(context, 'yazyk'), accepted];
  return LANGUAGES.find((code) => code === asked.find((one) => LANGUAGES.some((known) => known === one))) ?? 'ru';
}
