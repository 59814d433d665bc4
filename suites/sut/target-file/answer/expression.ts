// Compiles and evaluates the expressions of a target file: JSONPath, CSS, XPath and regular expressions.
import { createRequire } from 'node:module';
import { DOMParser } from '@xmldom/xmldom';
import { load } from 'cheerio';
import { jsonpath } from 'json-p3';
import { withoutLookAlikes } from '../../../../schemas/language.ts';
import { render, type Variables } from '../message/template.ts';
import { withinTime } from './time-limit.ts';

/** The part of fontoxpath that is used here; its own types bring in those of the browser, which contradict the ones of Node. */
interface XPathEngine {
  evaluateXPath(
    expression: string,
    node: unknown,
    facade: null,
    variables: object,
    type: number,
    options: { namespaceResolver: (prefix: string) => string | null },
  ): unknown[];
}
const xpathEngine: XPathEngine = createRequire(import.meta.url)('fontoxpath');
const ALL_RESULTS = 14;

const KEPT = 1000;
const regexes = new Map<string, RegExp>();
const foldedSources = new Map<string, string>();
const placedRegexes = new Map<string, RegExp>();
const paths = new Map<string, ReturnType<typeof jsonpath.compile>>();
const nothing = load('');
const EMPTY = new DOMParser().parseFromString('<empty/>', 'text/xml');

/** The most that one match of a regular expression may take of a processor, in milliseconds. */
const MATCH_MS = 500;
/** Regular expressions without repetition: they cannot backtrack for long, so they need no time limit, which is slow. */
const PLAIN = /^[^*+?{(]*(\([^*+?{(]*)?$/u;

/** A regular expression that ignores case and whose dot also matches line ends. @throws SyntaxError */
function regex(source: string): RegExp {
  return kept(regexes, source, () => new RegExp(source, 'ius'));
}

/** What matched, and the groups of it. */
export interface Match {
  0: string;
  1?: string;
}

/**
 * The first match of a regular expression in a text from the portal. Letters match in whichever form they are composed, and a Latin letter
 * inside a Cyrillic word matches the Cyrillic one that it looks like; what matched is given as it was written, in composed form.
 * @throws Error where it takes more than half a second
 */
export function match(source: string, text: string): Match | null {
  const [pattern, written] = [source.normalize('NFC'), text.normalize('NFC')];
  const found = execute(pattern, written);
  if (found !== null) return found;
  const [alike, folded] = [kept(foldedSources, pattern, () => foldSource(pattern)), withoutLookAlikes(written)];
  if (alike === pattern && folded === written) return null;
  const placed = kept(placedRegexes, alike, () => new RegExp(alike, 'dius'));
  const { indices: [whole, first] = [] } = execute(alike, folded, placed) ?? {};
  if (whole === undefined) return null;
  // A look-alike is as long as what it stands for, so the places are those of the text as it was written.
  return { 0: written.slice(...whole), ...(first === undefined ? {} : { 1: written.slice(...first) }) };
}

/** The source with its words folded, and its escapes left as they are. */
const foldSource = (source: string): string =>
  source.replace(/\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\k<[^>]*>|\\.|\(\?<[^=!][^>]*>|[^\\(]+/gsu, (part) =>
    /^[\\(]/u.test(part) ? part : withoutLookAlikes(part),
  );

function execute(source: string, text: string, pattern = regex(source)): RegExpExecArray | null {
  if (PLAIN.test(source)) return pattern.exec(text);
  const found = withinTime(MATCH_MS, () => pattern.exec(text));
  if (found !== null) return found.done;
  throw new Error(
    `the regular expression ${JSON.stringify(source)} takes more than ${MATCH_MS / 1000} s on a text of ${text.length} characters; nest no repetitions`,
  );
}

/** A compiled JSONPath (RFC 9535). @throws Error where the source is none */
export function jsonPath(source: string) {
  return kept(paths, source, () => jsonpath.compile(source));
}

/** A variable in an XPath: one of the target file, or one that the XPath declares itself. */
const VARIABLE = /\$([A-Za-z][A-Za-z0-9_]*)/gu;

/** Everything that an XPath finds from a node; a variable without a value is `-`, as in templates. @throws Error where it is no XPath */
export function xpath(
  source: string,
  node: unknown,
  namespaceOf: (prefix: string) => string | null,
  variables: Variables,
): unknown[] {
  const used = [...source.matchAll(VARIABLE)].map(([, name = '']) => [name, render(`{{${name}}}`, variables)]);
  return evaluate(source, node, namespaceOf, Object.fromEntries(used));
}

function evaluate(source: string, node: unknown, namespaceResolver: (prefix: string) => string | null, given: object) {
  return xpathEngine.evaluateXPath(source, node, null, given, ALL_RESULTS, { namespaceResolver });
}

/** Why a text is no expression of a language; null where it is one. @param known the variables that an XPath may use */
export function whyWrong(
  language: 'jsonpath' | 'css' | 'xpath' | 'regex',
  source: string,
  known: readonly string[],
): string | null {
  try {
    if (language === 'regex') regex(source);
    else if (language === 'jsonpath') jsonPath(source);
    else if (language === 'css') nothing(source);
    else evaluate(source, EMPTY, () => 'urn:any', Object.fromEntries(known.map((name) => [name, ''])));
    return null;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return said.split('\n').find((line) => /[a-z]{3}/iu.test(line)) ?? 'it cannot be read';
  }
}

function kept<T>(known: Map<string, T>, source: string, make: () => T): T {
  const found = known.get(source) ?? make();
  if (known.size < KEPT) known.set(source, found);
  return found;
}
