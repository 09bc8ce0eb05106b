import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyFile, cp, mkdir, mkdtemp, open, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { cacheRoot } from '../run/own-folder.ts';
import { readOwnerRecord } from '../run/owner-record.ts';
import { openRunFolder, type RunFolder } from '../run/run-folder.ts';
import type { StartContext } from '../start-context.ts';
import { archiveName, classArchiveFlags } from './class-archive.ts';
import { findJava, QUICKLY_COMPILED, type Java } from './java.ts';
import { kafkaJars, type KafkaJars } from './kafka-jars.ts';
import { formatStorage, newClusterId, startBroker, type KafkaNode } from './kafka-node.ts';

const MAKING = 'Preparing the class archive';
let [folder, archive] = ['', ''];
let flags: string[] = [];
const lines: string[] = [];
let run: RunFolder;
let java: Java;
let jars: KafkaJars;
/** Every test has a cache of its own, so the archive of the real one is neither used nor touched. */
const contextIn = (root: string, signal = new AbortController().signal): StartContext => ({
  run,
  cacheRoot: join(folder, root),
  signal,
  report: (line) => lines.push(line),
  env: process.env,
});

const makings = (): number => lines.filter((line) => line.startsWith(MAKING)).length;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'once-classes-spec-'));
  run = await openRunFolder();
  java = await findJava(process.env);
  jars = await kafkaJars({ ...contextIn('unused'), cacheRoot: await cacheRoot() });
  const both = await Promise.all([1, 2].map(() => classArchiveFlags(java, jars, contextIn('cache'))));
  flags = both[0] ?? [];
  expect(both[1]).toEqual(flags);
  const [entry = ''] = await readdir(join(folder, 'cache'));
  archive = join(folder, 'cache', entry, 'classes.jsa');
});

afterAll(async () => {
  await run.remove();
  await rm(folder, { recursive: true });
});

/** Starts and ends a JVM with the command line of a broker. Rejects when it can't. */
async function format(jvmFlags: string[], nodeJars = jars): Promise<KafkaNode> {
  const path = await mkdtemp(join(run.path, 'node-'));
  const node: KafkaNode = {
    java: java.command,
    jvmFlags: [...jvmFlags, QUICKLY_COMPILED],
    jars: nodeJars,
    folder: path,
    logFile: join(path, 'kafka.log'),
    clusterId: newClusterId(),
  };
  await formatStorage(node, contextIn('unused'));
  return node;
}

describe('the class archive', () => {
  it('is made once for two starts side by side and leaves nothing else in the cache', async () => {
    expect(makings()).toBe(1);
    expect(flags).toEqual([`-XX:SharedArchiveFile=${archive}`, '-XX:+VerifySharedSpaces']);
    expect(await classArchiveFlags(java, jars, contextIn('cache'))).toEqual(flags);
    expect(makings()).toBe(1);
    expect(await readdir(join(folder, 'cache'))).toHaveLength(1);
  });

  it('is one that the command line of the broker can use', async () => {
    // Where the archive does not fit, this flag ends a JVM at once.
    await format([...flags, '-Xshare:on']);
  });

  it('is ignored where it does not fit', async () => {
    const elsewhere = { ...jars, folder: join(folder, 'jars') };
    await cp(jars.folder, elsewhere.folder, { recursive: true });
    await expect(format([...flags, '-Xshare:on'], elsewhere)).rejects.toThrow('Unable to use shared archive');
    await format(flags, elsewhere);
  });

  it('does not keep a broker from starting when it is damaged', async () => {
    const damaged = join(folder, 'damaged.jsa');
    await copyFile(archive, damaged);
    const file = await open(damaged, 'r+');
    await file.write(Buffer.alloc(4_000_000, 'x'), 0, 4_000_000, Math.floor((await stat(archive)).size / 2));
    await file.close();
    const node = await format(flags.map((flag) => flag.replace(archive, damaged)));
    const { broker, server } = await startBroker(node, contextIn('unused'));
    expect(broker).toMatch(/^127\.0\.0\.1:/);
    await server.stop();
  });

  it('is another one for another Java, for jars elsewhere, and for jars that were written again', async () => {
    const moved = { ...jars, folder: join(folder, 'moved', basename(jars.folder)) };
    await mkdir(moved.folder, { recursive: true });
    const { mtimeMs } = await stat(jars.folder);
    await utimes(moved.folder, mtimeMs / 1000, mtimeMs / 1000);
    const names = [await archiveName(java, jars), await archiveName(java, moved)];
    names.push(await archiveName({ ...java, build: `${java.build}+1` }, jars));
    await utimes(moved.folder, 1, 1);
    names.push(await archiveName(java, moved));
    expect(new Set(names).size).toBe(4);
    expect(await archiveName(java, jars)).toBe(basename(dirname(archive)));
  });
});

describe('a start without a class archive', () => {
  it('is what a Java gets that leaves an archive it can’t use, and that is tried once', async () => {
    const clumsy = { ...java, command: join(folder, 'clumsy-java') };
    const script = `#!/bin/sh
for argument; do
  shift
  case $argument in
    -XX:ArchiveClassesAtExit=*) echo half >"\${argument#*=}" ;;
    *) set -- "$@" "$argument" ;;
  esac
done
exec ${java.command} "$@"
`;
    await writeFile(clumsy.command, script, { mode: 0o755 });
    const before = makings();
    expect(await classArchiveFlags(clumsy, jars, contextIn('clumsy'))).toEqual([]);
    expect(await classArchiveFlags(clumsy, jars, contextIn('clumsy'))).toEqual([]);
    expect(makings()).toBe(before + 1);
  });

  it('is told in one line when the cache can’t be written to', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await classArchiveFlags(java, jars, contextIn('file/cache'))).toEqual([]);
    expect(lines.at(-1)).toMatch(/^Apache Kafka starts without a class archive: ENOTDIR.*$/);
  });
});

describe('the making of a class archive', () => {
  it.each([1_500, 5_000])('leaves no file and no process when it is aborted after %i ms', async (afterMs) => {
    const abort = new AbortController();
    const making = classArchiveFlags(java, jars, contextIn('aborted', abort.signal));
    setTimeout(() => abort.abort(), afterMs);
    await expect(making).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(join(folder, 'aborted'))).toEqual([]);
    expect((await readOwnerRecord(run.path))?.processes).toEqual([]);
  });
});
