import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../cache/cached-folder.ts';
import type { StartContext } from '../start-context.ts';
import { downloadJars } from './download-jars.ts';

const POM = fileURLToPath(new URL('../../kafka/pom.xml', import.meta.url));

export interface KafkaJars {
  version: string;
  folder: string;
}

/** The broker's jars, downloaded once per content of the pom. */
export async function kafkaJars(context: StartContext): Promise<KafkaJars> {
  const pom = await readPom();
  const version = brokerVersion(pom);
  const hash = createHash('sha256').update(pom).digest('hex').slice(0, 12);
  const folder = await cachedFolder(
    {
      name: `kafka-${version}-${hash}`,
      title: `Apache Kafka ${version}`,
      build: (folders) => downloadJars({ pom: POM, version, ...folders }, context),
    },
    { root: context.cacheRoot, ...context },
  );
  return { version, folder };
}

/** Of the broker that a stack starts when it is not pointed at an existing one. */
export async function embeddedKafkaVersion(): Promise<string> {
  return brokerVersion(await readPom());
}

const readPom = (): Promise<string> => readFile(POM, 'utf8');

export function brokerVersion(pom: string): string {
  const version = /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([\d.]+)<\/version>/.exec(pom)?.[1];
  if (version === undefined) throw new Error(`${POM} names no version of kafka_2.13.`);
  return version;
}
