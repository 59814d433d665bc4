// Writes a draft as the YAML of a regulation file, each cell with its place in the text behind it.
import { Document, isMap, isScalar, isSeq } from 'yaml';
import { type Segment, writePath } from '../schemas/violation.ts';
import type { Drafted } from './draft/gathering.ts';

/** The file of a draft. It is read back to the same draft. */
export function draftText({ draft, places }: Drafted): string {
  const document = new Document(draft, { schema: 'core', version: '1.2', aliasDuplicateObjects: false });
  document.commentBefore =
    ` Read from ${JSON.stringify(draft.source)}. What could not be read is \`unread\`, and stands in the worklist at the end with its place; ` +
    '\n a cell has its line and column in the text behind it. `reglament import --review` with this file asks for what is left.';
  comment(document.contents, [], places);
  return document.toString({ lineWidth: 120, minContentWidth: 20 });
}

function comment(node: unknown, path: readonly Segment[], places: Drafted['places']): void {
  if (isMap(node)) {
    const place = places.get(writePath(path));
    if (place !== undefined) node.commentBefore = ` ${place.line}:${place.column}`;
    for (const { key, value } of node.items) comment(value, [...path, isScalar(key) ? String(key.value) : ''], places);
  } else if (isSeq(node)) for (const [n, item] of node.items.entries()) comment(item, [...path, n], places);
}
