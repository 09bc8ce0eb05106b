import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildSpec } from '../server/child.ts';
import { findFreePort } from '../server/free-port.ts';
import { ManagedServer } from '../server/managed-server.ts';
import { runTool } from '../server/run-tool.ts';
import { startOnFreePort } from '../server/start-on-free-port.ts';
import type { StartContext } from '../start-context.ts';
import { askKafka } from './ask-kafka.ts';
import { javaEnvironment, QUICKLY_COMPILED, QUIET_JVM } from './java.ts';
import type { KafkaJars } from './kafka-jars.ts';
import { kafkaProperties, type KafkaPorts } from './kafka-properties.ts';

const FORMAT_BOUND_MS = 60_000;
const READY_BOUND_MS = 60_000;
const STOP_BOUND_MS = 15_000;

/** One broker that is its own controller, before it is started. */
export interface KafkaNode {
  java: string;
  /** Of every JVM of this node. */
  jvmFlags: string[];
  jars: KafkaJars;
  folder: string;
  logFile: string;
  clusterId: string;
}

export interface StartedBroker {
  /** `host:port` */
  broker: string;
  server: ManagedServer;
}

/** 16 bytes in URL-safe base64; one that begins with a dash would be read as an option. */
export function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

export async function formatStorage(node: KafkaNode, context: StartContext): Promise<void> {
  await mkdir(temporaryFolder(node), { recursive: true, mode: 0o700 });
  // Formatting opens no port, but wants a complete configuration.
  await writeProperties(node, { broker: 9092, controller: 9093 });
  const args = ['format', '--cluster-id', node.clusterId, '--config', propertiesFile(node)];
  const flags = ['-Xmx128m', QUICKLY_COMPILED];
  const spec = javaChild('kafka-format', [...flags, 'kafka.tools.StorageTool', ...args], node, context);
  await runTool(spec, { ...context, boundMs: FORMAT_BOUND_MS });
}

/** Resolves when the broker of a formatted node answers, on a port that was free. */
export async function startBroker(
  node: KafkaNode,
  context: StartContext,
  stopBoundMs: number = STOP_BOUND_MS,
): Promise<StartedBroker> {
  let broker = '';
  const server = await startOnFreePort(async () => {
    const ports = { broker: await findFreePort(), controller: await findFreePort() };
    await writeProperties(node, ports);
    broker = `127.0.0.1:${ports.broker}`;
    return describeServer(node, { broker, stopBoundMs }, context);
  }, context.signal);
  return { broker, server };
}

interface ServerTraits {
  broker: string;
  stopBoundMs: number;
}

function describeServer(node: KafkaNode, { broker, stopBoundMs }: ServerTraits, context: StartContext): ManagedServer {
  return new ManagedServer(
    {
      title: `Apache Kafka ${node.jars.version}`,
      child: javaChild('kafka', ['-Xmx512m', 'kafka.Kafka', propertiesFile(node)], node, context),
      probe: () => isBrokerReady(broker, node.clusterId),
      stopSignal: 'SIGTERM',
      stopBoundMs,
      dropSignal: 'SIGKILL',
      readyBoundMs: READY_BOUND_MS,
    },
    context,
  );
}

/** A broker lists itself when the controller has let it take leaderships; the cluster's id tells it from a stranger's. */
async function isBrokerReady(broker: string, clusterId: string): Promise<boolean> {
  const answer = await askKafka(broker).catch(() => null);
  return answer !== null && answer.clusterId === clusterId && answer.brokers.includes(broker);
}

const propertiesFile = (node: KafkaNode): string => join(node.folder, 'server.properties');
const temporaryFolder = (node: KafkaNode): string => join(node.folder, 'tmp');

async function writeProperties(node: KafkaNode, ports: KafkaPorts): Promise<void> {
  await writeFile(propertiesFile(node), kafkaProperties(ports, join(node.folder, 'data')));
}

/** A process of the node's Java, all of whose processes have the same class path. */
export function javaChild(name: string, args: string[], node: KafkaNode, context: StartContext): ChildSpec {
  return {
    name,
    command: node.java,
    args: [
      // Starts quicker than G1 and takes less memory; on a heap of 512 MB its pauses stay in the milliseconds.
      '-XX:+UseSerialGC',
      QUIET_JVM,
      '-Djava.awt.headless=true',
      // The codecs unpack their native libraries there: with the run's folder they go, too.
      `-Djava.io.tmpdir=${temporaryFolder(node)}`,
      // At `info` the cause of a failure drowns in the hundreds of lines of the shutdown that follows it.
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
      '-Dorg.slf4j.simpleLogger.showDateTime=true',
      '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS',
      ...['-cp', join(node.jars.folder, '*')],
      ...node.jvmFlags,
      ...args,
    ],
    cwd: node.folder,
    env: javaEnvironment(context.env),
    logFile: node.logFile,
  };
}
