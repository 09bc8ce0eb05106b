import { realpath, stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { codeOf } from '../error-code.ts';

export type FoundFile = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'absent' };

const ABSENT: FoundFile = { kind: 'absent' };

/**
 * The file that a URL's path names below `root`. Judged after links are followed, so that neither `..` in any spelling
 * nor a link leads out of it; what is outside looks the same as what does not exist.
 */
export async function findFile(root: string, urlPath: string): Promise<FoundFile> {
  const path = decoded(urlPath);
  if (path === null || path.includes('\0') || path.includes('\\')) return ABSENT;
  const segments = path.split('/').filter((segment) => segment !== '');
  // Names with a leading dot are unfinished, and `..` begins with one, too.
  if (segments.some((segment) => segment.startsWith('.'))) return ABSENT;
  try {
    const inside = await realpath(root);
    const real = await realpath(resolve(inside, ...segments));
    if (!real.startsWith(inside + sep)) return ABSENT;
    return (await stat(real)).isFile() ? { kind: 'file', path: real } : ABSENT;
  } catch (error) {
    if (ABSENCES.has(codeOf(error))) return ABSENT;
    throw error;
  }
}

const ABSENCES = new Set<string | undefined>(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

/** Null for what is no percent-encoding. */
function decoded(urlPath: string): string | null {
  try {
    return decodeURIComponent(urlPath);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
