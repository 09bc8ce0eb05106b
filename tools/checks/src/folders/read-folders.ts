import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { join } from 'node:path';
import { folderGraphOf, folderOf, roomOf, type FolderGraph, type SourceFile } from './folder-graph.ts';

export interface PackageFolders {
  /** `apps/charge-api` */
  name: string;
  graph: FolderGraph;
  /** The same with all that is below them, so that two rooms can't be tied through their sub-folders either. */
  rooms: FolderGraph;
}

const OPTIONS: ICruiseOptions = {
  includeOnly: '^(?:apps|libs|tools)/[^/]+/src/',
  exclude: String.raw`\.(?:int-|pact-|e2e-|long-)?spec\.ts$`,
  // A type is as much of a tie as a value.
  tsPreCompilationDeps: true,
};

const PACKAGE = /^[^/]+\/[^/]+/;

const fileOf = ({ source, dependencies }: ICruiseResult['modules'][number]): SourceFile => ({
  path: source,
  imports: dependencies.map(({ resolved }) => resolved),
});

/**
 * Reads which folders import from which, one app, lib or tool after the other, in the order of their names.
 * @param root where `apps`, `libs` and `tools` are
 * @throws Error when no source was found: an empty graph has no circle either
 */
export async function readFolders(root: string): Promise<PackageFolders[]> {
  const tsConfig = extractTSConfig(join(root, 'tsconfig.base.json'));
  const { output } = await cruise(['apps', 'libs', 'tools'], { ...OPTIONS, baseDir: root }, undefined, { tsConfig });
  const files = (output as ICruiseResult).modules.map(fileOf);
  const byPackage = Map.groupBy(files, ({ path }) => PACKAGE.exec(path)?.[0] ?? path);
  if (byPackage.size === 0) throw new Error(`no sources below ${root}/{apps,libs,tools}`);
  return [...byPackage]
    .map(([name, own]) => ({ name, graph: folderGraphOf(own, folderOf), rooms: folderGraphOf(own, roomOf) }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
