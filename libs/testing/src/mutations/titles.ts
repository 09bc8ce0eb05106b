/** The title of a call of `describe`, `it` or `test`, or behind the closing bracket of the rows of its table. */
const TITLE = /(?:\b(describe|it|test)(?:\.\w+)*|\))\(\s*(['"`])((?:\\.|(?!\2)[^\\])*)\2/gs;
const TABLE = /\b(describe|it|test)\.(?:\w+\.)?each\b/g;
/** What Jest fills in from a row: printf-like, or by a member's name; and what a template fills in by itself. */
const PLACEHOLDER = /%[sdifjop#$%]|\$\{[^}]*\}|\$[\w.]+/g;
/** Stands for a placeholder. */
const HOLE = '\0';

interface Title {
  /** With the space that Jest puts behind it. */
  readonly text: string;
  /** Others follow only the title of a block. */
  readonly isBlock: boolean;
}

const titlesOf = (source: string): Title[] =>
  [...source.matchAll(TITLE)].map(({ 1: call, 3: literal = '', index }) => ({
    text: `${literal.replaceAll(/\\(.)/g, '$1').replaceAll(PLACEHOLDER, HOLE)} `,
    isBlock: (call ?? [...source.slice(0, index).matchAll(TABLE)].at(-1)?.[1]) === 'describe',
  }));

/**
 * Whether a text can be a part of a test's full name, by the titles in the source of its file: Jest joins those of nested
 * blocks by spaces. What fills a placeholder is a text of the same source or a single word: more can't be known without
 * running it.
 */
export function canBePartOfName(text: string, source: string): boolean {
  const titles = titlesOf(source);
  const mayFill = (part: string): boolean =>
    !/\S\s+\S/.test(part) || source.includes(part) || source.includes(part.replaceAll("'", "\\'"));

  /** Reads the text from `position` on along a title from `at` on, and then along those that may follow it. */
  const canRead = (position: number, title: Title, at: number): boolean => {
    if (position === text.length) return true;
    const wanted = title.text[at];
    if (wanted === undefined) return title.isBlock && titles.some((next) => canRead(position, next, 0));
    if (wanted !== HOLE) return wanted === text[position] && canRead(position + 1, title, at + 1);
    for (let end = position; end <= text.length; end += 1) {
      if (mayFill(text.slice(position, end)) && canRead(end, title, at + 1)) return true;
    }
    return false;
  };
  return titles.some((title) => Array.from(title.text, (_, at) => at).some((at) => canRead(0, title, at)));
}
