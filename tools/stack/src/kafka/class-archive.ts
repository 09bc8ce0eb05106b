import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cachedFolder } from '../cache/cached-folder.ts';
import { runTool } from '../server/run-tool.ts';
import type { StartContext } from '../start-context.ts';
import { QUICKLY_COMPILED, type Java } from './java.ts';
import type { KafkaJars } from './kafka-jars.ts';
import { formatStorage, javaChild, newClusterId, startBroker, type KafkaNode } from './kafka-node.ts';

const FILE = 'classes.jsa';
/** Of the end of the broker that writes it, which takes 4 s of one core. */
const WRITE_BOUND_MS = 60_000;
const CHECK_BOUND_MS = 60_000;

/**
 * The flags by which a JVM maps the broker's classes from a file instead of parsing 47 jars: that is half of what a start
 * costs. The file (class data sharing, docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html) is made once for
 * these jars and this Java. No flags where it can't be made: the broker is then as it would be without this.
 */
export async function classArchiveFlags(java: Java, jars: KafkaJars, context: StartContext): Promise<string[]> {
  try {
    const title = `the class archive of Apache Kafka ${jars.version}`;
    const build = async ({ content, scratch }: { content: string; scratch: string }) => {
      context.report(`Preparing ${title} (some seconds, once, for quicker starts) …`);
      await makeArchive(join(content, FILE), recordingNode(java, jars, scratch), context);
    };
    const name = await archiveName(java, jars);
    const archive = join(await cachedFolder({ name, title, build }, { root: context.cacheRoot, ...context }), FILE);
    return existsSync(archive) ? useOf(archive) : [];
  } catch (error) {
    context.signal.throwIfAborted();
    context.report(`Apache Kafka starts without a class archive: ${(error as Error).message.split('\n', 1)[0]}`);
    return [];
  }
}

/** A JVM refuses an archive of another build of Java, and one that was made before its jars were written. */
export async function archiveName(java: Java, { folder }: KafkaJars): Promise<string> {
  const { mtimeMs } = await stat(folder);
  const hash = createHash('sha256').update([java.build, folder, mtimeMs].join('\n')).digest('hex').slice(0, 12);
  return `${basename(folder)}-classes-${hash}`;
}

/** Unlike a foreign one, a damaged archive would crash the JVM: with its checksum compared, it is ignored. */
const useOf = (archive: string): string[] => [`-XX:SharedArchiveFile=${archive}`, '-XX:+VerifySharedSpaces'];

const recordingNode = (java: Java, jars: KafkaJars, folder: string): KafkaNode => ({
  java: java.command,
  jvmFlags: [QUICKLY_COMPILED],
  jars,
  folder,
  logFile: join(folder, 'kafka.log'),
  clusterId: newClusterId(),
});

/**
 * Starts a broker that writes the classes it has loaded when it ends. A Java that leaves no archive, or one that it can't
 * use, would not do better the next time: that there is none is then kept like an archive.
 */
async function makeArchive(archive: string, node: KafkaNode, context: StartContext): Promise<void> {
  await formatStorage(node, context);
  const jvmFlags = [...node.jvmFlags, `-XX:ArchiveClassesAtExit=${archive}`];
  const { server } = await startBroker({ ...node, jvmFlags }, context, WRITE_BOUND_MS);
  await server.stop();
  if (!(await isUsable(archive, node, context))) await rm(archive, { force: true });
}

async function isUsable(archive: string, node: KafkaNode, context: StartContext): Promise<boolean> {
  const args = [...useOf(archive), '-Xshare:on', '-version'];
  const check = runTool(javaChild('kafka-classes', args, node, context), { ...context, boundMs: CHECK_BOUND_MS });
  const isAccepted = await check.then(
    () => true,
    () => false,
  );
  context.signal.throwIfAborted();
  return isAccepted;
}
