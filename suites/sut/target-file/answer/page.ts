// One answer of the portal as a page in which the extractors and conditions of a target file are evaluated.
import type { CheerioAPI } from 'cheerio';
import { TooMuch } from '../../../../schemas/bounded-json.ts';
import type { Condition, Extractor } from '../../../../schemas/target/extractors.ts';
import { Fault } from '../../blame.ts';
import { textIn } from '../../charset.ts';
import { parseJson, writeJson } from '../message/json.ts';
import { render } from '../message/template.ts';
import type { Picked } from '../message/variables.ts';
import { jsonPath, match, xpath } from './expression.ts';
import { readHtml } from './html.ts';
import { documentOf } from './markup.ts';
import type { Reading } from './reading.ts';
import { satisfies, translate, wordForNothing } from './translate.ts';

type Finder = Extractor | Condition;

/** A text that was found, with its node (of JSON, HTML or XML), from which a further search can start. */
export interface Found {
  text: string;
  node: unknown;
}

/** An answer that was received whole; parsed only when an expression first needs it. */
export class Page {
  readonly status: number;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  /** What messages call the page: method and path as the target file writes them. */
  readonly name: string;
  /** The next page of the same list; null on the last one. */
  next: Page | null = null;
  readonly #cookie: (name: string) => string | null;
  readonly #parsed = new Map<string, unknown>();

  constructor(
    received: { status: number; url: URL; headers: Page['headers']; bytes: Buffer; name: string },
    cookie: (name: string) => string | null,
  ) {
    this.status = received.status;
    this.url = received.url;
    this.headers = received.headers;
    this.bytes = received.bytes;
    this.name = received.name;
    this.#cookie = cookie;
  }

  /** Everything that a finder finds below `from`, or on the whole page without it, narrowed by its `regex`. @throws Fault */
  find(finder: Finder, reading: Reading, from?: unknown): Found[] {
    const { regex: narrowing } = finder;
    return this.#tried(finder, reading, () => {
      const found = this.#findAll(finder, reading, from);
      if (narrowing === undefined) return found;
      return found.flatMap(({ text, node }) => {
        const matched = match(narrowing, text);
        return matched === null ? [] : [{ text: matched[1] ?? matched[0], node }];
      });
    });
  }

  /** Whether a condition of the target file holds on this page. @throws Fault where its expression fails */
  meets(condition: Condition, reading: Reading, from?: unknown): boolean {
    const { status } = condition;
    if (status !== undefined && !status.includes(this.status)) return false;
    if (!FINDERS.some((name) => condition[name] !== undefined)) return status !== undefined;
    const found = this.#readable(condition) ? this.find(condition, reading, from) : [];
    return this.#tried(condition, reading, () => found.some(({ text }) => satisfies(text, condition, reading)));
  }

  /** The one text that an extractor picks; null where an optional one finds nothing. @throws Fault where it finds none or several */
  pick(pick: Extractor, reading: Reading, from?: unknown): string | null {
    const found = this.find(pick, reading, from);
    const [first, second] = found;
    const rule = `${reading.where(pick)}: ${expressionOf(pick)}`;
    if (second !== undefined)
      throw new Fault(
        'target file',
        `${rule} finds ${found.length} things in the answer to ${this.name}; make it find one`,
      );
    if (first === undefined) {
      const word = wordForNothing(pick);
      if (word !== null || pick.optional === true) return word;
      throw new Fault('target file', `${rule} finds nothing in the answer to ${this.name} (status ${this.status})`);
    }
    // Markup often has an empty element or attribute where JSON has null: no instant and no number is written there.
    const isNothing = first.text.trim() === '' && (pick.instant !== undefined || pick.times !== undefined);
    if (isNothing && pick.optional === true) return null;
    return this.#tried(pick, reading, () => translate(first.text, pick, reading));
  }

  /** The same for a variable: what JSON has that is no text stays what it is, if nothing is made of it. */
  take(pick: Extractor, reading: Reading): Picked | null {
    const text = this.pick(pick, reading);
    const { jsonpath, regex, patterns, instant, times } = pick;
    if (text === null || jsonpath === undefined || [regex, patterns, instant, times].some((one) => one !== undefined))
      return text;
    const node = this.find(pick, reading)[0]?.node;
    return typeof node === 'number' || typeof node === 'bigint' || typeof node === 'boolean' ? node : text;
  }

  /** Turns an error of a library into a Fault: a stack overflow is due to an answer nested too deeply, all else to the expression. */
  #tried<T>(finder: Finder, { where }: Reading, find: () => T): T {
    try {
      return find();
    } catch (error) {
      if (error instanceof Fault) throw error;
      if (error instanceof RangeError) throw this.#tooDeep();
      const [said = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
      const rule = `${where(finder)}: ${expressionOf(finder)}`;
      throw new Fault('target file', `${rule} fails on the answer to ${this.name} (status ${this.status}): ${said}`);
    }
  }

  /** Whether the body can be parsed as the finder needs it. A body of another format does not meet the condition; it is no fault. */
  #readable(finder: Finder): boolean {
    try {
      if (finder.jsonpath !== undefined) this.#json();
      if (finder.xpath !== undefined) this.#xml();
      // A file, such as a PDF, holds no element. A page that cannot be read stays a fault: nobody knows what it says.
      if (finder.css !== undefined && !PAGES.test(String(this.headers['content-type'] ?? ''))) this.#html();
      return true;
    } catch (error) {
      if (error instanceof Fault) return false;
      throw error;
    }
  }

  #findAll(finder: Finder, reading: Reading, from: unknown): Found[] {
    if (finder.value !== undefined) return [{ text: render(finder.value, reading.variables), node: from }];
    if (finder.css !== undefined) return this.#select(finder.css, finder, from);
    if (finder.jsonpath !== undefined) {
      const node = from === undefined ? this.#json() : from;
      return jsonPath(finder.jsonpath)
        .query(node as never)
        .values()
        .flatMap(jsonFound);
    }
    if (finder.xpath !== undefined) {
      const namespaceOf = (prefix: string) => reading.namespaces[prefix] ?? null;
      return xpath(finder.xpath, from ?? this.#xml(), namespaceOf, reading.variables).map((node) =>
        xmlFound(node, finder.blanks === true),
      );
    }
    const texts = [this.#plain(finder)].flat();
    return texts.flatMap((text) => (text === null || text === undefined ? [] : [{ text, node: undefined }]));
  }

  #plain(finder: Finder): string | string[] | null | undefined {
    if (finder.header !== undefined) return this.headers[finder.header.toLowerCase()];
    if (finder.cookie !== undefined) return this.#cookie(finder.cookie);
    if (finder.url === true) return this.url.href;
    if (finder.body === 'base64') return this.bytes.toString('base64');
    return finder.body === 'text' ? this.text() : String(this.status);
  }

  #select(selector: string, { attr, blanks }: Finder & { attr?: string }, from: unknown): Found[] {
    const $ = this.#html();
    const nodes =
      from === undefined ? $(selector) : selector === ':scope' ? $(from as never) : $(from as never).find(selector);
    return nodes.toArray().flatMap((node) => {
      const tidy = (whole: string) => (blanks === true ? whole : whole.replace(/\s+/gu, ' ').trim());
      const text = attr === undefined ? tidy($(node).text()) : $(node).attr(attr);
      return text === undefined ? [] : [{ text, node }];
    });
  }

  /** The body as text. @throws Fault where it is not in the encoding that it declares, which is UTF-8 where it declares none */
  text(): string {
    return this.#once('text', 'is no text', () => {
      try {
        return textIn(this.bytes, String(this.headers['content-type'] ?? ''));
      } catch (error) {
        throw this.#fault(error instanceof Error ? error.message : String(error));
      }
    });
  }

  #tooDeep(): Fault {
    return this.#fault('is nested too deeply to be read');
  }

  #html(): CheerioAPI {
    return this.#once('html', 'cannot be read as HTML', () => readHtml(this.text()));
  }

  /** The body as JSON. @throws Fault where it is none */
  json(): unknown {
    return this.#json();
  }

  #json(): unknown {
    return this.#once('json', 'is no JSON', () => parseJson(this.text()));
  }

  #xml(): unknown {
    return this.#once('xml', 'is no XML', () => documentOf(this.text()));
  }

  #once<T>(key: string, wrong: string, make: () => T): T {
    // A failure is remembered too, because every condition of the file would parse the same body again.
    if (!this.#parsed.has(key)) this.#parsed.set(key, this.#attempt(wrong, make));
    const known = this.#parsed.get(key);
    if (known instanceof Fault) throw known;
    return known as T;
  }

  #attempt(wrong: string, make: () => unknown): unknown {
    try {
      return make();
    } catch (error) {
      if (error instanceof Fault) return error;
      if (error instanceof TooMuch) return this.#fault(error.message);
      if (error instanceof RangeError) return this.#tooDeep();
      return this.#fault(wrong);
    }
  }

  #fault(wrong: string): Fault {
    return new Fault('portal', `the answer to ${this.name} (status ${this.status}) ${wrong}`);
  }
}

/** The types under which a page comes, or what its portal takes for one. */
const PAGES = /^$|html|xml|json|^text\//iu;
const FINDERS = ['jsonpath', 'css', 'xpath', 'header', 'cookie', 'body', 'url', 'value'] as const;

function expressionOf(finder: Finder): string {
  const name = FINDERS.find((one) => finder[one] !== undefined) ?? 'status';
  const narrowed = finder.regex === undefined ? '' : ` with regex ${JSON.stringify(finder.regex)}`;
  return `${name} ${JSON.stringify(finder[name as 'css'] ?? true)}${narrowed}`;
}

function jsonFound(value: unknown): Found[] {
  if (value === null) return [];
  return [{ text: typeof value === 'object' ? writeJson(value) : String(value), node: value }];
}

function xmlFound(node: unknown, keepsBlanks: boolean): Found {
  const isNode = typeof node === 'object' && node !== null && 'textContent' in node;
  const text = isNode ? String(node.textContent ?? Reflect.get(node, 'value') ?? '') : String(node);
  return { text: keepsBlanks ? text : text.trim(), node };
}

/** What stands where no page has come yet. */
export const NO_PAGE = new Page(
  { status: 0, url: new URL('about:blank'), headers: {}, bytes: Buffer.alloc(0), name: 'nothing' },
  () => null,
);

/** The pages that an operation led to: the last one, and by name those of exchanges that the target file names. */
export interface Seen {
  page: Page | null;
  named: ReadonlyMap<string, Page>;
}

/** The page that a finder looks into. @throws Fault where there is none */
export function pageFor({ from }: { from?: string }, { page, named }: Seen): Page {
  const found = named.get(from ?? '') ?? page;
  if (found !== null) return found;
  throw new Fault('target file', 'there is no answer to read: the operation has no exchange');
}
