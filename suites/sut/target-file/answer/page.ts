// One answer of the portal, and what the finders of a target file find in it.
import { DOMParser, onErrorStopParsing } from '@xmldom/xmldom';
import { type CheerioAPI, load } from 'cheerio';
import type { Condition, Extractor } from '../../../../schemas/target/operations.ts';
import { Fault } from '../../blame.ts';
import { decode } from '../../http.ts';
import { isTooDeep, isTooDeepXml } from '../message/nesting.ts';
import { render, type Variables } from '../message/template.ts';
import { jsonPath, match, xpath } from './expression.ts';
import { toInstant } from './instant.ts';

type Finder = Extractor | Condition;

/** Something that was found: its text, and the node to look further from. */
export interface Found {
  text: string;
  node: unknown;
}

/** How a file speaks of itself and what it calls things. */
export interface Reading {
  variables: Variables;
  namespaces: Readonly<Record<string, string>>;
  where(part: object, key?: string): string;
  /** Text as a report may show it. */
  hide(text: string): string;
}

/** An answer that was read whole. */
export class Page {
  readonly status: number;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  /** How messages call it: method and path as the target file writes them. */
  readonly name: string;
  /** The next page of the list that this one shows. */
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

  /** Everything that a finder finds, from a node or from the top, narrowed by its `regex`. @throws Fault */
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

  /** Whether a condition holds here. @throws Fault */
  meets(condition: Condition, reading: Reading, from?: unknown): boolean {
    const { status, matches } = condition;
    if (status !== undefined && !status.includes(this.status)) return false;
    if (!FINDERS.some((name) => condition[name] !== undefined)) return status !== undefined;
    const found = this.#readable(condition) ? this.find(condition, reading, from) : [];
    if (matches === undefined) return found.length > 0;
    return this.#tried(condition, reading, () => found.some(({ text }) => match(matches, text) !== null));
  }

  /** The one text that a pick gives: null where it finds nothing and need not. @throws Fault for none or several */
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
      if (pick.optional === true) return null;
      throw new Fault('target file', `${rule} finds nothing in the answer to ${this.name} (status ${this.status})`);
    }
    return this.#tried(pick, reading, () => translate(first.text, pick, reading));
  }

  /** What a library throws says of the answer that it goes too deep, or of the expression that it does not fit. */
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

  /** JSON and XML can be looked into only where the answer is that; another answer meets no condition. */
  #readable(finder: Finder): boolean {
    try {
      if (finder.jsonpath !== undefined) this.#json();
      if (finder.xpath !== undefined) this.#xml();
      return true;
    } catch (error) {
      if (error instanceof Fault) return false;
      throw error;
    }
  }

  #findAll(finder: Finder, reading: Reading, from: unknown): Found[] {
    if (finder.value !== undefined) return [{ text: render(finder.value, reading.variables), node: from }];
    if (finder.css !== undefined) return this.#select(finder.css, finder.attr, from);
    if (finder.jsonpath !== undefined) {
      const node = from === undefined ? this.#json() : from;
      return jsonPath(finder.jsonpath)
        .query(node as never)
        .values()
        .flatMap(jsonFound);
    }
    if (finder.xpath !== undefined) {
      const namespaceOf = (prefix: string) => reading.namespaces[prefix] ?? null;
      return xpath(finder.xpath, from ?? this.#xml(), namespaceOf, reading.variables).map(xmlFound);
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

  #select(selector: string, attr: string | undefined, from: unknown): Found[] {
    const $ = this.#html();
    const nodes =
      from === undefined ? $(selector) : selector === ':scope' ? $(from as never) : $(from as never).find(selector);
    return nodes.toArray().flatMap((node) => {
      const text = attr === undefined ? $(node).text().replace(/\s+/gu, ' ').trim() : $(node).attr(attr);
      return text === undefined ? [] : [{ text, node }];
    });
  }

  /** The body as text. @throws Fault where it is not UTF-8 */
  text(): string {
    return this.#once('text', 'is not UTF-8', () => decode(this.bytes));
  }

  #tooDeep(): Fault {
    return new Fault('portal', `the answer to ${this.name} (status ${this.status}) is nested too deeply to be read`);
  }

  #html(): CheerioAPI {
    return this.#once('html', 'cannot be read as HTML', () => {
      if (isTooDeep(this.text())) throw this.#tooDeep();
      return load(this.text());
    });
  }

  #json(): unknown {
    return this.#once('json', 'is no JSON', (): unknown => JSON.parse(this.text()));
  }

  #xml(): unknown {
    return this.#once('xml', 'is no XML', () => {
      if (/<!DOCTYPE/iu.test(this.text())) throw new Fault('portal', 'it holds a document type');
      if (isTooDeepXml(this.text())) throw this.#tooDeep();
      return new DOMParser({ onError: onErrorStopParsing }).parseFromString(this.text(), 'text/xml');
    });
  }

  #once<T>(key: string, wrong: string, make: () => T): T {
    // What cannot be read is not tried again: every condition of the file looks into the answer.
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
      return new Fault('portal', `the answer to ${this.name} (status ${this.status}) ${wrong}`);
    }
  }
}

const FINDERS = ['jsonpath', 'css', 'xpath', 'header', 'cookie', 'body', 'url', 'value'] as const;

function expressionOf(finder: Finder): string {
  const name = FINDERS.find((one) => finder[one] !== undefined) ?? 'status';
  const narrowed = finder.regex === undefined ? '' : ` with regex ${JSON.stringify(finder.regex)}`;
  return `${name} ${JSON.stringify(finder[name as 'css'] ?? true)}${narrowed}`;
}

/** Our word for the text, the instant that it is, or so many times the number; else the text itself. */
function translate(text: string, pick: Extractor, { where }: Reading): string {
  if (pick.patterns !== undefined)
    return Object.entries(pick.patterns).find(([, pattern]) => match(pattern, text) !== null)?.[0] ?? text;
  if (pick.instant !== undefined) {
    const instant = toInstant(text, pick.instant, pick.zone);
    if (instant !== null) return instant;
    throw new Fault(
      'target file',
      `${where(pick, 'instant')}: ${JSON.stringify(text.slice(0, 60))} is not written as ${pick.instant}`,
    );
  }
  return pick.times === undefined
    ? text
    : String(Math.round(Number(text.replace(/\s/gu, '').replace(',', '.')) * pick.times));
}

function jsonFound(value: unknown): Found[] {
  if (value === null) return [];
  return [{ text: typeof value === 'object' ? JSON.stringify(value) : String(value), node: value }];
}

function xmlFound(node: unknown): Found {
  const isNode = typeof node === 'object' && node !== null && 'textContent' in node;
  const text = isNode ? String(node.textContent ?? Reflect.get(node, 'value') ?? '') : String(node);
  return { text: text.trim(), node };
}

/** The last answer of an operation, and those whose exchanges have a name. */
export interface Seen {
  page: Page | null;
  named: ReadonlyMap<string, Page>;
}
