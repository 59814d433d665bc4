// Reads an XML file element by element. Entities that a document declares are not followed, so none can blow it up.
import { SaxesParser } from 'saxes';
import { unpacked } from './bytes.ts';

/** One tag: an element that opens, or closes. `text` is what stood in it directly, known when it closes. */
export interface Tag {
  name: string;
  opens: boolean;
  attributes: Readonly<Record<string, string>>;
  text: string;
}

/** The longest text of one element that is kept. */
const LONGEST_TEXT = 100_000;

/** The tags of a file in their order. @throws Error where it is no XML */
export async function* elementsOf(path: string): AsyncGenerator<Tag> {
  const parser = new SaxesParser({ xmlns: false, fragment: false });
  const tags: Tag[] = [];
  const open: { name: string; text: string }[] = [];
  const localName = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('opentag', ({ name, attributes }) => {
    open.push({ name: localName(name), text: '' });
    tags.push({ name: localName(name), opens: true, attributes, text: '' });
  });
  const add = (text: string) => {
    const last = open.at(-1);
    if (last !== undefined && last.text.length < LONGEST_TEXT) last.text += text;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const { name = '', text = '' } = open.pop() ?? {};
    tags.push({ name, opens: false, attributes: {}, text: text.trim() });
  });
  parser.on('error', (error) => {
    throw error;
  });
  const decoder = new TextDecoder();
  for await (const piece of unpacked(path)) {
    parser.write(decoder.decode(piece, { stream: true }));
    yield* tags.splice(0);
  }
  parser.write(decoder.decode()).close();
  yield* tags.splice(0);
}
