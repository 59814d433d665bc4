// Tells pages that are nested so deep that only reading them would take for ever.
/** Browsers stop at 512; a page of a portal has a few dozen. */
const DEEPEST = 2000;
const TAG = /<(\/?)([a-z][a-z0-9-]*)/giu;
/** Elements that hold none, or that another of their kind ends. */
const SHALLOW = new Set(
  'area base br col embed hr img input link meta source track wbr html head body p li dt dd td th tr tbody thead tfoot colgroup option optgroup rt rp'.split(
    ' ',
  ),
);

const XML_TAG = /<(\/?)[^\s<>!?/][^<>]*?(\/?)>/gu;

/** The same of an XML text, in which every element is ended. */
export function isTooDeepXml(xml: string): boolean {
  let depth = 0;
  for (const [, ends, isEmpty] of xml.matchAll(XML_TAG)) {
    if (isEmpty === '/') continue;
    depth += ends === '/' ? -1 : 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** Whether the elements of an HTML text are nested deeper than any page that is meant to be read. */
export function isTooDeep(html: string): boolean {
  let depth = 0;
  for (const [, slash, name = ''] of html.matchAll(TAG)) {
    if (SHALLOW.has(name.toLowerCase())) continue;
    depth = slash === '/' ? Math.max(0, depth - 1) : depth + 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}
