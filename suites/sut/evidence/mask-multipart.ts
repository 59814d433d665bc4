// Redacts multipart messages part by part; the headers of the parts, their order and the boundary stay as they were sent.
import { HIDDEN, type Mask } from './mask.ts';

/** The message with what may not be shown replaced, and files replaced by their size; null where the parts cannot be told apart. */
export function maskMultipart(bytes: Buffer, contentType: string, mask: Mask): string | null {
  const [, quoted, bare] = /\bboundary=(?:"([^"]+)"|([^\s;"]+))/iu.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return null;
  // latin1 maps each byte to one character, so that the parts can be cut out without changing them.
  const [, ...parts] = `\r\n${bytes.toString('latin1')}`.split(`\r\n--${boundary}`);
  const end = parts.pop();
  if (end === undefined || !end.startsWith('--')) return null;
  return [...parts.map((part) => `--${boundary}${maskPart(part, mask)}\r\n`), `--${boundary}${end}`].join('');
}

function maskPart(part: string, mask: Mask): string {
  const at = part.indexOf('\r\n\r\n');
  if (at < 0) return `\r\n${HIDDEN}`;
  const head = utf8(part.slice(0, at));
  const content = part.slice(at + 4);
  const name = /;\s*name="([^"]*)"/iu.exec(head)?.[1] ?? '';
  const file = /;\s*filename="([^"]*)"/iu.exec(head)?.[1];
  const shownHead = head
    .replace(/(;\s*name=")([^"]*)/iu, (_, before: string) => `${before}${mask.name(name)}`)
    .replace(
      /(;\s*filename=")([^"]*)/iu,
      (_, before: string, given: string) => `${before}${mask.value([name], given)}`,
    );
  if (file !== undefined) return `${shownHead}\r\n\r\n[${content.length} bytes]`;
  return `${shownHead}\r\n\r\n${mask.value([name], utf8(content))}`;
}

const utf8 = (letters: string): string => Buffer.from(letters, 'latin1').toString('utf8');
