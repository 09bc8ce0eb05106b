/**
 * Counts the folders of each app, lib and tool and the arrows between them. Fails where folders of an app or a lib form a
 * cycle; tools are counted only.
 *
 *   npm run lint:folders [-- FOLDER]      another checkout; 0 no cycle, 1 a cycle, 2 wrong use or nothing to read
 */
import { resolve } from 'node:path';
import type { FolderGraph } from './folder-graph.ts';
import { readFolders, type PackageFolders } from './read-folders.ts';
import { REPOSITORY_ROOT } from '../workspace-packages.ts';

const [folder, ...stray] = process.argv.slice(2);
if (stray.length > 0) {
  process.stderr.write(`one folder at most: ${stray.join(' ')} is too much\n`);
  process.exit(2);
}

const row = ({ name, graph: { folders, arrows, upward, tied } }: PackageFolders) => ({
  package: name,
  ...{ folders: folders.length, arrows: arrows.length, upward: upward.length, tied: tied.length },
});

const lines = ({ upward }: FolderGraph): string[] => upward.map(({ from, to }) => `${from} → ${to}`);

try {
  const packages = await readFolders(resolve(folder ?? REPOSITORY_ROOT));
  console.table(packages.map(row));
  const held = packages.filter(({ name }) => !name.startsWith('tools/'));
  const circles = new Set(held.flatMap(({ graph, rooms }) => [...lines(graph), ...lines(rooms)]));
  for (const arrow of circles) process.stderr.write(`runs in a circle: ${arrow}\n`);
  process.exitCode = circles.size > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
