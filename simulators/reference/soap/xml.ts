// Reads XML 1.0 with namespaces from untrusted senders; document types, entities of their own and processing instructions are refused.
import { decodeXml, XmlRefused } from './xml-text.ts';

/** One element. `text` is its own character data, without that of its children. */
export interface XmlElement {
  /** Empty where the element is in no namespace. */
  readonly namespace: string;
  readonly name: string;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const MAX_DEPTH = 40;
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/** The first character of a name without a colon (Namespaces in XML, production 4). */
const START =
  'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const NAME = `[${START}][-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040${START}]*`;
const QUALIFIED = `(?:(${NAME}):)?(${NAME})`;
const OPENING = new RegExp(`<${QUALIFIED}`, 'uy');
const ATTRIBUTE = new RegExp(`[\\t\\n ]+${QUALIFIED}[\\t\\n ]*=[\\t\\n ]*(?:"([^<"]*)"|'([^<']*)')`, 'uy');
const END_OF_OPENING = /[\t\n ]*(\/?)>/y;
const CLOSING = new RegExp(`</${QUALIFIED}[\\t\\n ]*>`, 'uy');
const DECLARATION =
  /<\?xml[\t\n ]+version[\t\n ]*=[\t\n ]*["']1\.\d+["'](?:[\t\n ]+encoding[\t\n ]*=[\t\n ]*["']([^"']*)["'])?(?:[\t\n ]+standalone[\t\n ]*=[\t\n ]*["'](?:yes|no)["'])?[\t\n ]*\?>/y;
const BLANK = /^[\t\n ]*$/;

/** An element whose end tag has not been read yet, with the prefixes that are declared for it and its content. */
interface Open {
  readonly prefix: string;
  readonly prefixes: ReadonlyMap<string, string>;
  readonly element: {
    readonly namespace: string;
    readonly name: string;
    readonly children: XmlElement[];
    text: string;
  };
}

/** The root element of a document. @throws XmlRefused, naming the line, for what is malformed or not accepted. */
export function readXml(document: string): XmlElement {
  const reader = new Reader(document.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'));
  try {
    return reader.read();
  } catch (error) {
    throw error instanceof XmlRefused ? new XmlRefused(`line ${reader.line}: ${error.message}`) : error;
  }
}

class Reader {
  readonly #text: string;
  readonly #open: Open[] = [];
  #at = 0;
  #root: XmlElement | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /** The number of the line that is being read, from 1. */
  get line(): number {
    return this.#text.slice(0, this.#at).split('\n').length;
  }

  read(): XmlElement {
    const declaration = this.#match(DECLARATION);
    const encoding = declaration?.[1];
    if (encoding !== undefined && !/^utf-8$/i.test(encoding)) throw new XmlRefused(`encoding ${encoding}: send UTF-8`);
    while (this.#at < this.#text.length) this.#readNext();
    if (this.#root === null || this.#open.length > 0) throw new XmlRefused('there is not one whole root element');
    return this.#root;
  }

  #readNext(): void {
    const text = this.#text;
    const markup = text.indexOf('<', this.#at);
    if (markup !== this.#at) {
      const end = markup < 0 ? text.length : markup;
      this.#addText(decodeXml(text.slice(this.#at, end)));
      this.#at = end;
      return;
    }
    switch (text.charAt(markup + 1)) {
      case '/':
        this.#close();
        return;
      case '?':
        throw new XmlRefused('a processing instruction is not accepted');
      case '!':
        if (text.startsWith('<!--', markup)) this.#upTo('-->', markup + 4);
        else if (text.startsWith('<![CDATA[', markup)) this.#addText(this.#upTo(']]>', markup + 9), false);
        else throw new XmlRefused('a document type or an entity declaration is not accepted');
        return;
      default:
        this.#begin();
    }
  }

  /** Reads up to the delimiter `end`, and goes on after it. @throws XmlRefused when the delimiter does not come. */
  #upTo(end: string, from: number): string {
    const found = this.#text.indexOf(end, from);
    if (found < 0) throw new XmlRefused('a comment or a CDATA section is left open');
    this.#at = found + end.length;
    return this.#text.slice(from, found);
  }

  #addText(text: string, mayStandOutside = true): void {
    const parent = this.#open.at(-1);
    if (parent !== undefined) parent.element.text += text;
    else if (!mayStandOutside || !BLANK.test(text)) throw new XmlRefused('text stands outside the root element');
  }

  #begin(): void {
    const tag = this.#match(OPENING);
    if (tag === null) throw this.#misread('no element begins so');
    const [, prefix = '', name = ''] = tag;
    const outer = this.#open.at(-1);
    const prefixes = this.#readAttributes(outer?.prefixes ?? new Map([['xml', XML_NAMESPACE]]));
    const end = this.#match(END_OF_OPENING);
    if (end === null) throw this.#misread(`${name} does not end so`);
    const element = { namespace: namespaceOf(prefixes, prefix), name, children: [], text: '' };
    if (outer !== undefined) outer.element.children.push(element);
    else if (this.#root === null) this.#root = element;
    else throw new XmlRefused('there is not exactly one root element');
    if (end[1] === '/') return;
    if (this.#open.length >= MAX_DEPTH) throw new XmlRefused(`elements lie more than ${MAX_DEPTH} deep`);
    this.#open.push({ prefix, prefixes, element });
  }

  #close(): void {
    const tag = this.#match(CLOSING);
    const open = this.#open.pop();
    if (tag === null || open === undefined) throw this.#misread('no element ends so');
    const [, prefix = '', name = ''] = tag;
    if (prefix !== open.prefix || name !== open.element.name)
      throw new XmlRefused(`${open.element.name} is not the element that ends with ${name}`);
  }

  /** Reads the attributes of a tag. Of their values only the namespace declarations are kept. */
  #readAttributes(outer: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    if (this.#text.charAt(this.#at) === '>') return outer;
    let prefixes = outer;
    const names = new Set<string>();
    const used: string[] = [];
    for (let found = this.#match(ATTRIBUTE); found !== null; found = this.#match(ATTRIBUTE)) {
      const [, prefix = '', name = '', quoted, single = ''] = found;
      const value = decodeXml(quoted ?? single);
      if (names.has(`${prefix}:${name}`)) throw new XmlRefused(`${name} stands twice in one element`);
      names.add(`${prefix}:${name}`);
      if (prefix === 'xmlns') prefixes = new Map([...prefixes, [name, value]]);
      else if (prefix === '' && name === 'xmlns') prefixes = new Map([...prefixes, ['', value]]);
      else if (prefix !== '') used.push(prefix);
    }
    for (const prefix of used) namespaceOf(prefixes, prefix);
    return prefixes;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }

  #misread(why: string): XmlRefused {
    return new XmlRefused(`"${this.#text.slice(this.#at, this.#at + 40)}": ${why}`);
  }
}

function namespaceOf(prefixes: ReadonlyMap<string, string>, prefix: string): string {
  const namespace = prefixes.get(prefix) ?? (prefix === '' ? '' : undefined);
  if (namespace === undefined) throw new XmlRefused(`the prefix ${prefix} is not declared`);
  return namespace;
}
