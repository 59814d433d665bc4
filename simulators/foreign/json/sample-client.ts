// A client for the tests of the JSON portal.
import { signCms } from '../../../schemas/pki/cms.ts';
import { verifyCms } from '../../../schemas/pki/cms-check.ts';
import { certificate, credentials, NOW, TRUST } from '../../sample-credentials.ts';

/** Sends one request to the portal. */
export type Send = (request: Request) => Response | Promise<Response>;
/** Any JSON object. */
export type Json = Record<string, unknown>;
type Answer = { status: number; body: Json; bytes: Uint8Array; etag: string };

/** A client that acts for one customer of one tenant. */
export class Client {
  readonly #send: Send;
  token = '';
  order = '';
  tenant = 'default';
  signIn = '';

  constructor(send: Send) {
    this.#send = send;
  }

  async ask(method: string, path: string, body?: Json, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await this.#send(
      new Request(`http://127.0.0.1${path}`, {
        method,
        headers: {
          'accept-language': 'ru',
          'content-type': 'application/json',
          authorization: `Bearer ${this.token}`,
          'x-tenant': this.tenant,
          ...headers,
        },
        body: body === undefined ? null : JSON.stringify(body),
      }),
    );
    const bytes = new Uint8Array(await response.arrayBuffer());
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const parsed = isJson ? JSON.parse(Buffer.from(bytes).toString()) : {};
    return { status: response.status, body: parsed, bytes, etag: response.headers.get('etag') ?? '' };
  }

  of(method: string, part: string, body?: Json, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(method, `/v2/orders/${this.order}${part}`, body, headers);
  }

  async logIn(name: string): Promise<void> {
    const { id, password } = credentials(name);
    const form = new URLSearchParams({ grant_type: 'password', username: id, password });
    const headers = { 'x-tenant': this.tenant };
    const response = await this.#send(
      new Request('http://127.0.0.1/oauth/token', { method: 'POST', headers, body: form }),
    );
    const { access_token = '', sign_in } = (await response.json()) as Record<string, string>;
    this.token = access_token;
    this.signIn = sign_in ?? '';
  }

  async open(): Promise<void> {
    this.order = String((await this.ask('POST', '/v2/orders', {})).body.id);
  }

  pass(forward: number): Promise<Answer> {
    return this.ask('POST', '/sandbox/clock', { forward });
  }

  /** @param idn whom the application names; by default nobody */
  async apply(idn?: string): Promise<number> {
    const { etag } = await this.of('GET', '');
    const application = { route: 'Астана – Ақмол', ...(idn === undefined ? {} : { idn }) };
    return (await this.of('PUT', '/application', application, { 'if-match': etag })).status;
  }

  async pay(kind: string | null): Promise<number> {
    const made = kind === null ? null : await this.ask('POST', '/sandbox/payments', { order: this.order, kind });
    return (await this.of('POST', '/payments', { receipt: made?.body.receipt ?? null })).status;
  }

  async choose(name: string): Promise<number> {
    return (await this.of('PUT', '/certificate', { pem: certificate(name).certificatePem })).status;
  }

  async sign(tail = '', content?: Uint8Array): Promise<number> {
    const bytes = content ?? (await this.of('GET', '/payload')).bytes;
    const cms = await signCms(Buffer.concat([bytes, Buffer.from(tail)]), certificate('good'), NOW);
    return (await this.of('POST', '/signature', { cms: Buffer.from(cms).toString('base64') })).status;
  }

  async decide(verdict: string): Promise<number> {
    const { id = '', password = '' } = TRUST.officers[0] ?? {};
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: password });
    const headers = { 'x-tenant': this.tenant };
    const response = await this.#send(
      new Request('http://127.0.0.1/oauth/token', { method: 'POST', headers, body: form }),
    );
    const { access_token } = (await response.json()) as Record<string, string>;
    const authorization = `Bearer ${access_token}`;
    return (await this.ask('POST', '/v2/verdicts', { order: this.order, verdict }, { authorization })).status;
  }

  /** What the portal shows of the order, its trail and its messages, without the times. */
  async seen(language = 'ru'): Promise<{ order: Json; trail: string[]; messages: string[] }> {
    const { id: _, licence: __, ...order } = (await this.of('GET', '')).body;
    const headers = { 'accept-language': language };
    const trail = await this.#pages('/trail', headers);
    const messages = await this.#pages('/messages', headers);
    return { order, trail: trail.map(entryText), messages: messages.map(messageText) };
  }

  async #pages(part: string, headers: Record<string, string>): Promise<Json[]> {
    const items: Json[] = [];
    let path: unknown = `/v2/orders/${this.order}${part}?limit=4`;
    while (typeof path === 'string') {
      const { body } = await this.ask('GET', path, undefined, headers);
      items.push(...(body.items as Json[]));
      path = body.next;
    }
    return items;
  }

  async signInSeen(language = 'ru'): Promise<{ trail: string[]; messages: string[] }> {
    const { body } = await this.ask('GET', this.signIn, undefined, { 'accept-language': language });
    return { trail: (body.trail as Json[]).map(entryText), messages: (body.messages as Json[]).map(messageText) };
  }

  async licence(): Promise<Json> {
    const document = await this.of('GET', '/licence');
    const signature = await this.of('GET', '/licence/signature');
    const cms = Buffer.from(String(signature.body.cms), 'base64');
    return {
      statuses: [document.status, signature.status],
      isPdf: Buffer.from(document.bytes).toString().startsWith('%PDF-'),
      seal: signature.status === 200 ? (await verifyCms(cms, document.bytes)).valid : null,
    };
  }
}

const entryText = ({ activity, performedBy, until, outcome }: Json): string =>
  [activity, performedBy, outcome, until === null ? 'lasts' : 'over'].join(' ');
const messageText = ({ topic, reason, number, text }: Json): string => [topic, reason, number, text].join(' | ');
