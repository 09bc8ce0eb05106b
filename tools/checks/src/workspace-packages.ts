import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const REPOSITORY_ROOT = join(import.meta.dirname, '../../..');

export interface WorkspacePackage {
  /** Folder relative to the root; empty for the root itself. */
  folder: string;
  name: string;
  dependencies: Record<string, string>;
}

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const readPackage = (folder: string): WorkspacePackage => {
  const manifest = JSON.parse(readFileSync(join(REPOSITORY_ROOT, folder, 'package.json'), 'utf8')) as Manifest;
  return { folder, name: manifest.name, dependencies: { ...manifest.dependencies, ...manifest.devDependencies } };
};

const foldersIn = (parent: string): string[] =>
  readdirSync(join(REPOSITORY_ROOT, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${parent}/${entry.name}`)
    // npm takes a folder for a package by the same sign; `tools/setup` runs before there is anything to import.
    .filter((folder) => existsSync(join(REPOSITORY_ROOT, folder, 'package.json')));

/** The root and every package of the workspace. */
export const workspacePackages = (): WorkspacePackage[] =>
  ['', ...['apps', 'libs', 'tools'].flatMap(foldersIn), 'demo', 'bench'].map(readPackage);
