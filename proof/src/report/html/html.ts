/** Markup that was made by `html` and may stand in a page as it is. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What may stand between markup: text is escaped, markup is not, null is nothing. */
export type HtmlPart = string | number | Html | readonly Html[] | null;

const NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For text and for quoted attributes alike. NUL, which HTML has no way to write, becomes the sign for it. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('\u0000', '\ufffd').replace(/[&<>"']/g, (character) => NAMES[character] ?? character);

/**
 * Tag for templates of HTML and SVG: whatever is put in is escaped unless it is markup already, so that forgetting to
 * escape is not possible. Attributes must be quoted.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(strings.map((text, index) => text + markupOf(parts[index] ?? null)).join(''));
}

export const NOTHING = new Html('');

function markupOf(part: HtmlPart): string {
  if (part === null) return '';
  if (part instanceof Html) return part.markup;
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return part.map(({ markup }) => markup).join('');
}
