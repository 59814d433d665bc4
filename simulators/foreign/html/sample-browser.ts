// A browser for the tests of the HTML portal, and the probes that show what can be observed of the portal.
import { signCms } from '../../../schemas/pki/cms.ts';
import { verifyCms } from '../../../schemas/pki/cms-check.ts';
import { certificate, credentials, NOW, TRUST } from '../../sample-credentials.ts';

/** Sends one request to the portal. */
export type Send = (request: Request) => Response | Promise<Response>;
type Fields = Record<string, string | Uint8Array>;

/** A visitor with cookies, who sends with every form the token that the page before gave. */
export class Browser {
  readonly #send: Send;
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();
  token = '';
  application = '';

  constructor(send: Send, origin = 'http://127.0.0.1') {
    this.#send = send;
    this.#origin = origin;
  }

  async get(
    path: string,
    language = 'ru',
  ): Promise<{ status: number; text: string; bytes: Uint8Array; location: string | null }> {
    return this.#ask(path, { headers: { 'accept-language': language } });
  }

  async post(path: string, fields: Fields = {}) {
    const body = new FormData();
    for (const [name, value] of Object.entries({ _token: this.token, ...fields }))
      body.set(name, typeof value === 'string' ? value : new Blob([Uint8Array.from(value)]));
    return this.#ask(path, { method: 'POST', body });
  }

  async #ask(path: string, init: RequestInit) {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...this.#cookies].map((pair) => pair.join('=')).join('; '));
    const response = await this.#send(new Request(this.#origin + path, { ...init, headers, redirect: 'manual' }));
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = Buffer.from(bytes).toString();
    this.token = /name="_token" value="(\w+)"/.exec(text)?.[1] ?? this.token;
    return { status: response.status, text, bytes, location: response.headers.get('location') };
  }

  async logIn(name: string): Promise<string> {
    await this.get('/vhod');
    const { id, password } = credentials(name);
    const { location } = await this.post('/vhod', { iin: id, parol: password });
    return location ?? '';
  }

  async order(): Promise<void> {
    const { location } = await this.post('/uslugi/vyvoz/zakaz');
    this.application = location ?? '';
  }

  step(name: string, fields: Fields = {}) {
    return this.post(`${this.application}/${name}`, fields);
  }

  /** The journal, the messages and the particulars of a page. */
  async seen(path = this.application, language = 'ru'): Promise<unknown> {
    const { status, text } = await this.get(path, language);
    return {
      status,
      journal: all(text, /class="shag">(.*?)<.*?class="kto">(.*?)<.*?class="itog">(.*?)</gs),
      messages: all(text, /<li lang="\w\w">.*?class="k-shagu">(.*?)<.*?class="tema">(.*?)<.*?class="tekst">(.*?)</gs),
      particulars: all(text, /<dd id="(\w+)">(.*?)</g),
      iin: all(text, /name="iin" value="(\d*)"/g),
      buttons: all(text, /class="knopka" id="(\w+)"/g),
    };
  }
}

/** The groups of the pattern at each of its matches, joined. */
export const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, ...groups]) => groups.join(' | '));
/** A form that the portal accepts. */
export const FORM = { predmet: 'домбыра', strana: 'FR', opis: Buffer.from('опись') };
export const CERTIFICATES = [
  'unreadable',
  'expired',
  'not-yet-valid',
  'revoked',
  'on-hold',
  'untrusted-issuer',
  'another-person',
  'authentication-key',
];
export const LOGINS = ['unknown-id', 'wrong-password', 'malformed-id', 'wrong-check-digit'];
export const DECISIONS = ['ne-sootvetstvuet', 'nedostoverno', 'net-dokumenta'];

/** Logs a person in and opens an application, whose form is not filled in yet. */
export async function arrive(send: Send, name = 'good'): Promise<Browser> {
  const browser = new Browser(send);
  await browser.logIn(name);
  await browser.order();
  return browser;
}

/** Fills in the form and chooses the certificate with the defect that `name` says; `good` has none. */
export async function choose(send: Send, name = 'good'): Promise<Browser> {
  const browser = await arrive(send);
  await browser.step('anketa', FORM);
  const pem = name === 'unreadable' ? 'no certificate' : certificate(name).certificatePem;
  await browser.step('sertifikat', { sertifikat: Buffer.from(pem) });
  return browser;
}

/** The end of other content, which a signature holds itself. */
const OWN = ' of its own';

async function signature(browser: Browser, tail = ''): Promise<Uint8Array> {
  const { bytes } = await browser.get(`${browser.application}/na-podpis`);
  const holdsContent = tail === OWN;
  return signCms(Buffer.concat([bytes, Buffer.from(tail)]), certificate('good'), NOW, { holdsContent });
}

async function sign(send: Send, tail = ''): Promise<Browser> {
  const browser = await choose(send);
  await browser.step('podpis', { podpis: await signature(browser, tail) });
  return browser;
}

async function decide(send: Send, { application }: Browser, decision: string) {
  const officer = new Browser(send);
  await officer.get('/vhod');
  const { id = '', password = '' } = TRUST.officers[0] ?? {};
  await officer.post('/vhod/sotrudnik', { login: id, parol: password });
  return officer.post(application.replace('zayavka', 'rassmotrenie'), { reshenie: decision });
}

/** Signs an application and has the officer decide on it. */
export async function finish(send: Send, decision = 'vydat'): Promise<Browser> {
  const browser = await sign(send);
  await decide(send, browser, decision);
  return browser;
}

async function result(browser: Browser): Promise<unknown> {
  const document = await browser.get(`${browser.application}/rezultat.pdf`);
  const seal = await browser.get(`${browser.application}/rezultat.p7s`);
  return {
    statuses: [document.status, seal.status],
    isPdf: document.text.startsWith('%PDF-'),
    seal: seal.status === 200 ? (await verifyCms(seal.bytes, document.bytes)).valid : null,
  };
}

/** The probes by their names: each uses the portal in one way and gives what can be observed of it. */
export const PROBES: Record<string, (send: Send) => Promise<unknown>> = {
  form: async (send) => (await arrive(send)).seen(),
  done: async (send) => {
    const browser = await finish(send);
    return [
      await browser.seen(),
      await result(browser),
      all((await browser.get('/istoriya')).text, /class="sostoyanie">(.*?)</g),
    ];
  },
  slowly: async (send) => {
    const browser = await arrive(send);
    await browser.post('/proverka/chasy', { sekund: '60' });
    await browser.step('anketa', FORM);
    return browser.seen();
  },
  numbers: async (send) => [await (await sign(send)).seen(), await (await sign(send)).seen()],
  'other-bytes': async (send) => (await sign(send, '!')).seen(),
  'own-content': async (send) => (await sign(send, OWN)).seen(),
  undecided: async (send) => result(await sign(send)),
  twice: async (send) => {
    const browser = await finish(send);
    return [(await decide(send, browser, 'vydat')).status, (await browser.step('podpis')).status];
  },
  'sign-first': async (send) => {
    const browser = await arrive(send);
    await browser.step('anketa', FORM);
    const before = await browser.seen();
    const { status } = await browser.step('podpis', { podpis: await signature(browser) });
    return [status, before, await browser.seen()];
  },
  'sign-refused': async (send) => {
    const browser = await choose(send, 'expired');
    const before = await browser.seen();
    return [(await browser.step('podpis')).status, before, await browser.seen()];
  },
  refused: async (send) => result(await finish(send, 'net-dokumenta')),
  kazakh: async (send) => {
    const browser = new Browser(send);
    return browser.seen(await browser.logIn('wrong-password'), 'kk');
  },
  survey: async (send) => {
    const browser = await finish(send);
    const wrong = await browser.step('opros', { vopros1: '4', vopros2: '1' });
    return [wrong.status, (await browser.step('opros', { vopros1: '3', vopros2: '1' })).status];
  },
  'another-reads': async (send) => {
    const { application } = await arrive(send);
    const another = await arrive(send, 'another-person');
    return [(await another.get(application)).status];
  },
  'another-signs': async (send) => {
    const owner = await choose(send);
    const podpis = await signature(owner);
    const another = await arrive(send, 'another-person');
    const before = await owner.seen();
    return [(await another.post(`${owner.application}/podpis`, { podpis })).status, before, await owner.seen()];
  },
  'another-result': async (send) => {
    const { application } = await finish(send);
    const another = await arrive(send, 'another-person');
    return [(await another.get(`${application}/rezultat.pdf`)).status];
  },
  ...Object.fromEntries(
    LOGINS.map((name) => [
      name,
      async (send: Send) => {
        const browser = new Browser(send);
        return browser.seen(await browser.logIn(name));
      },
    ]),
  ),
  ...Object.fromEntries(CERTIFICATES.map((name) => [name, async (send: Send) => (await choose(send, name)).seen()])),
  ...Object.fromEntries(DECISIONS.map((name) => [name, async (send: Send) => (await finish(send, name)).seen()])),
};
