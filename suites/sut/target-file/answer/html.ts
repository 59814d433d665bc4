// Parses a page of the portal, which may be made to take all memory or time.
import { type CheerioAPI, load } from 'cheerio';
import { adapter } from 'parse5-htmlparser2-tree-adapter';
import { TooMuch } from '../../../../schemas/bounded-json.ts';
import { isTooDeep } from '../message/nesting.ts';
import { withinTime } from './time-limit.ts';

/** The most elements and attributes (included) of a page. A parser may make many of few letters, as it repeats what was not closed. */
const MOST_NODES = 100_000;
/** The most that parsing may take of a processor; the largest answers take a fraction. */
const PARSE_MS = 2000;
/** The most words (included) of a tag: a parser compares each attribute with all before it. */
const MOST_WORDS = 20_000;

/** The tree of a page. @throws TooMuch */
export function readHtml(text: string): CheerioAPI {
  if (isTooDeep(text)) throw new TooMuch('is nested too deeply to be read');
  if (hasLongTag(text)) throw new TooMuch(`has a tag of more than ${MOST_WORDS} words`);
  let nodes = 0;
  const createElement: typeof adapter.createElement = (name, namespace, attributes) => {
    nodes += 1 + attributes.length;
    if (nodes > MOST_NODES) throw new TooMuch(`holds more than ${MOST_NODES} elements and attributes`);
    return adapter.createElement(name, namespace, attributes);
  };
  const parsed = withinTime(PARSE_MS, () => load(text, { treeAdapter: { ...adapter, createElement } }));
  if (parsed === null) throw new TooMuch(`takes more than ${PARSE_MS / 1000} s to be read`);
  return parsed.done;
}

const BLANKS = new Set([...' \t\n\f\r/'].map((blank) => blank.charCodeAt(0)));
const TAG_OPENS = /<[a-z]/giu;

function hasLongTag(text: string): boolean {
  for (let opening = TAG_OPENS.exec(text); opening !== null; opening = TAG_OPENS.exec(text)) {
    const close = text.indexOf('>', opening.index);
    const end = close === -1 ? text.length : close;
    let words = 1;
    for (let at = opening.index + 2; at < end; at += 1)
      if (BLANKS.has(text.charCodeAt(at)) && !BLANKS.has(text.charCodeAt(at + 1))) words += 1;
    TAG_OPENS.lastIndex = end;
    if (words > MOST_WORDS) {
      TAG_OPENS.lastIndex = 0;
      return true;
    }
  }
  return false;
}
