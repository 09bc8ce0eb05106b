import { dirname } from 'node:path/posix';

/** A source file and the files that it imports, each by its path from the root. */
export interface SourceFile {
  path: string;
  imports: readonly string[];
}

export interface Arrow {
  from: string;
  to: string;
}

/** The folders of one app, lib or tool that hold files. */
export interface FolderGraph {
  folders: string[];
  /** "This folder imports from that folder", once for each pair. */
  arrows: Arrow[];
  /** Arrows to a folder that itself depends on the importer, directly or not. */
  upward: Arrow[];
  /** Folders that depend on themselves through others. */
  tied: string[];
}

const reachableFrom = (start: string, arrows: readonly Arrow[]): Set<string> => {
  const seen = new Set<string>();
  const open = [start];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop())
    for (const { from, to } of arrows)
      if (from === folder && !seen.has(to)) {
        seen.add(to);
        open.push(to);
      }
  return seen;
};

/** A folder and its sub-folder are two: files that stand side by side are what belongs together. */
export const folderOf = dirname;

/** `apps/shop/src/pay` for everything below it; files at the top of `src` stay a room of their own. */
export const roomOf = (path: string): string => dirname(path).split('/').slice(0, 4).join('/');

export function folderGraphOf(files: readonly SourceFile[], placeOf: (path: string) => string): FolderGraph {
  const folders = [...new Set(files.map(({ path }) => placeOf(path)))].toSorted();
  const targets = new Map(folders.map((folder) => [folder, new Set<string>()]));
  for (const { path, imports } of files)
    for (const imported of imports) {
      const [from, to] = [placeOf(path), placeOf(imported)];
      if (from !== to && targets.has(to)) targets.get(from)?.add(to);
    }
  const arrows = [...targets].flatMap(([from, tos]) => [...tos].toSorted().map((to) => ({ from, to })));
  const reachable = new Map(folders.map((folder) => [folder, reachableFrom(folder, arrows)]));
  return {
    folders,
    arrows,
    upward: arrows.filter(({ from, to }) => reachable.get(to)?.has(from)),
    tied: folders.filter((folder) => reachable.get(folder)?.has(folder)),
  };
}
