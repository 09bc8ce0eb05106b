/** Deeper than any body of ours; bounds the recursion of everything that walks the value later. */
const MAX_DEPTH = 32;
const MAX_SHOWN_NAME = 64;

/** No member of ours, and code that walks objects tends to skip it: it would be hashed here and dropped there. */
const PROTOTYPE = '__proto__';

const SPACE = /[\t\n\r ]/;

/** Index just after the string token that opens at `start`. */
const endOfString = (text: string, start: number): number => {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '"') return i + 1;
  }
  return text.length;
};

/** A string token is a member's name when a colon follows. */
const isNameBefore = (text: string, end: number): boolean => {
  let i = end;
  while (SPACE.test(text[i] ?? '')) i += 1;
  return text[i] === ':';
};

/** Names are compared as what they mean: "a" and "\u0061" are one member. Undefined for a malformed token. */
const meaningOf = (token: string): string | undefined => {
  try {
    return JSON.parse(token) as string;
  } catch {
    return undefined;
  }
};

/**
 * Finds what a JSON parser lets pass and we do not: a member that is there twice, `__proto__`, and nesting without end.
 * Undefined when there is none; whether the text is JSON at all is for the parser to say.
 */
export function findStructuralFault(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"') {
      const end = endOfString(text, i);
      const name = isNameBefore(text, end) ? meaningOf(text.slice(i, end)) : undefined;
      const names = open.at(-1);
      if (name === PROTOTYPE) return `The member ${PROTOTYPE} is not allowed.`;
      if (name !== undefined && names?.has(name)) return `The member ${shown(name)} is there twice.`;
      if (name !== undefined) names?.add(name);
      i = end - 1;
    } else if (char === '{' || char === '[') {
      if (open.push(new Set()) > MAX_DEPTH) return `The body nests deeper than ${MAX_DEPTH} levels.`;
    } else if (char === '}' || char === ']') open.pop();
  }
  return undefined;
}

const shown = (name: string): string => JSON.stringify(name.slice(0, MAX_SHOWN_NAME));
