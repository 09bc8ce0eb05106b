import { join } from 'node:path';
import type { ManagedServer } from '../server/managed-server.ts';
import type { StartContext } from '../start-context.ts';
import { classArchiveFlags } from './class-archive.ts';
import { compilerFlags, findJava } from './java.ts';
import { kafkaJars } from './kafka-jars.ts';
import { formatStorage, newClusterId, startBroker, type KafkaNode } from './kafka-node.ts';

export interface StartedKafka {
  brokers: string[];
  server: ManagedServer;
}

export async function startKafka(context: StartContext): Promise<StartedKafka> {
  const node = await locateNode(context);
  const begunAt = performance.now();
  await formatStorage(node, context);
  const { broker, server } = await startBroker(node, context);
  const seconds = ((performance.now() - begunAt) / 1000).toFixed(1);
  context.report(`Apache Kafka ${node.jars.version} is ready at ${broker} (${seconds} s)`);
  return { brokers: [broker], server };
}

async function locateNode(context: StartContext): Promise<KafkaNode> {
  const java = await findJava(context.env);
  const jars = await kafkaJars(context);
  const { path } = context.run;
  return {
    java: java.command,
    jvmFlags: [...(await classArchiveFlags(java, jars, context)), ...compilerFlags(context.env)],
    jars,
    folder: join(path, 'kafka'),
    logFile: join(path, 'kafka.log'),
    clusterId: newClusterId(),
  };
}
