// Makes HTML out of text, for all of the report: a template tag that escapes whatever is not markup already.

/** Finished markup. Only {@link html} and {@link trusted} make it, so that no text of a portal can be taken for markup. */
export class Markup {
  readonly #source: string;

  private constructor(source: string) {
    this.#source = source;
  }

  static of(source: string): Markup {
    return new Markup(source);
  }

  toString(): string {
    return this.#source;
  }
}

/** What can be put into a template: text is escaped, markup is left as it is, lists are joined, null gives nothing. */
export type Content = string | number | Markup | null | readonly Content[];

/** Marks our own constant text as markup: the style sheet and the script. It must never be given text that was read from somewhere. */
export function trusted(source: string): Markup {
  return Markup.of(source);
}

/** A piece of HTML. Everything put into it is escaped for elements and for quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return Markup.of(strings.map((text, at) => `${text}${render(contents[at] ?? null)}`).join(''));
}

function render(content: Content): string {
  if (content === null) return '';
  if (content instanceof Markup) return content.toString();
  if (typeof content === 'object') return content.map(render).join('');
  return escapeHtml(String(content));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for HTML. Controls other than line feeds, and format characters such as bidi overrides, are left out. */
function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?!\n)\p{Cc}|\p{Cf}/gu, '')
    .replace(/[&<>"']/gu, (found) => ENTITIES[found] ?? '');
}
