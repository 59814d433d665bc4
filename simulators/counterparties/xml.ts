// Reads XML 1.0 with namespaces from strangers: no document type, no entities but the five, no processing instructions.
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** One element; its text is that of its own character data. */
export interface XmlElement {
  /** Empty where the element is in no namespace. */
  readonly namespace: string;
  readonly name: string;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** The text is not XML that is accepted here. */
export class XmlRefused extends Error {
  override readonly name = 'XmlRefused';
}

const MAX_DEPTH = 40;
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ATTRIBUTES = ':@';
const TEXT = '#text';
const CDATA = '#cdata';

// Entities are decoded here and not by the parser: its own decoding lets unknown ones through.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  cdataPropName: CDATA,
});

type Node = Readonly<Record<string, unknown>>;

/** The prefixes that an element declares, and those around it. */
interface Scope {
  readonly own: ReadonlyMap<string, string>;
  readonly outer: Scope | null;
}

/** The root element of a document. @throws XmlRefused */
export function readXml(document: string): XmlElement {
  const text = document.replace(/^\uFEFF/, '');
  refuseUnwanted(text);
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new XmlRefused(`line ${verdict.err.line}: ${verdict.err.msg}`);
  const nodes = parse(text);
  const [root, ...others] = nodes.filter((node) => nameOf(node) !== TEXT);
  if (root === undefined || others.length > 0) throw new XmlRefused('there is not exactly one root element');
  return elementOf(root, { own: new Map([['xml', XML_NAMESPACE]]), outer: null }, 1);
}

/** The text as it stands inside an element. Characters that XML cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are meant
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD')
      .replace(/[&<>"'\r]/g, (character) => `&#${character.charCodeAt(0)};`)
  );
}

function refuseUnwanted(text: string): void {
  const declaration = /^<\?xml\s([^?]*)\?>/.exec(text);
  const encoding = /encoding\s*=\s*["']([^"']*)["']/.exec(declaration?.[1] ?? '')?.[1];
  if (encoding !== undefined && !/^utf-8$/i.test(encoding)) throw new XmlRefused(`encoding ${encoding}: send UTF-8`);
  const bare = withoutFreeText(text.slice(declaration?.[0].length ?? 0)).trim();
  // The parser drops what stands outside the root.
  if (!bare.startsWith('<') || !bare.endsWith('>')) throw new XmlRefused('text stands outside the root element');
  if (bare.includes('<!')) throw new XmlRefused('a document type or an entity declaration is not accepted');
  if (bare.includes('<?')) throw new XmlRefused('a processing instruction is not accepted');
}

/** The text without its comments, and with one letter for each CDATA section: one pass, whatever a stranger leaves open. */
function withoutFreeText(text: string): string {
  let bare = '';
  let at = 0;
  for (;;) {
    const start = text.indexOf('<!', at);
    if (start < 0) return bare + text.slice(at);
    const isComment = text.startsWith('<!--', start);
    if (!isComment && !text.startsWith('<![CDATA[', start)) return bare + text.slice(at);
    const end = isComment ? text.indexOf('-->', start + 4) : text.indexOf(']]>', start + 9);
    if (end < 0) throw new XmlRefused('a comment or a CDATA section is left open');
    bare += text.slice(at, start) + (isComment ? '' : 'x');
    at = end + 3;
  }
}

function parse(text: string): Node[] {
  try {
    const nodes: unknown = parser.parse(text);
    return listOf(nodes);
  } catch (cause) {
    throw new XmlRefused(cause instanceof Error ? cause.message : 'not XML', { cause });
  }
}

function listOf(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter((node): node is Node => typeof node === 'object' && node !== null) : [];
}

function nameOf(node: Node): string {
  return Object.keys(node).find((key) => key !== ATTRIBUTES) ?? TEXT;
}

function elementOf(node: Node, outer: Scope, depth: number): XmlElement {
  if (depth > MAX_DEPTH) throw new XmlRefused(`elements lie more than ${MAX_DEPTH} deep`);
  const qualified = nameOf(node);
  const scope = scopeOf(node, outer);
  const [local = '', prefix = '', ...more] = qualified.split(':').reverse();
  if (local === '' || more.length > 0) throw new XmlRefused(`${qualified.slice(0, 40)}: no qualified name`);
  const namespace = namespaceOf(scope, prefix);
  if (namespace === undefined && prefix !== '') throw new XmlRefused(`the prefix ${prefix} is not declared`);
  const children: XmlElement[] = [];
  let text = '';
  for (const child of listOf(node[qualified])) {
    const name = nameOf(child);
    if (name === TEXT) text += decode(String(child[TEXT]));
    else if (name === CDATA) text += listOf(child[CDATA]).reduce((all, part) => all + String(part[TEXT] ?? ''), '');
    else children.push(elementOf(child, scope, depth + 1));
  }
  return { namespace: namespace ?? '', name: local, children, text };
}

function scopeOf(node: Node, outer: Scope): Scope {
  const attributes = node[ATTRIBUTES];
  if (typeof attributes !== 'object' || attributes === null) return outer;
  const own = new Map<string, string>();
  for (const [name, value] of Object.entries(attributes)) {
    const prefix = name === 'xmlns' ? '' : /^xmlns:(.+)$/.exec(name)?.[1];
    if (prefix !== undefined) own.set(prefix, decode(String(value)));
  }
  return own.size === 0 ? outer : { own, outer };
}

function namespaceOf(scope: Scope | null, prefix: string): string | undefined {
  return scope === null ? undefined : (scope.own.get(prefix) ?? namespaceOf(scope.outer, prefix));
}

function decode(text: string): string {
  return text.replace(/&([^;&\s]*);?/g, (reference, name: string) => {
    const known = Object.hasOwn(PREDEFINED, name) ? PREDEFINED[name] : characterOf(name);
    if (known === undefined || !reference.endsWith(';'))
      throw new XmlRefused(`${reference.slice(0, 40)}: no such entity`);
    return known;
  });
}

function characterOf(name: string): string | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name) ?? [];
  if (hexadecimal === undefined && decimal === undefined) return undefined;
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  const isCharacter =
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}
