// A sample person who uses the pages as a browser without scripts does: reads them, follows links and sends forms; for our own tests.
import { type CheerioAPI, load } from 'cheerio';
import type { SigningKey } from '../../../schemas/pki/cms.ts';
import { signCms } from '../../../schemas/pki/cms.ts';

/** Sends one request to the pages. */
export type Fetch = (request: Request) => Response | Promise<Response>;

const ORIGIN = 'http://127.0.0.1';
const MOST_REDIRECTS = 5;

/** One browser without scripts. */
export class Person {
  readonly #fetch: Fetch;
  readonly language: string;
  cookie = '';
  path = '';
  status = 0;
  page: CheerioAPI = load('');
  headers = new Headers();

  constructor(fetch: Fetch, language = 'en') {
    this.#fetch = fetch;
    this.language = language;
  }

  /** Opens an address, and follows where it leads. */
  async open(path: string): Promise<void> {
    await this.#go(path, { method: 'GET' });
  }

  /** The bytes behind an address. */
  async download(path: string): Promise<{ bytes: Buffer; response: Response }> {
    const response = await this.ask(path);
    return { bytes: Buffer.from(await response.arrayBuffer()), response };
  }

  /** Follows a link that the selector finds. */
  async follow(selector: string): Promise<void> {
    const href = this.page(selector).first().attr('href');
    if (href === undefined) throw new Error(`${this.path} has no link ${selector}`);
    await this.open(href);
  }

  /** Sends the form that the selector finds, its fields as they stand, but for those that are given. */
  async send(selector: string, given: Record<string, string | File | null> = {}, button?: string): Promise<void> {
    const { page } = this;
    const form = page(selector).first();
    if (form.length === 0) throw new Error(`${this.path} has no form ${selector}: ${page('main').text()}`);
    const fields = new FormData();
    for (const field of form.find('input, select, textarea').toArray()) {
      const one = page(field);
      const name = one.attr('name');
      const type = one.attr('type');
      if (name === undefined || type === 'file') continue;
      if ((type === 'radio' || type === 'checkbox') && one.attr('checked') === undefined) continue;
      fields.set(
        name,
        String(
          one.is('select')
            ? (one.find('option[selected]').attr('value') ?? one.find('option').attr('value') ?? '')
            : (one.val() ?? ''),
        ),
      );
    }
    const pressed = button === undefined ? form.find('button').last() : form.find(button).first();
    if (pressed.length === 0) throw new Error(`${this.path} has no button in ${selector}`);
    const name = pressed.attr('name');
    if (name !== undefined) fields.set(name, pressed.attr('value') ?? '');
    for (const [key, value] of Object.entries(given)) {
      if (value === null) fields.delete(key);
      else fields.set(key, value);
    }
    const isMultipart = form.attr('enctype') === 'multipart/form-data';
    const body = isMultipart
      ? fields
      : new URLSearchParams([...fields].map(([key, value]): [string, string] => [key, String(value)]));
    await this.#go(form.attr('action') ?? '', { method: 'POST', body });
  }

  /** The text of the first part that the selector finds. */
  text(selector: string): string {
    return this.page(selector).first().text().replace(/\s+/gu, ' ').trim();
  }

  /** Signs the request on whose page this is, with a file that is handed in. */
  async sign(key: SigningKey, signedAt: Date): Promise<void> {
    const { bytes } = await this.download(`${this.path}/content`);
    const cms = await signCms(bytes, key, signedAt);
    await this.send('#signing', { cms: new File([Uint8Array.from(cms)], 'signature.p7s') });
  }

  /** One request, with the cookie of the visit; redirects are not followed. */
  async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('accept', 'text/html');
    headers.set('accept-language', this.language);
    if (this.cookie !== '') headers.set('cookie', this.cookie);
    const response = await this.#fetch(new Request(new URL(path, ORIGIN), { ...init, headers }));
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) this.cookie = set.split(';')[0] ?? '';
    return response;
  }

  async #go(path: string, init: RequestInit): Promise<void> {
    let response = await this.ask(path, init);
    let at = path;
    for (let hop = 0; hop < MOST_REDIRECTS && response.status >= 300 && response.status < 400; hop++) {
      at = response.headers.get('location') ?? '';
      response = await this.ask(at);
    }
    this.path = new URL(at, ORIGIN).pathname;
    this.status = response.status;
    this.headers = response.headers;
    this.page = load(await response.text());
  }
}
