// Recognises answers whose elements are nested so deep that parsing them would take too long or exhaust the stack.
import { TooMuch } from '../../../../schemas/bounded-json.ts';

/** The deepest nesting that is parsed. Browsers stop at 512, and a page of a portal has a few dozen levels. */
const DEEPEST = 2000;
const TAG = /<(\/?)([a-z][a-z0-9-]*)/giu;
/** Elements without an end tag, or whose end tag may be missing: counting their start tags would only raise the depth. */
const SHALLOW = new Set(
  'area base br col embed hr img input link meta source track wbr html head body p li dt dd td th tr tbody thead tfoot colgroup option optgroup rt rp'.split(
    ' ',
  ),
);

const XML_TAG = /<(\/?)[^\s<>!?/][^<>]*?(\/?)>/gu;

/** The most elements and attributes (included) of an XML text: each takes some hundred bytes of memory. */
const MOST_NODES = 100_000;
const NODE = /<|=\s*["']/gu;

/** Refuses an XML text, in which every element has an end tag, that is nested too deep or holds too much. @throws TooMuch */
export function refuseHugeXml(xml: string): void {
  let nodes = 0;
  for (const _ of xml.matchAll(NODE)) nodes += 1;
  if (nodes > 2 * MOST_NODES) throw new TooMuch(`holds more than ${MOST_NODES} elements and attributes`);
  let depth = 0;
  for (const [, ends, isEmpty] of xml.matchAll(XML_TAG)) {
    if (isEmpty === '/') continue;
    depth += ends === '/' ? -1 : 1;
    if (depth > DEEPEST) throw new TooMuch('is nested too deeply to be read');
  }
}

/** Whether an HTML text is nested too deep. */
export function isTooDeep(html: string): boolean {
  let depth = 0;
  for (const [, slash, name = ''] of html.matchAll(TAG)) {
    if (SHALLOW.has(name.toLowerCase())) continue;
    depth = slash === '/' ? Math.max(0, depth - 1) : depth + 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}
